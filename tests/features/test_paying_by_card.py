"""Card payment against the stand-in: our row first, one session however often it is asked, one settling function."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from shop import clock
from shop.database import db, transaction
from shop.orders import OrderStatus, PaymentMethod, PlacedOrder, cancel_order, get_payable
from shop.payments import (
    Settled,
    find_open_session,
    list_money_back_of,
    list_payments_of,
    list_sessions_of,
    list_suspense,
    receive_card_event,
    understand_event,
)
from shop.schedule.payments import end_holds, look_after_cards, send_money_back
from shop.web.card_desk import card_keys, close_card_order, offered_methods, open_card_session, settle_card_order
from tests.conftest import audited, running, settings
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import MINUTE, open_card, pay_by_card, pay_by_transfer
from tests.fakes.faults import Fault
from tests.fakes.fixtures import bank_settings, card_settings
from tests.fakes.stripe.fake import FakeStripe, as_body

CARD = PaymentMethod.CARD


@pytest.fixture
def app(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, fake_stripe: FakeStripe, fake_bank: object
) -> Iterator[Flask]:
    """A shop that takes cards and transfers, on both databases."""
    config = settings(database_url, tmp_path, **card_settings(fake_stripe), **bank_settings(fake_bank))  # type: ignore[arg-type]
    with clock.stopped_at(NOON):
        for app in running(config):
            yield app
            audited(request)


def order(quantity: int = 1) -> PlacedOrder:
    return make_order({make_offer(): quantity}, method=CARD)


def status(placed: PlacedOrder) -> str:
    payable = get_payable(placed.id)
    assert payable is not None
    found = str(payable.status)
    db.session.rollback()
    return found


def tell(fake: FakeStripe, kind: str, *, at: object = None) -> Settled:
    body = as_body(fake.event(kind))
    keys = card_keys()
    assert keys is not None
    header = fake.signature(body)["Stripe-Signature"]
    event = understand_event(keys, body, header, elsewhere=clock.now_elsewhere())
    with transaction():
        return receive_card_event(event, source="webhook", at=clock.now())


def test_paid_and_told_it_is_paid_once(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order(2)
    ref = open_card(placed)
    with clock.stopped_at(NOON + MINUTE):
        fake_stripe.account.pay(ref)
        assert tell(fake_stripe, "checkout.session.completed") is Settled.PAID
        assert tell(fake_stripe, "checkout.session.completed") is Settled.KNOWN
        assert tell(fake_stripe, "payment_intent.succeeded") is Settled.TOLD
        assert settle_card_order(placed.id) is OrderStatus.PAID
    [payment] = list_payments_of(placed.id)
    assert (payment.provider, payment.provider_ref, payment.amount_vnd) == ("card", ref, placed.total_vnd)
    assert (payment.paid_at, payment.allocation) == (NOON + MINUTE, "order")


def test_the_page_asks_for_the_order_in_whole_dong(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order(2)
    open_card(placed)
    [session] = fake_stripe.account.list("sessions")
    assert (session["amount_total"], session["currency"]) == (placed.total_vnd, "vnd")
    assert (session["client_reference_id"], session["locale"]) == (placed.code, "vi")
    assert session["success_url"] == f"http://localhost/don-hang/{placed.code}/da-thanh-toan"


def test_every_tab_gets_the_same_page(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    assert open_card(placed) == open_card(placed, at=NOON + 5 * MINUTE)
    assert len(fake_stripe.account.list("sessions")) == 1


def test_the_return_page_settles_without_any_message(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    pay_by_card(fake_stripe, placed)
    assert status(placed) == "paid"


def test_lost_messages_are_made_up_for_by_asking(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    ref = open_card(placed)
    with clock.stopped_at(NOON + MINUTE):
        fake_stripe.account.pay(ref)
    with clock.stopped_at(NOON + 3 * MINUTE):
        look_after_cards()
    assert (status(placed), list_payments_of(placed.id)[0].paid_at) == ("paid", NOON + MINUTE)


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.GARBAGE, Fault.CUT, Fault.ERROR_KEPT])
def test_a_card_company_out_of_order_is_asked_again_with_the_same_key(
    app: Flask, fake_stripe: FakeStripe, fault: Fault
) -> None:
    placed = order()
    fake_stripe.faults.add("POST /v1/checkout/sessions", fault)
    assert open_card_session(placed.id) is None
    assert status(placed) == "awaiting_payment"
    with clock.stopped_at(NOON + timedelta(seconds=45)):
        assert open_card_session(placed.id) is not None
    keys = {call.idempotency_key for call in fake_stripe.calls if call.route == "POST /v1/checkout/sessions"}
    assert len(keys) == (2 if fault is Fault.ERROR_KEPT else 1)


def test_a_question_that_nobody_answered_is_given_up_after_a_while(app: Flask, fake_stripe: FakeStripe) -> None:
    """Whatever the card company made of it, nobody knows its page."""
    placed = order()
    fake_stripe.faults.add("POST /v1/checkout/sessions", Fault.CUT)
    assert open_card_session(placed.id) is None
    with clock.stopped_at(NOON + timedelta(seconds=46)):
        assert open_card_session(placed.id) is not None
    assert [one.status for one in list_sessions_of(placed.id)] == ["open", "failed"]
    assert len(fake_stripe.account.list("sessions")) == 2


def test_an_unanswered_question_keeps_no_stock(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    fake_stripe.faults.add("POST /v1/checkout/sessions", Fault.REFUSE)
    assert open_card_session(placed.id) is None
    with clock.stopped_at(NOON + timedelta(minutes=35)):
        end_holds()
    assert status(placed) == "expired"


def test_a_hold_ends_only_when_nobody_can_pay_any_more(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    open_card(placed)
    late = NOON + timedelta(minutes=35)
    with clock.stopped_at(late):
        fake_stripe.faults.add("POST /v1/checkout/sessions/*/expire", Fault.ERROR)
        end_holds()
        assert status(placed) == "awaiting_payment"
        end_holds()
        assert status(placed) == "expired"
    assert [one.status for one in list_sessions_of(placed.id)] == ["expired"]


def test_a_hold_that_ends_just_after_the_money_came_is_honoured(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    ref = open_card(placed)
    with clock.stopped_at(NOON + 29 * MINUTE):
        fake_stripe.account.pay(ref)
    with clock.stopped_at(NOON + 36 * MINUTE):
        end_holds()
    assert status(placed) == "paid"


def test_a_cancelled_order_cannot_be_paid_any_more(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    open_card(placed)
    with transaction():
        cancel_order(placed.id, by="shopper", at=NOON)
    assert close_card_order(placed.id)
    assert fake_stripe.account.list("sessions")[0]["status"] == "expired"
    assert find_open_session(placed.id) is None


def test_paid_by_card_and_by_transfer_the_second_goes_back(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    ref = open_card(placed)
    assert pay_by_transfer(placed) is Settled.PAID
    with clock.stopped_at(NOON + 2 * MINUTE):
        fake_stripe.account.pay(ref)
        assert settle_card_order(placed.id) is OrderStatus.PAID
        send_money_back()
        send_money_back()
    [back] = list_money_back_of(placed.id)
    assert (back.status, back.amount_vnd, back.provider) == ("sent", placed.total_vnd, "card")
    assert [one["amount"] for one in fake_stripe.account.list("refunds")] == [placed.total_vnd]


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.GARBAGE, Fault.CUT, Fault.REFUSE, Fault.ERROR_KEPT])
def test_a_cancelled_paid_order_is_refunded_once_whatever_fails(
    app: Flask, fake_stripe: FakeStripe, fault: Fault
) -> None:
    placed = order()
    pay_by_card(fake_stripe, placed)
    with transaction():
        cancel_order(placed.id, by="shopper", at=NOON + 2 * MINUTE)
    fake_stripe.faults.add("POST /v1/refunds", fault)
    for minute in (3, 4, 6):
        with clock.stopped_at(NOON + minute * MINUTE):
            send_money_back()
    assert status(placed) == "refunded"
    assert len(fake_stripe.account.list("refunds")) == 1


def test_money_that_differs_from_what_we_asked_for_pays_nothing(app: Flask, fake_stripe: FakeStripe) -> None:
    placed = order()
    ref = open_card(placed)
    with clock.stopped_at(NOON + MINUTE):
        fake_stripe.account.pay(ref)
        fake_stripe.faults.add("GET /v1/checkout/sessions/*", Fault.LIE, changes={"amount_total": 1})
        settle_card_order(placed.id)
    assert status(placed) == "awaiting_payment"
    assert [entry.reason for entry in list_suspense()] == ["wrong_amount"]


def test_what_is_set_up_is_offered(app: Flask) -> None:
    assert offered_methods() == set(PaymentMethod)
    assert offered_methods(11_999) == {PaymentMethod.VIETQR, PaymentMethod.COD}
