"""A card company that is slow, broken or gone: others are served, nothing is lost, the shopper hears of it (D14)."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shop import clock
from shop.database import db, transaction
from shop.payments import CardKeys, stripe_card
from shop.web import card_desk
from shop.web.card_desk import open_card_session
from tests.doors.shopping import guest_with, seen, send, words_of
from tests.doors.visiting import post
from tests.factories.buying import make_offer, make_order
from tests.factories.money import CARD, COD, Till
from tests.fakes.faults import Fault

OPENING = "POST /v1/checkout/sessions"


def test_others_buy_while_the_company_thinks(till: Till) -> None:
    """No transaction, lock or connection is held while it is asked."""
    pack = make_offer(on_hand=50)
    placed = make_order({pack: 1}, at=clock.now(), method=CARD)
    till.stripe.faults.add(OPENING, Fault.LATE, seconds=1.5)

    def wait_for_page() -> str | None:
        with till.app.app_context():
            try:
                return open_card_session(placed.id)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(wait_for_page)
        time.sleep(0.3)
        began = time.monotonic()
        for _ in range(5):
            make_order({pack: 1}, at=clock.now(), method=COD)
        took = time.monotonic() - began
        assert not page.done(), "the company is still thinking"
        assert took < 1.0
        assert page.result() is not None


def test_the_company_is_never_asked_inside_of_a_transaction(till: Till) -> None:
    placed = make_order({make_offer(): 1}, at=clock.now(), method=CARD)
    with pytest.raises(RuntimeError), transaction():
        open_card_session(placed.id)


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.GARBAGE, Fault.CUT, Fault.REFUSE, Fault.LATE])
def test_a_page_that_could_not_be_opened_is_opened_later(
    till: Till, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever became of the first asking: one session, the same key, and the order can be paid."""
    monkeypatch.setattr(stripe_card, "SECONDS_TO_WAIT", 0.3)
    stripe_card._client.cache_clear()
    placed = make_order({make_offer(): 1}, at=clock.now(), method=CARD)
    till.stripe.faults.add(OPENING, fault, seconds=0.8)
    assert open_card_session(placed.id) is None
    if fault is Fault.LATE:
        time.sleep(0.8)
    assert till.status(placed) == "awaiting_payment"
    monkeypatch.undo()
    stripe_card._client.cache_clear()
    address = open_card_session(placed.id)
    assert address is not None
    keys = {call.idempotency_key for call in till.stripe.calls if call.route == OPENING}
    assert len(keys) == 1 and len(till.stripe.account.list("sessions")) == 1
    till.tell(till.pay_by_card(placed))
    assert till.status(placed) == "paid"


def test_a_gone_company_is_no_error(till: Till) -> None:
    """Nothing listens there at all."""
    placed = make_order({make_offer(): 1}, at=clock.now(), method=CARD)
    till.stripe.faults.add("* /v1/*", Fault.REFUSE, times=1000)
    assert open_card_session(placed.id) is None
    till.wait(timedelta(minutes=1))
    till.work()
    assert till.status(placed) == "awaiting_payment"


def test_a_company_that_proves_nothing_is_not_believed(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something answers there, but not by TLS."""
    placed = make_order({make_offer(): 1}, at=clock.now(), method=CARD)
    keys = CardKeys(till.stripe.secret_key, till.stripe.webhook_secret, till.stripe.address.replace("http:", "https:"))
    monkeypatch.setattr(card_desk, "card_keys", lambda: keys)
    assert card_desk.open_card_session(placed.id) is None
    assert till.status(placed) == "awaiting_payment" and till.stripe.account.list("sessions") == []


def test_the_shopper_whose_page_is_not_there_yet_hears_of_it(till: Till) -> None:
    """Checkout goes to the order's page, which says how it stands and offers to pay again; that works later."""
    client = guest_with(till.app, {make_offer(): 1})
    form = seen(client, payment_method="card")
    till.stripe.faults.add("* /v1/*", Fault.ERROR, times=1000)
    answer = send(client, form)
    assert answer.status_code == 303 and answer.location.startswith("/don-hang/OCOP")
    page = client.get(answer.location)
    assert page.status_code == 200 and f'action="{answer.location}/thanh-toan"' in page.text
    assert "thẻ" in words_of(page)
    again = post(client, f"{answer.location}/thanh-toan")
    assert again.location == answer.location and "chưa trả lời" in words_of(client.get(answer.location))
    till.stripe.faults.clear()
    assert post(client, f"{answer.location}/thanh-toan").location.startswith(till.stripe.address)
