"""All fairs, and a new one."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.fairs import list_fairs, open_fair
from shop.office.fairs.forms import FairForm
from shop.office.fairs.owners import list_owners, read_owner
from shop.web.acting import acting, done
from shop.web.guards import present_member
from shop.web.words import _

door = Blueprint("overview", __name__)


@door.get("")
def index() -> str:
    """Every fair: those to come and on now first, then the past ones."""
    today = clock.today()
    fairs = list_fairs()
    return render_template(
        "office/fairs/overview/index.html",
        ahead=sorted((one for one in fairs if one.ends_on >= today and one.is_open), key=lambda one: one.starts_on),
        past=[one for one in fairs if one.ends_on < today or not one.is_open],
    )


@door.route("/moi", methods=["GET", "POST"])
def add() -> str | Response | tuple[str, int]:
    """A new fair; redirects to its page, which says what comes next."""
    if request.method == "GET":
        return _form(FairForm(data={"owner": str(present_member().person_id)}))
    form = FairForm(request.form)
    written = form.written(read_owner(form))
    if written is None:
        return _form(form), 422
    with acting("fair_opened", Subject("fair", 0)) as act:
        fair = open_fair(written, at=act.at)
        act.subject = Subject("fair", fair.id)
        number = fair.id
    return done(
        _("The fair is written down. Next comes its first booth."), url_for("office.fairs.fair.show", fair_id=number)
    )


def _form(form: FairForm) -> str:
    return render_template("office/fairs/overview/add.html", form=form, owners=list_owners())
