"""A certificate ends between any two steps of buying, through the doors: the policy as a table (B1, domain 0.5).

What decides is the instant of placing for cash, of payment by the provider's word for card and transfer. Before it a
lapse stops everything and the page says why; after it nothing does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from shop import clock
from shop.cart import queries as cart_queries
from shop.catalogue import list_offers
from shop.database import db, transaction
from shop.orders import Order, Parcel, PaymentMethod, pack_parcel, paying, placing, ship_parcel
from tests.doors.shopping import seen, send, words_of
from tests.doors.visiting import post
from tests.factories.buying import make_offer
from tests.factories.money import CARD, COD, VIETQR, Till
from tests.fakes.stripe.errors import Refused

LAPSE = datetime.fromisoformat("2026-11-22T00:00:00+07:00")
STEPS = ("view", "add", "page", "place", "session", "payment", "webhook", "capture", "ship")
# A card is offered until 35 minutes before the first lapse: everything that can still be done happens then.
BEFORE = dict(zip(STEPS, (60, 50, 40, 35, 34, 33, 32, 31, 30), strict=True))
METHODS = (CARD, VIETQR, COD)

# What is seen at the step before which the certificate ended, and how the order stands when all has been done.
POLICY: dict[str, tuple[str, str, str]] = {
    # step       card                            transfer                      cash
    "view": ("hidden", "hidden", "hidden"),
    "add": ("refused", "refused", "refused"),
    "page": ("says why", "says why", "says why"),
    "place": ("refused", "refused", "refused"),
    "session": ("no card page -> expired", "no transfer wanted -> expired", "-> placed, shipped"),
    "payment": ("card page has ended -> expired", "comes too late -> refund_due", "-> placed, shipped"),
    "webhook": ("counts -> paid, shipped", "counts -> paid, shipped", "-> placed, shipped"),
    "capture": ("-> paid, shipped", "-> paid, shipped", "-> placed, shipped"),
    "ship": ("-> paid, shipped", "-> paid, shipped", "-> placed, shipped"),
}


class Walk:
    """A shopper who takes step after step by the clock; the timed work runs before each."""

    def __init__(self, till: Till, lapses_before: str, method: PaymentMethod) -> None:
        self.till, self.method = till, method
        self.lapse = STEPS.index(lapses_before)
        till.set_clock(LAPSE - timedelta(hours=2))
        self.pack = make_offer(decided_on="2023-11-21")
        self.slug = list_offers([self.pack], clock.now())[self.pack].slug
        db.session.rollback()
        self.client = till.app.test_client()
        self.code = ""
        self.noted = ""
        self.owes_money = False

    def set_clock(self, step: int) -> None:
        """Steps before the lapse happen in the hour before it, the others from its very first millisecond on."""
        minutes = timedelta(minutes=BEFORE[STEPS[step]])
        late = timedelta(milliseconds=step - self.lapse)
        self.till.set_clock(LAPSE - minutes if step < self.lapse else LAPSE + late)

    def go(self) -> str:
        """How it ends."""
        for number, step in enumerate(STEPS):
            self.set_clock(number)
            if self.code:
                self.till.work()
            ended = getattr(self, step)()
            if ended:
                return str(ended)
        return self.end()

    def end(self) -> str:
        """How order and parcel stand when the timed work has been done."""
        self.till.wait(timedelta(minutes=5))
        self.till.work(times=2)
        [status] = self.till.column(select(Order.status))
        shipped = ", shipped" if self.till.column(select(Parcel.status)) == ["shipped"] else ""
        return f"{self.noted} -> {status}{shipped}".strip()

    def view(self) -> str:
        page = self.client.get(f"/san-pham/{self.slug}")
        has_button = f'value="{self.pack}"' in page.text and "/gio-hang/them" in page.text
        assert (page.status_code == 200) is has_button
        return "" if has_button else "hidden"

    def add(self) -> str:
        post(self.client, "/gio-hang/them", variant_id=self.pack, quantity=1)
        can_order = 'name="checkout_key"' in self.client.get("/thanh-toan").text
        return "" if can_order else "refused"

    def page(self) -> str:
        page = self.client.get("/gio-hang")
        assert page.status_code == 200
        if "/thanh-toan" in page.text and 'name="checkout_key"' in self.client.get("/thanh-toan").text:
            self.form = seen(self.client, payment_method=self.method)
            return ""
        words = words_of(page).casefold()
        return "says why" if "hết hiệu lực" in words or "chứng nhận" in words else f"says nothing: {words}"

    def place(self) -> str:
        answer = send(self.client, self.form)
        orders = self.till.column(select(Order.code))
        if not orders:
            assert answer.status_code == 409
            return "refused"
        [self.code] = orders
        assert answer.status_code == 303
        if self.method is CARD:
            assert answer.location.startswith(f"{self.till.stripe.address}/c/pay/")
        return ""

    def session(self) -> str:
        """Asked for the card page once more; shown where to transfer to."""
        page = words_of(self.client.get(f"/don-hang/{self.code}"))
        if self.method is CARD:
            answer = post(self.client, f"/don-hang/{self.code}/thanh-toan")
            if not answer.location.startswith(self.till.stripe.address):
                self.noted = "no card page"
        if self.method is VIETQR and self.till.bank.account.number not in page.replace(" ", ""):
            self.noted = "no transfer wanted"
        return self.end() if self.noted else ""

    def payment(self) -> str:
        if self.method is CARD:
            try:
                self.till.stripe.account.pay(self.till.stripe.account.list("sessions")[0]["id"])
            except Refused:
                self.noted = "card page has ended"
                return self.end()
        if self.method is VIETQR:
            [total] = self.till.column(select(Order.total_vnd))
            # Banks write whole seconds.
            self.till.bank.account.transfer(total, f"{self.code} CHUYEN KHOAN", at=clock.now())
        return ""

    def webhook(self) -> str:
        if self.method is CARD:
            assert self.till.tell(self.till.stripe.event("checkout.session.completed")).status_code == 200
        if self.method is VIETQR:
            assert self.till.tell_transfer(self.till.bank.account.rows[-1]).status_code == 200
        if self.method is COD:
            return ""
        [status] = self.till.column(select(Order.status))
        if status == "refund_due":
            self.noted = "comes too late"
            page = words_of(self.client.get(f"/don-hang/{self.code}"))
            assert "về" in page or "hoàn" in page, "the shopper is told that the money comes back"
            return self.end()
        if STEPS[self.lapse] == "webhook":
            self.noted = "counts"
        return ""

    def capture(self) -> str:
        """The shopper comes back from the card page, whose company has told us by then."""
        answer = self.client.get(f"/don-hang/{self.code}/da-thanh-toan")
        assert (answer.status_code, answer.location) == (303, f"/don-hang/{self.code}")
        assert self.client.get(answer.location).status_code == 200
        return ""

    def ship(self) -> str:
        [parcel] = self.till.column(select(Parcel.id))
        with transaction():
            pack_parcel(parcel, by="lan", at=clock.now())
            ship_parcel(parcel, carrier="VNPost", tracking="EV1", by="lan", at=clock.now())
        return ""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("lapses_before", STEPS)
def test_the_lapse_between_two_steps(till: Till, lapses_before: str, method: PaymentMethod) -> None:
    assert Walk(till, lapses_before, method).go() == POLICY[lapses_before][METHODS.index(method)]


@pytest.mark.breaks_a_promise
def test_a_shop_that_orders_what_has_lapsed_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken twin: its cart goes by what was on offer an hour ago."""
    real = cart_queries.list_offers
    monkeypatch.setattr(cart_queries, "list_offers", lambda packs, at: real(packs, at - timedelta(hours=1)))
    assert Walk(till, "place", VIETQR).go() != POLICY["place"][METHODS.index(VIETQR)]


