"""From plain pixels to the bytes that are kept, without any metadata. Runs in a child process."""

from __future__ import annotations

import io
import json

from PIL import Image

from shop.photo_files.decoding import narrowed, plain_pixels
from shop.photo_files.refusals import NotAPhoto, TooManyPixels
from shop.photo_files.rules import DOCUMENT_SIDE, PHOTO_FORMATS, PHOTO_WIDTHS, photo_widths

QUALITY = {"avif": 58, "webp": 80, "jpeg": 85}
# The slower efforts gain little and cost seconds on a small machine.
EFFORT: dict[str, dict[str, int]] = {"avif": {"speed": 8}, "webp": {"method": 4}, "jpeg": {}}
# A photo twice as high as it is wide is the narrowest that a page can use.
PHOTO_SIDE = (PHOTO_WIDTHS[-1], 2 * PHOTO_WIDTHS[-1])


def work(given: bytes) -> bytes:
    """What a child answers: a line that says what follows, and then the files one after the other.

    The first byte of what is given says what is wanted: `p` a photo in all widths, `d` one legible page.
    """
    try:
        told, files = _photo(given[1:]) if given[:1] == b"p" else _page(given[1:])
    except TooManyPixels as refusal:
        told, files = {"refused": "too_many_pixels", "limit": refusal.limit}, []
    except NotAPhoto:
        told, files = {"refused": "not_a_photo"}, []
    told["lengths"] = [len(file) for file in files]
    return json.dumps(told).encode() + b"\n" + b"".join(files)


def encode(picture: Image.Image, form: str) -> bytes:
    """The bytes of a picture as avif, webp or jpeg, with nothing but its pixels."""
    buffer = io.BytesIO()
    picture.save(buffer, form.upper(), quality=QUALITY[form], exif=b"", icc_profile=None, **EFFORT[form])
    return buffer.getvalue()


def _photo(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    picture = plain_pixels(content, PHOTO_SIDE)
    smaller = [narrowed(picture, width) for width in photo_widths(picture.width)]
    files = [encode(each, form) for each in smaller for form in PHOTO_FORMATS]
    return {"width": picture.width, "height": picture.height}, files


def _page(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    picture = plain_pixels(content, (DOCUMENT_SIDE, DOCUMENT_SIDE))
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return {"width": paper.width, "height": paper.height}, [encode(paper, "jpeg")]
