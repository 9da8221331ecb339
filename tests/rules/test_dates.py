"""Days and instants on the Vietnamese calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.values.dates import add_months, end_of_day, format_day, start_of_day, vietnam_day

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-21T16:59:59.999+00:00", date(2026, 11, 21)),
        ("2026-11-21T17:00:00+00:00", date(2026, 11, 22)),
        ("2026-11-21T23:59:59.999+07:00", date(2026, 11, 21)),
        ("2026-11-21T09:00:00-08:00", date(2026, 11, 22)),
    ],
)
def test_an_instant_falls_on_the_vietnamese_day(instant: str, day: date) -> None:
    assert vietnam_day(datetime.fromisoformat(instant)) == day


def test_an_instant_without_a_zone_names_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        vietnam_day(datetime(2026, 11, 21))  # noqa: DTZ001


def test_a_day_begins_at_five_in_the_afternoon_of_utc() -> None:
    assert start_of_day(date(2026, 11, 21)) == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert end_of_day(date(2026, 11, 21)) == datetime(2026, 11, 21, 17, tzinfo=UTC)


@given(DAYS)
def test_a_day_holds_its_own_instants_and_no_other(day: date) -> None:
    assert vietnam_day(start_of_day(day)) == day
    assert vietnam_day(end_of_day(day) - timedelta(milliseconds=1)) == day
    assert vietnam_day(end_of_day(day)) == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2023, 12, 28), 36, date(2026, 12, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 21), -12, date(2025, 11, 21)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(0, 600))
def test_months_later_never_spills_into_the_next_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_a_day_is_written_the_same_in_both_languages() -> None:
    assert format_day(date(2027, 3, 2)) == "02/03/2027"
