"""The photos of a product: rows beside files that `photo_files` wrote before the transaction began.

The first photo is the one that lists show. A photo taken off can be put back for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, case, delete, select, update

from shop.catalogue.models import Photo, Product, RemovedPhoto
from shop.catalogue.refusals import NoSuchPhoto, NoSuchProduct, PhotosChanged, TooManyPhotos
from shop.database import db
from shop.photo_files import StoredPhoto
from shop.values.folding import tidy

MOST_PHOTOS = 12
LONGEST_ALT = 200
REMOVED_KEPT = timedelta(days=1)


def list_own_photos(producer_id: int, product_id: int) -> Sequence[Photo]:
    """The photos of a producer's product in their order. Refuses with NoSuchProduct."""
    _check_owner(producer_id, product_id)
    return db.session.scalars(_own_photos(producer_id, product_id).order_by(Photo.position)).all()


def add_photo(producer_id: int, product_id: int, stored: StoredPhoto, *, alt_vi: str = "", alt_en: str = "") -> Photo:
    """Show a stored picture as the last photo of a producer's product. Refuses with NoSuchProduct, TooManyPhotos."""
    photos = _photos_to_change(producer_id, product_id)
    if len(photos) >= MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    photo = Photo(
        product_id=product_id,
        position=len(photos) + 1,
        stem=stored.stem,
        width=stored.width,
        height=stored.height,
        alt_vi=tidy(alt_vi)[:LONGEST_ALT],
        alt_en=tidy(alt_en)[:LONGEST_ALT],
    )
    db.session.add(photo)
    db.session.flush()
    return photo


def describe_photo(producer_id: int, product_id: int, photo_id: int, *, alt_vi: str, alt_en: str) -> None:
    """Say in words what a photo shows. Refuses with NoSuchProduct, NoSuchPhoto."""
    photo = _find(_photos_to_change(producer_id, product_id), photo_id)
    photo.alt_vi, photo.alt_en = tidy(alt_vi)[:LONGEST_ALT], tidy(alt_en)[:LONGEST_ALT]
    db.session.flush()


def order_photos(producer_id: int, product_id: int, photo_ids: Sequence[int]) -> None:
    """Put all photos of a product into this order.

    Refuses with NoSuchProduct, and PhotosChanged when these are not the photos that it has.
    """
    photos = _photos_to_change(producer_id, product_id)
    if sorted(photo_ids) != sorted(photo.id for photo in photos):
        raise PhotosChanged(product_id)
    _number(product_id, photo_ids)


def move_photo(producer_id: int, product_id: int, photo_id: int, step: int) -> None:
    """Move a photo so many places towards the end, or towards the front when below zero; never beyond either.

    Refuses with NoSuchProduct, NoSuchPhoto.
    """
    photos = _photos_to_change(producer_id, product_id)
    ids = [photo.id for photo in photos]
    before = ids.index(_find(photos, photo_id).id)
    ids.insert(max(0, min(len(ids) - 1, before + step)), ids.pop(before))
    _number(product_id, ids)


def remove_photo(producer_id: int, product_id: int, photo_id: int, *, at: datetime) -> RemovedPhoto:
    """Take a photo off its product; it can be put back for a day. Refuses with NoSuchProduct, NoSuchPhoto."""
    photos = _photos_to_change(producer_id, product_id)
    photo = _find(photos, photo_id)
    removed = RemovedPhoto(**_content(photo), position=photo.position, removed_at=at)
    db.session.delete(photo)
    db.session.add(removed)
    db.session.flush()
    _number(product_id, [each.id for each in photos if each.id != photo_id])
    return removed


def restore_photo(producer_id: int, product_id: int, removed_id: int) -> Photo:
    """Put a photo back where it stood, as far as there still is such a place.

    Refuses with NoSuchProduct, NoSuchPhoto (also after it was swept away), TooManyPhotos.
    """
    photos = _photos_to_change(producer_id, product_id)
    removed = db.session.scalar(
        select(RemovedPhoto)
        .join(Product, Product.id == RemovedPhoto.product_id)
        .where(Product.producer_id == producer_id, RemovedPhoto.product_id == product_id, RemovedPhoto.id == removed_id)
    )
    if removed is None:
        raise NoSuchPhoto(removed_id)
    if len(photos) >= MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    photo = Photo(**_content(removed), position=len(photos) + 1)
    db.session.delete(removed)
    db.session.add(photo)
    db.session.flush()
    ids = [each.id for each in photos]
    ids.insert(removed.position - 1, photo.id)
    _number(product_id, ids)
    return photo


def forget_removed_photos(at: datetime) -> None:
    """Forget the photos that were taken off more than a day ago; their files go when files are swept."""
    db.session.execute(delete(RemovedPhoto).where(RemovedPhoto.removed_at < at - REMOVED_KEPT))


def _check_owner(producer_id: int, product_id: int, *, is_locked: bool = False) -> None:
    query = select(Product.id).where(Product.id == product_id, Product.producer_id == producer_id)
    if db.session.scalar(query.with_for_update() if is_locked else query) is None:
        raise NoSuchProduct(product_id)


def _photos_to_change(producer_id: int, product_id: int) -> list[Photo]:
    """The photos in their order, while nobody else changes them."""
    _check_owner(producer_id, product_id, is_locked=True)
    query = _own_photos(producer_id, product_id).order_by(Photo.position)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _own_photos(producer_id: int, product_id: int) -> Select[Photo]:
    return (
        select(Photo)
        .join(Product, Product.id == Photo.product_id)
        .where(Product.producer_id == producer_id, Photo.product_id == product_id)
    )


def _find(photos: Sequence[Photo], photo_id: int) -> Photo:
    for photo in photos:
        if photo.id == photo_id:
            return photo
    raise NoSuchPhoto(photo_id)


def _content(photo: Photo | RemovedPhoto) -> dict[str, str | int]:
    return {name: getattr(photo, name) for name in ("product_id", "stem", "width", "height", "alt_vi", "alt_en")}


def _number(product_id: int, photo_ids: Sequence[int]) -> None:
    """Give the photos the positions 1, 2, 3 ...; in two steps, as no two photos may ever share a position."""
    if not photo_ids:
        return
    of_product = update(Photo).where(Photo.product_id == product_id)
    db.session.execute(of_product.values(position=-Photo.position))
    places = {photo_id: position for position, photo_id in enumerate(photo_ids, 1)}
    db.session.execute(of_product.values(position=case(places, value=Photo.id)))
