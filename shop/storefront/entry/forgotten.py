"""The password is lost: ask for a link that sets a new one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import ask_for_password_link
from shop.database import transaction
from shop.storefront.entry.forms import EmailForm
from shop.web.language import current_language
from shop.web.password_check import count_mail

door = Blueprint("forgotten", __name__)


@door.route("/quen-mat-khau", methods=["GET", "POST"])
def index() -> str | tuple[str, int] | Response:
    """The form; it is answered the same whether or not the address has an account."""
    form = EmailForm(request.form)
    if request.method == "GET":
        return render_template("storefront/entry/forgotten/index.html", form=form)
    if not form.validate():
        return render_template("storefront/entry/forgotten/index.html", form=form), 422
    with transaction():
        count_mail(form.entry())
        ask_for_password_link(form.entry(), language=current_language(), at=clock.now())
    return redirect(url_for(".sent"), 303)


@door.get("/quen-mat-khau/da-gui")
def sent() -> str:
    """Where to look now."""
    return render_template("storefront/entry/forgotten/sent.html")
