"""From a stranger's bytes to plain pixels, without ever holding much of a large picture. Runs in a child process."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageFile

from shop.photo_files.refusals import NotAPhoto, TooManyPixels
from shop.photo_files.rules import MOST_PIXELS

# What a phone or a camera writes. Decoders for anything else are never tried; SVG has none.
ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# Their decoders hold a picture several times over.
MOST_PIXELS_OF = {"WEBP": 12_000_000, "AVIF": 12_000_000}
# Cameras and programs write some ten; each costs a walk over the whole picture.
MOST_SCANS = 40
SCAN = b"\xff\xda"
# A camera's colours of sixteen bits are brought to eight.
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I")

# What the camera notes of how it was held (EXIF 0x0112), and what turns the picture upright.
TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {
    Image.Transpose.TRANSPOSE,
    Image.Transpose.ROTATE_270,
    Image.Transpose.TRANSVERSE,
    Image.Transpose.ROTATE_90,
}


def plain_pixels(content: bytes, side: tuple[int, int]) -> Image.Image:
    """The first frame of a picture, upright, within so many pixels of width and height, nothing but its pixels.

    Refuses with TooManyPixels before decoding, and NotAPhoto.
    """
    if content[:2] == b"\xff\xd8" and content.count(SCAN) > MOST_SCANS:
        raise NotAPhoto
    try:
        # Opening reads the head of the file only, so a picture of too many pixels costs nothing.
        with Image.open(io.BytesIO(content), formats=ACCEPTED) as picture:
            most = MOST_PIXELS_OF.get(picture.format or "", MOST_PIXELS)
            if picture.width * picture.height > most:
                raise TooManyPixels(most)
            return _only_pixels(picture, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(MOST_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise NotAPhoto from error


def narrowed(picture: Image.Image, width: int) -> Image.Image:
    """The picture no wider than this."""
    return _within(picture, (width, picture.height))


def _only_pixels(picture: ImageFile.ImageFile, side: tuple[int, int]) -> Image.Image:
    turn = _turn(picture)
    wanted = _size_within(picture.size, side[::-1] if turn in SIDEWAYS else side)
    # JPEG decoders can scale down while reading: a photo of 24 million pixels then takes a tenth of the memory.
    picture.draft("RGB", wanted)
    picture.load()
    # Scaled down before anything is copied, and before the colours are made plain where that can be.
    smaller = _within(_plain_colours(_halved(picture, wanted)), wanted)
    upright = smaller if turn is None else smaller.transpose(turn)
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How the picture is turned to stand upright; one whose notes cannot be read stays as it is."""
    try:
        return TURNS.get(picture.getexif().get(0x0112))
    except (SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return None


def _halved(picture: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """The picture divided by a whole number, still twice as large as wanted; palettes and sixteen bits stay."""
    factor = min(picture.width // (2 * wanted[0]), picture.height // (2 * wanted[1]))
    if factor < 2 or picture.mode not in ("L", "RGB", "RGBA", "CMYK", "YCbCr"):
        return picture
    return picture.reduce(factor)


def _plain_colours(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "RGBA"):
        return picture
    if picture.mode in SIXTEEN_BITS:
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    has_shadow = "transparency" in picture.info or picture.mode in ("LA", "PA", "La", "RGBa")
    return picture.convert("RGBA" if has_shadow else "RGB")


def _within(picture: Image.Image, side: tuple[int, int]) -> Image.Image:
    size = _size_within(picture.size, side)
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)


def _size_within(size: tuple[int, int], side: tuple[int, int]) -> tuple[int, int]:
    """The size scaled down to fit, never up, and never to nothing."""
    share = min(1.0, side[0] / size[0], side[1] / size[1])
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))
