"""What buyers say of the stall's goods, and the one answer to each."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.dashboard.stall import present_stall
from shop.reviews import (
    ANSWER_WINDOW,
    LONGEST_ANSWER,
    count_reviews_of_producer,
    count_unanswered,
    list_reviews_of_producer,
)
from shop.reviews import answer_review as write_answer
from shop.web.acting import acting, done
from shop.web.paging import pages_within
from shop.web.parameters import Parameters
from shop.web.review_photos import photos_of
from shop.web.words import _

door = Blueprint("reviews", __name__)

PER_PAGE = 20


@door.get("/danh-gia")
def index() -> str:
    """The published reviews of the stall's goods: those without an answer, or all."""
    return _page()


@door.post("/danh-gia/<int:review_id>/tra-loi")
def answer(review_id: int) -> Response | tuple[str, int]:
    """Redirects to the reviews once the answer stands below this one, or was changed within its day."""
    text = request.form.get("answer", "").strip()
    if not text:
        return _page(refused=review_id, problem=_("Please write an answer first.")), 422
    if len(text.replace("\r\n", "\n")) > LONGEST_ANSWER:
        return _page(refused=review_id, problem=_("Please keep it to %(number)s letters.", number=LONGEST_ANSWER)), 422
    with acting("review_answered", Subject("review", review_id)) as act:
        write_answer(present_stall().producer_id, review_id, text, by=act.by, at=act.at)
    return done(_("Your answer stands below the review. You may change it for a day."), url_for(".index", show="all"))


def _page(*, refused: int = 0, problem: str = "") -> str:
    asked = Parameters(request.args)
    show = asked.choice("show", ("all", "waiting"))
    number = asked.page()
    asked.check()
    producer_id, now = present_stall().producer_id, clock.now()
    waiting, total = count_unanswered(producer_id), count_reviews_of_producer(producer_id)
    only_unanswered = (show or ("waiting" if waiting else "all")) == "waiting"
    shown = waiting if only_unanswered else total
    return render_template(
        "dashboard/reviews/index.html",
        rows=list_reviews_of_producer(producer_id, only_unanswered=only_unanswered, page=number, per_page=PER_PAGE),
        pages=pages_within(number, shown, PER_PAGE, lambda page: _address(show, page), runs_empty=only_unanswered),
        tabs=[
            (_("To answer"), _address("waiting"), waiting, only_unanswered),
            (_("All"), _address("all"), total, not only_unanswered),
        ],
        total=total,
        photos_of=photos_of,
        may_change=lambda review: review.answered_at is not None and now < review.answered_at + ANSWER_WINDOW,
        refused=refused,
        problem=problem,
        typed=request.form.get("answer", ""),
        longest=LONGEST_ANSWER,
    )


def _address(show: str | None, page: int = 1) -> str:
    return url_for(".index", show=show, page=page if page > 1 else None)
