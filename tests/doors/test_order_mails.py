"""What shoppers are told of an order: each event once, in their language, with nothing left open."""

from __future__ import annotations

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


def test_each_event_is_told_once_and_to_nobody_without_an_address(sqlite_app: Flask) -> None:
    honey = make_offer()
    placed = make_order({honey: 1})
    with transaction():
        record_paid(placed.id, NOON, at=NOON)
        record_paid(placed.id, NOON, at=NOON)
    make_order({honey: 1}, contact=type(HOA)("Minh", "0912345678"))
    assert sorted(message.kind for message in list_messages()) == ["order_paid", "order_placed"]
    db.session.rollback()
