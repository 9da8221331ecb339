"""The life of an order as a table, and what time allows."""

from __future__ import annotations

import importlib.util
from datetime import datetime, timedelta
from types import ModuleType

import pytest

from shop.config import ROOT
from shop.orders.rules import (
    CARD_WINDOW,
    ORDER_TRANSITIONS,
    PARCEL_TRANSITIONS,
    OrderStatus,
    ParcelStatus,
    PaymentMethod,
    hold_until,
    status_after_parcels,
    why_not_method,
)

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
FAR = NOON + timedelta(days=300)
O, P = OrderStatus, ParcelStatus  # noqa: E741


def migration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("buying", ROOT / "migrations/versions/0003_buying.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("seeded", "rules"), [("ORDER_STEPS", ORDER_TRANSITIONS), ("PARCEL_STEPS", PARCEL_TRANSITIONS)]
)
def test_the_database_knows_the_same_steps(seeded: str, rules: frozenset[tuple[str, str]]) -> None:
    steps = getattr(migration(), seeded)
    assert {(before, after) for before, afters in steps.items() for after in afters.split()} == set(rules)


@pytest.mark.parametrize(("table", "statuses"), [(ORDER_TRANSITIONS, O), (PARCEL_TRANSITIONS, P)])
def test_every_status_can_be_reached(table: frozenset[tuple[str, str]], statuses: type[OrderStatus]) -> None:
    reached, found = {"new"}, set[str]()
    while reached != found:
        found = set(reached)
        reached |= {after for before, after in table if before in found}
    assert reached == {"new", *statuses}


@pytest.mark.parametrize(
    ("method", "lapse_in", "expected"),
    [
        (PaymentMethod.CARD, timedelta(days=9), timedelta(minutes=35)),
        (PaymentMethod.CARD, timedelta(minutes=35), timedelta(minutes=35)),
        (PaymentMethod.VIETQR, timedelta(days=9), timedelta(hours=24)),
        (PaymentMethod.VIETQR, timedelta(hours=3), timedelta(hours=3)),
        (PaymentMethod.COD, timedelta(hours=3), None),
    ],
)
def test_a_hold_ends_with_its_window_or_the_certificate(
    method: PaymentMethod, lapse_in: timedelta, expected: timedelta | None
) -> None:
    ends = hold_until(method, NOON, NOON + lapse_in)
    assert ends == (None if expected is None else NOON + expected)


@pytest.mark.parametrize("method", PaymentMethod)
@pytest.mark.parametrize("alcohol", [False, True])
@pytest.mark.parametrize("voucher", [False, True])
@pytest.mark.parametrize("left", [CARD_WINDOW, CARD_WINDOW - timedelta(milliseconds=1)])
def test_which_way_of_paying_is_offered(method: PaymentMethod, alcohol: bool, voucher: bool, left: timedelta) -> None:
    why = why_not_method(method, at=NOON, earliest_valid_until=NOON + left, has_alcohol=alcohol, has_voucher=voucher)
    expected = {
        PaymentMethod.COD: "alcohol" if alcohol else "voucher" if voucher else None,
        PaymentMethod.CARD: "too_late" if left < CARD_WINDOW else None,
        PaymentMethod.VIETQR: None,
    }
    assert why == expected[method]


@pytest.mark.parametrize(
    ("status", "parcels", "expected"),
    [
        (O.PAID, [P.DELIVERED, P.DELIVERED], O.COMPLETED),
        (O.PAID, [P.DELIVERED, P.SHIPPED], None),
        (O.PAID, [P.DELIVERED, P.REFUSED], None),
        (O.PAID, [P.DELIVERED, P.CANCELLED], O.COMPLETED),
        (O.PAID, [P.RETURNED, P.CANCELLED], O.REFUND_DUE),
        (O.PLACED, [P.DELIVERED, P.RETURNED], O.COMPLETED),
        (O.PLACED, [P.RETURNED, P.CANCELLED], O.CANCELLED),
        (O.PLACED, [P.PREPARING], None),
        (O.EXPIRED, [P.CANCELLED], None),
        (O.COMPLETED, [P.DELIVERED], None),
    ],
)
def test_an_order_ends_with_its_last_parcel(
    status: OrderStatus, parcels: list[str], expected: OrderStatus | None
) -> None:
    assert status_after_parcels(status, parcels) == expected
