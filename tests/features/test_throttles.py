"""Throttles count the same on both databases, and a clock that was set back locks nobody out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.database import transaction
from shop.throttles import Limit, TooManyTries, count_try
from tests.factories.buying import NOON

LIMIT = Limit("test", 3, timedelta(seconds=10))


def tries(at: datetime, most: int = 10) -> int:
    """How many tries come through at an instant, `most` at the most."""
    for done in range(most):
        try:
            with transaction():
                count_try(LIMIT, "somebody", at)
        except TooManyTries:
            return done
    return most


def test_a_burst_and_then_one_each_interval(app: Flask) -> None:
    assert tries(NOON) == 3
    with pytest.raises(TooManyTries) as refusal, transaction():
        count_try(LIMIT, "somebody", NOON)
    assert refusal.value.wait == timedelta(seconds=10)
    assert tries(NOON + timedelta(seconds=10)) == 1
    assert tries(NOON + timedelta(hours=1)) == 3


def test_a_clock_set_back_locks_nobody_out(app: Flask) -> None:
    assert tries(NOON) == 3
    assert tries(NOON - timedelta(seconds=5)) == 0, "a moment earlier nothing is forgiven"
    assert tries(NOON - timedelta(hours=1)) == 3
    assert tries(NOON - timedelta(hours=1)) == 0
