"""The money side of the order page: the QR code, the card company and back, odd money, where refunds go."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from shop.database import db, transaction
from shop.orders import Order, PaymentMethod, PlacedOrder, cancel_order, find_order
from shop.payments import list_money_back_of, list_payments_of, start_refund
from tests.conftest import audited, running, settings
from tests.doors.visiting import post, someone
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import MINUTE, open_card, pay_by_transfer, transfer
from tests.factories.people import make_person
from tests.fakes.bank.fake import FakeBank
from tests.fakes.faults import Fault
from tests.fakes.fixtures import bank_settings, card_settings
from tests.fakes.stripe.fake import FakeStripe

BANK = "http://127.0.0.1:9"


@pytest.fixture
def paying_app(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path, fake_stripe: FakeStripe, fake_bank: FakeBank
) -> Iterator[Flask]:
    changes = {**card_settings(fake_stripe), **bank_settings(fake_bank), "demonstration_bank_url": BANK}
    for app in running(settings(sqlite_url, tmp_path, **changes)):
        yield app
        audited(request)


@pytest.fixture(autouse=True)
def at(set_clock: Callable[..., None]) -> Callable[..., None]:
    set_clock(NOON)
    return set_clock


@pytest.fixture
def guest(paying_app: Flask) -> FlaskClient:
    return paying_app.test_client()


def ordered(guest: FlaskClient, method: PaymentMethod = PaymentMethod.VIETQR) -> PlacedOrder:
    """An order of a guest who may see it."""
    order = make_order({make_offer(on_hand=50): 2}, method=method)
    assert post(guest, "/tra-cuu-don-hang", code=order.code, phone="0912345678").status_code == 303
    return order


def page(guest: FlaskClient, order: PlacedOrder, language: str = "") -> str:
    return guest.get(f"{language}/don-hang/{order.code}").text


def mark(guest: FlaskClient, order: PlacedOrder) -> str:
    """The mark of the small answer, which must be that of the page."""
    answer = guest.get(f"/don-hang/{order.code}/trang-thai").json
    found = re.search(r'data-mark="([^"]+)"', page(guest, order))
    assert answer and found and answer["mark"] == found[1]
    return found[1]


def whole(order: PlacedOrder) -> Order:
    db.session.rollback()
    found = find_order(order.code)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_transfer_has_its_code_and_the_same_in_letters(guest: FlaskClient, language: str) -> None:
    order = ordered(guest)
    html = page(guest, order, language)
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert picture and b"<svg" in b64decode(picture[1])
    for value in (order.code, str(order.total_vnd)):
        assert f'data-value="{value}"' in html
    link = re.search(rf'href="({BANK}/chuyen-khoan[^"]+)"', html)
    assert link
    wanted = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)
    assert (wanted["amount"], wanted["memo"]) == ([str(order.total_vnd)], [order.code])
    assert wanted["back"] == [f"http://localhost{language}/don-hang/{order.code}"]
    assert wanted["lang"] == ["en" if language else "vi"]


def test_the_code_can_be_kept_as_a_picture_while_it_can_be_paid(guest: FlaskClient, paying_app: Flask) -> None:
    order = ordered(guest)
    answer = guest.get(f"/don-hang/{order.code}/ma-qr")
    assert (answer.mimetype, answer.data[:4]) == ("image/png", b"\x89PNG")
    assert paying_app.test_client().get(f"/don-hang/{order.code}/ma-qr").status_code == 404
    pay_by_transfer(order)
    assert guest.get(f"/don-hang/{order.code}/ma-qr").status_code == 404
    assert "data:image/svg+xml" not in page(guest, order)


def test_money_that_arrives_changes_the_mark_and_the_words(guest: FlaskClient) -> None:
    order = ordered(guest)
    before = mark(guest, order)
    pay_by_transfer(order)
    assert mark(guest, order) != before
    assert "Đã nhận tiền – đang chuẩn bị hàng" in page(guest, order)


def test_a_wrong_amount_is_shown_and_nothing_counts_as_paid(guest: FlaskClient) -> None:
    order = ordered(guest)
    before = mark(guest, order)
    transfer(order.total_vnd - 1000, order.code)
    assert mark(guest, order) != before
    assert "Đã nhận 279.000 ₫, nhưng đơn là 280.000 ₫" in page(guest, order).replace("\u00a0", " ")
    assert "₫279,000 came, but the order costs ₫280,000" in page(guest, order, "/en")
    assert "Chờ chuyển khoản" in page(guest, order)
    assert "Đã nhận tiền" not in page(guest, order)


def test_money_that_came_twice_goes_back_and_is_shown(guest: FlaskClient) -> None:
    order = ordered(guest)
    pay_by_transfer(order)
    pay_by_transfer(order)
    assert len(list_payments_of(order.id)) == 2
    assert "Khoản trả thừa hoặc trả hai lần" in page(guest, order)


def test_the_shopper_says_once_where_money_goes_back_to(guest: FlaskClient, paying_app: Flask) -> None:
    order = ordered(guest)
    pay_by_transfer(order)
    with transaction():
        cancel_order(order.id, by="shopper", at=NOON + MINUTE)
    with transaction():
        start_refund(whole(order).refunds[0].id, by="test", at=NOON + MINUTE)
    address = f"/don-hang/{order.code}/tai-khoan-hoan-tien"
    account = {"bank": "Vietcombank", "account": "0071 0001 2345", "name": "Nguyen Thi Hoa"}
    assert 'name="account"' in page(guest, order)
    assert post(paying_app.test_client(), address, **account).status_code == 404
    assert post(guest, address, **(account | {"bank": " "})).status_code == 303
    assert "Xin ghi đủ ngân hàng" in page(guest, order)
    assert post(guest, address, **account).status_code == 303
    html = page(guest, order)
    assert 'name="account"' not in html
    assert "bốn số cuối 2345" in html
    assert "0071 0001 2345" not in html
    post(guest, address, **(account | {"account": "999"}))
    db.session.rollback()
    assert [back.to_account for back in list_money_back_of(order.id)] == ["0071 0001 2345"]


def test_a_card_is_paid_at_the_card_company_and_the_way_back_settles(
    guest: FlaskClient, fake_stripe: FakeStripe
) -> None:
    order = ordered(guest, PaymentMethod.CARD)
    assert "Thanh toán bằng thẻ" in page(guest, order)
    answer = post(guest, f"/don-hang/{order.code}/thanh-toan")
    assert answer.status_code == 303
    assert answer.location.startswith(fake_stripe.address)
    assert post(guest, f"/don-hang/{order.code}/thanh-toan").location == answer.location
    fake_stripe.account.pay(answer.location.rpartition("/")[2])
    back = guest.get(f"/don-hang/{order.code}/da-thanh-toan")
    assert (back.status_code, back.location) == (303, f"/don-hang/{order.code}")
    assert "Đã nhận tiền" in page(guest, order)
    assert post(guest, f"/don-hang/{order.code}/thanh-toan").location == f"/don-hang/{order.code}"


def test_a_lie_on_the_way_back_changes_nothing(guest: FlaskClient, paying_app: Flask) -> None:
    order = ordered(guest, PaymentMethod.CARD)
    open_card(order)
    for query in ("", "?paid=1", "?session_id=cs_test_made_up&payment_status=paid"):
        assert guest.get(f"/don-hang/{order.code}/da-thanh-toan{query}").location == f"/don-hang/{order.code}"
    assert whole(order).status == "awaiting_payment"
    assert "Đã nhận tiền" not in page(guest, order)
    assert paying_app.test_client().get(f"/don-hang/{order.code}/da-thanh-toan").status_code == 404


def test_while_the_card_company_is_slow_the_page_says_so_for_some_minutes(
    guest: FlaskClient, fake_stripe: FakeStripe, at: Callable[..., None]
) -> None:
    order = ordered(guest, PaymentMethod.CARD)
    fake_stripe.account.pay(open_card(order))
    fake_stripe.faults.add("GET /v1/checkout/sessions/*", Fault.ERROR, times=10)
    guest.get(f"/don-hang/{order.code}/da-thanh-toan")
    html = page(guest, order)
    assert "Đang xử lý thanh toán" in html
    assert "Thanh toán bằng thẻ" not in html
    assert "Đã nhận tiền" not in html
    at(NOON + 6 * MINUTE)
    assert "Thanh toán bằng thẻ" in page(guest, order)
    fake_stripe.faults.clear()
    assert post(guest, f"/don-hang/{order.code}/thanh-toan").location == f"/don-hang/{order.code}"
    assert "Đã nhận tiền" in page(guest, order)


def test_a_card_company_out_of_reach_is_said(guest: FlaskClient, fake_stripe: FakeStripe) -> None:
    order = ordered(guest, PaymentMethod.CARD)
    fake_stripe.faults.add("POST /v1/checkout/sessions", Fault.ERROR, times=10)
    assert post(guest, f"/don-hang/{order.code}/thanh-toan").location == f"/don-hang/{order.code}"
    html = page(guest, order)
    assert "Bên thẻ lúc này chưa trả lời" in html
    assert "Thanh toán bằng thẻ" in html


def test_asking_the_card_company_is_throttled(guest: FlaskClient, fake_stripe: FakeStripe) -> None:
    order = ordered(guest, PaymentMethod.CARD)
    answers = [post(guest, f"/don-hang/{order.code}/thanh-toan").status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]


def test_cancelling_closes_the_card_page(guest: FlaskClient, fake_stripe: FakeStripe) -> None:
    order = ordered(guest, PaymentMethod.CARD)
    ref = open_card(order)
    assert post(guest, f"/don-hang/{order.code}/huy").status_code == 303
    assert whole(order).status == "cancelled"
    assert fake_stripe.account.get("sessions", ref)["status"] == "expired"


def test_a_page_with_money_asks_at_most_eight_times(paying_app: Flask) -> None:
    hoa = make_person()
    offer = make_offer(on_hand=50)
    client, asked = someone(paying_app), []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    waiting = make_order({offer: 1}, account_id=hoa.id)
    transfer(1000, waiting.code)
    paid = make_order({offer: 1}, account_id=hoa.id)
    pay_by_transfer(paid)
    pay_by_transfer(paid)
    for order in (waiting, paid):
        db.session.rollback()
        asked.clear()
        assert client.get(f"/don-hang/{order.code}").status_code == 200
        assert len(asked) <= 8, asked
        asked.clear()
        assert client.get(f"/don-hang/{order.code}/trang-thai").status_code == 200
        assert len(asked) <= 5, asked
