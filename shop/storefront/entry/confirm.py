"""The link of the registration's mail: the password that was chosen opens the account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import EmailTaken, LinkNotValid, Registration, find_registration, open_account
from shop.database import transaction
from shop.storefront.cart.merging import bring_cart_along
from shop.storefront.entry.dead_link import show_dead_link
from shop.storefront.entry.forms import PasswordForm
from shop.web.password_check import fits_hash
from shop.web.session_user import sign_in
from shop.web.words import _

door = Blueprint("confirm", __name__)


@door.route("/dang-ky/xac-nhan/<token>", methods=["GET", "POST"])
def index(token: str) -> str | tuple[str, int] | Response:
    """Looking at the link changes nothing, as mail programs look at links too; the password does."""
    registration = find_registration(token, clock.now())
    if registration is None:
        return show_dead_link()
    form, email = PasswordForm(request.form), registration.email
    if request.method == "GET":
        return render_template("storefront/entry/confirm/index.html", form=form, email=email)
    if form.validate() and _fits(registration, form.entry()):
        return _open(token)
    if not form.problems:
        form.blame("password", _("This is not the password that you chose when you registered."))
    return render_template("storefront/entry/confirm/index.html", form=form, email=email), 422


def _fits(registration: Registration, password: str) -> bool:
    return fits_hash(registration.password_hash, registration.email, password)


def _open(token: str) -> str | tuple[str, int] | Response:
    try:
        with transaction():
            person = open_account(token, clock.now())
    except (LinkNotValid, EmailTaken):
        return show_dead_link()
    person_id = person.id
    sign_in(person)
    bring_cart_along(person_id)
    flash(_("Welcome! Your account is open."))
    return redirect(url_for("storefront.account.overview.index"), 303)
