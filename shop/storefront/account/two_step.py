"""The second step of the login: set up, new codes on paper, give up."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import (
    Person,
    WrongCode,
    count_recovery_codes,
    get_person,
    prepare_second_step,
    renew_recovery_codes,
    start_second_step,
    stop_second_step,
    totp_address,
)
from shop.database import transaction
from shop.storefront.account.present_password import is_own_password
from shop.storefront.entry.forms import CodeForm, PasswordForm
from shop.throttles import count_try
from shop.web.guards import present_member
from shop.web.password_check import CODES
from shop.web.qr import qr_picture
from shop.web.words import _

door = Blueprint("two_step", __name__)


@door.get("/tai-khoan/xac-thuc-hai-buoc")
def index() -> str:
    """How it stands, and what can be done."""
    return _page(CodeForm())


@door.post("/tai-khoan/xac-thuc-hai-buoc/chuan-bi")
def prepare() -> str | tuple[str, int] | Response:
    """Redirects to the page, which now shows the key for the app, after the password was right."""
    person_id, form = present_member().person_id, PasswordForm(request.form)
    if not (form.validate() and is_own_password(form, "password", form.entry())):
        return _page(CodeForm(), form), 422
    with transaction():
        prepare_second_step(person_id)
    return redirect(url_for(".index"), 303)


@door.post("/tai-khoan/xac-thuc-hai-buoc/bat")
def start() -> str | tuple[str, int]:
    """The first code of the app switches it on; the codes on paper are shown this once."""
    member, form = present_member(), CodeForm(request.form)
    person_id, session_id = member.person_id, member.session_id
    if not form.validate():
        return _page(form), 422
    _count_code(person_id)
    try:
        with transaction():
            codes = start_second_step(person_id, form.entry(), clock.now(), session_id=session_id)
    except WrongCode:
        return _page_with_wrong_code(form)
    is_of_stall = bool(get_person(person_id).producer_ids)
    return render_template("storefront/account/two_step/start.html", codes=codes, is_of_stall=is_of_stall)


@door.post("/tai-khoan/xac-thuc-hai-buoc/ma-moi")
def renew() -> str | tuple[str, int]:
    """New codes on paper for a code; they are shown this once."""
    person_id, form = present_member().person_id, CodeForm(request.form)
    if not form.validate():
        return _page(form), 422
    _count_code(person_id)
    try:
        with transaction():
            codes = renew_recovery_codes(person_id, form.entry(), clock.now())
    except WrongCode:
        return _page_with_wrong_code(form)
    return render_template("storefront/account/two_step/renew.html", codes=codes)


@door.post("/tai-khoan/xac-thuc-hai-buoc/tat")
def stop() -> str | tuple[str, int] | Response:
    """Redirects to the page when a code has switched it off."""
    person_id, form = present_member().person_id, CodeForm(request.form)
    if not form.validate():
        return _page(form), 422
    _count_code(person_id)
    try:
        with transaction():
            stop_second_step(person_id, form.entry(), clock.now())
    except WrongCode:
        return _page_with_wrong_code(form)
    flash(_("The second step is off."))
    return redirect(url_for(".index"), 303)


def _count_code(person_id: int) -> None:
    with transaction():
        count_try(CODES, str(person_id), clock.now_elsewhere())


def _page_with_wrong_code(form: CodeForm) -> tuple[str, int]:
    form.blame("code", _("This code is not right, or was used before. The app shows a new one every half minute."))
    return _page(form), 422


def _page(form: CodeForm, password_form: PasswordForm | None = None) -> str:
    person = present_member().person
    return render_template(
        "storefront/account/two_step/index.html",
        form=form,
        password_form=password_form or PasswordForm(),
        person=person,
        codes_left=count_recovery_codes(person.id),
        key=_key_for_the_app(person),
    )


def _key_for_the_app(person: Person) -> dict[str, str] | None:
    """The secret in fours and as a picture, while it is being set up."""
    if person.totp_secret is None or person.has_second_step:
        return None
    secret = person.totp_secret
    return {
        "letters": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "address": totp_address(secret, str(person.email)),
        "picture": qr_picture(totp_address(secret, str(person.email))),
    }
