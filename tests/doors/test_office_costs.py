"""What the office's pages cost: few statements, however long the lists are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.catalogue import Variant
from shop.database import db, transaction
from shop.demonstration.orders import STORIES, add_orders
from shop.fairs import HandOverWanted, Note, hand_out
from shop.orders import Order, note_on_order
from tests import counting
from tests.doors.office_visiting import operator
from tests.factories.booths import make_device, put_at_booth
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import make_booth

MOST = 8
# Beside them there is one page for each number, made to measure below.
NUMBERED = {
    "/van-hanh/tien-treo/1": "office.suspense.show",
    "/van-hanh/thu/1": "office.outbox.show",
    "/van-hanh/tai-khoan/1": "office.people.show",
    "/van-hanh/kien-hang/phieu?parcel=1&parcel=2": "office.parcels.slips",
}
# A fair's first page speaks of goods, tablets, people and money: each is asked for once, not once a row.
MOST_OF_A_FAIR = 18
FAIR_PAGES = [
    f"/van-hanh/hoi-cho/{path}".rstrip("/")
    for path in (
        *("", "1", "1/nguoi-ban", "1/ban-hang", "1/ca", "quay/1", "quay/1/thiet-bi", "quay/1/phieu", "phieu/1"),
        *("quay/1/ban-giao", "quay/1/ban-giao/1", "quay/1/nhan-lai", "quay/1/nhan-lai/1"),
        *("quay/1/kiem-dem", "quay/1/xuat-khac", "ban-hang/1"),
    )
]
SHIFT = "5f0c6d1e-7a52-4b73-9a8e-0c5b4f4f1a01"


@pytest.fixture
def statements(sqlite_app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database from now on."""
    with counting.statements() as seen:
        yield seen


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


def test_pages_of_a_fair_cost_the_same_however_much_was_sold(sqlite_app: Flask, statements: list[str]) -> None:
    with clock.stopped_at(NOON):
        desk, tablet = operator(sqlite_app), make_device(make_booth())
        costs: list[dict[str, int]] = []
        for round_ in range(2):
            packs = [make_offer(producer=f"HTX số {round_}-{number}") for number in range(1 + 5 * round_)]
            put_at_booth(tablet, dict.fromkeys(packs, 10))
            with transaction():
                for pack in packs:
                    hand_out(Note(1, producer_of(pack), "operator:1"), [HandOverWanted(pack, 2)], at=NOON)
            items = [tablet.sell({pack: 1}, session_id=SHIFT) for pack in packs]
            answer = sqlite_app.test_client().post("/kiosk/api/sales", json={"sales": items}, headers=tablet.headers)
            assert answer.status_code == 200
            costs.append({path: cost(desk, path, statements) for path in FAIR_PAGES})
        assert costs[0] == costs[1]
        assert {path: many for path, many in costs[1].items() if many > MOST_OF_A_FAIR} == {}


def cost(desk: FlaskClient, path: str, statements: list[str]) -> int:
    """How many statements a page takes the second time."""
    assert desk.get(path).status_code == 200, path
    db.session.rollback()
    statements.clear()
    desk.get(path)
    return len(statements)


def producer_of(variant_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Variant, variant_id).product.producer_id
