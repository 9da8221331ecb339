"""The books balance by themselves, pieces share a line without loss, and periods are halves of Vietnamese months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.settlement.periods import Period, parse_period, period_of
from shop.settlement.rules import Account, Entry, FactKind, Pieces, Posting, delivered, entries, goods_returned
from shop.values.dates import vietnam_day
from shop.values.money import share_out

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)

lines = st.tuples(st.integers(1, 99), st.integers(1, 10**9), st.integers(0, 5_000)).map(
    lambda drawn: (drawn[0], drawn[1], drawn[0] * drawn[1] * drawn[2] // 10_000)
)


@st.composite
def cut_lines(draw: st.DrawFn) -> tuple[tuple[int, int, int], list[int]]:
    """A line (quantity, unit, commission) and the ends of the runs into which it is cut."""
    line = draw(lines)
    ends = draw(st.lists(st.integers(0, line[0]), max_size=8))
    return line, [*sorted(ends), line[0]]


@given(cut_lines())
def test_however_a_line_is_cut_no_dong_is_lost(drawn: tuple[tuple[int, int, int], list[int]]) -> None:
    (quantity, unit, commission), ends = drawn
    runs = [Pieces(quantity, unit, commission, first, end) for first, end in zip([0, *ends], ends, strict=False)]
    assert sum(run.shop_vnd for run in runs) == commission
    assert sum(run.producer_vnd for run in runs) == quantity * unit - commission
    assert all(run.shop_vnd >= 0 and run.producer_vnd >= 0 for run in runs)


@given(lines)
def test_pieces_differ_by_one_dong_at_most(line: tuple[int, int, int]) -> None:
    shares = [Pieces(*line, piece, piece + 1).shop_vnd for piece in range(line[0])]
    assert max(shares) - min(shares) <= 1
    assert shares == share_out(line[2], [1] * line[0])


@given(cut_lines(), st.integers(0, 10**6))
def test_what_is_delivered_and_comes_back_whole_leaves_nothing_but_the_delivery(
    drawn: tuple[tuple[int, int, int], list[int]], fee: int
) -> None:
    line, ends = drawn
    quantity, unit, _ = line
    booked = list(delivered(7, 3, [Pieces(*line, 0, quantity)], fee))
    for first, end in zip([0, *ends], ends, strict=False):
        booked += goods_returned(7, 3, [Pieces(*line, first, end)])
    by_account: dict[Account, int] = {}
    for entry in booked:
        by_account[entry.account] = by_account.get(entry.account, 0) + entry.amount_vnd
    assert by_account.get(Account.OWED_TO_PRODUCER, 0) == by_account.get(Account.COMMISSION, 0) == 0
    assert by_account[Account.CUSTOMER_MONEY] == quantity * unit + fee
    assert by_account[Account.OWED_TO_CUSTOMER] == -quantity * unit
    assert by_account.get(Account.DELIVERY, 0) == -fee


def test_a_fact_that_does_not_balance_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Posting("x", FactKind.PAYMENT, 1, NOON, (Entry(Account.BANK, 1),))


def test_nothing_is_no_entry() -> None:
    assert entries(Entry(Account.BANK, 0), Entry(Account.OUTSIDE, 0)) == ()


@given(st.dates(date(2015, 1, 1), date(2045, 12, 31)))
def test_every_day_lies_in_one_period_and_periods_join(day: date) -> None:
    period = period_of(day)
    assert period.first_day <= day <= period.last_day
    assert period.next.first_day == period.last_day + timedelta(days=1)
    assert period.previous.next == period
    assert parse_period(period.code) == period
    assert period.ends_at == period.next.starts_at


@pytest.mark.parametrize(
    ("day", "first", "last", "code"),
    [
        ("2026-11-15", "2026-11-01", "2026-11-15", "2026-11a"),
        ("2026-11-16", "2026-11-16", "2026-11-30", "2026-11b"),
        ("2028-02-29", "2028-02-16", "2028-02-29", "2028-02b"),
        ("2026-12-31", "2026-12-16", "2026-12-31", "2026-12b"),
    ],
)
def test_periods(day: str, first: str, last: str, code: str) -> None:
    period = period_of(date.fromisoformat(day))
    assert (str(period.first_day), str(period.last_day), period.code) == (first, last, code)


def test_a_period_ends_at_midnight_in_vietnam() -> None:
    ends = Period(date(2026, 11, 1)).ends_at
    assert ends == datetime(2026, 11, 15, 17, tzinfo=UTC)
    assert vietnam_day(ends - timedelta(milliseconds=1)) == date(2026, 11, 15)


def test_a_period_begins_on_the_first_or_the_sixteenth() -> None:
    with pytest.raises(ValueError, match="no period begins"):
        Period(date(2026, 11, 2))


@pytest.mark.parametrize("code", ["", "2026-11", "2026-11c", "2026-13a", "2026-1a", "2026-11ab", "x" * 40])
def test_no_period(code: str) -> None:
    assert parse_period(code) is None
