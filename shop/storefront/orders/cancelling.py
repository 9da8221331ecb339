"""Give up an order before anything is packed: a page that asks once more, then it is done."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.database import transaction
from shop.orders import OrderStory, PaymentMethod, TooLateToCancel, cancel_order
from shop.storefront.orders.door import door, story_or_stranger
from shop.web.card_desk import close_card_order
from shop.web.words import _

REASONS = ("changed_mind", "wrong_details", "takes_too_long")


@door.route("/don-hang/<code>/huy", methods=["GET", "POST"])
def cancel(code: str) -> Response:
    """Ask once more what goes and what comes back; then give the order up."""
    story = story_or_stranger(code)
    order_id, code, method = story.order.id, story.order.code, story.order.method
    if request.method == "GET":
        return _page(story)
    reason = request.form.get("reason", "")
    try:
        with transaction():
            cancel_order(order_id, by="shopper", at=clock.now(), reason=reason if reason in REASONS else REASONS[0])
    except TooLateToCancel:
        return _page(story_or_stranger(code), 409)
    if method == PaymentMethod.CARD:
        close_card_order(order_id)
    flash(_("The order is cancelled."))
    return redirect(url_for(".show", code=code), 303)


def _page(story: OrderStory, status: int = 200) -> Response:
    page = render_template("storefront/orders/cancel.html", story=story, order=story.order, reasons=REASONS)
    return make_response(page, status if story.may_be_cancelled else 409)
