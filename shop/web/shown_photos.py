"""Photos as `components/picture.html` prints them."""

from __future__ import annotations

from typing import NamedTuple

from shop.photo_files import PhotoSources


class ShownPhoto(NamedTuple):
    """A photo as `components/picture.html` prints it."""

    avif: str
    webp: str
    src: str
    width: int
    height: int
    alt: str


def shown_photo(photo: PhotoSources, *, english: bool) -> ShownPhoto:
    """A photo with the addresses of its widths; the middle one where a browser chooses none."""
    middle = photo.widths[len(photo.widths) // 2]
    return ShownPhoto(
        avif=photo.srcset("avif"),
        webp=photo.srcset("webp"),
        src=photo.url(middle, "webp"),
        width=photo.width,
        height=photo.height,
        alt=photo.alt_en if english else photo.alt_vi,
    )
