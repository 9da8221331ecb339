"""The code of the second step."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import WrongCode, count_recovery_codes, use_second_step
from shop.database import transaction
from shop.storefront.cart.merging import bring_cart_along
from shop.storefront.entry.forms import CodeForm
from shop.throttles import count_try
from shop.web.own_addresses import own_address
from shop.web.password_check import CODES, count_visit
from shop.web.session_user import finish_sign_in, halfway_session
from shop.web.words import _, ngettext

door = Blueprint("second_step", __name__)
FEW_CODES = 4


@door.route("/dang-nhap/ma", methods=["GET", "POST"])
def index() -> str | tuple[str, int] | Response:
    """The form for a code of the app or one on paper; who has not given the password is sent to do so."""
    onward = own_address(request.values.get("next"))
    found = halfway_session()
    if found is None:
        return redirect(url_for("storefront.entry.login.index", next=onward), 303)
    form = CodeForm(request.form)
    if request.method == "GET":
        return render_template("storefront/entry/second_step/index.html", form=form, onward=onward)
    person_id = found.person_id
    if form.validate() and _is_right(person_id, form):
        finish_sign_in(found)
        bring_cart_along(person_id)
        _warn_of_few_codes(person_id)
        return redirect(onward or url_for("storefront.account.overview.index"), 303)
    return render_template("storefront/entry/second_step/index.html", form=form, onward=onward), 422


def _is_right(person_id: int, form: CodeForm) -> bool:
    with transaction():
        count_visit()
        count_try(CODES, str(person_id), clock.now_elsewhere())
    try:
        with transaction():
            use_second_step(person_id, form.entry(), clock.now())
    except WrongCode:
        form.blame("code", _("This code is not right, or was used before. The app shows a new one every half minute."))
        return False
    return True


def _warn_of_few_codes(person_id: int) -> None:
    left = count_recovery_codes(person_id)
    if left < FEW_CODES:
        flash(ngettext("You have %(num)s code on paper left.", "You have %(num)s codes on paper left.", left))
