"""Ask for a stall: find the producer in the register, say who one is, and wait for the answer."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, ValidationError

from shop import clock
from shop.accounts import LONGEST_NAME
from shop.audit_log import Actor, Subject, record_change
from shop.database import transaction
from shop.joining import (
    LONGEST_NOTE,
    AlreadyApplied,
    AlreadyMember,
    TooManyApplications,
    apply_for_stall,
    list_applications_of,
)
from shop.producers import Producer, find_producer_by_slug, find_producers, list_producers
from shop.values.folding import slugify, tidy
from shop.values.phone import BadPhone, parse_phone
from shop.web.acting import done
from shop.web.forms import ShopForm, text_field
from shop.web.guards import present_member
from shop.web.joining_words import joining_refusal_words
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("stall", __name__)

MOST_FOUND = 12


class ApplicationForm(ShopForm):
    """What the applicant is to the producer, how to reach them, and what speaks for them."""

    position = text_field(LONGEST_NAME, empty=lambda: _("Please say what you are there: head, manager, member."))
    phone = text_field(40, empty=lambda: _("Please give a number at which we can ask."))
    note = StringField(filters=[lambda typed: tidy(typed or "")[:LONGEST_NOTE]])

    def validate_phone(self, field: StringField) -> None:
        """A number in Vietnam."""
        try:
            parse_phone(str(field.data))
        except BadPhone:
            raise ValidationError(_("This is no telephone number in Viet Nam.")) from None


@door.get("/mo-gian-hang/xin")
def index() -> str:
    """Search the register; the producer that was chosen is asked for with a short form."""
    return _page(ApplicationForm(), _chosen(request.args.get("producer", "")))


@door.post("/mo-gian-hang/xin")
def ask() -> str | tuple[str, int] | Response:
    """Redirects to the page, which then shows that the answer is awaited."""
    form, producer = ApplicationForm(request.form), _chosen(request.form.get("producer", ""))
    if producer is None or not form.validate():
        return _page(form, producer), 422
    person, now = present_member().person, clock.now()
    person_id, producer_id = person.id, producer.id
    said = {"position": str(form.position.data), "note": str(form.note.data)}
    try:
        with transaction():
            apply_for_stall(person, producer, now, phone=parse_phone(str(form.phone.data)), **said)
            subject = Subject("producer", producer_id)
            record_change("stall_asked_for", by=Actor.person(person_id), subject=subject, at=now)
    except (AlreadyApplied, AlreadyMember, TooManyApplications) as refusal:
        return _page(form, _chosen(request.form["producer"]), joining_refusal_words(refusal)), 422
    return done(_("Thank you! We look at it and write to you."), url_for("dashboard.entry.index"))


def _chosen(slug: str) -> Producer | None:
    return find_producer_by_slug(slugify(tidy(slug))) if slug else None


def _page(form: ApplicationForm, chosen: Producer | None, refused: str = "") -> str:
    asked = Parameters(request.args)
    words = asked.text("q")
    asked.check()
    found = find_producers(words, limit=MOST_FOUND) if words and chosen is None else []
    by_number = {one.id: one for one in list_producers(found)}
    return render_template(
        "storefront/account/stall/index.html",
        form=form,
        chosen=chosen,
        words=words,
        found=[by_number[number] for number in found],
        applications=list_applications_of(present_member().person_id),
        refused=refused,
    )
