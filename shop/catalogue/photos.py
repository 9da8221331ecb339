"""Photos of products: what is uploaded is decoded, turned upright, stripped of everything else and written anew.

Nothing of the uploaded file is kept, so what hides in it (a place of shooting, a script, a second file) is gone. The
new files bear a random name and are never changed, so browsers may keep them for ever.
"""

from __future__ import annotations

import io
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from shop.catalogue.models import Photo, Product
from shop.catalogue.refusals import (
    NoSuchPhoto,
    NoSuchProduct,
    NotAPhoto,
    PhotoTooLarge,
    TooManyPhotos,
    TooManyPixels,
)
from shop.catalogue.rules import PHOTO_FORMATS, PHOTO_WIDTHS, photo_path, photo_widths
from shop.database import db
from shop.values.folding import tidy

# Pillow is loaded when the first photo comes: processes that only show goods stay smaller.
if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 24_000_000
MOST_PHOTOS = 12
LONGEST_ALT = 200
# What a phone or a camera writes. Decoders for anything else are never tried; SVG has none.
ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
QUALITY = {"avif": 58, "webp": 80}
# The slower efforts gain little and cost seconds on a small machine.
EFFORT = {"avif": {"speed": 8}, "webp": {"method": 4}}


def add_photo(product_id: int, content: bytes, *, media_dir: Path, alt_vi: str = "", alt_en: str = "") -> Photo:
    """Store an uploaded picture as the last photo of a product; the files are whole on disk before the row is made.

    Decoding takes a second or so: call `encode_photo` and `write_photo` before the transaction where that matters.
    Refuses with NoSuchProduct, TooManyPhotos, PhotoTooLarge, TooManyPixels, NotAPhoto.
    """
    count, last = _photos_of(product_id)
    if count >= MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    picture = open_photo(content)
    stem = write_photo(picture, media_dir)
    width = photo_widths(picture.width)[-1]
    photo = Photo(
        product_id=product_id,
        position=last + 1,
        stem=stem,
        width=width,
        height=_height(picture, width),
        alt_vi=tidy(alt_vi)[:LONGEST_ALT],
        alt_en=tidy(alt_en)[:LONGEST_ALT],
    )
    db.session.add(photo)
    db.session.flush()
    return photo


def remove_photo(photo_id: int, *, media_dir: Path) -> None:
    """Take a photo off its product and delete its files. Refuses with NoSuchPhoto."""
    photo = db.session.get(Photo, photo_id)
    if photo is None:
        raise NoSuchPhoto(photo_id)
    for width in photo_widths(photo.width):
        for form in PHOTO_FORMATS:
            (media_dir / photo_path(photo.stem, width, form)).unlink(missing_ok=True)
    product_id = photo.product_id
    db.session.delete(photo)
    db.session.flush()
    _number_anew(product_id)


def open_photo(content: bytes) -> Image.Image:
    """The first frame of a picture, upright, in plain colours, with nothing but its pixels.

    Refuses with PhotoTooLarge, TooManyPixels (before decoding) and NotAPhoto.
    """
    from PIL import Image

    if len(content) > MOST_BYTES:
        raise PhotoTooLarge(len(content), MOST_BYTES)
    try:
        # Opening reads the head of the file only, so a picture of too many pixels costs nothing.
        with Image.open(io.BytesIO(content), formats=ACCEPTED) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels(MOST_PIXELS)
            return _only_pixels(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(MOST_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise NotAPhoto from error


def write_photo(picture: Image.Image, media_dir: Path) -> str:
    """Write a picture in all widths and formats and return the stem of the files; all of them or none."""
    stem = secrets.token_hex(16)
    folder = (media_dir / photo_path(stem, 0, "webp")).parent
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for width in photo_widths(picture.width):
            smaller = _narrowed(picture, width)
            for form in PHOTO_FORMATS:
                path = media_dir / photo_path(stem, width, form)
                _write_whole(path, encode_photo(smaller, form))
                written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return stem


def encode_photo(picture: Image.Image, form: str) -> bytes:
    """The bytes of a picture as avif or webp, without any metadata."""
    buffer = io.BytesIO()
    picture.save(buffer, form.upper(), quality=QUALITY[form], exif=b"", xmp=b"", icc_profile=None, **EFFORT[form])
    return buffer.getvalue()


def _only_pixels(picture: Image.Image) -> Image.Image:
    from PIL import Image, ImageOps

    # JPEG decoders can scale down while reading: a photo of 24 million pixels then takes a tenth of the memory.
    picture.draft("RGB", (PHOTO_WIDTHS[-1], PHOTO_WIDTHS[-1]))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in ("RGB", "RGBA"):
        has_shadow = "transparency" in upright.info or upright.mode in ("LA", "PA", "La")
        upright = upright.convert("RGBA" if has_shadow else "RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return _narrowed(bare, PHOTO_WIDTHS[-1])


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    from PIL import Image

    if picture.width <= width:
        return picture
    return picture.resize((width, _height(picture, width)), Image.Resampling.LANCZOS)


def _height(picture: Image.Image, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))


def _write_whole(path: Path, content: bytes) -> None:
    """A reader sees the whole file or none, also after the power went."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _photos_of(product_id: int) -> tuple[int, int]:
    """How many photos a product has, and the highest position among them."""
    if db.session.get(Product, product_id) is None:
        raise NoSuchProduct(product_id)
    query = select(func.count(), func.max(Photo.position)).where(Photo.product_id == product_id)
    count, last = db.session.execute(query).one()
    return count, last or 0


def _number_anew(product_id: int) -> None:
    """Close the gap that a removed photo left; upwards, so that no two photos ever share a position."""
    ids = db.session.scalars(select(Photo.id).where(Photo.product_id == product_id).order_by(Photo.position)).all()
    for position, photo_id in enumerate(ids, 1):
        db.session.execute(update(Photo).where(Photo.id == photo_id).values(position=position))
