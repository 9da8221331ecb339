"""What the catalogue says no with. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.values.refusal import Refusal


@dataclass
class NoSuchProduct(Refusal):
    """There is no product with this id."""

    product_id: int


@dataclass
class NoSuchPack(Refusal):
    """There is no pack with this id."""

    variant_id: int


@dataclass
class NoSuchPhoto(Refusal):
    """There is no photo with this id."""

    photo_id: int


@dataclass
class AlreadyOffered(Refusal):
    """The certified good has its product already."""

    good_id: int


@dataclass
class NoPacks(Refusal):
    """A product without any pack cannot be offered."""


@dataclass
class BadPrice(Refusal):
    """A price in dong is a whole number above zero and below a thousand million."""

    price_vnd: int


@dataclass
class PhotosChanged(Refusal):
    """The product has other photos than those that were to be put in order: somebody else changed them."""

    product_id: int


@dataclass
class TooManyPhotos(Refusal):
    """The product has as many photos as it may have."""

    limit: int


@dataclass
class BadGtin(Refusal):
    """The digits are no number of a barcode; `last_digit` is what they would end with where only that is wrong."""

    typed: str
    last_digit: str | None


@dataclass
class ClaimsOcop(Refusal):
    """A text of a good without a certificate in force speaks of the programme, or shows its stars."""

    field: str
    words: str


@dataclass
class ClaimsStars(Refusal):
    """A text of a certified good names other stars than its certificate gives."""

    field: str
    words: str
    said: int
    own: int


@dataclass
class StaleEdition(Refusal):
    """Somebody else changed the good since the form was opened."""

    product_id: int


@dataclass
class NotYourGood(Refusal):
    """The good of the register is not this producer's."""

    good_id: int


@dataclass
class NoGoodChosen(Refusal):
    """The product does not say yet which good of the register it is."""

    product_id: int


@dataclass
class NotCertified(Refusal):
    """The good holds no certificate in force: `why` is how it stands, `last_day` when the last one ended."""

    product_id: int
    why: str
    last_day: date | None


@dataclass
class LastPack(Refusal):
    """A good on sale keeps at least one pack."""

    product_id: int


@dataclass
class TooManyPacks(Refusal):
    """The product has as many packs as it may have."""

    limit: int


@dataclass
class TooManyMarks(Refusal):
    """More marks than a product may bear."""

    limit: int
