"""What the shop keeps of a producer's goods is agreed with that producer, and each order keeps what was in force."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.audit_log import Actor, Subject, list_entries_about
from shop.catalogue import list_offers
from shop.database import db, read_public_version, transaction
from shop.orders import get_order
from shop.producers import BadCommission, NoSuchProducer, Producer, set_commission
from tests.factories.buying import NOON, make_offer, make_order

OPERATOR = Actor.person(7)


def shares(order_id: int) -> list[tuple[int, int]]:
    order = get_order(order_id)
    assert order is not None
    return [(line.commission_vnd, line.producer_share_vnd) for parcel in order.parcels for line in parcel.lines]


def test_an_order_keeps_the_commission_that_was_in_force(app: Flask) -> None:
    honey = make_offer(price=99_999)
    before = make_order({honey: 1})
    with transaction():
        set_commission(1, 1_250, by=OPERATOR, at=NOON)
    after = make_order({honey: 1})
    assert shares(before.id) == [(9_999, 90_000)]
    assert shares(after.id) == [(12_499, 87_500)]


def test_each_parcel_is_shared_at_its_own_producers_commission(app: Flask) -> None:
    tea, salt = make_offer(producer="HTX Một", price=100_000), make_offer(producer="HTX Hai", price=100_000)
    offers = list_offers([tea, salt], NOON)
    assert offers[tea].commission_basis_points == 1_000
    with transaction():
        set_commission(offers[salt].producer_id, 0, by=OPERATOR, at=NOON)
    assert sorted(shares(make_order({tea: 1, salt: 1}).id)) == [(0, 100_000), (10_000, 90_000)]


def test_the_change_is_in_the_audit_log_and_touches_no_page(app: Flask) -> None:
    make_offer()
    version = read_public_version()
    with transaction():
        set_commission(1, 800, by=OPERATOR, at=NOON)
    (entry,) = list_entries_about(Subject("producer", 1))
    assert (entry.action, entry.actor_id, entry.facts) == ("commission_set", 7, {"before": 1_000, "after": 800})
    assert read_public_version() == version


@pytest.mark.parametrize("basis_points", [-1, 5_001])
def test_a_commission_is_nothing_to_half(app: Flask, basis_points: int) -> None:
    make_offer()
    with pytest.raises(BadCommission), transaction():
        set_commission(1, basis_points, by=OPERATOR, at=NOON)
    with pytest.raises(IntegrityError), transaction() as session:
        producer = session.get_one(Producer, 1)
        producer.commission_basis_points = basis_points
    assert db.session.scalar(select(Producer.commission_basis_points)) == 1_000


def test_nobody_has_no_commission(app: Flask) -> None:
    with pytest.raises(NoSuchProducer), transaction():
        set_commission(99, 1_000, by=OPERATOR, at=NOON)
