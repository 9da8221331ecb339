"""Photos: what is uploaded is decoded, turned upright, stripped of everything else and written anew.

Nothing of the uploaded file is kept, so what hides in it (a place of shooting, a script, a second file) is gone. The
new files bear a random name and are never changed, so browsers may keep them for ever.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shop.photo_files.files import write_all
from shop.photo_files.refusals import PhotoTooLarge
from shop.photo_files.rules import MOST_BYTES, PHOTO_FORMATS, photo_path, photo_widths
from shop.photo_files.workshop import Picture, make_anew

READABLE_BY_ALL = 0o644


@dataclass(frozen=True)
class StoredPhoto:
    """A photo on disk: the stem of its files, width and height of the largest in pixels."""

    stem: str
    width: int
    height: int


def open_photo(content: bytes) -> Picture:
    """An uploaded picture made anew in all widths and formats. Takes half a second: call it before the transaction.

    Refuses with PhotoTooLarge, TooManyPixels, NotAPhoto, TooManyUploads.
    """
    if len(content) > MOST_BYTES:
        raise PhotoTooLarge(len(content), MOST_BYTES)
    return make_anew(b"p", content)


def write_photo(picture: Picture, media_dir: Path) -> StoredPhoto:
    """Write a picture in all widths and formats; all of them or none."""
    stem = secrets.token_hex(16)
    paths = [media_dir / path for path in _paths(stem, picture.width)]
    write_all(zip(paths, picture.files, strict=True), READABLE_BY_ALL)
    return StoredPhoto(stem, picture.width, picture.height)


def store_photo(content: bytes, media_dir: Path) -> StoredPhoto:
    """`open_photo` and `write_photo` in one; refuses as they do."""
    return write_photo(open_photo(content), media_dir)


@contextmanager
def stored_photo(content: bytes, media_dir: Path) -> Iterator[StoredPhoto]:
    """A photo on disk for the transaction that keeps its row; when that fails, the files go again."""
    stored = store_photo(content, media_dir)
    try:
        yield stored
    except BaseException:
        remove_files(stored.stem, stored.width, media_dir)
        raise


def remove_files(stem: str, width: int, media_dir: Path) -> None:
    """Delete the files of a photo; call it after the commit that took its row away."""
    for path in _paths(stem, width):
        (media_dir / path).unlink(missing_ok=True)


def _paths(stem: str, width: int) -> list[str]:
    return [photo_path(stem, each, form) for each in photo_widths(width) for form in PHOTO_FORMATS]
