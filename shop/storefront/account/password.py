"""Change the password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import change_password, get_person
from shop.database import transaction
from shop.storefront.account.forms import PasswordChangeForm
from shop.storefront.account.present_password import is_own_password
from shop.web.guards import present_member
from shop.web.password_check import hash_password
from shop.web.session_user import renew_sign_in
from shop.web.words import _

door = Blueprint("password", __name__)


@door.route("/tai-khoan/mat-khau", methods=["GET", "POST"])
def index() -> str | tuple[str, int] | Response:
    """The form; afterwards every other device is logged out and this one has a new session."""
    member = present_member()
    form = PasswordChangeForm(request.form)
    if request.method == "GET":
        return render_template("storefront/account/password/index.html", form=form)
    if not (form.validate() and is_own_password(form, "present", form.entry().present)):
        return render_template("storefront/account/password/index.html", form=form), 422
    person_id, password_hash = member.person_id, hash_password(form.entry().new)
    with transaction():
        change_password(person_id, password_hash, clock.now())
    renew_sign_in(get_person(person_id))
    flash(_("Your password is changed, and all other devices are logged out."))
    return redirect(url_for("storefront.account.overview.index"), 303)
