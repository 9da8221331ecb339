"""The link that sets a password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import LinkNotValid, find_password_link, get_person, set_password_by_link
from shop.database import transaction
from shop.storefront.entry.dead_link import show_dead_link
from shop.storefront.entry.forms import NewPasswordForm
from shop.throttles import forget_tries
from shop.web.password_check import GUESSES, count_visit, hash_password
from shop.web.words import _

door = Blueprint("reset", __name__)


@door.route("/dat-lai-mat-khau/<token>", methods=["GET", "POST"])
def index(token: str) -> str | tuple[str, int] | Response:
    """The form for the new password. Afterwards all devices are logged out, and the person logs in with it."""
    link = find_password_link(token, clock.now())
    if link is None:
        return show_dead_link()
    form, email = NewPasswordForm(request.form), get_person(link.person_id).email
    if request.method == "GET":
        return render_template("storefront/entry/reset/index.html", form=form, email=email)
    if not form.validate():
        return render_template("storefront/entry/reset/index.html", form=form, email=email), 422
    return _set(token, form.entry())


def _set(token: str, password: str) -> tuple[str, int] | Response:
    with transaction():
        count_visit()
    password_hash = hash_password(password)
    try:
        with transaction():
            person = set_password_by_link(token, password_hash, clock.now())
            # Whoever owns the mailbox is let in at once, however hard others have been guessing.
            forget_tries(GUESSES, str(person.email))
    except LinkNotValid:
        return show_dead_link()
    flash(_("Your password is set. Please log in with it."))
    return redirect(url_for("storefront.entry.login.index"), 303)
