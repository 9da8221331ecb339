"""Put an order that was placed without an account into the account with the same confirmed address."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from shop.accounts import normal_email
from shop.database import transaction
from shop.orders import Order, claim_order
from shop.storefront.order_access import has_proof
from shop.storefront.orders.door import door, story_or_stranger
from shop.web.session_user import signed_in
from shop.web.words import _


@door.post("/don-hang/<code>/vao-tai-khoan")
def claim(code: str) -> Response:
    """Redirects to the order, which then belongs to the account, if its address and its telephone number are proved."""
    order, member = story_or_stranger(code).order, signed_in()
    order_id, code = order.id, order.code
    if member is not None and may_be_claimed(order):
        person_id, email = member.person_id, order.email
        with transaction():
            is_claimed = claim_order(order_id, person_id, email)
        if is_claimed:
            flash(_("The order stands among yours now."))
    return redirect(url_for(".show", code=code), 303)


def may_be_claimed(order: Order) -> bool:
    """Is it nobody's, was its telephone number proved here, and is its address that of who is logged in?"""
    if order.account_id is not None or not order.email or not has_proof(order.code):
        return False
    member = signed_in()
    return member is not None and normal_email(order.email) == member.person.email
