"""What the office's pages cost: few statements, however long the lists are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from shop import clock
from shop.database import db, transaction
from shop.demonstration.orders import STORIES, add_orders
from shop.orders import Order, note_on_order
from tests.doors.office_visiting import operator
from tests.factories.buying import NOON, make_offer

MOST = 8
# Beside them there is one page for each number, made to measure below.
NUMBERED = {
    "/van-hanh/tien-treo/1": "office.suspense.show",
    "/van-hanh/thu/1": "office.outbox.show",
    "/van-hanh/tai-khoan/1": "office.people.show",
    "/van-hanh/kien-hang/phieu?parcel=1&parcel=2": "office.parcels.slips",
}


@pytest.fixture
def statements(sqlite_app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database from now on."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_pages_cost_few_statements(sqlite_app: Flask, statements: list[str]) -> None:
    told: list[str] = []
    with clock.stopped_at(NOON):
        for number in range(6):
            make_offer(producer=f"HTX số {number}", on_hand=200)
        db.session.rollback()
        add_orders(NOON, told.append)
        add_orders(NOON, told.append)
        assert told == [f"orders: {len(STORIES)} added", "orders: all placed already"]
        desk = operator(sqlite_app)
        orders = {order.id: order.code for order in db.session.query(Order)}
        with transaction():
            for order_id in orders:
                note_on_order(order_id, "Gọi lại buổi chiều", by="operator:1", at=NOON)
        pages = {
            rule.rule: rule.endpoint
            for rule in sqlite_app.url_map.iter_rules()
            if rule.endpoint.startswith("office.") and "GET" in (rule.methods or set()) and not rule.arguments
        }
        pages = pages | NUMBERED | {f"/van-hanh/don-hang/{code}": "office.order.show" for code in orders.values()}
        dear = {}
        for path in pages:
            if path == "/van-hanh/kien-hang/phieu":
                continue
            desk.get(path)
            db.session.rollback()
            statements.clear()
            assert desk.get(path).status_code == 200, path
            if len(statements) > MOST:
                dear[path] = [one[:70] for one in statements]
        assert dear == {}


def test_orders_of_the_demonstration_need_fees(sqlite_app: Flask) -> None:
    told: list[str] = []
    add_orders(NOON, told.append)
    assert "no delivery fees" in told[0]
    with transaction() as session:
        assert session.query(Order).count() == 0
