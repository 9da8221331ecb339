"""The certificate lapses between any two steps of buying: what is decided, and when (domain 0.5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.cart import LineReason, NotOnOffer, add_to_cart, new_token, open_cart, read_cart
from shop.catalogue import list_offers
from shop.database import db, transaction
from shop.orders import (
    MethodNotOffered,
    NothingToOrder,
    PaidOutcome,
    PaymentMethod,
    PlacedOrder,
    expire_order,
    get_order,
    pack_parcel,
    quote_cart,
    record_paid,
    ship_parcel,
)
from shop.values.refusal import Refusal
from tests.factories.buying import TO_HANOI, make_checkout, make_offer, place

pytestmark = pytest.mark.orders_alone

CARD, VIETQR, COD = PaymentMethod.CARD, PaymentMethod.VIETQR, PaymentMethod.COD
LAPSE = datetime.fromisoformat("2026-11-22T00:00:00+07:00")
STEPS = ("view", "add", "page", "place", "session", "payment", "webhook", "capture", "ship")
LONG_BEFORE = LAPSE - timedelta(hours=2)
JUST = timedelta(milliseconds=1)


class Walk:
    """A shopper who takes step after step; the certificate lapses just before one of them."""

    def __init__(self, lapses_before: str, method: PaymentMethod) -> None:
        self.variant = make_offer(decided_on="2023-11-21")
        self.lapse = STEPS.index(lapses_before)
        self.method = method
        self.cart = 0
        self.order: PlacedOrder | None = None

    def instant(self, step: str) -> datetime:
        """Steps before the lapse happen long before it, the others from its very millisecond on."""
        number = STEPS.index(step)
        return LONG_BEFORE + number * JUST if number < self.lapse else LAPSE + (number - self.lapse) * JUST

    def go(self) -> str:
        """How it ends: the refusal or outcome by name, with the step."""
        for step in STEPS:
            try:
                outcome = getattr(self, step)(self.instant(step))
            except Refusal as refusal:
                return f"{step}: {type(refusal).__name__}"
            if outcome:
                return f"{step}: {outcome}"
        return "shipped"

    def view(self, at: datetime) -> str:
        return "" if list_offers([self.variant], at) else "hidden"

    def add(self, at: datetime) -> None:
        with transaction():
            self.cart = open_cart(token=new_token(), at=at)
            add_to_cart(self.cart, self.variant, 1, at=at)

    def page(self, at: datetime) -> str:
        [line] = read_cart(self.cart, at).lines
        db.session.rollback()
        return "says why" if line.reasons == (LineReason.LAPSED,) else ""

    def place(self, at: datetime) -> None:
        shown = quote_cart(self.cart, TO_HANOI, at=self.instant("page")).total_vnd
        self.order = place(make_checkout(self.cart, at=at, method=self.method, expected_total=shown), at=at)

    def session(self, at: datetime) -> str:
        """Whoever takes money opens no session once the hold has ended."""
        assert self.order is not None
        if self.order.hold_until is not None and at >= self.order.hold_until:
            with transaction():
                assert expire_order(self.order.id, at=at)
            return "expired"
        return ""

    def payment(self, at: datetime) -> None:
        """The provider takes the money; we do not know yet."""

    def webhook(self, at: datetime) -> str:
        assert self.order is not None
        if self.method is COD:
            return ""
        with transaction():
            outcome = record_paid(self.order.id, self.instant("payment"), at=at)
        return "" if outcome is PaidOutcome.PAID else outcome

    def capture(self, at: datetime) -> None:
        """Nothing is decided anew."""

    def ship(self, at: datetime) -> None:
        assert self.order is not None
        order = get_order(self.order.id)
        assert order is not None
        parcel = order.parcels[0].id
        with transaction():
            pack_parcel(parcel, by="lan", at=at)
            ship_parcel(parcel, carrier="", tracking="", by="lan", at=at)


POLICY = {
    "view": ("view: hidden",) * 3,
    "add": (f"add: {NotOnOffer.__name__}",) * 3,
    "page": ("page: says why",) * 3,
    "place": (f"place: {NothingToOrder.__name__}",) * 3,
    "session": ("session: expired", "session: expired", "shipped"),
    "payment": ("webhook: refund_due", "webhook: refund_due", "shipped"),
    "webhook": ("shipped",) * 3,
    "capture": ("shipped",) * 3,
    "ship": ("shipped",) * 3,
}


@pytest.mark.parametrize("lapses_before", STEPS)
@pytest.mark.parametrize("method", list(PaymentMethod))
def test_the_lapse_between_two_steps(app: Flask, lapses_before: str, method: PaymentMethod) -> None:
    expected = POLICY[lapses_before][list(PaymentMethod).index(method)]
    assert Walk(lapses_before, method).go() == expected


@pytest.mark.parametrize(
    ("before_lapse", "is_offered"), [(timedelta(minutes=35), True), (timedelta(minutes=34), False)]
)
def test_a_card_is_offered_while_its_session_can_end_before_the_lapse(
    sqlite_app: Flask, before_lapse: timedelta, is_offered: bool
) -> None:
    walk = Walk("ship", CARD)
    walk.add(LONG_BEFORE)
    at = LAPSE - before_lapse
    assert (CARD in quote_cart(walk.cart, TO_HANOI, at=at).methods(at)) is is_offered
    if not is_offered:
        with pytest.raises(MethodNotOffered):
            place(make_checkout(walk.cart, at=at, method=CARD), at=at)
