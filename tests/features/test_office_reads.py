"""What the office reads is the same on both databases: searches, counts and figures over the marked orders."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.accounts import Role, search_people
from shop.audit_log import EntrySearch, Subject, list_actions, search_entries
from shop.database import db
from shop.demonstration.orders import add_orders
from shop.notifications import MessageState, list_message_kinds, search_messages
from shop.orders import (
    OrderSearch,
    OrderStatus,
    ParcelSearch,
    ParcelStatus,
    PaymentMethod,
    RefundStatus,
    ReturnStatus,
    anonymise_old_orders,
    count_orders_by_status,
    count_parcels_by_status,
    count_refunds_by_status,
    count_returns_by_status,
    list_parcel_makers,
    list_parcels,
    list_returns,
    order_codes,
    pieces_left,
    search_orders,
    search_parcels,
    search_refunds,
)
from shop.payments import list_disputes_with_orders, list_money_back_for, search_suspense
from shop.reports import count_waiting, list_candidates, sales_by_day
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person


@pytest.fixture(autouse=True)
def marked_orders(app: Flask) -> None:
    """The eleven orders of the demonstration, from six producers."""
    for number in range(6):
        make_offer(producer=f"HTX số {number}", on_hand=200)
    db.session.rollback()
    add_orders(NOON, lambda words: None)
    db.session.rollback()


def test_orders_and_parcels() -> None:
    counts = count_orders_by_status(OrderSearch())
    assert sum(counts.values()) == 11
    found, total = search_orders(OrderSearch(words="TRẦN van", method=PaymentMethod.COD), page=1, per_page=5)
    assert total == 1
    assert found[0].parcels[0].lines[0].name_vi
    among = OrderSearch(since=NOON, until=NOON).among((OrderStatus.PAID,))
    assert search_orders(among, page=1, per_page=5) == ([], 0)
    # No number: factories count, and a name may hold any.
    assert search_orders(OrderSearch(words="xz%_"), page=1, per_page=5)[1] == 0
    search = ParcelSearch(before=NOON).among((ParcelStatus.PREPARING,))
    parcels = search_parcels(search, page=1, per_page=3)
    assert parcels[0].order.placed_at <= parcels[1].order.placed_at
    assert count_parcels_by_status(ParcelSearch())[ParcelStatus.PREPARING] >= 3
    makers = dict(list_parcel_makers((ParcelStatus.PREPARING,)))
    assert parcels[0].producer_id in makers
    assert search_parcels(ParcelSearch(producer_id=10**6), page=1, per_page=3) == []
    again = list_parcels([parcel.id for parcel in parcels])
    assert set(pieces_left(again).values()) <= {1, 2, 3}
    assert order_codes({found[0].id}) == {found[0].id: found[0].code}
    assert order_codes(()) == {}


def test_returns_refunds_and_money() -> None:
    (asked,) = list_returns((ReturnStatus.REQUESTED,), page=1, per_page=5)
    assert asked.amount_vnd == asked.line.unit_vnd
    assert count_returns_by_status() == {"requested": 1}
    (owed,) = search_refunds(RefundStatus.DUE, page=1, per_page=5)
    assert owed.refund.amount_vnd == owed.order.total_vnd
    assert count_refunds_by_status() == {"due": 1}
    assert list_money_back_for([owed.refund.id]) == []
    rows, total = search_suspense("mua", is_open=True, page=1, per_page=5)
    assert total == 1
    (candidate,) = [one for one in list_candidates(rows[0].payment) if one.fits]
    assert candidate.order.name == "Lý Thị Mẩy (trình diễn)"
    assert search_suspense("5m² ①", is_open=True, page=1, per_page=5) == ([], 0)
    assert search_suspense("", is_open=False, page=1, per_page=5) == ([], 0)
    assert list_disputes_with_orders() == []


def test_figures() -> None:
    waiting = count_waiting(NOON)
    found = (
        waiting.suspense,
        waiting.late_money,
        waiting.returns,
        waiting.parcels_late,
        waiting.holds,
        waiting.cash_out,
    )
    assert found == (1, 1, 1, 1, 2, 3)
    days = sales_by_day(NOON, 14)
    assert len(days) == 14
    assert sum(day.orders for day in days) == 8
    assert sum(day.total_vnd for day in days) > 0
    assert sum(day.booth_sales for day in days) == 0


def test_people_mails_and_the_log() -> None:
    make_person("lan@example.vn", role=Role.OFFICER)
    assert search_people("LAN@", Role.OFFICER, page=1, per_page=5)[1] == 1
    assert search_people("%", None, page=1, per_page=5)[1] == 0
    rows, total = search_messages(words="HOA@", state=MessageState.WAITING, kind="order_placed", page=1, per_page=5)
    assert (len(rows), total) == (5, 11)
    assert "order_placed" in list_message_kinds()
    assert "role_granted" in list_actions()
    subject = Subject("person", search_people("lan", None, page=1, per_page=1)[0][0].id)
    search = EntrySearch(action="role_granted", subject=subject, until=NOON)
    assert search_entries(search, page=1, per_page=5)[1] == 1
    assert anonymise_old_orders(NOON) == 0
