"""What a cart costs, parcel by parcel. Pure: the cart's contents and the fee table come as arguments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.cart import CartContents, CartLine, CartParcel
from shop.delivery import FREE, Address, FeeQuote, FeeTable, zone_between
from shop.orders.rules import (
    DestinationKind,
    ParcelKind,
    PaymentMethod,
    WhyNotMethod,
    why_not_method,
)
from shop.values.money import share_out


@dataclass(frozen=True)
class Destination:
    """Where the parcels go: to an address, or to a point of sale where they are picked up without a fee."""

    kind: DestinationKind
    address: Address | None = None
    point_of_sale_id: int | None = None


@dataclass(frozen=True)
class QuotedParcel:
    """What one producer sends, what it weighs in grams, and what it costs in dong."""

    producer_id: int
    producer_name: str
    producer_slug: str
    kind: ParcelKind
    lines: tuple[CartLine, ...]
    weight_grams: int
    goods_vnd: int
    fee: FeeQuote

    @property
    def commissions(self) -> list[int]:
        """The shop's share of each line in dong: of the parcel's goods rounded down, by largest remainder.

        What rounding leaves over is the producer's. All goods of a parcel are of one producer, so at one commission.
        """
        basis_points = next(line.offer.commission_basis_points for line in self.lines if line.offer)
        whole = self.goods_vnd * basis_points // 10_000
        return share_out(whole, [line.amount_vnd for line in self.lines])


@dataclass(frozen=True)
class Quote:
    """What can be bought of a cart and what it costs in dong, delivery included."""

    contents: CartContents
    parcels: tuple[QuotedParcel, ...]

    @property
    def goods_vnd(self) -> int:
        """The goods."""
        return sum(parcel.goods_vnd for parcel in self.parcels)

    @property
    def delivery_vnd(self) -> int:
        """The delivery of all parcels."""
        return sum(parcel.fee.fee_vnd for parcel in self.parcels)

    @property
    def total_vnd(self) -> int:
        """What is charged."""
        return self.goods_vnd + self.delivery_vnd

    @property
    def lines(self) -> tuple[CartLine, ...]:
        """All lines that are bought, parcel by parcel."""
        return tuple(line for parcel in self.parcels for line in parcel.lines)

    @property
    def earliest_valid_until(self) -> datetime | None:
        """When the first certificate among the lines ends; None for an empty quote."""
        return min((line.offer.valid_until for line in self.lines if line.offer), default=None)

    @property
    def needs_age(self) -> bool:
        """Whether the shopper must say that they are an adult."""
        return any(line.offer.is_alcohol for line in self.lines if line.offer)

    def why_not(self, method: PaymentMethod, at: datetime) -> WhyNotMethod | None:
        """Why a way of paying is not offered at an instant, None where it is."""
        return why_not_method(
            method,
            at=at,
            earliest_valid_until=self.earliest_valid_until or at,
            has_alcohol=self.needs_age,
            has_voucher=any(parcel.kind is ParcelKind.VOUCHER for parcel in self.parcels),
        )

    def methods(self, at: datetime) -> tuple[PaymentMethod, ...]:
        """The ways of paying that goods and time allow; which of them are set up, the door knows."""
        return tuple(method for method in PaymentMethod if self.why_not(method, at) is None)


def quote(contents: CartContents, destination: Destination | None, fees: FeeTable) -> Quote:
    """What the cart costs to a destination; without one, delivery counts nothing. Refuses NoDeliveryThere."""
    return Quote(contents, tuple(_quoted(parcel, destination, fees) for parcel in contents.parcels))


def _quoted(parcel: CartParcel, destination: Destination | None, fees: FeeTable) -> QuotedParcel:
    kind = ParcelKind.VOUCHER if parcel.is_voucher else ParcelKind.DELIVERY
    fee = FREE
    if destination and not parcel.is_voucher:
        kind = ParcelKind(destination.kind)
        if destination.kind is DestinationKind.DELIVERY and destination.address:
            zone = zone_between(parcel.producer_province, destination.address.province_code)
            fee = fees.fee(zone, parcel.weight_grams)
    return QuotedParcel(
        producer_id=parcel.producer_id,
        producer_name=parcel.producer_name,
        producer_slug=parcel.producer_slug,
        kind=kind,
        lines=parcel.lines,
        weight_grams=parcel.weight_grams,
        goods_vnd=parcel.goods_vnd,
        fee=fee,
    )
