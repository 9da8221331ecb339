"""Where a pack comes from: its lot by the code on it, public also when the lot is past its day or called back."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.catalogue import current_shelf, find_card
from shop.certification import parse_certificate_code, state_at
from shop.lots import certificate_when_made, find_lot_by_code, lot_state
from shop.places import find_province
from shop.storefront.cards import shown_cards
from shop.web.page_cache import public_page
from shop.web.parameters import Parameters

door = Blueprint("lots", __name__)

LONGEST_TYPED = 60


@door.get("/truy-xuat")
@public_page
def index() -> str | Response:
    """Type the code that stands on a pack; one that is a lot's leads to its page."""
    asked = Parameters(request.args)
    typed = asked.text("code", LONGEST_TYPED)
    asked.check()
    code = parse_certificate_code(typed)
    if code and find_lot_by_code(code):
        return redirect(url_for(".show", code=code))
    return render_template("storefront/lots/index.html", typed=typed, is_code=code is not None)


@door.get("/truy-xuat/<code>")
@public_page
def show(code: str) -> Response:
    """One lot: when it was made, until when it is good, its ground and certificate, whether it is called back."""
    lot = find_lot_by_code(code)
    if lot is None:
        page = render_template("storefront/lots/index.html", typed=code[:LONGEST_TYPED], is_code=True)
        return make_response(page, 404)
    if lot.code != code:
        return redirect(url_for(".show", code=lot.code), 301)
    now, certificate = clock.now(), certificate_when_made(lot)
    card = find_card(current_shelf(now), lot.good.slug)
    page = render_template(
        "storefront/lots/show.html",
        lot=lot,
        state=lot_state(lot, clock.today()),
        certificate=certificate,
        certificate_state=state_at(certificate.facts, now) if certificate else None,
        province=find_province(lot.producer.province_code) if lot.producer.province_code else None,
        card=shown_cards([card])[0] if card else None,
    )
    return make_response(page)
