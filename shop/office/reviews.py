"""Reviews: what buyers wrote waits here for a person, who publishes it, refuses it for a stated reason, or hides it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.office.asking import tabs_of
from shop.office.refusals import ReasonMissing
from shop.office.status_words import review_words
from shop.reviews import (
    ReviewStatus,
    WhyRefused,
    count_reviews_by_status,
    hide_review,
    list_reviews,
    publish_review,
    refuse_review,
    set_answer_shown,
)
from shop.web.acting import acting, done, page_before
from shop.web.lists import pages_here
from shop.web.parameters import Parameters
from shop.web.review_photos import photos_of
from shop.web.review_words import why_refused_words
from shop.web.words import _

door = Blueprint("reviews", __name__)

PER_PAGE = 20
LARGEST_EDITION = 1_000_000


@door.get("/danh-gia")
def index() -> str:
    """Reviews that wait, the oldest first; or those that were decided."""
    asked = Parameters(request.args)
    status = ReviewStatus(asked.choice("status", list(ReviewStatus)) or ReviewStatus.WAITING)
    page = asked.page()
    asked.check()
    counts = count_reviews_by_status()
    return render_template(
        "office/reviews/index.html",
        rows=list_reviews(status, page=page, per_page=PER_PAGE),
        pages=pages_here(page, counts.get(status, 0), PER_PAGE, runs_empty=True),
        status=status,
        tabs=tabs_of(ReviewStatus, review_words, counts, status)[1:],
        photos_of=photos_of,
        reasons=[(reason, why_refused_words(reason)) for reason in WhyRefused],
    )


@door.post("/danh-gia/<int:number>/dang")
def publish(number: int) -> Response:
    """Redirects to where one came from once shoppers can read the review."""
    with acting("review_published", Subject("review", number)) as act:
        publish_review(number, _edition(), by=act.by, at=act.at)
    return done(_("Published: shoppers can read it, and its buyer is told."), page_before(url_for(".index")))


@door.post("/danh-gia/<int:number>/tu-choi")
def refuse(number: int) -> Response:
    """Redirects to where one came from once its buyer is told why it is not published."""
    reason = _reason()
    with acting("review_refused", Subject("review", number), reason=str(reason)) as act:
        refuse_review(number, _edition(), reason, by=act.by, at=act.at)
    return done(_("Refused: its buyer is told why and may write it anew."), page_before(url_for(".index")))


@door.post("/danh-gia/<int:number>/an")
def hide(number: int) -> Response:
    """Redirects to where one came from once shoppers can read it no more."""
    reason = _reason()
    with acting("review_hidden", Subject("review", number), reason=str(reason)) as act:
        hide_review(number, _edition(), reason, by=act.by, at=act.at)
    return done(_("Hidden: its buyer is told why."), page_before(url_for(".index")))


@door.post("/danh-gia/<int:number>/loi-dap")
def answer(number: int) -> Response:
    """Redirects to where one came from once the producer's answer is taken away, or shown again."""
    is_shown = request.form.get("shown") == "yes"
    action = "review_answer_shown" if is_shown else "review_answer_hidden"
    with acting(action, Subject("review", number)):
        set_answer_shown(number, is_shown)
    words = _("The answer is shown again.") if is_shown else _("The answer is taken away.")
    return done(words, page_before(url_for(".index")))


def _edition() -> int:
    """Which edition of the words the page showed."""
    asked = Parameters(request.form)
    edition = asked.number("edition", 1, LARGEST_EDITION)
    asked.check()
    return edition or 0


def _reason() -> WhyRefused:
    typed = request.form.get("reason", "")
    if typed not in tuple(WhyRefused):
        raise ReasonMissing
    return WhyRefused(typed)
