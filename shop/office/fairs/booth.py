"""One booth: what lies there and what became of it, by producer."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.fairs import BadBoothCode, BoothCodeTaken, FairClosed, add_booth, goods_at_booths, list_booths, rename_booth
from shop.office.fairs.finding import present_booth, present_fair, tablets_of
from shop.office.fairs.forms import BoothForm, NameForm
from shop.office.fairs.goods_views import by_producer, sums_of
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("booth", __name__)


@door.route("/<int:fair_id>/quay-moi", methods=["GET", "POST"])
def add(fair_id: int) -> str | Response | tuple[str, int]:
    """A new booth of a fair; redirects to it."""
    fair = present_fair(fair_id)
    page = "office/fairs/booth/add.html"
    if request.method == "GET":
        return render_template(page, fair=fair, form=BoothForm(), is_first=not list_booths(fair_id))
    form = BoothForm(request.form)
    if form.validate():
        try:
            with acting("booth_added", Subject("fair", fair_id)) as act:
                booth_id = add_booth(fair_id, code=str(form.code.data), name=str(form.name.data), at=act.at).id
                act.facts["booth_id"] = booth_id
        except BadBoothCode:
            form.blame("code", _("Letters without marks, digits and single hyphens only, such as HOI-CHO-1."))
        except BoothCodeTaken:
            form.blame("code", _("Another booth has this code already, perhaps at a former fair. Take another."))
        except FairClosed:
            form.blame("name", _("The fair is closed. Open it again first."))
        else:
            return done(
                _("The booth is there. Hand goods out to it, and pair its tablet."), url_for(".show", booth_id=booth_id)
            )
    return render_template(page, fair=fair, form=form, is_first=False), 422


@door.get("/quay/<int:booth_id>")
def show(booth_id: int) -> str:
    """What was handed out to the booth, what became of it, what is left."""
    booth = present_booth(booth_id)
    rows = goods_at_booths(booth.fair_id, booth_id)
    return render_template(
        "office/fairs/booth/show.html",
        booth=booth,
        goods=by_producer(rows),
        sums=sums_of(rows),
        devices=tablets_of(booth),
    )


@door.route("/quay/<int:booth_id>/sua", methods=["GET", "POST"])
def change(booth_id: int) -> str | Response | tuple[str, int]:
    """The booth's name; redirects to it once it is changed. Its code stays: it stands on notes and receipts."""
    booth = present_booth(booth_id)
    form = NameForm(request.form if request.method == "POST" else None, data={"name": booth.name})
    if request.method == "GET" or not form.validate():
        page = render_template("office/fairs/booth/change.html", booth=booth, form=form)
        return (page, 422) if request.method == "POST" else page
    with acting("booth_renamed", Subject("fair", booth.fair_id), booth_id=booth_id):
        rename_booth(booth_id, str(form.name.data))
    return done(_("Saved."), url_for(".show", booth_id=booth_id))
