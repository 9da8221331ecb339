"""What a producer sees of an order and for how long; what is due when; what is to be fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from shop.orders import ParcelStatus
from shop.selling.rules import StallLine, StallParcel, When, picks_of, recipient_is_shown, when_due

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
DAY = timedelta(days=1)
MOMENT = timedelta(milliseconds=1)
P = ParcelStatus


@pytest.mark.parametrize(
    ("status", "delivered_at", "at", "is_shown"),
    [
        (P.WAITING, None, NOON, False),
        (P.PREPARING, None, NOON, True),
        (P.PACKED, None, NOON, True),
        (P.SHIPPED, None, NOON + 30 * DAY, True),
        (P.REFUSED, None, NOON + 30 * DAY, True),
        (P.SHIPPED, None, NOON + 90 * DAY - MOMENT, True),
        (P.SHIPPED, None, NOON + 90 * DAY, False),
        (P.PREPARING, None, NOON + 90 * DAY, False),
        (P.RETURNED, None, NOON, False),
        (P.CANCELLED, None, NOON, False),
        (P.DELIVERED, NOON + DAY, NOON + 15 * DAY - MOMENT, True),
        (P.DELIVERED, NOON + DAY, NOON + 15 * DAY, False),
        (P.DELIVERED, NOON + 89 * DAY, NOON + 90 * DAY, False),
        (P.DELIVERED, None, NOON, False),
    ],
)
def test_how_long_a_stall_sees_whom_a_parcel_goes_to(
    status: ParcelStatus, delivered_at: datetime | None, at: datetime, is_shown: bool
) -> None:
    assert recipient_is_shown(status, since=NOON, delivered_at=delivered_at, at=at) is is_shown


def test_a_day_is_late_only_when_it_is_over() -> None:
    today = date(2026, 11, 21)
    assert [when_due(today + days * DAY, today) for days in (-1, 0, 1)] == [When.LATE, When.TODAY, When.LATER]


def line(number: int, variant: int, *, left: int = 1, name: str = "Mật ong") -> StallLine:
    return StallLine(number, 1, variant, 1, name, "Honey", "Hộp", "Box", 3, 600, 5, left, 100_000)


def parcel(number: int, *lines: StallLine, status: ParcelStatus = P.PREPARING, days_ago: int = 2) -> StallParcel:
    return StallParcel(
        id=number,
        order_id=number,
        producer_id=1,
        code=f"OCOP{number}",
        status=status,
        kind="delivery",
        since=NOON - days_ago * DAY,
        lines=lines,
        days_max=3,
        carrier="",
        tracking="",
        delivered_at=None,
        province_name="Hà Nội",
        recipient=None,
        collect_vnd=None,
        note="",
    )


def test_a_parcel_is_due_to_be_sent_and_then_to_arrive() -> None:
    one = parcel(1, line(1, 1, left=2), line(2, 2, left=0))
    assert (one.due, one.when(date(2026, 11, 21)), one.pieces, one.weight_grams) == (
        date(2026, 11, 21),
        When.TODAY,
        2,
        1200,
    )
    assert replace(one, status=P.SHIPPED).due == date(2026, 11, 24)


def test_what_is_to_be_fetched_is_summed_by_pack() -> None:
    parcels = [
        parcel(1, line(1, 7, left=2), line(2, 8, name="Chè")),
        parcel(2, line(3, 7, left=3), line(4, 9, left=0, name="Gạo")),
        parcel(3, line(5, 7, left=10), days_ago=1),  # due tomorrow
        parcel(4, line(6, 7, left=10), status=P.PACKED),
    ]
    picks = picks_of(parcels, date(2026, 11, 21))
    assert [(pick.name_vi, pick.pieces, pick.orders) for pick in picks] == [
        ("Chè", 1, (("OCOP1", 1),)),
        ("Mật ong", 5, (("OCOP1", 2), ("OCOP2", 3))),
    ]
    assert [pick.pieces for pick in picks_of(parcels, date(2026, 11, 22))] == [1, 15]
