"""Spreadsheets that are kept as they came, to be read by a bounded process and saved by the few who may."""

from __future__ import annotations

from pathlib import Path

from shop.photo_files.documents import READABLE_BY_SHOP
from shop.photo_files.files import write_all
from shop.photo_files.rules import private_path


def store_sheet(content: bytes, stem: str, form: str, media_dir: Path) -> None:
    """Keep a file where no address leads."""
    write_all([(sheet_path(stem, form, media_dir), content)], READABLE_BY_SHOP)


def sheet_path(stem: str, form: str, media_dir: Path) -> Path:
    """Where a kept spreadsheet lies."""
    return media_dir / private_path(stem, form)


def remove_sheet(stem: str, form: str, media_dir: Path) -> None:
    """Delete the file again; its row was not kept."""
    sheet_path(stem, form, media_dir).unlink(missing_ok=True)
