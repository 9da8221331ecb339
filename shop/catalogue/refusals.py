"""What the catalogue says no with. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

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
class TooManyPhotos(Refusal):
    """The product has as many photos as it may have."""

    limit: int
