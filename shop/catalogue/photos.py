"""The photos of a product: rows beside files that `photo_files` wrote before the transaction began."""

from __future__ import annotations

from sqlalchemy import func, select, update

from shop.catalogue.models import Photo, Product
from shop.catalogue.refusals import NoSuchPhoto, NoSuchProduct, TooManyPhotos
from shop.database import db
from shop.photo_files import StoredPhoto
from shop.values.folding import tidy

MOST_PHOTOS = 12
LONGEST_ALT = 200


def add_photo(product_id: int, stored: StoredPhoto, *, alt_vi: str = "", alt_en: str = "") -> Photo:
    """Show a stored picture as the last photo of a product.

    Refuses with NoSuchProduct, TooManyPhotos.
    """
    count, last = _photos_of(product_id)
    if count >= MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    photo = Photo(
        product_id=product_id,
        position=last + 1,
        stem=stored.stem,
        width=stored.width,
        height=stored.height,
        alt_vi=tidy(alt_vi)[:LONGEST_ALT],
        alt_en=tidy(alt_en)[:LONGEST_ALT],
    )
    db.session.add(photo)
    db.session.flush()
    return photo


def remove_photo(photo_id: int) -> StoredPhoto:
    """Take a photo off its product and say which files are to go after the commit. Refuses with NoSuchPhoto."""
    photo = db.session.get(Photo, photo_id)
    if photo is None:
        raise NoSuchPhoto(photo_id)
    product_id, stored = photo.product_id, StoredPhoto(photo.stem, photo.width, photo.height)
    db.session.delete(photo)
    db.session.flush()
    _number_anew(product_id)
    return stored


def _photos_of(product_id: int) -> tuple[int, int]:
    """How many photos a product has, and the highest position among them."""
    if db.session.get(Product, product_id) is None:
        raise NoSuchProduct(product_id)
    query = select(func.count(), func.max(Photo.position)).where(Photo.product_id == product_id)
    count, last = db.session.execute(query).one()
    return count, last or 0


def _number_anew(product_id: int) -> None:
    """Close the gap that a removed photo left; upwards, so that no two photos ever share a position."""
    ids = db.session.scalars(select(Photo.id).where(Photo.product_id == product_id).order_by(Photo.position)).all()
    for position, photo_id in enumerate(ids, 1):
        db.session.execute(update(Photo).where(Photo.id == photo_id).values(position=position))
