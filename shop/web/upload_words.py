"""Why a file was not taken, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.photo_files import (
    DocumentTooLarge,
    NotADocument,
    NotAPhoto,
    PhotoTooLarge,
    TooManyPixels,
    TooManyUploads,
)
from shop.values.refusal import Refusal
from shop.web.words import _

MEGABYTE = 1024 * 1024


def upload_words(refusal: Refusal) -> str | None:
    """The reason why a photo or document was refused; None for a refusal of something else."""
    words = UPLOAD_REFUSALS.get(type(refusal))
    return words(refusal) if words else None


UPLOAD_REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NotAPhoto: lambda refusal: _("This is no photo that we can read. Take a JPEG, PNG or WebP picture."),
    PhotoTooLarge: lambda refusal: _(
        "The photo is larger than %(number)s MB. Take a smaller one.", number=refusal.limit // MEGABYTE
    ),
    TooManyPixels: lambda refusal: _(
        "The picture has more than %(number)s million dots. Take a smaller one.", number=refusal.limit // 1_000_000
    ),
    NotADocument: lambda refusal: _("This is no document that we can keep. Send a whole PDF file, or a photo of it."),
    DocumentTooLarge: lambda refusal: _(
        "The document is larger than %(number)s MB. Send a smaller one, or a photo of each page.",
        number=refusal.limit // MEGABYTE,
    ),
    TooManyUploads: lambda refusal: _("Many people are sending photos just now. Please try again in a few seconds."),
}
