"""Planting areas of the stall with their codes, from which lots come."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.dashboard.lot_forms import AreaForm
from shop.dashboard.lot_words import area_refusal
from shop.dashboard.stall import present_stall
from shop.lots import AreaCodeTaken, BadArea, PlantingArea, add_area, change_area, find_area, list_areas, retire_area
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("planting_areas", __name__, url_prefix="/vung-trong")


@door.route("", methods=["GET", "POST"])
def index() -> str | Response | tuple[str, int]:
    """The planting areas, and the form for another one; redirects here once it is written down."""
    producer_id, form = present_stall().producer_id, AreaForm(request.form)
    if request.method == "GET":
        return _list(AreaForm())
    if not form.validate():
        return _list(form), 422
    try:
        with acting("planting_area_added", Subject("planting_area", 0)) as act:
            act.subject = Subject("planting_area", add_area(producer_id, form.entry()).id)
    except (AreaCodeTaken, BadArea) as refusal:
        form.blame(*area_refusal(refusal))
        return _list(form), 422
    return done(_("Written down. New lots can come from there."), url_for(".index"))


@door.route("/<int:area_id>", methods=["GET", "POST"])
def change(area_id: int) -> str | Response | tuple[str, int]:
    """Put right what was written; redirects to the list."""
    producer_id = present_stall().producer_id
    area = find_area(producer_id, area_id)
    if request.method == "GET":
        return _form(AreaForm.of(area), area)
    form = AreaForm(request.form)
    if not form.validate():
        return _form(form, area), 422
    try:
        with acting("planting_area_changed", Subject("planting_area", area_id)):
            change_area(producer_id, area_id, form.entry())
    except (AreaCodeTaken, BadArea) as refusal:
        form.blame(*area_refusal(refusal))
        return _form(form, find_area(producer_id, area_id)), 422
    return done(_("Saved."), url_for(".index"))


@door.post("/<int:area_id>/thoi-dung")
def retire(area_id: int) -> Response:
    """Redirects to the list once new lots come from there no more, or again."""
    is_back = request.form.get("back") == "yes"
    action = "planting_area_restored" if is_back else "planting_area_retired"
    with acting(action, Subject("planting_area", area_id)) as act:
        retire_area(present_stall().producer_id, area_id, None if is_back else act.at)
    words = _("New lots can come from there again.") if is_back else _("New lots come from there no more.")
    return done(words, url_for(".index"))


def _list(form: AreaForm) -> str:
    areas = list_areas(present_stall().producer_id, with_retired=True)
    return render_template("dashboard/planting_areas/index.html", form=form, areas=areas)


def _form(form: AreaForm, area: PlantingArea) -> str:
    return render_template("dashboard/planting_areas/change.html", form=form, area=area)
