"""The public register: look a certificate up, browse all goods, and read one certificate, also after its end."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.certification import (
    count_by_standing,
    find_certificate,
    find_withdrawn_certificate,
    parse_certificate_code,
    register_picture,
)
from shop.config import Config
from shop.database import transaction
from shop.storefront.certificate_page import certificate_page
from shop.storefront.register_search import code_in_link, looks_like_code, read_register_search
from shop.storefront.withdrawn_page import withdrawn_page
from shop.throttles import Limit, count_try, network_of
from shop.web import certificate_words
from shop.web.page_cache import public_page
from shop.web.paging import pages_within
from shop.web.qr import qr_drawing

door = Blueprint("certificates", __name__)
for words in ("short", "state", "group", "reason", "ground"):
    door.add_app_template_filter(getattr(certificate_words, f"{words}_words"))

PER_PAGE = 25
MONTHS_AHEAD = 24
LONGEST_TYPED = 60
SOON = timedelta(days=60)


@door.get("/chung-nhan")
@public_page
def index() -> str | AnyResponse:
    """The register of all goods; a whole code typed into the search leads to its certificate."""
    search = read_register_search(request.args)
    code = parse_certificate_code(code_in_link(search.words))
    if code and (find_certificate(code) or find_withdrawn_certificate(code)):
        return redirect(url_for(".show", code=code))
    picture = register_picture(clock.now())
    matching = picture.find(search.words)
    found = search.narrow(matching)
    pages = pages_within(search.page, len(found), PER_PAGE, search.url_of_page)
    return render_template(
        "storefront/certificates/index.html",
        search=search,
        entries=found[(search.page - 1) * PER_PAGE : search.page * PER_PAGE],
        pages=pages,
        counts=count_by_standing(matching),
        months=picture.lapses_by_month(MONTHS_AHEAD),
        soon=picture.ending_within(SOON),
        is_code=looks_like_code(search.words),
    )


@door.get("/chung-nhan/<code>")
@public_page
def show(code: str) -> str | AnyResponse:
    """One certificate, public also when it has lapsed, was revoked, or was taken out of the register."""
    certificate, withdrawn = find_certificate(code), None
    if certificate is None:
        withdrawn = find_withdrawn_certificate(code)
    found = certificate or (withdrawn.certificate if withdrawn else None)
    if found is None:
        return _unknown(code)
    if found.code != code:
        return redirect(url_for(".show", code=found.code), 301)
    if withdrawn is not None:
        return render_template("storefront/certificates/withdrawn.html", page=withdrawn_page(withdrawn))
    return render_template("storefront/certificates/show.html", page=certificate_page(found, clock.now()))


def _unknown(code: str) -> AnyResponse:
    """Not found; whoever tries sound codes at random is asked to wait. Known codes are never counted."""
    if parse_certificate_code(code) is not None:
        config: Config = current_app.config["SHOP"]
        rate = max(1, config.rate_lookups)
        visitor = Limit("certificate_codes", max(2, rate // 2), timedelta(hours=1) / rate)
        with transaction():
            count_try(visitor, network_of(request.remote_addr or ""), clock.now_elsewhere())
    page = render_template("storefront/certificates/unknown.html", typed=code[:LONGEST_TYPED])
    return make_response(page, 404)


@door.get("/chung-nhan/<code>/qr.svg")
@public_page
def qr(code: str) -> Response:
    """The QR code that leads to a certificate's page, whatever its state."""
    certificate = find_certificate(code)
    if certificate is None or certificate.code != code:
        abort(404)
    return Response(qr_drawing(f"/chung-nhan/{code}"), mimetype="image/svg+xml")
