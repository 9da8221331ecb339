"""Pictures as phones write them, and as people write them who mean harm."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

ORIENTATION, GPS = 0x0112, 0x8825


def photo(size: tuple[int, int] = (1600, 1200), form: str = "JPEG", mode: str = "RGB", **how: object) -> bytes:
    """A picture whose upper half is red and whose lower half is blue."""
    picture = Image.new(mode, size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    buffer = io.BytesIO()
    picture.save(buffer, form, **how)
    return buffer.getvalue()


def photo_with_exif(orientation: int, size: tuple[int, int] = (400, 300)) -> bytes:
    """A photo that tells how the camera was held, where, and whose it was."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[2] = (22.0, 20.0, 7.0)
    exif[0x010F] = "a camera's name"
    return photo(size, exif=exif)


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """One part of a PNG file with its check sum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def bomb(width: int, height: int) -> bytes:
    """A small PNG that is enormous when unpacked, each row of it there."""
    packer = zlib.compressobj(9)
    row = bytes(width // 8 + 1)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def pdf(text: str = "1 0 obj<<>>endobj") -> bytes:
    """The smallest thing that says it is a PDF."""
    return f"%PDF-1.7\n{text}\ntrailer<<>>\n%%EOF\n".encode()


def form_with_files(field: str, *files: tuple[bytes, str], **fields: str) -> dict[str, Any]:
    """What a test client's `post` takes to send a form with files, each (content, name), chosen in one field."""
    chosen = [FileStorage(io.BytesIO(content), name) for content, name in files]
    boundary, body = encode_multipart({field: chosen, **fields})
    return {"data": body, "content_type": f'multipart/form-data; boundary="{boundary}"'}
