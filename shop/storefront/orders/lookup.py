"""Find an order by its code and telephone number, without an account; counted, and no help to those who guess."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.config import Config
from shop.database import transaction
from shop.orders import find_order_by_code_and_phone, parse_order_code
from shop.storefront.order_access import read_visible_pulse, remember_proof
from shop.storefront.orders.door import door
from shop.storefront.orders.forms import LookupEntry, LookupForm
from shop.throttles import Limit, TooManyTries, count_try, forget_tries, network_of
from shop.web.refusals import seconds_of
from shop.web.words import _, ngettext

# Guesses at the telephone number of one code, from wherever they come: 10 at once, then 10 an hour.
GUESSES = Limit("order_code", 10, timedelta(minutes=6))


@door.route("/tra-cuu-don-hang", methods=["GET", "POST"])
def lookup() -> Response:
    """The form, filled with the code that a mail's link names; the order itself for who may see it already."""
    if request.method == "GET":
        known = read_visible_pulse(request.args.get("code", "")[:60])
        if known is not None:
            return redirect(url_for(".show", code=known.code), 303)
        named = parse_order_code(request.args.get("code", "")[:60])
        return _page(LookupForm(data={"code": named or ""}))
    form = LookupForm(request.form)
    if not form.validate():
        return _page(form, 422)
    return _look(form, form.entry())


def _look(form: LookupForm, entry: LookupEntry) -> Response:
    try:
        _count(entry.code)
    except TooManyTries as refusal:
        return _ask_to_wait(form, refusal)
    # One statement with both: a wrong number takes as long as a code that does not exist.
    if find_order_by_code_and_phone(entry.code, entry.phone) is None:
        form.blame("phone", _("No order has this code together with this telephone number. Please look at both again."))
        return _page(form, 422)
    with transaction():
        forget_tries(GUESSES, entry.code)
    remember_proof(entry.code)
    return redirect(url_for(".show", code=entry.code), 303)


def _count(code: str) -> None:
    """Count the try before it is looked at, by visitor and by code; refuses TooManyTries."""
    config: Config = current_app.config["SHOP"]
    rate = max(1, config.rate_lookups)
    with transaction():
        visitor = Limit("order_visitor", max(2, rate // 2), timedelta(hours=1) / rate)
        count_try(visitor, network_of(request.remote_addr or ""), clock.now_elsewhere())
        count_try(GUESSES, code, clock.now_elsewhere())


def _ask_to_wait(form: LookupForm, refusal: TooManyTries) -> Response:
    minutes = ceil(seconds_of(refusal) / 60)
    form.blame(
        "phone",
        ngettext(
            "That were many tries. Please wait a minute.",
            "That were many tries. Please wait %(num)s minutes.",
            minutes,
        ),
    )
    response = _page(form, 429)
    response.headers["Retry-After"] = str(seconds_of(refusal))
    return response


def _page(form: LookupForm, status: int = 200) -> Response:
    page = render_template("storefront/orders/lookup.html", form=form, is_stranger=False)
    return make_response(page, status)
