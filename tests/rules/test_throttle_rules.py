"""Limits, mails that fail, and work that is late, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shop.job_runs.rules import are_fresh
from shop.notifications.rules import is_last_try, pause_after
from shop.throttles.rules import Limit, network_of, subject_key

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2::1", "2001:db8:1:2"),
        ("2001:db8::1", "2001:db8:0:0"),
        ("::1", "0:0:0:0"),
        ("", ""),
    ],
)
def test_one_line_counts_as_one_visitor(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_limit_lets_a_burst_through() -> None:
    assert Limit("x", 10, timedelta(minutes=6)).reach == timedelta(minutes=54)
    assert "hoa" not in subject_key("hoa@example.vn")


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (7, 64), (20, 240)])
def test_a_mail_is_tried_again_ever_later(tries: int, minutes: int) -> None:
    assert pause_after(tries) == timedelta(minutes=minutes)


def test_the_eighth_try_is_the_last() -> None:
    assert [is_last_try(tries) for tries in (1, 7, 8, 9)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("ran_ago", "due_ago", "fresh"),
    [
        (None, None, True),
        (None, 10, True),
        (None, 11, False),
        (3, None, True),
        (3, 60, True),
        (4, None, False),
        (-60, None, True),
    ],
)
def test_timed_work_is_fresh(ran_ago: int | None, due_ago: int | None, fresh: bool) -> None:
    ran = None if ran_ago is None else NOON - timedelta(minutes=ran_ago)
    due = None if due_ago is None else NOON - timedelta(minutes=due_ago)
    assert are_fresh(NOON, latest_run=ran, due_since=due) is fresh
