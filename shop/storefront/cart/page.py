"""The page of the cart, as `storefront/cart/show.html` prints it. All amounts are in dong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request

from shop.cart import MOST_OF_ONE, CartLine, CartParcel, parcels_of
from shop.catalogue import Shelf, current_shelf, find_card
from shop.delivery import Address
from shop.orders import Destination, DestinationKind, ParcelKind, Quote, QuotedParcel, quote_cart, quote_cart_or_goods
from shop.places import Province
from shop.storefront.cards import ShownCard, shown_cards
from shop.storefront.cart.words import reason_words
from shop.web.templating import in_language


@dataclass(frozen=True)
class ShownLine:
    """One pack; `counted` of the wanted pieces can be bought, `most` may be chosen."""

    variant_id: int
    name: str
    pack: str
    url: str
    card: ShownCard | None
    quantity: int
    counted: int
    most: int
    price: int
    amount: int
    reasons: list[str]
    is_on_offer: bool
    is_sold_out: bool
    is_alcohol: bool


@dataclass(frozen=True)
class ShownParcel:
    """What one producer sends; the fee is None while it is not known where to."""

    producer: str
    url: str
    lines: list[ShownLine]
    is_voucher: bool
    goods: int
    fee: int | None
    days_min: int
    days_max: int


@dataclass(frozen=True)
class ShownCart:
    """The whole page."""

    parcels: list[ShownParcel]
    gone: list[ShownLine]
    saved: list[ShownLine]
    count: int
    wanted: int
    goods: int
    delivery: int | None
    total: int
    province: Province | None
    needs_age: bool

    @property
    def is_empty(self) -> bool:
        """Nothing chosen; something may still be kept for later."""
        return not self.parcels and not self.gone


def cart_page(cart_id: int | None, province: Province | None, at: datetime) -> ShownCart:
    """The cart as it stands at the instant, with what delivery to the province costs."""
    quoted, has_fees = _quoted(cart_id, province, at)
    contents, shelf = quoted.contents, current_shelf(at)
    return ShownCart(
        parcels=_parcels(quoted, shelf, has_fees=has_fees),
        gone=[_line(line, shelf) for line in contents.lines if not line.offer],
        saved=[_line(line, shelf) for line in contents.saved],
        count=contents.count,
        wanted=sum(line.quantity for line in contents.lines),
        goods=quoted.goods_vnd,
        delivery=quoted.delivery_vnd if has_fees else None,
        total=quoted.total_vnd,
        province=province,
        needs_age=quoted.needs_age,
    )


def _quoted(cart_id: int | None, province: Province | None, at: datetime) -> tuple[Quote, bool]:
    """What it costs, and whether that holds what delivery to the province costs: a parcel may be too heavy."""
    if province is None:
        return quote_cart(cart_id, None, at=at), False
    # Fees ask for the province alone; the rest of the address comes with the order.
    there = Destination(DestinationKind.DELIVERY, Address(province.code, province.name, "", "", ""))
    return quote_cart_or_goods(cart_id, there, at=at)


def _parcels(quoted: Quote, shelf: Shelf, *, has_fees: bool) -> list[ShownParcel]:
    """All that is on offer by producer, sold out or not, in the order of choosing."""
    priced = {(parcel.producer_id, parcel.kind is ParcelKind.VOUCHER): parcel for parcel in quoted.parcels}
    groups = parcels_of(quoted.contents.lines)
    return [_parcel(group, priced.get((group.producer_id, group.is_voucher)), shelf, has_fees) for group in groups]


def _parcel(group: CartParcel, priced: QuotedParcel | None, shelf: Shelf, has_fees: bool) -> ShownParcel:
    fee = priced.fee if priced and has_fees else None
    return ShownParcel(
        producer=group.producer_name,
        url=f"{request.script_root}/nha-san-xuat/{group.producer_slug}",
        lines=[_line(line, shelf) for line in group.lines],
        is_voucher=group.is_voucher,
        goods=group.goods_vnd,
        fee=fee.fee_vnd if fee else None,
        days_min=fee.days_min if fee else 0,
        days_max=fee.days_max if fee else 0,
    )


def _line(line: CartLine, shelf: Shelf) -> ShownLine:
    offer, named = line.offer, line.offer or line.not_offered
    slug = named.slug if named else ""
    card = find_card(shelf, slug) if offer else None
    return ShownLine(
        variant_id=line.variant_id,
        name=in_language(named, "name") if named else "",
        pack=in_language(named, "pack") if named else "",
        url=f"{request.script_root}/san-pham/{slug}",
        card=shown_cards([card])[0] if card else None,
        quantity=line.quantity,
        counted=line.counted,
        most=min(offer.on_hand, MOST_OF_ONE) if offer else 0,
        price=offer.price_vnd if offer else line.price_seen_vnd,
        amount=line.amount_vnd,
        reasons=[reason_words(line, reason) for reason in line.reasons],
        is_on_offer=offer is not None,
        is_sold_out=offer is not None and not line.counted,
        is_alcohol=offer is not None and offer.is_alcohol,
    )
