"""The first page of an account: who one is here."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.accounts import change_details
from shop.database import transaction
from shop.storefront.account.forms import DetailsForm
from shop.web.guards import present_member
from shop.web.words import _

door = Blueprint("overview", __name__)


@door.route("/tai-khoan", methods=["GET", "POST"])
def index() -> str | tuple[str, int] | Response:
    """Name, address, and the language of mails."""
    person = present_member().person
    form = DetailsForm(request.form, name=person.name, language=person.language)
    if request.method == "GET":
        return render_template("storefront/account/overview/index.html", form=form, person=person)
    if not form.validate():
        return render_template("storefront/account/overview/index.html", form=form, person=person), 422
    entry = form.entry()
    with transaction():
        change_details(person.id, name=entry.name, language=entry.language)
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)
