"""The order page, and the small answer that tells a waiting page whether anything has changed."""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template

from shop import clock
from shop.orders import DEAD, OrderPulse, OrderStatus
from shop.payments import list_money_of
from shop.storefront.order_access import read_visible_pulse
from shop.storefront.orders import order_words
from shop.storefront.orders.claiming import may_be_claimed
from shop.storefront.orders.door import door, story_or_stranger
from shop.storefront.orders.headline import headline_of
from shop.storefront.orders.money import money_mark, money_view
from shop.storefront.orders.order_page import order_page

OVER = frozenset({*DEAD, OrderStatus.COMPLETED}) - {OrderStatus.REFUND_DUE}

for words in ("method", "order_status", "cancel_reason", "refund", "refund_status", "return_reason", "return_status"):
    # Under names of their own: the office says the same things to other people.
    door.add_app_template_filter(getattr(order_words, f"{words}_words"), f"said_{words}")


@door.get("/don-hang/<code>")
def show(code: str) -> str:
    """How the order stands, what to do next, and everything that was bought."""
    story, now = story_or_stranger(code), clock.now()
    money = money_view(story, now)
    return render_template(
        "storefront/orders/show.html",
        story=story,
        order=story.order,
        page=order_page(story, now),
        money=money,
        headline=headline_of(story, now, is_processing=money.is_processing),
        mark=f"{story.mark}{money.mark}",
        is_live=story.order.status not in OVER,
        can_reorder=story.order.status in (*DEAD, OrderStatus.COMPLETED),
        can_claim=may_be_claimed(story.order),
        now=now,
    )


@door.get("/don-hang/<code>/trang-thai")
def state(code: str) -> Response:
    """A few bytes for a page that waits: its mark, which changes with every step, and the time that is left."""
    pulse = read_visible_pulse(code)
    if pulse is None:
        return make_response(jsonify(error="not_found"), 404)
    mark = pulse.mark + money_mark(list_money_of(pulse.order_id, pulse.code))
    return jsonify(mark=mark, left=_left(pulse), live=pulse.status not in OVER)


def _left(pulse: OrderPulse) -> str:
    now = clock.now()
    if pulse.status is not OrderStatus.AWAITING_PAYMENT or pulse.hold_until is None or pulse.hold_until <= now:
        return ""
    return order_words.left_words(pulse.hold_until, now)
