"""Log in and out."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.storefront.cart.merging import bring_cart_along
from shop.storefront.entry.forms import LoginForm
from shop.throttles import TooManyTries
from shop.web.own_addresses import own_address
from shop.web.password_check import prove_password
from shop.web.present_cart import forget_cart_in_browser
from shop.web.refusals import seconds_of
from shop.web.session_user import sign_in, sign_out, signed_in
from shop.web.words import _, ngettext

door = Blueprint("login", __name__)


@door.route("/dang-nhap", methods=["GET", "POST"])
def index() -> Response:
    """The form, and the way on: the code of the second step where there is one, else where the person wanted to go."""
    onward = own_address(request.values.get("next"))
    form = LoginForm(request.form)
    if request.method == "GET":
        return redirect(_way_on(onward), 303) if signed_in() else _page(form, onward)
    if not form.validate():
        return _page(form, onward, 422)
    entry = form.entry()
    try:
        person = prove_password(entry.email, entry.password)
    except TooManyTries as refusal:
        return _ask_to_wait(form, onward, refusal)
    if person is None:
        form.blame("password", _("Address and password do not fit together."))
        return _page(form, onward, 422)
    person_id = person.id
    if sign_in(person):
        bring_cart_along(person_id)
        return redirect(_way_on(onward), 303)
    return redirect(url_for("storefront.entry.second_step.index", next=onward), 303)


@door.post("/dang-xuat")
def leave() -> Response:
    """Redirects to the login, logged out."""
    sign_out()
    forget_cart_in_browser()
    flash(_("You are logged out."))
    return redirect(url_for("storefront.entry.login.index"), 303)


def _page(form: LoginForm, onward: str | None, status: int = 200) -> Response:
    return make_response(render_template("storefront/entry/login/index.html", form=form, onward=onward), status)


def _ask_to_wait(form: LoginForm, onward: str | None, refusal: TooManyTries) -> Response:
    minutes = ceil(seconds_of(refusal) / 60)
    words = ngettext(
        "Too many tries. Wait a minute, or choose a new password below.",
        "Too many tries. Wait %(num)s minutes, or choose a new password below.",
        minutes,
    )
    form.blame("password", words)
    response = _page(form, onward, 429)
    response.headers["Retry-After"] = str(seconds_of(refusal))
    return response


def _way_on(onward: str | None) -> str:
    return onward or url_for("storefront.account.overview.index")
