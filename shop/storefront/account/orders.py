"""Somebody's own orders: all, or those of one sort, page by page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for

from shop.orders import OrderStatus, count_orders_of_account, list_orders_of_account
from shop.web.guards import present_member
from shop.web.paging import pages_within
from shop.web.words import _

door = Blueprint("orders", __name__)

PER_PAGE = 10
_O = OrderStatus
SORTS = {
    "open": (_O.AWAITING_PAYMENT, _O.PLACED, _O.PAID),
    "done": (_O.COMPLETED,),
    "ended": (_O.CANCELLED, _O.EXPIRED, _O.REFUND_DUE, _O.REFUNDED),
}


@door.get("/tai-khoan/don-hang")
def index() -> str:
    """The orders, the newest first."""
    person_id = present_member().person_id
    sort, number = request.args.get("show", ""), _page_number()
    statuses = SORTS.get(sort, ())
    counts = count_orders_of_account(person_id)
    total = sum(counts.get(status, 0) for status in statuses or _O)
    pages = pages_within(number, total, PER_PAGE, lambda page: url_for(".index", show=sort or None, page=page))
    return render_template(
        "storefront/account/orders/index.html",
        orders=list_orders_of_account(person_id, statuses=statuses, page=number, per_page=PER_PAGE),
        pages=pages,
        sort=sort if statuses else "",
        sorts=_sorts(counts),
    )


def _sorts(counts: dict[OrderStatus, int]) -> list[tuple[str, str, int]]:
    words = {"open": _("Under way"), "done": _("Delivered"), "ended": _("Cancelled or sent back")}
    sorts = [(sort, words[sort], sum(counts.get(status, 0) for status in SORTS[sort])) for sort in SORTS]
    return [("", _("All"), sum(counts.values())), *sorts]


def _page_number() -> int:
    typed = request.args.get("page", "1")
    if not typed.isascii() or not typed.isdigit() or len(typed) > 6 or int(typed) < 1:
        abort(404)
    return int(typed)
