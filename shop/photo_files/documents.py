"""Private documents: certificates, dossiers. What they are is read from their content, never from their name.

A picture is made anew. A PDF is kept as it is, since nobody can make one anew without loss: it is never shown by the
shop, only handed out to be saved, by a door that knows who may have it.
"""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shop.photo_files.files import write_all
from shop.photo_files.refusals import DocumentTooLarge, NotADocument, NotAPhoto
from shop.photo_files.rules import MOST_DOCUMENT_BYTES, private_path
from shop.photo_files.workshop import make_anew

READABLE_BY_SHOP = 0o600
PDF_BEGINS, PDF_ENDS = b"%PDF-", b"%%EOF"
# Programs leave blanks and an odd line after the end, never more.
LONGEST_TAIL = 1024
PICTURES_BEGIN = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class StoredDocument:
    """A document on disk: the stem of its file, `pdf` or `jpg`, and how many bytes it has."""

    stem: str
    form: str
    size: int


def store_document(content: bytes, media_dir: Path) -> StoredDocument:
    """Keep a PDF, JPEG or PNG where no address leads. Takes a moment: call it before the transaction.

    Refuses with DocumentTooLarge, NotADocument, TooManyPixels, TooManyUploads.
    """
    if len(content) > MOST_DOCUMENT_BYTES:
        raise DocumentTooLarge(len(content), MOST_DOCUMENT_BYTES)
    form, kept = ("pdf", content) if _is_pdf(content) else ("jpg", _page(content))
    stem = secrets.token_hex(16)
    path = document_path(stem, form, media_dir)
    write_all([(path, kept)], READABLE_BY_SHOP)
    return StoredDocument(stem, form, len(kept))


@contextmanager
def stored_document(content: bytes, media_dir: Path) -> Iterator[StoredDocument]:
    """A document on disk for the transaction that keeps its row; when that fails, the file goes again."""
    stored = store_document(content, media_dir)
    try:
        yield stored
    except BaseException:
        remove_document(stored.stem, stored.form, media_dir)
        raise


def document_path(stem: str, form: str, media_dir: Path) -> Path:
    """Where a document lies."""
    return media_dir / private_path(stem, form)


def remove_document(stem: str, form: str, media_dir: Path) -> None:
    """Delete the file of a document; call it after the commit that took its row away."""
    document_path(stem, form, media_dir).unlink(missing_ok=True)


def _is_pdf(content: bytes) -> bool:
    """Is it a PDF? Refuses with NotADocument what is cut off, or something else as well."""
    if not content.startswith(PDF_BEGINS):
        return False
    end = content.rfind(PDF_ENDS)
    if end < 0 or len(content) - end > LONGEST_TAIL or zipfile.is_zipfile(io.BytesIO(content)):
        raise NotADocument
    return True


def _page(content: bytes) -> bytes:
    if not content.startswith(PICTURES_BEGIN):
        raise NotADocument
    try:
        return make_anew(b"d", content).files[0]
    except NotAPhoto as refusal:
        raise NotADocument from refusal
