"""The whole story of an order in few statements, on both databases; and what of its money waits for a person."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from shop.database import db, transaction
from shop.orders import (
    WITHDRAWN,
    PlacedOrder,
    cancel_lines,
    decide_return,
    note_on_order,
    read_order_pulse,
    read_order_story,
    request_return,
)
from shop.payments import list_money_of
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import deliver_all, pay_by_transfer, transfer
from tests.factories.people import make_person


def everything_happened() -> PlacedOrder:
    """Three pieces paid for, one withdrawn, the others delivered, one of them given back."""
    order = make_order({make_offer(on_hand=9): 3})
    pay_by_transfer(order)
    story = read_order_story(order.code)
    assert story is not None
    line = story.lines[0].id
    db.session.rollback()
    with transaction():
        cancel_lines(order.id, {line: 1}, by="lan", at=NOON + timedelta(minutes=2), reason="out_of_stock")
    deliver_all(order.id, at=NOON + timedelta(minutes=3))
    with transaction():
        wish = request_return(order.id, {line: 1}, reason="damaged", note="", at=NOON + timedelta(hours=1))[0].id
    with transaction():
        decide_return(wish, accepted=True, by="operator", at=NOON + timedelta(hours=2))
    return order


def test_the_story_tells_all_and_its_mark_is_that_of_the_pulse(app: Flask) -> None:
    order = everything_happened()
    story, pulse = read_order_story(order.code.lower()), read_order_pulse(order.code)
    assert story is not None and pulse is not None
    assert story.mark == pulse.mark
    assert [step.to_status for step in story.steps_of_order] == ["awaiting_payment", "paid", "completed"]
    assert [step.to_status for step in story.steps_of(story.order.parcels[0])] == [
        "waiting",
        "preparing",
        "packed",
        "shipped",
        "delivered",
    ]
    assert [(taken.status, taken.quantity) for taken in story.taken_back] == [(WITHDRAWN, 1), ("accepted", 1)]
    [line] = story.lines
    assert (story.withdrawn(line), story.can_give_back(line, story.order.parcels[0], NOON)) == (1, 1)
    assert story.comes_back_vnd == 250_000
    assert [len(refund.lines) for refund in story.refunds] == [1, 1]


def test_notes_of_the_office_are_told_only_where_they_are_asked_for(app: Flask) -> None:
    order = make_order({make_offer(): 2})
    for number, words in enumerate(("Gọi lại", "Đã gọi")):
        with transaction():
            note_on_order(order.id, words, by="operator:1", at=NOON + timedelta(minutes=number))
    shown, whole = read_order_story(order.code), read_order_story(order.code, with_notes=True)
    assert shown is not None and whole is not None
    assert shown.notes == ()
    assert [(note.reason, note.actor) for note in whole.notes] == [("Đã gọi", "operator:1"), ("Gọi lại", "operator:1")]
    assert whole.steps == shown.steps
    [parcel] = whole.order.parcels
    assert whole.to_collect_vnd(parcel) == order.total_vnd


def test_another_account_has_no_story(app: Flask) -> None:
    hoa, minh = make_person(), make_person("minh@example.vn")
    order = make_order({make_offer(): 1}, account_id=hoa.id)
    for read in (read_order_story, read_order_pulse):
        assert read(order.code, account_id=hoa.id) is not None
        assert read(order.code, account_id=minh.id) is None
        assert read("OCOPXXXXXXX") is None


def test_money_that_only_names_the_order_is_among_its_money_until_decided(app: Flask) -> None:
    order, other = make_order({make_offer(on_hand=9): 1}), make_order({make_offer(on_hand=9): 1})
    transfer(1000, f"{order.code} {other.code}")
    transfer(2000, "khong co ma")
    pay_by_transfer(order)
    pay_by_transfer(order)
    found = list_money_of(order.id, order.code)
    assert [(entry.payment.amount_vnd, entry.suspense is not None, entry.back is not None) for entry in found] == [
        (1000, True, False),
        (order.total_vnd, False, False),
        (order.total_vnd, False, True),
    ]
    assert len({entry.mark for entry in found}) == 3
    assert [entry.payment.amount_vnd for entry in list_money_of(other.id, other.code)] == [1000]
