"""A fair in the books: facts balance, sales and returns undo each other, pieces and money add up to a statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.payments import TransferOutcome
from shop.settlement.fair_rules import (
    Drawer,
    FairCashKind,
    FairGoods,
    cash_differs,
    cash_moved,
    commission_of,
    sold_at_booth,
    taken_back_at_booth,
    transfer_settled,
)
from shop.settlement.rules import UNDIVIDED, Account, Entry, Pieces

FAIR, PRODUCER, PAYMENT = 5, 3, 8
money = st.integers(1, 10**9)
lines = st.tuples(st.integers(1, 60), st.integers(0, 10**7), st.integers(0, 5_000))


def held(*entries: Entry) -> dict[tuple[Account, int], int]:
    """What each account holds after these entries; nothing left out."""
    found: Counter[tuple[Account, int]] = Counter()
    for entry in entries:
        found[entry.account, entry.sub_id] += entry.amount_vnd
    assert sum(found.values()) == 0
    return {key: amount for key, amount in found.items() if amount}


@pytest.mark.parametrize(
    ("tender", "account"), [("cash", Account.CASH_AT_FAIRS), ("vietqr", Account.TRANSFERS_AWAITED)]
)
def test_a_sale_moves_its_money_to_the_fair_and_owes_the_producer(tender: str, account: Account) -> None:
    booked = sold_at_booth(FAIR, PRODUCER, tender=tender, goods_vnd=100_000, commission_vnd=10_000)
    assert held(*booked) == {
        (account, FAIR): 100_000,
        (Account.OWED_TO_PRODUCER, PRODUCER): -90_000,
        (Account.COMMISSION, UNDIVIDED): -10_000,
    }


@given(lines, st.lists(st.integers(0, 60), max_size=6), st.sampled_from(["cash", "vietqr"]))
def test_what_is_sold_and_comes_back_piece_by_piece_leaves_nothing(
    line: tuple[int, int, int], cuts: list[int], tender: str
) -> None:
    quantity, unit, rate = line
    commission = commission_of(quantity * unit, rate)
    booked = list(sold_at_booth(FAIR, PRODUCER, tender=tender, goods_vnd=quantity * unit, commission_vnd=commission))
    ends = [*sorted(min(cut, quantity) for cut in cuts), quantity]
    for first, end in zip([0, *ends], ends, strict=False):
        run = Pieces(quantity, unit, commission, first, end)
        booked += taken_back_at_booth(
            FAIR, PRODUCER, tender=tender, goods_vnd=run.goods_vnd, commission_vnd=run.shop_vnd
        )
    assert held(*booked) == {}


@given(money, st.integers(0, 5_000))
def test_commission_never_takes_more_than_its_share(goods: int, rate: int) -> None:
    commission = commission_of(goods, rate)
    assert 0 <= commission <= goods
    assert 0 <= goods * rate - commission * 10_000 < 10_000


def test_a_drawer_says_what_should_lie_in_it() -> None:
    drawer = Drawer(500_000, 1_250_000, 40_000, 200_000, 900_000, counted_vnd=1_000_000)
    assert drawer.expected_vnd == 1_010_000
    assert drawer.difference_vnd == -10_000
    assert Drawer(1, 2, 0, 0, 0).difference_vnd == 0


@pytest.mark.parametrize("difference", [-10_000, 10_000])
def test_what_was_counted_moves_the_cash_and_is_a_difference(difference: int) -> None:
    assert held(*cash_differs(FAIR, difference)) == {
        (Account.CASH_AT_FAIRS, FAIR): difference,
        (Account.FAIR_DIFFERENCES, FAIR): -difference,
    }


@pytest.mark.parametrize(
    ("kind", "at_the_fair", "other"),
    [
        (FairCashKind.GIVEN_OUT, 1, (Account.CASH_BOX, UNDIVIDED)),
        (FairCashKind.HANDED_IN, -1, (Account.CASH_BOX, UNDIVIDED)),
        (FairCashKind.PAID_IN, -1, (Account.BANK, UNDIVIDED)),
        (FairCashKind.SPENT, -1, (Account.FAIR_DIFFERENCES, FAIR)),
    ],
)
def test_cash_comes_to_a_fair_and_leaves_it(kind: FairCashKind, at_the_fair: int, other: tuple[Account, int]) -> None:
    assert held(*cash_moved(FAIR, kind, 7_000)) == {
        (Account.CASH_AT_FAIRS, FAIR): 7_000 * at_the_fair,
        other: -7_000 * at_the_fair,
    }


@pytest.mark.parametrize(
    ("outcome", "settled", "came", "wanted"),
    [
        (TransferOutcome.FOUND, 90, 90, {(Account.SUSPENSE, PAYMENT): 90, (Account.TRANSFERS_AWAITED, FAIR): -90}),
        (
            TransferOutcome.FOUND,
            90,
            85,
            {
                (Account.SUSPENSE, PAYMENT): 85,
                (Account.TRANSFERS_AWAITED, FAIR): -90,
                (Account.FAIR_DIFFERENCES, FAIR): 5,
            },
        ),
        # It was given up before: what comes late makes good what was lost.
        (TransferOutcome.FOUND, 0, 90, {(Account.SUSPENSE, PAYMENT): 90, (Account.FAIR_DIFFERENCES, FAIR): -90}),
        (
            TransferOutcome.WRITTEN_OFF,
            90,
            0,
            {(Account.FAIR_DIFFERENCES, FAIR): 90, (Account.TRANSFERS_AWAITED, FAIR): -90},
        ),
        (TransferOutcome.SENT_BACK, 40, 0, {(Account.TRANSFERS_AWAITED, FAIR): 40, (Account.BANK, UNDIVIDED): -40}),
        (
            TransferOutcome.DROPPED,
            40,
            0,
            {(Account.TRANSFERS_AWAITED, FAIR): 40, (Account.FAIR_DIFFERENCES, FAIR): -40},
        ),
    ],
)
def test_what_becomes_of_a_transfer(
    outcome: TransferOutcome, settled: int, came: int, wanted: dict[tuple[Account, int], int]
) -> None:
    booked = transfer_settled(FAIR, outcome, settled_vnd=settled, came_vnd=came, payment_id=PAYMENT)
    assert held(*booked) == wanted


def test_pieces_of_a_pack_are_all_accounted_for() -> None:
    goods = FairGoods(
        handed_out=40,
        brought=20,
        sold=35,
        returned=2,
        given_back=20,
        tasted=3,
        damaged=1,
        missing=3,
        cash_vnd=1_200_000,
        transfer_vnd=450_000,
        commission_vnd=165_000,
        compensated_vnd=135_000,
    )
    assert goods.left == 0
    assert goods.goods_vnd == 1_650_000
    assert goods.owed_vnd == 1_620_000


goods = st.builds(FairGoods, **{one.name: st.integers(-50, 10**6) for one in fields(FairGoods)})


@given(st.lists(goods, max_size=8))
def test_a_sum_of_packs_says_what_they_say_together(found: list[FairGoods]) -> None:
    together = sum(found, FairGoods())
    for name in ("left", "goods_vnd", "owed_vnd", "sold", "missing"):
        assert getattr(together, name) == sum(getattr(one, name) for one in found)
