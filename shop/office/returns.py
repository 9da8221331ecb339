"""Returns: what shoppers want to give back, and the decision."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.office.asking import tabs_of
from shop.office.refusals import NothingChosen, ReasonMissing
from shop.office.status_words import return_words
from shop.orders import ReturnStatus, count_returns_by_status, decide_return, list_returns
from shop.selling import read_what_came_back
from shop.values.folding import tidy
from shop.web.acting import acting, done, page_before
from shop.web.lists import pages_here
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("returns", __name__)

PER_PAGE = 30
LONGEST_NOTE = 500


@door.get("/tra-hang")
def index() -> str:
    """Requests to return goods, those that wait for a decision first."""
    asked = Parameters(request.args)
    status = ReturnStatus(asked.choice("status", list(ReturnStatus)) or ReturnStatus.REQUESTED)
    page = asked.page()
    asked.check()
    counts = count_returns_by_status()
    rows = list_returns((status,), page=page, per_page=PER_PAGE)
    return render_template(
        "office/returns/index.html",
        rows=rows,
        back=read_what_came_back([row.request.id for row in rows]),
        pages=pages_here(page, counts.get(status, 0), PER_PAGE, runs_empty=True),
        status=status,
        tabs=tabs_of(ReturnStatus, return_words, counts, status)[1:],
    )


@door.post("/tra-hang/<int:number>/quyet-dinh")
def decide(number: int) -> Response:
    """Redirects to where one came from once the return is accepted, and its price owed back, or rejected."""
    decision, note = request.form.get("decision"), tidy(request.form.get("note", ""))[:LONGEST_NOTE]
    if decision not in ("accept", "reject"):
        raise NothingChosen
    if decision == "reject" and not note:
        raise ReasonMissing
    is_accepted = decision == "accept"
    action = "return_accepted" if is_accepted else "return_rejected"
    with acting(action, Subject("return", number)) as act:
        decide_return(number, accepted=is_accepted, by=act.by, at=act.at, note=note)
    words = _("Accepted: the price of the pieces is owed back.") if is_accepted else _("The return is rejected.")
    return done(words, page_before(url_for(".index")))
