"""Ask for an account."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import AccountWish, ask_for_account
from shop.database import transaction
from shop.storefront.entry.forms import RegisterForm
from shop.web.language import current_language
from shop.web.password_check import count_mail, hash_password

door = Blueprint("register", __name__)


@door.route("/dang-ky", methods=["GET", "POST"])
def index() -> str | tuple[str, int] | Response:
    """The form; what it says is answered the same whether or not the address has an account."""
    form = RegisterForm(request.form)
    if request.method == "GET":
        return render_template("storefront/entry/register/index.html", form=form)
    if not form.validate():
        return render_template("storefront/entry/register/index.html", form=form), 422
    entry = form.entry()
    with transaction():
        count_mail(entry.email)
    password_hash = hash_password(entry.password)
    wish = AccountWish(entry.email, entry.name, current_language(), password_hash, entry.wants_news)
    with transaction():
        ask_for_account(wish, clock.now())
    return redirect(url_for(".sent"), 303)


@door.get("/dang-ky/da-gui")
def sent() -> str:
    """Where to look now."""
    return render_template("storefront/entry/register/sent.html")