@pytest.mark.breaks_a_promise
def test_a_shop_that_holds_beyond_the_lapse_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken twin: it gives every shopper the whole window, and takes the money whenever it comes."""
    window = timedelta(hours=24)
    monkeypatch.setattr(placing, "hold_until", lambda method, placed_at, valid_until: placed_at + window)
    monkeypatch.setattr(paying, "_is_certified", lambda lines, at: True)
    assert Walk(till, "payment", VIETQR).go() != POLICY["payment"][METHODS.index(VIETQR)]


@pytest.mark.parametrize("minutes", [0, 5])
def test_a_card_that_was_charged_after_the_lapse_all_the_same_is_refunded(till: Till, minutes: int) -> None:
    """The company's clock goes late and takes the money when the certificate has ended."""
    walk = Walk(till, "payment", CARD)
    for number, step in enumerate(STEPS[:5]):
        walk.set_clock(number)
        assert getattr(walk, step)() == ""
    session = till.stripe.account.list("sessions")[0]
    session["expires_at"] += 3600
    till.set_clock(LAPSE + timedelta(minutes=minutes))
    till.stripe.account.pay(session["id"])
    till.tell(till.stripe.event("checkout.session.completed"))
    assert till.column(select(Order.status)) == ["refund_due"]
    till.wait(timedelta(hours=25))
    till.work(times=2)
    assert till.column(select(Order.status)) == ["refunded"]
    assert [refund["amount"] for refund in till.stripe.account.list("refunds")] == [session["amount_total"]]
