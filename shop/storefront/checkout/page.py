"""What the page of checkout prints: parcels with fees and days, ways of paying, places to pick up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.cart import CartLine
from shop.delivery import PointOfSale
from shop.orders import ParcelKind, PaymentMethod, Quote, QuotedParcel, WhyNotMethod
from shop.storefront.delivery_words import ShownPoint, days_words, shown_point, weight_words
from shop.web.templating import in_language
from shop.web.words import _


@dataclass(frozen=True)
class ShownLine:
    """One pack that is bought; amounts in dong."""

    slug: str
    name: str
    pack: str
    quantity: int
    amount: int


@dataclass(frozen=True)
class ShownParcel:
    """What one producer sends; `fee` in dong is None as long as nobody knows where to."""

    producer: str
    lines: list[ShownLine]
    kind: ParcelKind
    fee: int | None
    days: str
    weight: str


@dataclass(frozen=True)
class ShownWay:
    """A way of paying, or why it is not offered."""

    method: PaymentMethod
    title: str
    text: str
    why_not: str | None


@dataclass(frozen=True)
class Summary:
    """What is bought and what it costs, in dong; the total counts the fee only where it is known."""

    parcels: list[ShownParcel]
    goods: int
    delivery: int | None
    total: int
    pieces: int
    left_out: int
    place: str


@dataclass(frozen=True)
class CheckoutPage:
    """The whole page beside its form."""

    summary: Summary
    ways: list[ShownWay]
    points: list[ShownPoint]
    needs_age: bool
    sends_parcels: bool


def checkout_page(
    quote: Quote,
    points: Sequence[PointOfSale],
    ways: tuple[Collection[PaymentMethod], Collection[PaymentMethod]],
    at: datetime,
    *,
    place: str | None,
) -> CheckoutPage:
    """The page for a quote; `place` says where to, None as long as that is not known.

    `ways` are those that are set up, and those of them that take this total.
    """
    return CheckoutPage(
        summary=summary_of(quote, place=place),
        ways=[_way(method, quote.why_not(method, at), ways) for method in _ORDER],
        points=[shown_point(point) for point in points],
        needs_age=quote.needs_age,
        sends_parcels=any(parcel.kind is not ParcelKind.VOUCHER for parcel in quote.parcels),
    )


def summary_of(quote: Quote, *, place: str | None) -> Summary:
    """What is bought; `place` says where to, None as long as that is not known."""
    is_known = place is not None or all(parcel.kind is ParcelKind.VOUCHER for parcel in quote.parcels)
    return Summary(
        parcels=[_parcel(parcel, is_known=is_known) for parcel in quote.parcels],
        goods=quote.goods_vnd,
        delivery=quote.delivery_vnd if is_known else None,
        total=quote.total_vnd,
        pieces=quote.contents.count,
        left_out=len(quote.contents.lines) - len(quote.lines),
        place=place or "",
    )


def _parcel(parcel: QuotedParcel, *, is_known: bool) -> ShownParcel:
    is_sent = parcel.kind is ParcelKind.DELIVERY
    return ShownParcel(
        producer=parcel.producer_name,
        lines=[line for line in map(_line, parcel.lines) if line],
        kind=parcel.kind,
        fee=parcel.fee.fee_vnd if is_known else None,
        days=days_words(parcel.fee) if is_known and is_sent else "",
        weight=weight_words(parcel.weight_grams) if parcel.weight_grams else "",
    )


def _line(line: CartLine) -> ShownLine | None:
    offer = line.offer
    if offer is None:
        return None
    name, pack = in_language(offer, "name"), in_language(offer, "pack")
    return ShownLine(offer.slug, name, pack, line.counted, line.amount_vnd)


_ORDER = (PaymentMethod.VIETQR, PaymentMethod.COD, PaymentMethod.CARD)


def _way(
    method: PaymentMethod,
    why_not: WhyNotMethod | None,
    ways: tuple[Collection[PaymentMethod], Collection[PaymentMethod]],
) -> ShownWay:
    title, text = {
        PaymentMethod.VIETQR: lambda: (
            _("Bank transfer by VietQR"),
            _("Scan a code with your bank's app; the amount and the order's code are in it. You have 24 hours."),
        ),
        PaymentMethod.COD: lambda: (
            _("Cash on delivery"),
            _("You pay each parcel to whoever brings it, or at the point of sale."),
        ),
        PaymentMethod.CARD: lambda: (
            _("Card"),
            _("You pay on Stripe's page; the shop never sees your card. You have 35 minutes."),
        ),
    }[method]()
    set_up, fitting = ways
    if method not in set_up:
        reason = _("Not set up in this shop.")
    elif method not in fitting:
        reason = _("Not for this total: cards take neither very small nor very large amounts.")
    else:
        reason = _why_not(why_not) if why_not else ""
    return ShownWay(method, title, text, reason or None)


def _why_not(why: WhyNotMethod) -> str:
    return {
        WhyNotMethod.ALCOHOL: lambda: _(
            "Not with spirits in the cart: the law asks for payment without cash when they are bought online."
        ),
        WhyNotMethod.VOUCHER: lambda: _("Not for vouchers: nobody comes to the door with them."),
        WhyNotMethod.TOO_LATE: lambda: _(
            "Not today: the certificate of a good in the cart ends in less than 35 minutes."
        ),
    }[why]()
