"""Transfers as people and banks really make them: one sound code and exactly the amount, else a person (D11)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shop import clock
from shop.database import transaction
from shop.orders import find_order_codes
from shop.orders.codes import new_order_code
from shop.payments import Payment, PaymentEvent, WrongAmount, assign_suspense, bank_rows, list_suspense
from shop.values.check_letters import ALPHABET
from tests.factories.buying import make_offer, make_order
from tests.factories.money import COD, VIETQR, Till


@dataclass(frozen=True)
class Mess:
    """What is wrong with a transfer, and what the shop makes of it; `memo` is made from the order's code."""

    name: str
    memo: Callable[[str], str] = lambda code: code
    amount: Callable[[int], int] = lambda total: total
    facts: dict[str, Any] | None = None
    status: str = "awaiting_payment"
    reason: str | None = None


PAID = {"status": "paid"}
MESSES = [
    Mess("as asked", **PAID),
    Mess("small letters", str.lower, **PAID),
    Mess("blanks", " ".join, **PAID),
    Mess("hyphens", lambda code: f"{code[:4]}-{code[4:8]}-{code[8:]}", **PAID),
    Mess("the bank's words glued on", lambda code: f"MBVCB.99.{code}.CT tu 001 NGUYEN VAN A", **PAID),
    Mess("words before and after without a blank", lambda code: f"THANHTOAN{code}TKS", **PAID),
    Mess("a nought for the O", lambda code: code.replace("OCOP", "0C0P"), **PAID),
    Mess("twice the same code", lambda code: f"{code} {code}", **PAID),
    Mess("letters with marks around", lambda code: f"Thanh toán đơn {code} nhé", **PAID),
    Mess("no memo", lambda code: "", reason="no_code"),
    Mess("only words", lambda code: "chuyen tien mua hang", reason="no_code"),
    Mess("cut short", lambda code: code[:-1], reason="no_code"),
    Mess("cut at nineteen", lambda code: f"MBVCB.12345678.{code}"[:19], reason="no_code"),
    Mess("one letter off", lambda code: code[:5] + ("A" if code[5] != "A" else "C") + code[6:], reason="no_code"),
    Mess("without the prefix", lambda code: code[4:], reason="no_code"),
    Mess("two codes", lambda code: f"{code} {new_order_code()}", reason="several_codes"),
    Mess("an order that never was", lambda code: new_order_code(), reason="unknown_order"),
    Mess("a dong too little", amount=lambda total: total - 1, reason="wrong_amount"),
    Mess("a dong too much", amount=lambda total: total + 1, reason="wrong_amount"),
    Mess("a nought too many", amount=lambda total: total * 10, reason="wrong_amount"),
    Mess("half", amount=lambda total: total // 2, reason="wrong_amount"),
    Mess("nothing", amount=lambda total: 0),
    Mess("less than nothing", amount=lambda total: -total),
    Mess("going out", facts={"transferType": "out"}),
    Mess("another account", facts={"accountNumber": "9999"}, reason="other_account"),
    Mess("a day that is none", facts={"transactionDate": "yesterday"}, reason="unclear_date"),
    Mess("no day", facts={"transactionDate": ""}, reason="unclear_date"),
    Mess("a day of next year", facts={"transactionDate": "2027-11-21 12:00:00"}, reason="unclear_date"),
    Mess("whole dong written with a point", facts={"transferAmount": 155_000.0}, **PAID),
    Mess("a number that is a word", facts={"id": "FT-77"}, **PAID),
]


def make_of(till: Till, mess: Mess, pack: int) -> tuple[str, list[str]]:
    """Tell the shop of such a transfer, twice: the order's status and why its money waits."""
    placed = till.order(VIETQR, pack=pack)
    before = len(till.suspended()), len(till.column(select(PaymentEvent.id)))
    row = till.transfer(placed, amount=mess.amount(placed.total_vnd), memo=mess.memo(placed.code))
    row.update(mess.facts or {})
    assert {till.tell_transfer(row).status_code for _ in range(2)} == {200}
    assert len(till.column(select(PaymentEvent.id))) == before[1] + 1
    return till.status(placed), till.suspended()[before[0] :]


def test_what_becomes_of_each_transfer(till: Till) -> None:
    pack = make_offer(on_hand=len(MESSES))
    found = {mess.name: make_of(till, mess, pack) for mess in MESSES}
    assert found == {mess.name: (mess.status, [mess.reason] if mess.reason else []) for mess in MESSES}


@pytest.mark.breaks_a_promise
def test_a_shop_that_takes_any_amount_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin."""
    from shop.payments import bank

    monkeypatch.setattr(bank, "_why_not", lambda told, payable: None)
    mess = next(mess for mess in MESSES if mess.reason == "wrong_amount")
    assert make_of(till, mess, make_offer()) != ("awaiting_payment", ["wrong_amount"])


def test_another_business_on_the_account_is_none_of_ours(till: Till) -> None:
    row = till.bank.account.transfer(50_000, "tien nha thang 11", accountNumber="8888")
    till.unknown_to_us.add(str(row["id"]))
    assert till.tell_transfer(row).status_code == 200
    assert till.column(select(Payment.id)) == []


def test_two_people_pay_the_same_amount_for_two_orders(till: Till) -> None:
    pack = make_offer()
    orders = [till.order(VIETQR, pack=pack) for _ in range(3)]
    assert len({placed.total_vnd for placed in orders}) == 1
    for placed in reversed(orders):
        till.tell_transfer(till.transfer(placed))
    assert [till.status(placed) for placed in orders] == ["paid"] * 3


def test_two_senders_share_an_order_and_a_person_decides(till: Till) -> None:
    placed = till.order(VIETQR)
    half = placed.total_vnd // 2
    for amount in (half, placed.total_vnd - half):
        till.tell_transfer(till.transfer(placed, amount=amount))
    assert till.status(placed) == "awaiting_payment"
    assert till.suspended() == ["wrong_amount"] * 2


def test_the_bank_tells_the_same_transfer_under_another_number(till: Till) -> None:
    """Were it taken for a second payment, it would be paid back although it never came."""
    placed = till.order(VIETQR)
    row = till.transfer(placed)
    till.tell_transfer(row)
    till.tell_transfer({**row, "id": row["id"] + 1})
    assert till.suspended() == ["repeated"]
    assert till.standing(placed)["money back"] == []
    # The books: the bank knows it once.
    till.bank.account.rows.append({**row, "id": row["id"] + 1})


def test_money_for_an_order_that_is_paid_on_delivery_waits(till: Till) -> None:
    placed = make_order({make_offer(): 1}, at=clock.now(), method=COD)
    till.tell_transfer(till.transfer(placed))
    assert till.suspended() == ["cash_order"]


def test_nobody_assigns_money_to_an_order_that_is_paid_on_delivery(till: Till) -> None:
    placed = make_order({make_offer(): 1}, at=clock.now(), method=COD)
    till.tell_transfer(till.transfer(placed))
    with pytest.raises(WrongAmount), transaction():
        [entry] = list_suspense()
        assign_suspense(entry.id, placed.id, by="operator", at=clock.now())
    assert till.suspended() == ["cash_order"]


def test_a_transfer_before_its_order_does_not_make_it_older(till: Till) -> None:
    """The bank's clock is a little slow: the money counts from the order's own instant."""
    placed = till.order(VIETQR)
    till.tell_transfer(till.transfer(placed, at=clock.now() - timedelta(minutes=5)))
    assert till.status(placed) == "paid"


def garble(chance: random.Random, code: str) -> str:
    """A memo as it could arrive: mistyped, cut, glued, with look-alikes, or with somebody else's words."""
    memo = code
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        place = chance.randrange(len(memo) + 1)
        memo = chance.choice(
            (
                lambda m, p: m[:p] + chance.choice(ALPHABET + "0O1IL25SZBG8 .-_") + m[p + 1 :],
                lambda m, p: m[:p] + m[p + 1 :],
                lambda m, p: m[:p] + m[p + 1 : p + 2] + m[p : p + 1] + m[p + 2 :],
                lambda m, p: m[:p] + chance.choice(ALPHABET) + m[p:],
                lambda m, p: m[: max(p, 4)],
                lambda m, p: m.lower(),
                lambda m, p: m[:p] + " " + m[p:],
            )
        )(memo, place)
    before, after = (chance.choice(("", "MBVCB.123.", "CT DEN ", "OCOP", "ZALOPAY")) for _ in range(2))
    return before + memo + after


def wrong_matches(memos: int, find: Callable[[str], tuple[str, ...]]) -> int:
    """Of so many garbled memos: how often exactly one order is found, one that exists, and it is not the one meant."""
    chance = random.Random(26)  # noqa: S311
    orders = [new_order_code() for _ in range(500)]
    known, wrong = set(orders), 0
    for _ in range(memos):
        meant = chance.choice(orders)
        found = find(garble(chance, meant))
        wrong += len(found) == 1 and found[0] in known and found[0] != meant
    return wrong


def test_ten_thousand_garbled_memos_pay_no_wrong_order() -> None:
    assert wrong_matches(10_000, find_order_codes) == 0


def test_a_shop_that_takes_the_nearest_code_is_found_out() -> None:
    """The broken twin: the order whose code begins most alike."""

    def nearest(memo: str) -> tuple[str, ...]:
        return find_order_codes(memo) or tuple(code for code in seen if code[4:6] in memo.upper())[:1]

    seen = [new_order_code() for _ in range(500)]
    chance = random.Random(26)  # noqa: S311
    wrong = 0
    for _ in range(500):
        meant = chance.choice(seen)
        found = nearest(garble(chance, meant))
        wrong += len(found) == 1 and found[0] != meant
    assert wrong > 0


def test_the_strict_reader_never_fails_otherwise() -> None:
    """Whatever the fields hold: a row, or the one refusal."""
    chance = random.Random(7)  # noqa: S311
    odd = [
        None,
        "",
        " ",
        0,
        -1,
        1.5,
        True,
        [],
        {},
        "in",
        "out",
        "2026-11-21 12:00:00",
        "9" * 2000,
        "\0",
        float("inf"),
        10**30,
    ]
    names = [
        "id",
        "transferAmount",
        "transferType",
        "content",
        "accountNumber",
        "transactionDate",
        "referenceCode",
        "gateway",
    ]
    for _ in range(5_000):
        fields = {name: chance.choice(odd) for name in names if chance.random() < 0.9}
        try:
            row = bank_rows.read_bank_row(fields)
        except bank_rows.BadBankRow:
            continue
        assert isinstance(row.amount_vnd, int) and "\0" not in row.id
