"""What buying costs at the door: no page above eight statements, a guest's whole way bounded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from shop.address_book import AddressEntry, add_address
from shop.database import transaction
from tests.counting import statements
from tests.doors.routes import Whose, every_route
from tests.doors.visiting import post, someone
from tests.factories.buying import HANOI, NOON, make_cart, make_offer, make_order
from tests.factories.people import make_person
from tests.shopping import open_form, order_code, put_in_cart, send
from tests.visitors import InsideVisitor

Clock = Callable[[object], None]

MOST_STATEMENTS = 8
# The aim is thirty.
MOST_OF_AN_ORDER = 50
# A file with everything that is kept of a person, which nobody asks for often.
DOWNLOADS = {"storefront.account.personal_data.export": 20}
OWN = {Whose.VISITOR, Whose.MEMBER, Whose.ORDER}


@pytest.fixture
def hoa(app: Flask) -> dict[str, str]:
    """Somebody with a full cart and an order of several producers; values for the routes' arguments."""
    person = make_person()
    goods = [make_offer(producer=f"HTX {number % 5}") for number in range(10)]
    order = make_order(dict.fromkeys(goods, 2), account_id=person.id)
    make_cart(dict.fromkeys(goods, 1), account_id=person.id)
    return {"code": order.code, "slug": "mat-ong-1", "token": "x"}


def test_no_page_of_ones_own_costs_more_than_eight_statements(app: Flask, hoa: dict[str, str]) -> None:
    client, dear, looked_at = someone(app), {}, 0
    for route in every_route(app, hoa):
        if route.method == "GET" and route.whose in OWN:
            client.get(route.path)
            with app.app_context(), statements() as sent:
                answer = client.get(route.path)
            looked_at += answer.status_code == 200
            print(f"{len(sent):3} {answer.status_code} {route.path}")
            if len(sent) > DOWNLOADS.get(route.endpoint, MOST_STATEMENTS):
                dear[route.path] = [one[:90] for one in sent]
    assert dear == {}
    assert looked_at >= 15


def test_the_dearest_cart_costs_no_more(app: Flask, set_clock: Clock) -> None:
    """The province is known from the account alone, a certificate has lapsed, a parcel is too heavy to send, and the
    page offers to put back what was taken out."""
    set_clock(NOON)
    person, client = make_person(), someone(app)
    lapsing, heavy = make_offer("Mật ong cũ", decided_on="2023-11-20"), make_offer("Gạo", weight=20_000)
    cakes = make_offer("Bánh")
    make_cart({lapsing: 1, heavy: 2, make_offer("Trà"): 1, cakes: 1}, account_id=person.id, at=NOON - timedelta(days=1))
    with transaction():
        add_address(person.id, AddressEntry("Hoa", "+84912345678", HANOI), at=NOON)
    client.get("/gio-hang")
    assert post(client, "/gio-hang/bo", variant_id=cakes).status_code == 303
    with app.app_context(), statements() as sent:
        said = client.get("/gio-hang").get_data(as_text=True)
    assert "Đã bỏ ra: Bánh" in said
    assert "Giấy chứng nhận đã hết hạn ngày" in said
    assert "không giao được kiện nặng thế này" in said
    assert len(sent) <= MOST_STATEMENTS, sent


def test_a_guests_whole_way_costs_few_statements(app: Flask) -> None:
    """Two goods of two producers: into the cart, the cart, the checkout page, the fee, the form, the order's page."""
    goods = [make_offer(on_hand=50, producer=name) for name in ("HTX Một", "HTX Hai")]
    counts: dict[str, int] = {}
    for round_ in range(2):  # the first visitor also fills what each process keeps in memory
        visitor = InsideVisitor(app)
        with app.app_context():
            with statements() as adding:
                for variant in goods:
                    assert put_in_cart(visitor, variant).status == 303
            with statements() as looking:
                assert visitor.get("/gio-hang").status == 200
            with statements() as opening:
                form = open_form(visitor)
            with statements() as placing:
                code = order_code(send(visitor, form))
            with statements() as showing:
                assert visitor.get(f"/don-hang/{code}").status == 200
        counts = {
            "into the cart, twice": len(adding),
            "the cart": len(looking),
            "the checkout page and its fee": len(opening),
            "the form": len(placing),
            "the order": len(showing),
        }
        print(round_, counts)
    assert sum(counts.values()) <= MOST_OF_AN_ORDER, counts
