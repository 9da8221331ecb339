"""What shoppers are told of an order: each event once, in their language, with nothing left open."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from flask import Flask

from shop.database import db, transaction
from shop.notifications import OutboxMessage, list_messages
from shop.orders import (
    Notice,
    PaymentMethod,
    cancel_lines,
    cancel_order,
    deliver_parcel,
    expire_order,
    get_order,
    list_refunds_due,
    pack_parcel,
    record_paid,
    record_refunded,
    ship_parcel,
)
from shop.web.mails import render_mail
from tests.conftest import running, settings
from tests.factories.buying import HOA, NOON, make_offer, make_order

pytestmark = pytest.mark.orders_alone


def everything_happens(language: str) -> list[OutboxMessage]:
    honey = make_offer(on_hand=50)
    whole = make_order({honey: 3}, language=language)
    late = make_order({honey: 1}, language=language)
    given_up = make_order({honey: 1}, language=language, method=PaymentMethod.COD)
    with transaction():
        record_paid(whole.id, NOON, at=NOON)
        order = get_order(whole.id)
        assert order is not None
        [parcel] = order.parcels
        cancel_lines(whole.id, {parcel.lines[0].id: 1}, by="lan", at=NOON, reason="out_of_stock")
        pack_parcel(parcel.id, by="lan", at=NOON)
        ship_parcel(parcel.id, carrier="Bưu điện", tracking="VN123", by="lan", at=NOON)
        deliver_parcel(parcel.id, by="lan", at=NOON)
        assert late.hold_until is not None
        expire_order(late.id, at=late.hold_until)
        cancel_order(given_up.id, by="shopper", at=NOON)
        record_refunded(list_refunds_due()[0].id, at=NOON, by="operator")
    return list(list_messages())


@pytest.mark.parametrize(("language", "hello"), [("vi", "Nguyễn Thị Hoa"), ("en", "Hello Nguyễn Thị Hoa,")])
def test_every_mail_can_be_said(sqlite_app: Flask, language: str, hello: str) -> None:
    messages = everything_happens(language)
    assert {message.kind for message in messages} == {str(notice) for notice in Notice}
    for message in messages:
        mail = render_mail(message.kind, message.language, message.facts)
        assert message.facts["code"] in mail.subject
        assert hello in mail.text
        assert "  " not in mail.text
        assert "\n\n\n" not in mail.text
        link = f"http://localhost{'/en' if language == 'en' else ''}/tra-cuu-don-hang?code={message.facts['code']}"
        assert mail.text.count(link) == 1
        assert f'href="{link}"' in mail.html
        assert "account under your address" not in mail.html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["Số tiền: 155.000\u00a0₫", "Số tài khoản: 1388", "Ngân hàng: Agribank", "đến 22/11/2026 12:00"]),
        ("en", ["Amount: ₫155,000", "Account number: 1388", "Bank: Agribank", "until 22/11/2026 12:00"]),
    ],
)
def test_a_transfer_is_told_with_everything_that_it_needs(
    sqlite_url: str, tmp_path: Path, language: str, words: list[str]
) -> None:
    account = {"bank_bin": "970405", "bank_account": "1388002051234560", "bank_account_name": "TO CHUC BAN HANG"}
    for _ in running(settings(sqlite_url, tmp_path, **account, bank_webhook_secret="known to the test")):
        placed = make_order({make_offer(): 1}, language=language)
        [message] = list_messages()
        mail = render_mail(message.kind, message.language, message.facts)
        for text in (mail.text, html.unescape(mail.html)):
            assert [part for part in [*words, placed.code, "TO CHUC BAN HANG"] if part not in text] == []
        assert f"{placed.code}<br>" in mail.html


def test_a_card_is_paid_on_the_page_and_cash_at_the_door(sqlite_app: Flask) -> None:
    honey = make_offer()
    for method, words in ((PaymentMethod.CARD, "đến 21/11/2026 12:35"), (PaymentMethod.COD, "chuẩn bị")):
        make_order({honey: 1}, method=method)
        message = list_messages()[0]
        assert words in render_mail(message.kind, message.language, message.facts).text


def test_each_event_is_told_once_and_to_nobody_without_an_address(sqlite_app: Flask) -> None:
    honey = make_offer()
    placed = make_order({honey: 1})
    with transaction():
        record_paid(placed.id, NOON, at=NOON)
        record_paid(placed.id, NOON, at=NOON)
    make_order({honey: 1}, contact=type(HOA)("Minh", "0912345678"))
    assert sorted(message.kind for message in list_messages()) == ["order_paid", "order_placed"]
    db.session.rollback()


def test_paragraphs_and_goods_stand_apart(sqlite_app: Flask) -> None:
    """Whatever a mail leaves out, its paragraphs are one empty line apart, and each good has a line."""
    facts = {"name": "Hoa", "code": "OCOP1", "why": "out_of_stock", "method": "vietqr"}
    text = render_mail("order_cancelled", "vi", {**facts, "lines": [1], "goods": ["1 × Trà", "2 × Mật"]}).text
    assert "không gửi được.\n- 1 × Trà\n- 2 × Mật\n\nNhà sản xuất" in text
    quiet = render_mail("order_cancelled", "vi", {**facts, "why": "", "method": "cod"})
    assert "đã hủy.\n\nBạn có thể xem" in quiet.text
    assert "<p></p>" not in quiet.html
