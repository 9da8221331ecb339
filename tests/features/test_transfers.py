"""Transfers: one sound code and the exact amount pay an order, everything else waits for a person, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from shop.database import db, transaction
from shop.orders import (
    NoSuchOrder,
    PaidOutcome,
    PaymentMethod,
    PlacedOrder,
    cancel_order,
    expire_order,
    get_order,
    get_payable,
    revive_order,
)
from shop.orders.codes import code_from
from shop.payments import (
    AlreadyDone,
    BadField,
    NoSuchMoney,
    Payment,
    ReturnAccount,
    Settled,
    StuckKind,
    WrongAmount,
    assign_suspense,
    close_suspense,
    get_suspense,
    list_money_back_of,
    list_money_to_send,
    list_payments_of,
    list_refunds_to_start,
    list_stuck_money,
    list_suspense,
    mark_sent_back,
    send_back_suspense,
    set_return_account,
    start_refund,
    take_suspense,
    transfer_request,
)
from shop.payments.recording import promise_back
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import ACCOUNT, MINUTE, pay_by_transfer, transfer

HOLD_END = NOON + timedelta(hours=24)
HOA = ReturnAccount("Vietcombank", "0011004567890", "NGUYEN THI HOA")


def status(placed: PlacedOrder) -> str:
    payable = get_payable(placed.id)
    assert payable is not None
    found = str(payable.status)
    db.session.rollback()
    return found


def order(**changes: object) -> PlacedOrder:
    return make_order({make_offer(): 1}, **changes)  # type: ignore[arg-type]


def test_the_exact_amount_with_the_code_pays_once(app: Flask) -> None:
    placed = order()
    assert transfer(placed.total_vnd, f"MBVCB.77.{placed.code.lower()}.CT", id=7) is Settled.PAID
    assert transfer(placed.total_vnd, placed.code, id=7) is Settled.KNOWN
    [payment] = list_payments_of(placed.id)
    assert (payment.provider, payment.provider_ref, payment.allocation) == ("bank", "7", "order")
    assert (status(placed), payment.paid_at, payment.recorded_at) == ("paid", NOON + MINUTE, NOON + MINUTE)


@pytest.mark.parametrize(
    ("difference", "changes", "reason"),
    [
        (-1, {}, "wrong_amount"),
        (1, {}, "wrong_amount"),
        (0, {"content": "chuyen tien"}, "no_code"),
        (0, {"accountNumber": "1"}, "other_account"),
        (0, {"transactionDate": "?"}, "unclear_date"),
    ],
)
def test_anything_else_waits_for_a_person(app: Flask, difference: int, changes: dict[str, str], reason: str) -> None:
    placed = order()
    assert transfer(placed.total_vnd + difference, placed.code, **changes) is Settled.SUSPENSE
    [entry] = list_suspense()
    assert (entry.reason, entry.owner, str(entry.due_on)) == (reason, "operators", "2026-11-23")
    assert (status(placed), list_payments_of(placed.id)) == ("awaiting_payment", [])


def test_two_codes_an_unknown_one_and_a_cash_order_wait_too(app: Flask) -> None:
    one, cash = order(), order(method=PaymentMethod.COD)
    transfer(one.total_vnd, f"{one.code} {cash.code}")
    transfer(one.total_vnd, code_from("ACDEFH"))
    transfer(cash.total_vnd, cash.code)
    assert [entry.reason for entry in list_suspense()] == ["several_codes", "unknown_order", "cash_order"]


@pytest.mark.parametrize(
    ("amount", "changes", "outcome"),
    [
        (0, {}, Settled.NO_MONEY),
        (-155_000, {}, Settled.NO_MONEY),
        (155_000, {"transferType": "out"}, Settled.OUTGOING),
        (155_000, {"accountNumber": "1", "content": "tien nha"}, Settled.NOT_OURS),
    ],
)
def test_what_is_no_money_of_ours_leaves_only_its_message(
    app: Flask, amount: int, changes: dict[str, str], outcome: Settled
) -> None:
    placed = order()
    assert transfer(amount, placed.code, **changes) is outcome
    assert (list_suspense(), status(placed)) == ([], "awaiting_payment")


def test_the_same_transfer_under_another_number_is_not_paid_back(app: Flask) -> None:
    placed = order()
    pay = {"at": NOON + MINUTE, "referenceCode": "FT1"}
    assert transfer(placed.total_vnd, placed.code, **pay) is Settled.PAID  # type: ignore[arg-type]
    assert transfer(placed.total_vnd, placed.code, **pay) is Settled.SUSPENSE  # type: ignore[arg-type]
    assert [entry.reason for entry in list_suspense()] == ["repeated"]


def test_paid_twice_the_second_goes_back_by_a_persons_hand(app: Flask) -> None:
    placed = order()
    assert [pay_by_transfer(placed), pay_by_transfer(placed, at=NOON + 2 * MINUTE)] == [Settled.PAID, Settled.SURPLUS]
    [back] = list_money_to_send()
    assert (back.amount_vnd, back.provider, back.payment.allocation) == (placed.total_vnd, "bank", "surplus")
    with transaction():
        set_return_account(back.id, HOA, by="hoa", at=NOON)
        mark_sent_back(back.id, "FT9", by="operator", at=NOON + 3 * MINUTE)
    [sent] = list_money_back_of(placed.id)
    assert (sent.status, sent.provider_ref, sent.to_name, sent.sent_by) == ("sent", "FT9", HOA.name, "operator")
    for again in (
        lambda: mark_sent_back(sent.id, "FT10", by="operator", at=NOON),
        lambda: set_return_account(sent.id, HOA, by="x", at=NOON),
    ):
        with pytest.raises(AlreadyDone), transaction():
            again()


def test_money_in_time_that_is_told_late_is_honoured(app: Flask) -> None:
    placed = order()
    with transaction():
        expire_order(placed.id, at=HOLD_END)
    assert pay_by_transfer(placed, at=HOLD_END - MINUTE, told_at=HOLD_END + timedelta(days=3)) is Settled.REVIVED


def test_late_money_waits_a_day_for_a_person_and_then_goes_back(app: Flask) -> None:
    placed = order()
    told_at = HOLD_END + MINUTE
    assert pay_by_transfer(placed, at=told_at) is Settled.REFUND_DUE
    assert list_refunds_to_start(told_at + timedelta(hours=23)) == []
    [due] = list_refunds_to_start(told_at + timedelta(hours=24))
    with transaction():
        start_refund(due, by="shop", at=told_at)
    [back] = list_money_to_send()
    with transaction():
        mark_sent_back(back.id, "FT1", by="operator", at=told_at)
    assert status(placed) == "refunded"
    with pytest.raises(AlreadyDone), transaction():
        start_refund(due, by="shop", at=told_at)


def test_late_money_may_revive_its_order_instead(app: Flask) -> None:
    placed = order()
    pay_by_transfer(placed, at=HOLD_END + MINUTE)
    with transaction():
        revive_order(placed.id, by="operator", at=HOLD_END + 2 * MINUTE)
    assert (status(placed), list_refunds_to_start(HOLD_END + timedelta(days=9))) == ("paid", [])


def test_money_for_an_order_that_was_given_up_goes_back_at_once(app: Flask) -> None:
    placed = order()
    with transaction():
        cancel_order(placed.id, by="shopper", at=NOON)
    assert pay_by_transfer(placed) is Settled.REFUND_DUE
    assert len(list_refunds_to_start(NOON + MINUTE)) == 1


def test_a_person_gives_money_to_its_order_once(app: Flask) -> None:
    placed, dearer = order(), make_order({make_offer(): 2})
    transfer(placed.total_vnd, "quen ma")
    [entry] = list_suspense()
    with transaction():
        take_suspense(entry.id, owner="operator lan", at=NOON)
    with pytest.raises(WrongAmount) as refusal, transaction():
        assign_suspense(entry.id, dearer.id, by="operator", at=NOON)
    assert (refusal.value.expected_vnd, refusal.value.given_vnd) == (dearer.total_vnd, placed.total_vnd)
    with transaction():
        assert assign_suspense(entry.id, placed.id, by="operator", at=NOON + MINUTE) is PaidOutcome.PAID
    closed = get_suspense(entry.id)
    assert (closed.outcome, closed.order_id, closed.closed_by) == ("assigned", placed.id, "operator")
    assert (status(placed), list_suspense()) == ("paid", [])
    for act in (
        lambda: assign_suspense(entry.id, placed.id, by="x", at=NOON),
        lambda: send_back_suspense(entry.id, by="x", at=NOON),
        lambda: close_suspense(entry.id, note="doppelt", by="x", at=NOON),
        lambda: take_suspense(entry.id, owner="x", at=NOON),
    ):
        with pytest.raises(AlreadyDone), transaction():
            act()


def test_money_given_to_an_order_that_has_its_own_goes_back(app: Flask) -> None:
    placed = order()
    pay_by_transfer(placed)
    transfer(placed.total_vnd, "quen ma")
    with transaction():
        assert assign_suspense(list_suspense()[0].id, placed.id, by="operator", at=NOON) is PaidOutcome.SURPLUS
    assert [back.amount_vnd for back in list_money_to_send()] == [placed.total_vnd]


def test_a_person_sends_money_back_or_says_why_it_stays(app: Flask) -> None:
    order()
    transfer(70_000, "nham")
    transfer(80_000, "tien hang cua cua hang khac")
    back, stays = list_suspense()
    with transaction():
        number = send_back_suspense(back.id, to=HOA, by="operator", at=NOON)
    with pytest.raises(BadField), transaction():
        close_suspense(stays.id, note=" ", by="operator", at=NOON)
    with transaction():
        close_suspense(stays.id, note="Của cửa hàng bên cạnh", by="operator", at=NOON)
        mark_sent_back(number, "FT77", by="operator", at=NOON)
    assert [entry.outcome for entry in list_suspense(open_only=False)] == ["sent_back", "closed"]
    assert list_money_to_send() == []


def test_a_bank_reference_pays_one_debt(app: Flask) -> None:
    placed = order()
    for minute in range(3):
        pay_by_transfer(placed, at=NOON + minute * MINUTE)
    first, second = list_money_to_send()
    with transaction():
        mark_sent_back(first.id, "FT1", by="operator", at=NOON)
    for reference in ("FT1", "", "x" * 101):
        with pytest.raises(BadField), transaction():
            mark_sent_back(second.id, reference, by="operator", at=NOON)


def test_there_is_no_such_money(sqlite_app: Flask) -> None:
    for act in (
        lambda: get_suspense(9),
        lambda: start_refund(9, by="x", at=NOON),
        lambda: mark_sent_back(9, "FT1", by="x", at=NOON),
        lambda: set_return_account(9, HOA, by="x", at=NOON),
    ):
        with pytest.raises(NoSuchMoney), transaction():
            act()
    placed = order()
    transfer(placed.total_vnd, "nham")
    with pytest.raises(NoSuchOrder), transaction():
        assign_suspense(list_suspense()[0].id, 99, by="x", at=NOON)


def test_what_a_shopper_scans_is_the_order(sqlite_app: Flask) -> None:
    placed = order()
    payable = get_payable(placed.id)
    assert payable is not None
    request = transfer_request(payable, ACCOUNT)
    assert (request.memo, request.amount_vnd, request.account) == (placed.code, placed.total_vnd, ACCOUNT.number)
    assert f"0811{placed.code}6304" in request.payload


def test_nothing_is_stuck_until_it_waits_too_long(sqlite_app: Flask) -> None:
    placed, unpaid = order(), order()
    transfer(1_000, "nham")
    pay_by_transfer(placed)
    pay_by_transfer(placed, at=NOON + 2 * MINUTE)
    assert list_stuck_money(NOON + timedelta(hours=1)) == []
    stuck = {one.kind: one for one in list_stuck_money(NOON + timedelta(days=4))}
    assert set(stuck) == {StuckKind.SUSPENSE_LATE, StuckKind.MONEY_BACK_LATE, StuckKind.HOLD_NOT_ENDED}
    assert (stuck[StuckKind.HOLD_NOT_ENDED].order_id, stuck[StuckKind.SUSPENSE_LATE].amount_vnd) == (unpaid.id, 1_000)


def test_a_refund_that_is_owed_too_long_is_stuck(sqlite_app: Flask) -> None:
    placed = order()
    pay_by_transfer(placed)
    with transaction():
        cancel_order(placed.id, by="shopper", at=NOON)
    [stuck] = list_stuck_money(NOON + timedelta(days=3))
    whole = get_order(placed.id)
    assert whole is not None
    assert (stuck.kind, stuck.id, stuck.amount_vnd) == (StuckKind.REFUND_LATE, whole.refunds[0].id, placed.total_vnd)


@pytest.mark.breaks_a_promise  # the promise stands for what a provider's desk sent
def test_what_has_gone_back_pays_no_order(app: Flask) -> None:
    """Money in suspense that somebody sent back at the provider's desk is not there any more."""
    with app.app_context():
        placed = make_order({make_offer(): 1}, method=PaymentMethod.VIETQR)
        transfer(placed.total_vnd, "no code")
        entry = list_suspense()[0]
        number, payment = entry.id, entry.payment_id
        with transaction():
            assert promise_back(db.session.get_one(Payment, payment), placed.total_vnd, by="provider", at=NOON)
        with pytest.raises(WrongAmount), transaction():
            assign_suspense(number, placed.id, by="lan", at=NOON)
        assert status(placed) == "awaiting_payment"
        assert len(list_suspense()) == 1
