"""The stalls that somebody can log into in the demonstration have orders under every heading."""

from __future__ import annotations

from flask import Flask

from shop.accounts import Role
from shop.database import db
from shop.demonstration.orders import add_orders
from shop.orders import ParcelStatus
from shop.selling import ParcelsAsked, count_stall_returns, count_standings, list_parcels
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person
from tests.factories.register import make_producer


def test_every_heading_of_a_stall_has_an_order_and_a_second_time_changes_nothing(app: Flask) -> None:
    for number in range(3):
        make_offer(f"Chè số {number}", producer="HTX Vĩnh Yên", on_hand=200)
    stall = make_producer("HTX Vĩnh Yên").id
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=stall)
    told: list[str] = []
    for _ in range(2):
        add_orders(NOON, told.append)
        db.session.rollback()
    assert told[1] == "orders: all placed already"
    standings = count_standings(stall, NOON)
    assert min(vars(standings).values()) > 0
    assert standings.today == 3
    assert count_stall_returns(stall)[0] > 0
    found = {parcel.status for parcel in list_parcels(ParcelsAsked(stall), at=NOON)}
    assert found == set(ParcelStatus) - {ParcelStatus.WAITING, ParcelStatus.RETURNED}
