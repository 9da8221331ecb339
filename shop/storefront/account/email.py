"""Ask for another address."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import ask_for_email_change
from shop.database import transaction
from shop.storefront.account.forms import EmailWishForm
from shop.storefront.account.present_password import is_own_password
from shop.web.guards import present_member
from shop.web.password_check import count_mail
from shop.web.words import _

door = Blueprint("email", __name__)


@door.route("/tai-khoan/dia-chi-thu", methods=["GET", "POST"])
def index() -> str | tuple[str, int] | Response:
    """The form; both mailboxes get a link, and the address changes when both were opened."""
    member = present_member()
    form, email, person_id = EmailWishForm(request.form), member.person.email, member.person_id
    if request.method == "GET":
        return render_template("storefront/account/email/index.html", form=form, email=email)
    if not (form.validate() and is_own_password(form, "password", form.entry().password)):
        return render_template("storefront/account/email/index.html", form=form, email=email), 422
    with transaction():
        count_mail(form.entry().email)
        ask_for_email_change(person_id, form.entry().email, clock.now())
    flash(_("We have written to both mailboxes. The address changes when both have agreed."))
    return redirect(url_for(".index"), 303)
