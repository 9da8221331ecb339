"""Ask buyers, some days after their goods came, what they think of them."""

from __future__ import annotations

from shop import clock
from shop.database import transaction
from shop.reviews import OrderToAsk, invite_to_review, list_orders_to_ask
from shop.schedule.runner import each


def ask_for_reviews() -> None:
    """Queue one mail for each order whose time has come; buyers who want none are passed over."""
    after = 0
    while found := list_orders_to_ask(clock.now(), after=after):
        each(found, _ask)
        after = found[-1].order_id


def _ask(order: OrderToAsk) -> None:
    with transaction():
        invite_to_review(order.order_id, clock.now())
