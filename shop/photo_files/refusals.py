"""What uploads are refused for. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal


@dataclass
class PhotoTooLarge(Refusal):
    """The file has more bytes than are taken."""

    size: int
    limit: int


@dataclass
class DocumentTooLarge(Refusal):
    """The document has more bytes than are taken."""

    size: int
    limit: int


@dataclass
class TooManyPixels(Refusal):
    """The picture has more pixels than are taken; it was not decoded."""

    limit: int


class NotAPhoto(Refusal):
    """The file is no JPEG, PNG, WebP, AVIF or GIF picture, or it is cut off."""


class NotADocument(Refusal):
    """The file is no PDF, JPEG or PNG, or it is cut off, or it is something else as well."""


@dataclass
class TooManyUploads(Refusal):
    """Others are sending pictures just now; in so many seconds there will be room."""

    seconds: int
