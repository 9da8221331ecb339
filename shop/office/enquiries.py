"""Enquiries to producers who have nobody here: the shop asks them, and answers for them."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.enquiries import (
    answer_enquiry,
    count_unattended,
    decline_enquiry,
    find_unattended,
    list_unattended,
    throw_enquiry_out,
)
from shop.web.acting import acting, done
from shop.web.enquiry_desk import PER_PAGE, Answer, Row, enquiry_list, read_answer, reason_typed, shown_enquiry
from shop.web.words import _

door = Blueprint("enquiries", __name__)


@door.get("/hoi-mua")
def index() -> str:
    """Enquiries that wait, the oldest first; or those that are closed."""

    def rows(is_closed: bool, page: int) -> list[Row]:
        found = list_unattended(is_closed=is_closed, page=page, per_page=PER_PAGE)
        return [(one, url_for(".show", number=one.id), producer.name) for one, producer in found]

    shown = enquiry_list(lambda is_closed: count_unattended(is_closed=is_closed), rows)
    return render_template("office/enquiries/index.html", **shown)


@door.get("/hoi-mua/<int:number>")
def show(number: int) -> str:
    """One enquiry, with the form of its answer while it waits."""
    return _page(number, Answer())


@door.post("/hoi-mua/<int:number>/tra-loi")
def answer(number: int) -> Response | tuple[str, int]:
    """Redirects to the enquiry, which then shows how to reach the buyer."""
    typed = read_answer(request.form)
    if typed.problem:
        return _page(number, typed), 422
    with acting("enquiry_answered", Subject("enquiry", number)) as act:
        _enquiry, producer = find_unattended(number)
        answer_enquiry(producer, number, typed.answer, contact=typed.contact, by=act.by, at=act.at)
    return done(_("Sent. Here is how to reach the buyer."), url_for(".show", number=number))


@door.post("/hoi-mua/<int:number>/tu-choi")
def decline(number: int) -> Response:
    """Redirects to the list once the buyer is told that nothing comes of it."""
    with acting("enquiry_declined", Subject("enquiry", number)) as act:
        _enquiry, producer = find_unattended(number)
        decline_enquiry(producer, number, reason_typed(), by=act.by, at=act.at)
    return done(_("Declined: the buyer is told by mail."), url_for(".index"))


@door.post("/hoi-mua/<int:number>/xoa")
def throw_out(number: int) -> Response:
    """Redirects to the list once nothing is left of what was no enquiry."""
    with acting("enquiry_thrown_out", Subject("enquiry", number)):
        _enquiry, producer = find_unattended(number)
        throw_enquiry_out(producer.id, number)
    return done(_("Deleted; nobody is told."), url_for(".index"))


def _page(number: int, typed: Answer) -> str:
    found, producer = find_unattended(number)
    to = {name: url_for(f".{name}", number=number) for name in ("answer", "decline", "throw_out")}
    return render_template("office/enquiries/show.html", producer=producer, **shown_enquiry(found, to, typed))
