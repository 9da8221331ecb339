"""What is taken, in which widths a photo is kept, and how files are called; all pure."""

from __future__ import annotations

from typing import NamedTuple

MOST_BYTES = 8 * 1024 * 1024
MOST_DOCUMENT_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 24_000_000
PHOTO_WIDTHS = (320, 640, 1280)
PHOTO_FORMATS = ("avif", "webp")
DOCUMENT_FORMS = ("pdf", "jpg")
SHEET_FORMS = ("xlsx", "csv")
# A page photographed by a phone stays legible.
DOCUMENT_SIDE = 2400


class PhotoSources(NamedTuple):
    """Where the stored widths of one photo are found. `width` and `height` are those of the largest."""

    stem: str
    width: int
    height: int
    alt_vi: str
    alt_en: str

    @property
    def widths(self) -> tuple[int, ...]:
        """The stored widths in pixels, the smallest first; never wider than the photo."""
        return photo_widths(self.width)

    def url(self, width: int, form: str = "webp") -> str:
        """The address of one stored width as avif or webp."""
        return f"/media/{photo_path(self.stem, width, form)}"

    def srcset(self, form: str = "avif") -> str:
        """All widths, as the attribute srcset wants them."""
        return ", ".join(f"{self.url(width, form)} {width}w" for width in self.widths)


def photo_widths(width: int) -> tuple[int, ...]:
    """In which widths a photo so many pixels wide is stored; a small one in its own only."""
    return tuple(wanted for wanted in PHOTO_WIDTHS if wanted < width) + ((width,) if width <= PHOTO_WIDTHS[-1] else ())


def photo_path(stem: str, width: int, form: str) -> str:
    """The path of one file below the media folder."""
    return f"{stem[:2]}/{stem}-{width}.{form}"


def private_path(stem: str, form: str) -> str:
    """The path of a document below the media folder; no address leads there."""
    return f"private/{stem[:2]}/{stem}.{form}"
