"""The photos of a product: rows beside files that `photo_files` wrote before the transaction began.

The first photo is the one that lists show. A photo taken off can be put back for a day. Others use this module as it
is: `from shop.catalogue import photos`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update

from shop.catalogue.claims import check_claims
from shop.catalogue.models import Photo, Product, RemovedPhoto
from shop.catalogue.refusals import NoSuchPhoto, NoSuchProduct, PhotosChanged, TooManyPhotos
from shop.catalogue.stall_goods import stars_of_product
from shop.database import db
from shop.photo_files import StoredPhoto
from shop.values.folding import tidy

MOST_PHOTOS = 12
LONGEST_ALT = 200
REMOVED_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Album:
    """A producer's product with its photos in their order."""

    product: Product
    photos: Sequence[Photo]

    @property
    def room(self) -> int:
        """How many photos more it may have."""
        return MOST_PHOTOS - len(self.photos)


def find_album(producer_id: int, product_id: int) -> Album:
    """The photos of a producer's product. Refuses with NoSuchProduct."""
    return _album(producer_id, product_id, is_locked=False)


def add_photo(producer_id: int, product_id: int, stored: StoredPhoto, *, alt_vi: str = "", alt_en: str = "") -> Photo:
    """Show a stored picture as the last photo of a producer's product; without words its name says what it shows.

    Refuses with NoSuchProduct, TooManyPhotos.
    """
    album = _album(producer_id, product_id)
    if album.room <= 0:
        raise TooManyPhotos(MOST_PHOTOS)
    photo = Photo(
        product_id=product_id,
        position=len(album.photos) + 1,
        stem=stored.stem,
        width=stored.width,
        height=stored.height,
        alt_vi=_words(alt_vi, album.product.name_vi),
        alt_en=_words(alt_en, album.product.name_en),
    )
    db.session.add(photo)
    db.session.flush()
    return photo


def describe_photo(producer_id: int, product_id: int, photo_id: int, *, alt_vi: str, alt_en: str, at: datetime) -> None:
    """Say in words what a photo shows; without words the product's name does.

    Refuses with NoSuchProduct, NoSuchPhoto, and ClaimsOcop or ClaimsStars as every text of a good does.
    """
    album = _album(producer_id, product_id)
    photo = _find(album.photos, photo_id)
    check_claims({"alt_vi": alt_vi, "alt_en": alt_en}, stars_of_product(album.product, at))
    photo.alt_vi, photo.alt_en = _words(alt_vi, album.product.name_vi), _words(alt_en, album.product.name_en)
    db.session.flush()


def order_photos(producer_id: int, product_id: int, photo_ids: Sequence[int]) -> None:
    """Put all photos of a product into this order.

    Refuses with NoSuchProduct, and PhotosChanged when these are not the photos that it has.
    """
    photos = _album(producer_id, product_id).photos
    if sorted(photo_ids) != sorted(photo.id for photo in photos):
        raise PhotosChanged(product_id)
    _number(product_id, photo_ids)


def move_photo(producer_id: int, product_id: int, photo_id: int, step: int) -> None:
    """Move a photo so many places towards the end, or towards the front when below zero; never beyond either.

    Refuses with NoSuchProduct, NoSuchPhoto.
    """
    photos = _album(producer_id, product_id).photos
    ids = [photo.id for photo in photos]
    before = ids.index(_find(photos, photo_id).id)
    ids.insert(max(0, min(len(ids) - 1, before + step)), ids.pop(before))
    _number(product_id, ids)


def remove_photo(producer_id: int, product_id: int, photo_id: int, *, at: datetime) -> RemovedPhoto:
    """Take a photo off its product; it can be put back for a day. Refuses with NoSuchProduct, NoSuchPhoto."""
    photos = _album(producer_id, product_id).photos
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
    photos = _album(producer_id, product_id).photos
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


def _album(producer_id: int, product_id: int, *, is_locked: bool = True) -> Album:
    """The product and its photos; locked, nobody else changes them until the transaction ends."""
    query = select(Product).where(Product.id == product_id, Product.producer_id == producer_id)
    product: Product | None = db.session.scalar(query.with_for_update() if is_locked else query)
    if product is None:
        raise NoSuchProduct(product_id)
    photos = db.session.scalars(
        select(Photo)
        .join(Product, Product.id == Photo.product_id)
        .where(Product.producer_id == producer_id, Photo.product_id == product_id)
        .order_by(Photo.position)
        .execution_options(populate_existing=True)
    )
    return Album(product, photos.all())


def _words(typed: str, otherwise: str) -> str:
    return (tidy(typed) or otherwise)[:LONGEST_ALT]


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
