"""A producer whom no file named yet: written down by an officer, so that a good can be said to be theirs."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field, ValidationError

from shop.audit_log import Subject
from shop.places import resolve_printed
from shop.producers import Producer, add_producer, find_producers, list_producers
from shop.programme.good import good_in_scope
from shop.programme.scope import present_scope
from shop.values.producer_names import is_too_long_to_find
from shop.web.acting import acting, done
from shop.web.fields import key_fits, line, tick
from shop.web.forms import ShopForm, text_field
from shop.web.words import _

door = Blueprint("new_producer", __name__)

LONGEST_NAME, LONGEST_PLACE, MOST_ALIKE = 300, 120, 6


class ProducerForm(ShopForm):
    """The name and the seat as they are printed; `is_new` says that none of those alike is meant."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Please give the name as it is printed."))
    commune = line(LONGEST_PLACE)
    district = line(LONGEST_PLACE)
    province = text_field(LONGEST_PLACE, empty=lambda: _("Please say in which province."))
    is_new = tick()

    def validate_name(self, field: Field) -> None:
        """Some signs stand for many letters, by which producers are found."""
        if is_too_long_to_find(str(field.data or "")):
            raise ValidationError(_("Please keep it to %(number)s letters.", number=LONGEST_NAME))

    validate_commune = validate_district = validate_province = key_fits(LONGEST_PLACE)

    @property
    def former(self) -> tuple[str, str, str]:
        """The seat as printed."""
        return str(self.commune.data), str(self.district.data), str(self.province.data)


@door.get("/dang-ky/<slug:slug>/chu-the-moi")
def index(slug: str) -> str:
    """The form, its place that of the good."""
    good = good_in_scope(slug)
    place = {"commune": good.former_commune, "district": good.former_district, "province": good.former_province}
    return _page(slug, ProducerForm(data={"name": request.args.get("q", "")[:LONGEST_NAME], **place}))


@door.post("/dang-ky/<slug:slug>/chu-the-moi")
def add(slug: str) -> Response | tuple[str, int]:
    """Redirects to the form of the good with the new producer chosen; asks once where others are alike."""
    good, form = good_in_scope(slug), ProducerForm(request.form)
    if not form.validate():
        return _page(slug, form), 422
    place = resolve_printed(*form.former)
    code = place.province.code if place.province else None
    if not present_scope().covers(code):
        form.blame("province", _("This place lies outside of your province, or is not known."))
        return _page(slug, form), 422
    alike = _alike(str(form.name.data))
    if alike and not form.is_new.data:
        return _page(slug, form, alike), 422
    with acting("producer_added", Subject("producer", 0)) as act:
        commune = place.commune.code if place.commune else None
        made = add_producer(str(form.name.data), province_code=code, commune_code=commune, former=form.former)
        act.subject = Subject("producer", made.id)
    chosen = url_for("programme.making.show", slug=good.slug, what="sua", producer=made.id)
    return done(_("The producer is written down. Now say that the good is theirs."), chosen)


def _alike(name: str) -> list[Producer]:
    numbers = find_producers(name, limit=MOST_ALIKE)
    known = {one.id: one for one in list_producers(numbers)}
    return [known[number] for number in numbers if number in known]


def _page(slug: str, form: ProducerForm, alike: list[Producer] | None = None) -> str:
    good = good_in_scope(slug)
    faults = {**dict.fromkeys(form.values), **form.problems}
    return render_template("programme/new_producer/index.html", good=good, form=form, faults=faults, alike=alike or [])
