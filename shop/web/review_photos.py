"""The photos of a review as pages print them."""

from __future__ import annotations

from shop.photo_files import PhotoSources
from shop.reviews import Review
from shop.web.language import current_language
from shop.web.shown_photos import ShownPhoto, shown_photo
from shop.web.words import _


def photos_of(review: Review) -> tuple[ShownPhoto, ...]:
    """The photos of a review with words for those who cannot see them."""
    english, name = current_language() == "en", review.shown_as or _("A buyer")
    count = len(review.photos)
    found = []
    for number, photo in enumerate(review.photos, 1):
        alt = _("Photo %(number)s of %(count)s by %(name)s", number=number, count=count, name=name)
        found.append(shown_photo(PhotoSources(photo.stem, photo.width, photo.height, alt, alt), english=english))
    return tuple(found)
