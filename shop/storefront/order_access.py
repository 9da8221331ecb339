"""Who may see an order: the account it belongs to, and a browser that placed it or proved its code and telephone.

The browser's proof is a list of codes in the signed cookie. It goes with everything else when somebody logs in or out:
whoever comes after at the same machine sees nothing, and a guest's order is one look-up away.
"""

from __future__ import annotations

from flask import session

from shop.orders import (
    Order,
    OrderPulse,
    OrderStory,
    find_order,
    find_order_of_account,
    parse_order_code,
    read_order_pulse,
    read_order_story,
)
from shop.web.session_user import signed_in

SHOWN = "orders"
MOST = 20


def remember_order(code: str) -> None:
    """This browser placed the order as a guest; who is logged in sees it by their account, and only as long."""
    if signed_in() is None:
        remember_proof(code)


def remember_proof(code: str) -> None:
    """This browser named the order's code and telephone number; the last twenty are kept."""
    session[SHOWN] = [other for other in _shown() if other != code][-(MOST - 1) :] + [code]


def has_proof(code: str) -> bool:
    """Did this browser place the order or prove its telephone number?"""
    return code in _shown()


def may_see(order: Order) -> bool:
    """May whoever asks see the order?"""
    member = signed_in()
    return order.code in _shown() or (member is not None and order.account_id == member.person_id)


def find_visible_order(code: str) -> Order | None:
    """The order with this code, whole, if whoever asks may see it.

    A stranger gets None without a look into the books, so that an order that exists takes no longer than one that
    does not.
    """
    clean, account_id = _asked_for(code)
    if clean is None:
        return None
    return find_order(clean) if account_id is None else find_order_of_account(account_id, clean)


def read_visible_story(code: str) -> OrderStory | None:
    """The order with everything that happened, under the same rule."""
    clean, account_id = _asked_for(code)
    return read_order_story(clean, account_id=account_id) if clean else None


def read_visible_pulse(code: str) -> OrderPulse | None:
    """How the order stands, under the same rule."""
    clean, account_id = _asked_for(code)
    return read_order_pulse(clean, account_id=account_id) if clean else None


def _asked_for(code: str) -> tuple[str | None, int | None]:
    """The code, None for who may see nothing; and the account that must own the order, None where a proof is there."""
    clean = parse_order_code(code)
    if clean is None or clean in _shown():
        return clean, None
    member = signed_in()
    return (clean, member.person_id) if member else (None, None)


def _shown() -> list[str]:
    kept = session.get(SHOWN)
    return [code for code in kept if isinstance(code, str)] if isinstance(kept, list) else []
