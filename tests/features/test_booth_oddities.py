"""What is odd about a booth's sale: lapsed certificates by the corrected time alone, ages, money, and what it costs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.database import db, transaction
from shop.fairs import BoothSale, BoothSaleLine, take_in_sales
from tests.counting import statements
from tests.factories.booths import Device, a_sale, make_device, put_at_booth
from tests.factories.buying import NOON, make_offer

# Recognised three years before: its last day is the 21st of November 2026, which ends at this midnight.
LAST_DAY = "2023-11-21"
MIDNIGHT = datetime.fromisoformat("2026-11-22T00:00:00+07:00")
MORNING = MIDNIGHT + timedelta(hours=9)
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")
LAPSED = "certificate_lapsed"


@pytest.fixture
def honey(app: Flask) -> int:
    return make_offer(on_hand=10, decided_on=LAST_DAY)


@pytest.fixture
def device(honey: int) -> Device:
    device = make_device()
    put_at_booth(device, {honey: 1_000})
    return device


def odd(device: Device, item: Any, *, at: datetime = NOON) -> tuple[str, ...]:
    """What is told to be odd about an item that comes at an instant."""
    with transaction():
        [answer] = take_in_sales(device.number, [item], at=at)
    return answer.exceptions


def ms(time: timedelta) -> int:
    return time // timedelta(milliseconds=1)


@pytest.mark.parametrize("error", [timedelta(minutes=5), timedelta(hours=-7), timedelta(days=3), NOON - EPOCH], ids=str)
def test_midnight_is_midnight_by_the_corrected_time(device: Device, honey: int, error: timedelta) -> None:
    for before in (timedelta(minutes=1), timedelta(milliseconds=1)):
        sale = a_sale({honey: 1}, at=MIDNIGHT - before - error, clock_offset_ms=ms(error))
        assert odd(device, sale, at=MORNING) == ()
    for after in (timedelta(0), timedelta(minutes=4)):
        sale = a_sale({honey: 1}, at=MIDNIGHT + after - error, clock_offset_ms=ms(error))
        assert odd(device, sale, at=MORNING) == (LAPSED,)
    lines = db.session.scalars(select(BoothSaleLine)).all()
    assert {line.valid_until for line in lines} == {MIDNIGHT}
    told = db.session.scalars(select(BoothSale).order_by(BoothSale.id)).first()
    assert told is not None
    last_minute = MIDNIGHT - timedelta(minutes=1)
    assert (told.device_at, told.happened_at) == (last_minute - error, last_minute)


def test_where_the_clock_is_not_known_it_decides_nothing(device: Device, honey: int) -> None:
    by_its_clock = {"at": MIDNIGHT - timedelta(hours=1), "clock_offset_ms": None}
    assert odd(device, a_sale({honey: 1}, **by_its_clock), at=MORNING) == (LAPSED, "clock_unknown")
    in_time = MIDNIGHT - timedelta(minutes=30)
    assert odd(device, a_sale({honey: 1}, **by_its_clock), at=in_time) == ("clock_unknown",)
    bare = a_sale({honey: 1}, sold_at="2026-11-21T23:00:00", clock_offset_ms=0)
    assert odd(device, bare, at=MORNING) == (LAPSED, "clock_unknown")


def test_a_time_that_cannot_be_is_brought_within_what_can(device: Device, honey: int) -> None:
    future = a_sale({honey: 1}, at=NOON + timedelta(days=30))
    assert odd(device, future) == ("clock_contradicted",)
    a_minute_ago = ms(NOON - EPOCH) - 60_000
    past = device.sell({honey: 1}, at=NOON - timedelta(days=30), known_at_ms=a_minute_ago)
    assert odd(device, past) == ("clock_contradicted",)
    little = a_sale({honey: 1}, at=NOON + timedelta(seconds=90))
    assert odd(device, little) == ()
    times = db.session.scalars(select(BoothSale.happened_at).order_by(BoothSale.id)).all()
    assert times == [NOON, NOON - timedelta(minutes=1), NOON]


def test_whether_the_age_was_asked(device: Device, honey: int) -> None:
    wine = make_offer("Rượu nếp", kind="spirit")
    put_at_booth(device, {wine: 10})
    assert odd(device, device.sell({wine: 1})) == ()
    assert odd(device, device.sell({wine: 1}, age_confirmed=False)) == ("no_age_confirmation",)
    assert odd(device, a_sale({wine: 1})) == ()  # who keeps no log does not tell
    assert odd(device, device.sell({honey: 1}, age_confirmed=False)) == ()


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"received_vnd": 200_000, "change_vnd": 75_000}, ()),
        ({"received_vnd": 100_000}, ("underpaid",)),
        ({"received_vnd": 0}, ()),
        ({"received_vnd": 200_000, "change_vnd": 70_000}, ("change_differs",)),
        ({"tender": "vietqr", "received_vnd": 0, "change_vnd": 0}, ()),
        ({"tender": "none", "received_vnd": 0}, ("underpaid",)),
        ({"code": "HC3333333"}, ("code_differs",)),
        ({"hash": "0" * 64}, ("hash_wrong",)),
    ],
    ids=str,
)
def test_money_and_seals(device: Device, honey: int, changes: dict[str, Any], wanted: tuple[str, ...]) -> None:
    assert odd(device, a_sale({honey: 1}, **changes)) == wanted


def test_money_that_goes_back(device: Device, honey: int) -> None:
    sales = [device.sell({honey: 2}) for _ in range(3)]
    for sale in sales:
        assert odd(device, sale) == ()
    assert odd(device, device.take_back(sales[0])) == ()
    assert odd(device, device.take_back(sales[1], change_vnd=1)) == ("change_differs",)
    assert odd(device, device.take_back(sales[2], {honey: 1}, tender="vietqr", change_vnd=0)) == ()


def test_a_hundred_sales_cost_few_statements(device: Device, honey: int) -> None:
    """Four for a sale of one line: its row, its line, the level and its move; all else is read once."""
    sales = [device.sell({honey: 1}) for _ in range(100)]
    with statements() as sent, transaction():
        take_in_sales(device.number, sales, at=NOON)
    print(f"{db.engine.dialect.name}: {len(sent)} statements for a hundred sales")
    assert len(sent) <= 4 * 100 + 15
    with statements() as sent, transaction():
        take_in_sales(device.number, sales, at=NOON)
    assert len(sent) <= 15
