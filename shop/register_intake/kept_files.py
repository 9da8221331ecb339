"""The files themselves: kept as they came, where no address leads, under a name that nobody can guess."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from shop.photo_files import remove_sheet, sheet_path, store_sheet
from shop.register_files import ReasonCode, RegisterRefused
from shop.register_intake.rules import MOST_SHEET_BYTES

_WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True)
class SheetFile:
    """A file on disk: the name it came with, its stem, `xlsx` or `csv`, its size and the hash of its bytes."""

    name: str
    stem: str
    form: str
    size: int
    sha256: str


@contextmanager
def kept_sheet(name: str, content: bytes, media_dir: Path) -> Iterator[SheetFile]:
    """A file on disk for the transaction that keeps its row; when that fails, the file goes again.

    Refuses RegisterRefused (FILE_EMPTY, FILE_TOO_LARGE). What is in it is found out by the worker.
    """
    if not content.strip():
        raise RegisterRefused(ReasonCode.FILE_EMPTY)
    if len(content) > MOST_SHEET_BYTES:
        raise RegisterRefused(ReasonCode.FILE_TOO_LARGE, megabytes=MOST_SHEET_BYTES // 2**20)
    form = "xlsx" if content.startswith(_WORKBOOK) else "csv"
    file = SheetFile(name, secrets.token_hex(16), form, len(content), sha256(content).hexdigest())
    store_sheet(content, file.stem, form, media_dir)
    try:
        yield file
    except BaseException:
        remove_sheet(file.stem, form, media_dir)
        raise


__all__ = ["SheetFile", "kept_sheet", "sheet_path"]
