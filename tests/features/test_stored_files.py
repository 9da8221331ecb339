"""Stored files and the rows that name them: what nothing names goes after a day, and nothing else ever does."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from shop.catalogue import photos
from shop.database import named_stems, stem_columns, transaction
from shop.photo_files import StoredDocument, store_document, store_photo, sweep_files
from shop.schedule.files import sweep_stored_files
from tests.factories.buying import NOON
from tests.factories.pictures import pdf, photo
from tests.factories.products import make_product

SMALL = photo((64, 48))


def age(folder: Path, days: float, at: datetime = NOON) -> None:
    """Make every file look so many days old."""
    for path in folder.rglob("*"):
        instant = (at - timedelta(days=days)).timestamp()
        os.utime(path, (instant, instant))


def stems(folder: Path) -> set[str]:
    return {path.name[:32] for path in folder.rglob("*") if path.is_file()}


def test_every_column_that_names_files_is_known() -> None:
    """A new one belongs here, and into the story of who may read what it names."""
    assert sorted(f"{column.table.name}.{column.name}" for column in stem_columns()) == [
        "dossier_files.stem",
        "photos.stem",
        "register_acts.document_stem",
        "register_uploads.stem",
        "removed_photos.stem",
        "review_photos.stem",
        "stall_portraits.stem",
        "stalls.cover_stem",
    ]


def test_files_that_nothing_names_go_after_a_day(tmp_path: Path) -> None:
    kept, gone = store_photo(SMALL, tmp_path), store_photo(SMALL, tmp_path)
    paper: StoredDocument = store_document(pdf(), tmp_path)
    (tmp_path / "tmpabc123.part").write_bytes(b"half")
    others = [tmp_path / "README", tmp_path / "shop.db", tmp_path / f"{'0' * 32}.html"]
    for path in others:
        path.write_text("not ours")
    age(tmp_path, 0.9)
    assert sweep_files(tmp_path, {kept.stem}, at=NOON) == 0
    age(tmp_path, 1.1)
    assert sweep_files(tmp_path, {kept.stem, paper.stem}, at=NOON) == 3
    assert stems(tmp_path) >= {kept.stem, paper.stem}
    assert gone.stem not in stems(tmp_path)
    assert sweep_files(tmp_path, {kept.stem}, at=NOON) == 1
    assert all(path.is_file() for path in others)
    assert sweep_files(tmp_path / "not-there-yet", set(), at=NOON) == 0


def test_a_photo_taken_off_is_swept_when_it_can_no_longer_be_put_back(
    app: Flask, set_clock: Callable[[str | datetime], None]
) -> None:
    media, product = app.config["SHOP"].media_dir, make_product()
    stays, goes = store_photo(SMALL, media), store_photo(SMALL, media)
    with transaction():
        photos.add_photo(product.producer_id, product.id, stays)
        off = photos.add_photo(product.producer_id, product.id, goes).id
    with transaction():
        photos.remove_photo(product.producer_id, product.id, off, at=NOON)
    age(media, 30)
    set_clock(NOON + timedelta(hours=23))
    sweep_stored_files()
    assert stems(media) == named_stems() == {stays.stem, goes.stem}
    set_clock(NOON + timedelta(hours=25))
    sweep_stored_files()
    assert stems(media) == named_stems() == {stays.stem}


@pytest.mark.parametrize("name", ["cover_stem", "stem"])
def test_the_convention_sees_a_column(name: str) -> None:
    """The control: the walk over the tables is not empty by mistake."""
    assert name in {column.name for column in stem_columns()}
