"""Who sends the letters of a province, or of the whole country: entered by an officer, known to nobody else."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.places import find_province, list_provinces
from shop.programme.due.sender_form import SenderForm
from shop.programme.scope import present_scope
from shop.renewals import find_sender, sample_body, set_sender
from shop.values.dates import vietnam_day
from shop.web.acting import acting, done
from shop.web.guards import present_member
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("sender", __name__)


@door.route("/co-quan", methods=["GET", "POST"])
def index() -> str | Response | tuple[str, int]:
    """The body that sends, with the letter's head as it will look; redirects here once it is changed."""
    code = _province_code()
    known = find_sender(code)
    if request.method == "GET":
        return _page(SenderForm(data=SenderForm.values_of(known.facts) if known else {}), code)
    form = SenderForm(request.form)
    if not form.validate():
        return _page(form, code), 422
    with acting("notice_sender_set", Subject("notice_sender", 0), province=code) as act:
        found = set_sender(code, form.entry(), by_id=present_member().person_id, at=act.at)
        act.subject = Subject("notice_sender", found.id)
    return done(_("Saved. Letters that were issued stay as they are."), _address(code))


def _province_code() -> str:
    """Whose sender is meant: the officer's own province, or the one that an officer of the whole country chose."""
    asked = Parameters(request.args)
    province = asked.province("tinh")
    asked.check()
    scope = present_scope().province_code
    if scope is not None and province is not None and province.code != scope:
        abort(404)
    return scope or (province.code if province else "")


def _address(code: str) -> str:
    province = find_province(code) if code else None
    return url_for(".index", tinh=province.slug if province else None)


def _page(form: SenderForm, code: str) -> str:
    today = vietnam_day(clock.now())
    return render_template(
        "programme/due/sender/index.html",
        form=form,
        province=find_province(code) if code else None,
        provinces=[(one.slug, one.short_name) for one in list_provinces()],
        can_choose=present_scope().province_code is None,
        today=today,
        sample=sample_body(form.entry(), today),
    )
