"""What a producer's people are told by mail: once, in their language, and nothing about the shopper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts import Role, disable_person, find_person_by_email
from shop.certification import RevocationGround
from shop.database import db, transaction
from shop.notifications import OutboxMessage
from shop.orders import (
    Order,
    PaymentMethod,
    cancel_lines,
    cancel_order,
    deliver_parcel,
    expire_order,
    get_order,
    pack_parcel,
    record_paid,
    request_return,
    revive_order,
    ship_parcel,
    stop_revoked,
)
from shop.selling import cannot_supply
from tests.counting import statements
from tests.factories.acts import revoke_certificate
from tests.factories.buying import HANOI, HOA, NOON, make_offer, make_order
from tests.factories.people import BY_TEST, make_person

pytestmark = pytest.mark.orders_alone

COD = PaymentMethod.COD
DAY = timedelta(days=1)


def told(kind: str) -> list[OutboxMessage]:
    db.session.rollback()
    query = select(OutboxMessage).where(OutboxMessage.kind == f"stall_{kind}").order_by(OutboxMessage.recipient)
    return list(db.session.scalars(query))


def whole(order_id: int) -> Order:
    order = get_order(order_id)
    assert order is not None
    db.session.expunge_all()
    return order


@pytest.fixture
def honey(app: Flask) -> int:
    """A good of a producer whose stall lan and nga keep; minh keeps another's."""
    variant = make_offer("Mật ong", producer="HTX Một", name_en="Honey", on_hand=50)
    tea = make_offer("Chè", producer="HTX Hai")
    numbers = []
    for one in (variant, tea):
        numbers.append(whole(make_order({one: 1}).id).parcels[0].producer_id)
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=numbers[0])
    make_person("nga@example.vn", role=Role.PRODUCER, producer_id=numbers[0], language="en")
    make_person("minh@example.vn", role=Role.PRODUCER, producer_id=numbers[1])
    return variant


def test_an_order_for_cash_is_told_at_once_to_everybody_of_the_stall(honey: int) -> None:
    placed = make_order({honey: 2}, method=COD)
    lan, nga = told("parcel_new")
    assert [(mail.recipient, mail.language) for mail in (lan, nga)] == [
        ("lan@example.vn", "vi"),
        ("nga@example.vn", "en"),
    ]
    assert lan.facts == {
        "stall": "HTX Một",
        "slug": lan.facts["slug"],
        "parcel_id": whole(placed.id).parcels[0].id,
        "code": placed.code,
        "due": "23/11/2026",
        "goods": ["2 × Mật ong (Hộp 500 g)"],
    }
    assert nga.facts["goods"] == ["2 × Honey (500 g box)"]


def test_an_order_to_be_paid_is_told_once_it_is_paid(honey: int) -> None:
    placed = make_order({honey: 1})
    assert told("parcel_new") == []
    for _ in range(2):
        with transaction():
            record_paid(placed.id, NOON, at=NOON)
    assert len(told("parcel_new")) == 2


def test_nothing_about_the_shopper_is_in_a_mail(honey: int) -> None:
    order = whole(make_order({honey: 2}, method=COD, note="Gọi trước").id)
    parcel = order.parcels[0]
    with transaction():
        cancel_lines(order.id, {parcel.lines[0].id: 1}, by="operator:1", at=NOON, reason="x")
        pack_parcel(parcel.id, by="producer:1", at=NOON)
        ship_parcel(parcel.id, carrier="x", tracking="", by="producer:1", at=NOON)
        deliver_parcel(parcel.id, by="producer:1", at=NOON)
        request_return(order.id, {parcel.lines[0].id: 1}, reason="damaged", note="tôi ở 12 Phố Huế", at=NOON)
    mails = [*told("parcel_new"), *told("parcel_cancelled"), *told("return_asked")]
    assert len(mails) == 6
    for mail in mails:
        for private in (HOA.name, "912345678", HOA.email, HANOI.street, HANOI.commune_name, "Gọi trước"):
            assert private not in repr(mail.facts)


def test_what_was_to_be_packed_and_is_cancelled_is_told(honey: int) -> None:
    order = whole(make_order({honey: 2}, method=COD).id)
    with transaction():
        cancel_order(order.id, by="shopper", at=NOON)
    lan, _ = told("parcel_cancelled")
    assert (lan.facts["code"], lan.facts["goods"]) == (order.code, ["2 × Mật ong (Hộp 500 g)"])
    assert "is_part" not in lan.facts


def test_what_nobody_could_pack_is_not_told_when_it_ends(honey: int) -> None:
    placed = make_order({honey: 1})
    assert placed.hold_until is not None
    with transaction():
        expire_order(placed.id, at=placed.hold_until)
    assert (told("parcel_new"), told("parcel_cancelled")) == ([], [])


def test_a_revived_order_is_told_once_more(honey: int) -> None:
    placed = make_order({honey: 1})
    assert placed.hold_until is not None
    with transaction():
        expire_order(placed.id, at=placed.hold_until)
        record_paid(placed.id, placed.hold_until, at=NOON + 2 * DAY)
    assert told("parcel_new") == []
    with transaction():
        revive_order(placed.id, by="operator:1", at=NOON + 2 * DAY)
    assert len(told("parcel_new")) == 2


def test_pieces_that_are_taken_out_are_told_but_not_to_who_took_them_out(honey: int) -> None:
    order = whole(make_order({honey: 5}, method=COD).id)
    parcel = order.parcels[0]
    line = parcel.lines[0].id
    with transaction():
        cannot_supply(parcel.producer_id, parcel.id, {line: 1}, reason="out_of_stock", by="producer:1", at=NOON)
    assert told("parcel_cancelled") == []
    with transaction():
        revoke_certificate(
            parcel.lines[0].certificate_code,
            ground=RevocationGround.LAW_BROKEN,
            evidence="1/QĐ",
            by="officer",
            at=NOON + DAY,
        )
        stop_revoked(NOON + DAY)
    lan, _ = told("parcel_cancelled")
    assert (lan.facts["goods"], "is_part" in lan.facts) == (["4 × Mật ong (Hộp 500 g)"], False)


def test_an_operator_takes_out_a_part(honey: int) -> None:
    order = whole(make_order({honey: 5}, method=COD).id)
    with transaction():
        cancel_lines(order.id, {order.parcels[0].lines[0].id: 2}, by="operator:1", at=NOON, reason="x")
    lan, _ = told("parcel_cancelled")
    assert (lan.facts["goods"], lan.facts["is_part"]) == (["2 × Mật ong (Hộp 500 g)"], True)


def test_who_is_disabled_hears_nothing_and_a_stall_without_people_costs_one_look(honey: int) -> None:
    lonely = make_offer(producer="HTX Ba")
    placed = make_order({lonely: 1})
    with statements() as sent, transaction():
        record_paid(placed.id, NOON, at=NOON)
    assert len([one for one in sent if "role_grants" in one]) == 1
    assert told("parcel_new") == []
    with transaction():
        disable_person(_number("lan@example.vn"), by=BY_TEST, at=NOON)
    make_order({honey: 1}, method=COD)
    assert [mail.recipient for mail in told("parcel_new")] == ["nga@example.vn"]


def _number(email: str) -> int:
    person = find_person_by_email(email)
    assert person is not None
    return person.id
