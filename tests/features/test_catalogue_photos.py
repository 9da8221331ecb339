"""Photos of products: rows in an order without gaps, beside files that were written before."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue import (
    MOST_PHOTOS,
    NoSuchPhoto,
    NoSuchProduct,
    Photo,
    TooManyPhotos,
    add_photo,
    find_product_page,
    remove_photo,
)
from shop.database import db, transaction
from shop.photo_files import StoredPhoto, store_photo
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.pictures import photo
from tests.factories.products import make_product


def stored(number: int) -> StoredPhoto:
    return StoredPhoto(f"{number:032}", 64, 48)


def test_a_photo_is_found_on_the_page_of_its_product(sqlite_app: Flask, tmp_path: Path) -> None:
    product = make_product()
    on_disk = store_photo(photo(), tmp_path)
    with transaction():
        added = add_photo(product.id, on_disk, alt_vi="Hũ mật", alt_en="A jar of honey")
    assert (added.width, added.height, added.position) == (1280, 960, 1)
    page = find_product_page(product.slug, DEMONSTRATION_DAY)
    assert page is not None
    sources = page.photos[0]
    assert sources.alt_en == "A jar of honey"
    assert sources.widths == (320, 640, 1280)
    assert sources.srcset("webp").count("/media/") == 3
    assert (tmp_path / sources.url(640, "avif").removeprefix("/media/")).is_file()


def test_removing_closes_the_gap_and_says_which_files_go(app: Flask) -> None:
    product = make_product()
    with transaction():
        first, second, third = (add_photo(product.id, stored(number)).id for number in (1, 2, 3))
    with transaction():
        assert remove_photo(first) == stored(1)
    assert [(p.id, p.position) for p in db.session.scalars(select(Photo).order_by(Photo.position))] == [
        (second, 1),
        (third, 2),
    ]
    with pytest.raises(NoSuchPhoto), transaction():
        remove_photo(first)


def test_a_product_has_only_so_many_photos(sqlite_app: Flask) -> None:
    product = make_product()
    with transaction():
        for number in range(MOST_PHOTOS):
            add_photo(product.id, stored(number))
    with pytest.raises(TooManyPhotos), transaction():
        add_photo(product.id, stored(MOST_PHOTOS))
    with pytest.raises(NoSuchProduct), transaction():
        add_photo(999, stored(MOST_PHOTOS))
