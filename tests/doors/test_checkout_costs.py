"""What a checkout asks of the database, from the first piece in the cart to the page of the order."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from shop.database import db
from tests.doors.shopping import FORM, hidden
from tests.doors.visiting import post
from tests.factories.buying import NOON, make_offer
from tests.features.test_checkout_cost import statements

PAGE = 8
CHECKOUT = 30


def test_a_guests_checkout_of_two_parcels(app: Flask, set_clock: Callable[[object], None]) -> None:
    set_clock(NOON)
    packs = [make_offer(producer=name) for name in ("HTX Một", "HTX Hai", "HTX Hai")]
    client = app.test_client()
    client.get("/thanh-toan")
    for pack in packs[:2]:
        post(client, "/gio-hang/them", variant_id=pack)
    db.session.expunge_all()
    with statements() as adding:
        post(client, "/gio-hang/them", variant_id=packs[2])
    with statements() as looking:
        page = client.get("/thanh-toan").text
    with statements() as pricing:
        shown = client.get("/thanh-toan/tam-tinh?province=01").text
    form = {**FORM, "checkout_key": hidden(page, "checkout_key"), "expected_total": hidden(shown, "expected_total")}
    with statements() as placing:
        placed = post(client, "/thanh-toan", **form)
    assert placed.status_code == 303
    with statements() as reading:
        assert client.get(placed.location).status_code == 200
    counts = [len(sent) for sent in (adding, looking, pricing, placing, reading)]
    assert max(len(looking), len(pricing), len(reading)) <= PAGE, counts
    assert len(looking) + len(placing) + len(reading) <= CHECKOUT, counts
