"""A revocation stops what is not sent yet, in the same moment; taking it back brings the certificate and no order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from shop.catalogue import Variant
from shop.certification import RegisterAct, how_goods_stand
from shop.database import db
from shop.orders import Order, OrderStatus
from tests.doors.programme_visiting import act_number, make, officer
from tests.factories.buying import NOON, make_offer, make_order


def status_of(number: int) -> str:
    db.session.rollback()
    return db.session.get_one(Order, number).status


def test_an_unpaid_order_ends_with_the_certificate_and_does_not_come_back(
    sqlite_app: Flask, set_clock: Callable[[object], None]
) -> None:
    set_clock(NOON)
    pack = make_offer("Mật ong rừng")
    order = make_order({pack: 1}).id
    good = db.session.get_one(Variant, pack).product.good
    assert good is not None
    slug, good_id, code = good.slug, good.id, good.certificates[0].code
    client = officer(sqlite_app, province="15")
    form: dict[str, Any] = {"code": code, "ground": "mark_misused", "evidence": "12/QĐ-UBND"}
    assert make(client, f"/dang-ky/{slug}/thu-hoi", "look", **form).status_code == 200
    assert status_of(order) == OrderStatus.AWAITING_PAYMENT
    number = act_number(make(client, f"/dang-ky/{slug}/thu-hoi", **form))
    assert status_of(order) == OrderStatus.CANCELLED
    assert make(client, f"/thao-tac/{number}/hoan-tac", reason="Nhầm").status_code == 303
    assert how_goods_stand([good_id], NOON)[good_id].stars == 3
    assert status_of(order) == OrderStatus.CANCELLED
    assert db.session.query(RegisterAct).count() == 2
