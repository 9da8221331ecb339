"""Files that mean harm: two things at once, far larger inside than outside, endless, or telling where somebody lives.

Each is made when it is asked for. `PICTURES` are pictures beneath and may be taken, made anew; `OTHERS` are none;
`BOMBS` would take the machine.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

from tests.factories.pictures import bomb, pdf, photo, photo_with_exif, png_chunk

SCRIPT = b"<script>alert('canary')</script>"
# What must never be found in what the shop keeps of a picture.
CANARIES = (b"<script", b"alert(", b"canary", b"PK\x03\x04", b"<?php", b"%PDF-")
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"

Make = Callable[[], bytes]


def _gif(frames: int = 1) -> bytes:
    buffer = io.BytesIO()
    Image.new("P", (16, 16), 3).save(buffer, "GIF")
    whole = buffer.getvalue()
    start = 13 + 3 * 2 ** ((whole[10] & 7) + 1)
    return whole[:start] + whole[start:-1] * frames + b";"


def _gif_and_script() -> bytes:
    """A picture to a browser, a program to whoever loads it as one: the comment begins in its size."""
    return _gif()[:-1] + b"\x21\xfe\x20" + b"=alert('canary');//".ljust(32) + b"\x00;" + SCRIPT


def _jpeg_with(segment: bytes, behind: bytes = b"", mark: int = 0xFE) -> bytes:
    whole = photo((64, 48))
    return whole[:2] + bytes((0xFF, mark)) + struct.pack(">H", len(segment) + 2) + segment + whole[2:] + behind


def _png(*chunks: bytes, size: tuple[int, int] = (8, 8)) -> bytes:
    rows = zlib.compress((b"\x00" + bytes(size[0] * 3)) * size[1])
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    return PNG_BEGINS + head + b"".join(chunks) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def _apng(frames: int) -> bytes:
    rows = zlib.compress((b"\x00" + bytes(24)) * 8)
    parts = [png_chunk(b"acTL", struct.pack(">II", frames, 0))]
    for number in range(frames):
        control = struct.pack(">IIIIIHHBB", 2 * number, 8, 8, 0, 0, 1, 100, 0, 0)
        parts += [png_chunk(b"fcTL", control), png_chunk(b"fdAT", struct.pack(">I", 2 * number + 1) + rows)]
    return _png(*parts)


def _zipped(name: str, content: bytes, before: bytes = b"") -> bytes:
    buffer = io.BytesIO(before)
    buffer.seek(0, io.SEEK_END)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return buffer.getvalue()


def _tags_without_end() -> bytes:
    """Many segments of EXIF, as much as a file may have."""
    segment = b"Exif\x00\x00" + b"MM\x00*\x00\x00\x00\x08" + b"\xff" * 60_000
    whole = photo((64, 48))
    parts = (b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment) * 100
    return whole[:2] + parts + whole[2:]


def _scans_without_end() -> bytes:
    whole = photo((64, 48), progressive=True)
    start = whole.rfind(b"\xff\xda")
    return whole[:start] + whole[start:-2] * 4000 + b"\xff\xd9"


def _large(form: str, size: tuple[int, int], **how: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA" if form in ("PNG", "WEBP", "AVIF") else "RGB", size, "orange").save(buffer, form, **how)
    return buffer.getvalue()


PICTURES: dict[str, Make] = {
    "a GIF that is a program": _gif_and_script,
    "a JPEG with a page in its comment and behind it": lambda: _jpeg_with(SCRIPT, SCRIPT + b"</html>"),
    "a JPEG that is a ZIP": lambda: _zipped("canary.html", SCRIPT, photo((64, 48))),
    "a JPEG with PHP in its notes": lambda: _jpeg_with(b"Exif\x00\x00<?php system('canary'); ?>", mark=0xE1),
    "a PNG with a page in its text": lambda: _png(png_chunk(b"tEXt", b"Comment\x00" + SCRIPT)),
    "a WebP with a page in its notes": lambda: photo((64, 48), form="WEBP", xmp=SCRIPT),
    "a photo that tells where it was taken": lambda: photo_with_exif(6),
    "a profile of colours that is none": lambda: photo((64, 48), icc_profile=b"canary" * 5000),
}
OTHERS: dict[str, Make] = {
    "nothing": lambda: b"",
    "a page": lambda: b"<!doctype html>" + SCRIPT,
    "a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload=\"alert('canary')\"/>",
    "a drawing behind a mark": lambda: b"\xef\xbb\xbf<?xml version='1.0'?><svg>" + SCRIPT + b"</svg>",
    "a page that begins as a GIF": lambda: b"GIF89a=1;" + SCRIPT,
    "a page that begins as a JPEG": lambda: b"\xff\xd8\xff\xe0" + SCRIPT,
    "a PDF that is a ZIP": lambda: _zipped("canary.html", SCRIPT, pdf()),
    "a PDF with a page behind it": lambda: pdf() + SCRIPT * 60,
    "a program": lambda: b"MZ" + bytes(500),
    "PHP": lambda: b"<?php system('canary'); ?>",
    "a JPEG that ends early": lambda: photo((400, 300))[:1500],
    "a PNG that ends early": lambda: photo((400, 300), form="PNG")[:400],
    "a TIFF": lambda: photo((64, 48), form="TIFF"),
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(canary) show",
    "endless entities": lambda: (
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'canary'><!ENTITY c '&b;&b;'>]><svg>&c;</svg>"
    ),
}
BOMBS: dict[str, Make] = {
    "20 KB that are 13,000 dots square": lambda: bomb(13_000, 13_000),
    "a head that says four thousand million dots": lambda: (
        _png()[:16] + struct.pack(">II", 65_000, 65_000) + _png()[24:]
    ),
    "ten thousand frames of a GIF": lambda: _gif(10_000),
    "ten thousand frames of a PNG": lambda: _apng(10_000),
    "six megabytes of EXIF": _tags_without_end,
    "a text that unpacks to 64 MB": lambda: _png(png_chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(64 << 20), 9))),
    "colours that unpack to 64 MB": lambda: _png(png_chunk(b"iCCP", b"a\x00\x00" + zlib.compress(bytes(64 << 20), 9))),
    "four thousand scans": _scans_without_end,
    "24 million dots of a PNG": lambda: _large("PNG", (6000, 4000)),
    "24 million dots of a JPEG that comes in steps": lambda: _large("JPEG", (6000, 4000), progressive=True),
    "12 million dots of a WebP": lambda: _large("WEBP", (4000, 3000), lossless=True, method=0),
    "12 million dots of an AVIF": lambda: _large("AVIF", (4000, 3000), speed=10),
    "one dot wide, 16,000 high": lambda: _large("PNG", (1, 16_000)),
    "a table that unpacks a thousandfold": lambda: _zipped("xl/worksheets/sheet1.xml", bytes(60 << 20)),
}
NAMES = (
    "anh.php.jpg",
    "anh.html",
    "..%2f..%2fshop.db",
    "../../../../tmp/canary.jpg",
    "/etc/cron.d/canary",
    "C:\\canary.jpg",
    "anh\x00.jpg",
    "anh\u202egpj.exe",
    "x" * 300 + ".jpg",
    "\n\r\t.jpg",
    "\"><script>alert('canary')</script>.jpg",
    ".",
)
