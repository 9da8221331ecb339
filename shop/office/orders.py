"""The list of orders."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.office.asking import SPANS, since, span_words, tabs_of
from shop.office.status_words import method_words, order_words
from shop.orders import (
    OrderSearch,
    OrderStatus,
    PaymentMethod,
    count_orders_by_status,
    order_exists,
    parse_order_code,
    search_orders,
)
from shop.web.lists import pages_here
from shop.web.parameters import Parameters

door = Blueprint("orders", __name__)

PER_PAGE = 30


@door.get("/don-hang")
def index() -> str | Response:
    """Orders, the newest first, narrowed by words, status, method and time; a whole code leads to its order."""
    asked = Parameters(request.args)
    words, status = asked.text("q"), asked.choice("status", list(OrderStatus))
    method, span = asked.choice("method", list(PaymentMethod)), asked.choice("span", SPANS)
    page = asked.page()
    asked.check()
    code = parse_order_code(words) if words else None
    if code and order_exists(code):
        return redirect(url_for("office.order.show", code=code))
    search = OrderSearch(words=words, method=PaymentMethod(method) if method else None, since=since(span, clock.now()))
    counts = count_orders_by_status(search)
    statuses = (OrderStatus(status),) if status else ()
    rows, total = search_orders(search.among(statuses), page=page, per_page=PER_PAGE)
    pages = pages_here(page, total, PER_PAGE)
    return render_template(
        "office/orders/index.html",
        orders=rows,
        pages=pages,
        words=words,
        status=status,
        method=method,
        span=span,
        spans=span_words(),
        method_choices=[(choice, method_words(choice)) for choice in PaymentMethod],
        status_tabs=tabs_of(OrderStatus, order_words, counts, status),
    )
