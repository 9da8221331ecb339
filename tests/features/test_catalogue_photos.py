"""Photos of products: rows in an order without gaps, beside files that were written before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from shop.catalogue import (
    ClaimsStars,
    NoSuchPhoto,
    NoSuchProduct,
    PhotosChanged,
    Product,
    TooManyPhotos,
    find_product_page,
)
from shop.catalogue.photos import (
    LONGEST_ALT,
    MOST_PHOTOS,
    add_photo,
    describe_photo,
    find_album,
    forget_removed_photos,
    move_photo,
    order_photos,
    remove_photo,
    restore_photo,
)
from shop.database import transaction
from shop.photo_files import StoredPhoto, store_photo
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.buying import NOON
from tests.factories.pictures import photo
from tests.factories.products import make_product


def stored(number: int) -> StoredPhoto:
    return StoredPhoto(f"{number:032}", 64, 48)


def product_with(count: int) -> tuple[Product, list[int]]:
    product = make_product()
    with transaction():
        ids = [add_photo(product.producer_id, product.id, stored(number + 1)).id for number in range(count)]
    return product, ids


def order_of(product: Product) -> list[int]:
    photos = find_album(product.producer_id, product.id).photos
    assert [each.position for each in photos] == list(range(1, len(photos) + 1))
    return [each.id for each in photos]


def test_a_photo_is_found_on_the_page_of_its_product(sqlite_app: Flask, tmp_path: Path) -> None:
    product = make_product()
    on_disk = store_photo(photo(), tmp_path)
    with transaction():
        added = add_photo(product.producer_id, product.id, on_disk, alt_vi="Hũ mật", alt_en="A jar of honey")
    assert (added.width, added.height, added.position) == (1280, 960, 1)
    page = find_product_page(product.slug, DEMONSTRATION_DAY)
    assert page is not None
    sources = page.photos[0]
    assert sources.alt_en == "A jar of honey"
    assert sources.widths == (320, 640, 1280)
    assert sources.srcset("webp").count("/media/") == 3
    assert (tmp_path / sources.url(640, "avif").removeprefix("/media/")).is_file()


def test_removing_closes_the_gap_and_restoring_opens_it(app: Flask) -> None:
    product, (first, second, third, fourth) = product_with(4)
    with transaction():
        describe_photo(product.producer_id, product.id, second, alt_vi=" Hũ  mật ", alt_en="x" * 300, at=NOON)
    with transaction():
        removed = remove_photo(product.producer_id, product.id, second, at=NOON)
    assert order_of(product) == [first, third, fourth]
    with pytest.raises(NoSuchPhoto), transaction():
        remove_photo(product.producer_id, product.id, second, at=NOON)
    with transaction():
        again = restore_photo(product.producer_id, product.id, removed.id)
    assert order_of(product) == [first, again.id, third, fourth]
    assert (again.stem, again.alt_vi, again.alt_en) == (stored(2).stem, "Hũ mật", "x" * LONGEST_ALT)
    with pytest.raises(NoSuchPhoto), transaction():
        restore_photo(product.producer_id, product.id, removed.id)


def test_a_photo_without_words_bears_the_name_of_its_product(sqlite_app: Flask) -> None:
    product, (only,) = product_with(1)
    shown = find_album(product.producer_id, product.id).photos[0]
    assert (shown.alt_vi, shown.alt_en) == ("Mật ong rừng", "Wild honey")
    with transaction():
        describe_photo(product.producer_id, product.id, only, alt_vi="Hũ mật", alt_en=" ", at=NOON)
    assert (shown.alt_vi, shown.alt_en) == ("Hũ mật", "Wild honey")


def test_words_of_a_photo_claim_no_stars_that_are_not_the_goods(sqlite_app: Flask) -> None:
    product, (only,) = product_with(1)
    for claim in ("Mật ong OCOP 5 sao", "Five-star OCOP honey"):
        with pytest.raises(ClaimsStars), transaction():
            describe_photo(product.producer_id, product.id, only, alt_vi=claim, alt_en="", at=NOON)


def test_the_last_photo_may_go_and_come_back(sqlite_app: Flask) -> None:
    product, (only,) = product_with(1)
    with transaction():
        removed = remove_photo(product.producer_id, product.id, only, at=NOON)
    assert order_of(product) == []
    with transaction():
        restore_photo(product.producer_id, product.id, removed.id)
    assert len(order_of(product)) == 1


def test_a_removed_photo_is_forgotten_after_a_day(sqlite_app: Flask) -> None:
    product, ids = product_with(2)
    with transaction():
        first, second = [remove_photo(product.producer_id, product.id, each, at=NOON).id for each in ids]
    with transaction():
        forget_removed_photos(NOON + timedelta(days=1))
    with transaction():
        restore_photo(product.producer_id, product.id, second)
    with transaction():
        forget_removed_photos(NOON + timedelta(days=1, seconds=1))
    with pytest.raises(NoSuchPhoto), transaction():
        restore_photo(product.producer_id, product.id, first)


def test_photos_are_put_in_any_order(app: Flask) -> None:
    product, (first, second, third) = product_with(3)
    with transaction():
        order_photos(product.producer_id, product.id, [third, first, second])
    assert order_of(product) == [third, first, second]
    for wrong in ([third, first], [third, first, second, second], [third, first, 999], []):
        with pytest.raises(PhotosChanged), transaction():
            order_photos(product.producer_id, product.id, wrong)
    assert order_of(product) == [third, first, second]


@pytest.mark.parametrize(
    ("moved", "step", "after"),
    [
        (0, 1, [1, 0, 2]),
        (0, 2, [1, 2, 0]),
        (0, -1, [0, 1, 2]),
        (1, -1, [1, 0, 2]),
        (2, -5, [2, 0, 1]),
        (2, 1, [0, 1, 2]),
    ],
)
def test_a_photo_moves_so_many_places(sqlite_app: Flask, moved: int, step: int, after: list[int]) -> None:
    product, ids = product_with(3)
    with transaction():
        move_photo(product.producer_id, product.id, ids[moved], step)
    assert order_of(product) == [ids[each] for each in after]


def test_a_product_has_only_so_many_photos(sqlite_app: Flask) -> None:
    product, ids = product_with(MOST_PHOTOS)
    with pytest.raises(TooManyPhotos), transaction():
        add_photo(product.producer_id, product.id, stored(100))
    with transaction():
        removed = remove_photo(product.producer_id, product.id, ids[0], at=NOON)
    with transaction():
        add_photo(product.producer_id, product.id, stored(100))
    with pytest.raises(TooManyPhotos), transaction():
        restore_photo(product.producer_id, product.id, removed.id)


def test_photos_of_another_producer_are_not_there(sqlite_app: Flask) -> None:
    product, (photo_id, other) = product_with(2)
    stranger = product.producer_id + 1
    with transaction():
        removed = remove_photo(product.producer_id, product.id, other, at=NOON)
    deeds = [
        lambda: find_album(stranger, product.id),
        lambda: add_photo(stranger, product.id, stored(9)),
        lambda: describe_photo(stranger, product.id, photo_id, alt_vi="", alt_en="", at=NOON),
        lambda: order_photos(stranger, product.id, [photo_id]),
        lambda: move_photo(stranger, product.id, photo_id, 1),
        lambda: remove_photo(stranger, product.id, photo_id, at=NOON),
        lambda: restore_photo(stranger, product.id, removed.id),
        lambda: find_album(product.producer_id, 999),
    ]
    for deed in deeds:
        with pytest.raises(NoSuchProduct), transaction():
            deed()
    assert order_of(product) == [photo_id]


def test_a_photo_of_another_product_is_not_this_ones(sqlite_app: Flask) -> None:
    product, (photo_id,) = product_with(1)
    other = make_product(slug="another-good")
    with transaction():
        removed = remove_photo(product.producer_id, product.id, photo_id, at=NOON)
    for deed in (
        lambda: restore_photo(other.producer_id, other.id, removed.id),
        lambda: remove_photo(other.producer_id, other.id, photo_id, at=NOON),
    ):
        with pytest.raises(NoSuchPhoto), transaction():
            deed()
