"""What a cart says about its lines. Pure: offers come as arguments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shop.catalogue import NotOffered, Offer, WhyNot
from shop.values.refusal import Refusal

MOST_OF_ONE = 99
MOST_LINES = 50


class LineReason(StrEnum):
    """What a shopper must be told about a line."""

    LAPSED = "lapsed"
    REVOKED = "revoked"
    ON_HOLIDAY = "on_holiday"
    NOT_OFFERED = "not_offered"
    SOLD_OUT = "sold_out"
    FEWER_LEFT = "fewer_left"
    PRICE_CHANGED = "price_changed"


_WHY = {
    WhyNot.LAPSED: LineReason.LAPSED,
    WhyNot.REVOKED: LineReason.REVOKED,
    WhyNot.ON_HOLIDAY: LineReason.ON_HOLIDAY,
    WhyNot.NOT_OFFERED: LineReason.NOT_OFFERED,
}


@dataclass(frozen=True, slots=True)
class CartLine:
    """One pack in a cart: wanted `quantity`, the price in dong that the shopper saw, and what it is offered for now.

    Exactly one of `offer` and `not_offered` is set.
    """

    variant_id: int
    quantity: int
    price_seen_vnd: int
    offer: Offer | None = None
    not_offered: NotOffered | None = None

    @property
    def counted(self) -> int:
        """How many pieces can be bought now: what is wanted, as far as there is any."""
        return min(self.quantity, self.offer.on_hand) if self.offer else 0

    @property
    def amount_vnd(self) -> int:
        """What the pieces that can be bought cost now."""
        return self.counted * self.offer.price_vnd if self.offer else 0

    @property
    def reasons(self) -> tuple[LineReason, ...]:
        """What the shopper must be told, the gravest first; empty when all is as it was seen."""
        if self.offer is None:
            return (_WHY[self.not_offered.why] if self.not_offered else LineReason.NOT_OFFERED,)
        found = []
        if self.counted < self.quantity:
            found.append(LineReason.FEWER_LEFT if self.counted else LineReason.SOLD_OUT)
        if self.offer.price_vnd != self.price_seen_vnd:
            found.append(LineReason.PRICE_CHANGED)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class CartParcel:
    """The lines of one producer that can be bought and go into a parcel, or are vouchers."""

    producer_id: int
    producer_name: str
    producer_slug: str
    producer_province: str | None
    is_voucher: bool
    lines: tuple[CartLine, ...]

    @property
    def goods_vnd(self) -> int:
        """Price of its pieces in dong."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def weight_grams(self) -> int:
        """Weight of its pieces; vouchers weigh nothing."""
        if self.is_voucher:
            return 0
        return sum(line.counted * line.offer.weight_grams for line in self.lines if line.offer)


@dataclass(frozen=True, slots=True)
class CartContents:
    """A cart as it stands at an instant: what is to be bought, what is kept for later, in the order of adding."""

    lines: tuple[CartLine, ...] = ()
    saved: tuple[CartLine, ...] = ()

    @property
    def ready(self) -> tuple[CartLine, ...]:
        """The lines that can be bought, each with `counted` pieces."""
        return tuple(line for line in self.lines if line.counted)

    @property
    def parcels(self) -> tuple[CartParcel, ...]:
        """What can be bought, a parcel for each producer; vouchers apart."""
        return parcels_of(self.ready)

    @property
    def goods_vnd(self) -> int:
        """Price in dong of all that can be bought, without delivery."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def count(self) -> int:
        """Pieces that can be bought."""
        return sum(line.counted for line in self.lines)

    @property
    def is_empty(self) -> bool:
        """Nothing to buy and nothing kept for later."""
        return not self.lines and not self.saved

    @property
    def can_be_ordered(self) -> bool:
        """Whether anything can be bought."""
        return self.count > 0


class MergeKind(StrEnum):
    """What became of a guest's line when it met the account's cart."""

    ADDED = "added"
    RAISED = "raised"
    CAPPED = "capped"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class MergeNote:
    """A word on one line after the merger: the quantity that the account's cart holds now."""

    variant_id: int
    kind: MergeKind
    quantity: int


@dataclass
class NotOnOffer(Refusal):
    """The pack cannot be bought now."""

    variant_id: int


@dataclass
class SoldOut(Refusal):
    """There is none left of the pack."""

    variant_id: int


@dataclass
class BadQuantity(Refusal):
    """A quantity is a whole number from 1 to MOST_OF_ONE."""

    quantity: int


class CartFull(Refusal):
    """A cart has at most MOST_LINES lines."""


def check_quantity(quantity: int) -> None:
    """Refuse BadQuantity outside of 1 to MOST_OF_ONE."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise BadQuantity(quantity)


def capped(quantity: int, offer: Offer) -> int:
    """As many of the wanted pieces as a line may hold; refuses SoldOut."""
    if offer.on_hand <= 0:
        raise SoldOut(offer.variant_id)
    return min(quantity, offer.on_hand, MOST_OF_ONE)


def merged_line(variant_id: int, guest: int, account: int, offer: Offer | None) -> MergeNote:
    """What a guest's line becomes beside the account's line of the same pack (0: none): together, as far as there is.

    A pack not on offer joins nothing, and the account's own line stays as it is.
    """
    if offer is None or offer.on_hand <= 0:
        return MergeNote(variant_id, MergeKind.DROPPED, account)
    together = min(guest + account, offer.on_hand, MOST_OF_ONE)
    quantity = max(together, account)
    if quantity < guest + account:
        return MergeNote(variant_id, MergeKind.CAPPED, quantity)
    return MergeNote(variant_id, MergeKind.RAISED if account else MergeKind.ADDED, quantity)


def parcels_of(lines: Iterable[CartLine]) -> tuple[CartParcel, ...]:
    """Lines grouped by producer, vouchers apart, in the order in which the producers first appear."""
    groups: dict[tuple[int, bool], list[CartLine]] = {}
    for line in lines:
        if line.offer:
            groups.setdefault((line.offer.producer_id, line.offer.is_service), []).append(line)
    found = []
    for (producer_id, is_voucher), members in groups.items():
        offer = members[0].offer
        if offer:
            names = (offer.producer_name, offer.producer_slug, offer.producer_province)
            found.append(CartParcel(producer_id, *names, is_voucher, tuple(members)))
    return tuple(found)
