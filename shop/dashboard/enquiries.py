"""Enquiries: who wants to buy much of the stall, or to have its goods at a fair; answered by mail, once each."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.dashboard.stall import present_stall
from shop.enquiries import (
    answer_enquiry,
    count_enquiries_of,
    decline_enquiry,
    find_enquiry,
    list_enquiries_of,
    throw_enquiry_out,
)
from shop.producers import Producer, find_producer
from shop.stalls import find_stall
from shop.values.phone import format_phone
from shop.web.acting import acting, done
from shop.web.enquiry_desk import PER_PAGE, Answer, Row, enquiry_list, read_answer, reason_typed, shown_enquiry
from shop.web.words import _

door = Blueprint("enquiries", __name__)


@door.get("/hoi-mua")
def index() -> str:
    """Enquiries that wait, the oldest first; or those that are closed."""
    producer_id = present_stall().producer_id

    def rows(is_closed: bool, page: int) -> list[Row]:
        found = list_enquiries_of(producer_id, is_closed=is_closed, page=page, per_page=PER_PAGE)
        return [(one, url_for(".show", enquiry_id=one.id), "") for one in found]

    shown = enquiry_list(lambda is_closed: count_enquiries_of(producer_id, is_closed=is_closed), rows)
    return render_template("dashboard/enquiries/index.html", **shown)


@door.get("/hoi-mua/<int:enquiry_id>")
def show(enquiry_id: int) -> str:
    """One enquiry, with the form of its answer while it waits."""
    return _page(enquiry_id, Answer(contact=_own_contact()))


@door.post("/hoi-mua/<int:enquiry_id>/tra-loi")
def answer(enquiry_id: int) -> Response | tuple[str, int]:
    """Redirects to the enquiry, which then shows how to reach the buyer."""
    typed = read_answer(request.form)
    if typed.problem:
        return _page(enquiry_id, typed), 422
    with acting("enquiry_answered", Subject("enquiry", enquiry_id)) as act:
        answer_enquiry(_producer(), enquiry_id, typed.answer, contact=typed.contact, by=act.by, at=act.at)
    return done(_("Sent. Here is how to reach the buyer."), url_for(".show", enquiry_id=enquiry_id))


@door.post("/hoi-mua/<int:enquiry_id>/tu-choi")
def decline(enquiry_id: int) -> Response:
    """Redirects to the list once the buyer is told that nothing comes of it."""
    with acting("enquiry_declined", Subject("enquiry", enquiry_id)) as act:
        decline_enquiry(_producer(), enquiry_id, reason_typed(), by=act.by, at=act.at)
    return done(_("Declined: the buyer is told by mail."), url_for(".index"))


@door.post("/hoi-mua/<int:enquiry_id>/xoa")
def throw_out(enquiry_id: int) -> Response:
    """Redirects to the list once nothing is left of what was no enquiry."""
    with acting("enquiry_thrown_out", Subject("enquiry", enquiry_id)):
        throw_enquiry_out(present_stall().producer_id, enquiry_id)
    return done(_("Deleted; nobody is told."), url_for(".index"))


def _page(enquiry_id: int, typed: Answer) -> str:
    found = find_enquiry(present_stall().producer_id, enquiry_id)
    to = {name: url_for(f".{name}", enquiry_id=enquiry_id) for name in ("answer", "decline", "throw_out")}
    return render_template("dashboard/enquiries/show.html", **shown_enquiry(found, to, typed))


def _producer() -> Producer:
    return find_producer(present_stall().producer_id) or abort(404)


def _own_contact() -> str:
    """What the stall shows to everybody, as a beginning."""
    stall = find_stall(present_stall().producer_id)
    if stall is None:
        return ""
    return ", ".join(filter(None, [stall.contact_name, format_phone(stall.phone) if stall.phone else "", stall.email]))
