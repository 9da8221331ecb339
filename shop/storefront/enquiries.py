"""Ask a producer for much, or for a fair: a form without an account, and the buyer's own page behind a mailed link."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import get_person
from shop.audit_log import use_form
from shop.catalogue import Card, current_shelf, find_card
from shop.database import transaction
from shop.enquiries import (
    ANSWERED_WITHIN,
    CONFIRMED_WITHIN,
    Enquiry,
    EnquiryKind,
    EnquiryState,
    confirm_enquiry,
    find_own_enquiry,
    send_enquiry,
    take_enquiry_back,
)
from shop.places import find_province, list_provinces
from shop.producers import Producer, find_producer, find_producer_by_slug
from shop.storefront.enquiry_form import EnquiryForm
from shop.values.folding import vietnamese_sort_key
from shop.web.acting import KEY, LONGEST_KEY, SHORTEST_KEY
from shop.web.enquiry_words import enquiry_kind_words, enquiry_state_words
from shop.web.language import current_language
from shop.web.password_check import count_mail
from shop.web.session_user import signed_in
from shop.web.spam_guard import Sender, form_stamp, who_sent
from shop.web.words import _

door = Blueprint("enquiries", __name__)
door.add_app_template_filter(enquiry_kind_words)
door.add_app_template_filter(enquiry_state_words)


@door.route("/hoi-mua/<slug:slug>", methods=["GET", "POST"])
def ask(slug: str) -> str | tuple[str, int] | Response:
    """The form for one producer, of `?good=` where it is named; what was sent is answered alike for every address."""
    producer = find_producer_by_slug(slug)
    if producer is None:
        abort(404)
    good = _good_of(producer, request.args.get("good", "") or request.form.get("good", ""))
    if request.method == "GET":
        return _form(_empty_form(), producer, good)
    form, sender = EnquiryForm(request.form), who_sent(request.form)
    if not form.validate():
        return _form(form, producer, good), 422
    if sender is Sender.UNCLEAR:
        return _form(form, producer, good, _("Please look at it once more, then send it.")), 422
    if sender is Sender.PERSON:
        _keep(form, producer, good)
    return redirect(url_for(".sent", slug=slug), 303)


@door.get("/hoi-mua/<slug:slug>/da-gui")
def sent(slug: str) -> str:
    """Where to look now."""
    producer = find_producer_by_slug(slug)
    if producer is None:
        abort(404)
    return render_template("storefront/enquiries/sent.html", producer=producer, days=CONFIRMED_WITHIN.days)


@door.get("/loi-hoi/<token>")
def show(token: str) -> str | Response:
    """The buyer's own page: to say that it was them, to read the answer, to take it back. Looking changes nothing."""
    found, producer = _own(token)
    return render_template(
        "storefront/enquiries/show.html",
        enquiry=found,
        producer=producer,
        province=find_province(found.province_code) if found.province_code else None,
        token=token,
        is_new=found.standing is EnquiryState.UNCONFIRMED,
        answered_within=ANSWERED_WITHIN.days,
    )


@door.post("/loi-hoi/<token>/xac-nhan")
def confirm(token: str) -> Response:
    """Redirects to the buyer's page once the producer has the enquiry."""
    _found, producer = _own(token)
    with transaction():
        confirm_enquiry(token, producer, clock.now())
    flash(_("Thank you! %(producer)s has your enquiry now.", producer=producer.name))
    return redirect(url_for(".show", token=token), 303)


@door.post("/loi-hoi/<token>/xoa")
def take_back(token: str) -> Response:
    """Redirects to the producer once nothing is left of the enquiry."""
    _found, producer = _own(token)
    slug = producer.slug
    with transaction():
        take_enquiry_back(token)
    return redirect(url_for(".gone", slug=slug), 303)


@door.get("/hoi-mua/<slug:slug>/da-xoa")
def gone(slug: str) -> str:
    """Nothing is kept of it."""
    producer = find_producer_by_slug(slug)
    if producer is None:
        abort(404)
    return render_template("storefront/enquiries/gone.html", producer=producer)


def _own(token: str) -> tuple[Enquiry, Producer]:
    found = find_own_enquiry(token, clock.now())
    producer = find_producer(found.producer_id) if found else None
    if found is None or producer is None:
        abort(make_response(render_template("storefront/enquiries/dead_link.html"), 410))
    return found, producer


def _keep(form: EnquiryForm, producer: Producer, good: Card | None) -> None:
    """Once for each form that was shown, counted by mailbox and by visitor; refuses TooManyTries."""
    new = form.entry((good.name_vi, good.slug) if good else ("", ""))
    key = request.form.get(KEY, "")
    if not (SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.isascii()):
        abort(400)
    member, at, language = signed_in(), clock.now(), current_language()
    person_id = member.person_id if member else None
    with transaction():
        count_mail(new.email)
    with transaction():
        if use_form(key, at):
            person = get_person(person_id) if person_id is not None else None
            send_enquiry(new, producer, language, at, person=person)


def _empty_form() -> EnquiryForm:
    member = signed_in()
    known = {"name": member.person.name, "email": member.person.email} if member else {}
    kind = request.args.get("kind", "")
    return EnquiryForm(data={"kind": kind if kind in tuple(EnquiryKind) else EnquiryKind.WHOLESALE.value, **known})


def _good_of(producer: Producer, slug: str) -> Card | None:
    """The good that is asked for: one of this producer's that is on sale, else none."""
    card = find_card(current_shelf(clock.now()), slug) if slug else None
    return card if card is not None and card.producer_slug == producer.slug else None


def _form(form: EnquiryForm, producer: Producer, good: Card | None, unclear: str = "") -> str:
    return render_template(
        "storefront/enquiries/ask.html",
        form=form,
        producer=producer,
        good=good,
        unclear=unclear,
        stamp=form_stamp(),
        provinces=sorted(list_provinces(), key=lambda one: vietnamese_sort_key(one.short_name)),
        days=ANSWERED_WITHIN.days,
    )
