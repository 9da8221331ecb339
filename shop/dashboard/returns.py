"""Returns: what shoppers want to give back, and what came back of it. The operator decides on the money."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.dashboard.back_form import came_back
from shop.dashboard.counts import returns_by_state
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.selling import NoSuchParcel, list_stall_returns, say_what_came_back
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("returns", __name__)

PER_PAGE = 30


@door.get("/tra-hang")
def index() -> str:
    """Returns that wait for the goods, and the others."""
    return _page()


@door.post("/tra-hang/<int:return_id>/hang-ve")
def came(return_id: int) -> Response | tuple[str, int]:
    """Redirects to the list once it is said what came back; what can be sold again is in stock."""
    try:
        state = came_back(request.form, return_id)
        with acting(
            "goods_came_back", Subject("return", return_id), sellable=state.sellable, spoiled=state.spoiled
        ) as act:
            remark = request.form.get("remark", "")
            say_what_came_back(present_stall().producer_id, return_id, state, remark=remark, by=act.by, at=act.at)
    except NoSuchParcel:
        raise
    except Refusal as refusal:
        return _page(refusal_words(refusal), return_id), 422
    return done(_("Thank you. Chợ Phiên OCOP decides about the money and tells the shopper."), url_for(".index"))


def _page(problem: str = "", open_id: int | None = None) -> str:
    asked = Parameters(request.args)
    is_over = asked.choice("tab", ["waiting", "over"]) == "over"
    page = asked.page()
    asked.check()
    counts = returns_by_state()
    pages = pages_here(page, counts[is_over], PER_PAGE)
    rows = list_stall_returns(present_stall().producer_id, is_waiting=not is_over, page=page, per_page=PER_PAGE)
    return render_template(
        "dashboard/returns/index.html",
        rows=rows,
        pages=pages,
        is_over=is_over,
        tabs=[
            (_("Waiting for the goods"), url_with(tab=""), counts[False], not is_over),
            (_("All others"), url_with(tab="over"), None, is_over),
        ],
        problem=problem,
        open_id=open_id,
        typed=request.form,
    )
