"""The visitor's cart: an account's is known by who is logged in, a guest's by a secret in a cookie.

Public pages are the same for everybody, so they never ask here. What their header shows is a number in a second
cookie, which says nothing about anybody and which a script reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request

from shop import clock
from shop.cart import (
    BadQuantity,
    CartFull,
    MergeNote,
    NotOnOffer,
    SoldOut,
    add_to_cart,
    count_pieces,
    find_cart,
    make_cart,
    merge_carts,
    new_token,
    open_cart,
    quantity_in,
)
from shop.config import Config
from shop.database import transaction
from shop.throttles import Limit, count_try, network_of
from shop.values.refusal import Refusal
from shop.web.session_user import signed_in

COUNT_COOKIE = "cart_count"
KEPT_FOR = timedelta(days=60)
LONGEST_TOKEN = 100


@dataclass(frozen=True)
class CartOwner:
    """Whose cart it is: an account's number, else the token in a guest's cookie; neither for a new guest."""

    account_id: int | None
    token: str | None


def prepare(app: Flask) -> None:
    """Let answers carry the cookies of carts; only answers that touched a cart do."""
    app.after_request(_set_cookies)


def cart_owner() -> CartOwner:
    """Whose cart the request is about. Ask before `transaction()`: who is logged in may have to be noted."""
    member = signed_in()
    if member is not None:
        return CartOwner(member.person_id, None)
    # A token that this request has given out counts already.
    token = g.get("cart_cookies", {}).get("token", request.cookies.get(token_cookie()))
    return CartOwner(None, (token or "")[:LONGEST_TOKEN] or None)


def find_cart_of(owner: CartOwner) -> int | None:
    """The number of the owner's cart, None where there is none yet."""
    return find_cart(token=owner.token, account_id=owner.account_id)


def open_cart_of(owner: CartOwner, at: datetime) -> int:
    """The number of the owner's cart, made where there is none yet; within `transaction()`.

    A guest's new cart gets a token of our own making, whatever the cookie said.
    """
    cart_id = find_cart_of(owner)
    if owner.account_id is not None:
        return cart_id or open_cart(account_id=owner.account_id, at=at)
    token = owner.token if cart_id and owner.token else new_token()
    _note(token=token)
    return cart_id or make_cart(token, at)


def present_cart_id() -> int | None:
    """The number of the visitor's cart, None where there is none yet."""
    return find_cart_of(cart_owner())


def tell_cart_count(number: int) -> None:
    """Show the number in the header from this answer on."""
    _note(count=number)


def told_cart_count() -> int:
    """The number that the header shows from this answer on; only after it was told."""
    count: int = g.cart_cookies["count"]
    return count


def recount_cart() -> int:
    """Ask how many pieces the visitor's cart wants, and show it in the header; after the cart was changed."""
    cart_id = present_cart_id()
    count = count_pieces(cart_id) if cart_id else 0
    tell_cart_count(count)
    return count


def merge_guest_cart(person_id: int, at: datetime) -> tuple[MergeNote, ...]:
    """Put what the guest had chosen into the cart of the account just entered; says what became of each line."""
    token = (request.cookies.get(token_cookie()) or "")[:LONGEST_TOKEN]
    notes: tuple[MergeNote, ...] = ()
    with transaction():
        guest = find_cart(token=token)
        own = open_cart(account_id=person_id, at=at) if guest else find_cart(account_id=person_id)
        if guest and own:
            notes = merge_carts(guest, own, at=at)
        count = count_pieces(own) if own else 0
    _note(token="", count=count)
    return notes


def forget_cart_in_browser() -> None:
    """Leave nothing of a cart in the browser, for the account has been left."""
    _note(token="", count=0)


def fill_present_cart(wanted: Mapping[int, int], at: datetime) -> dict[int, int | Refusal]:
    """Add so many pieces of each pack to the visitor's cart, in one go that counts as one post.

    Says for each pack how many came in, 0 where the cart holds all there are, or why none could be added.
    """
    owner, outcome = cart_owner(), dict[int, int | Refusal]()
    with transaction():
        count_cart_post(owner)
        cart_id = open_cart_of(owner, at)
        for variant_id, quantity in wanted.items():
            before = quantity_in(cart_id, variant_id)
            try:
                outcome[variant_id] = add_to_cart(cart_id, variant_id, quantity, at=at) - before
            except (NotOnOffer, SoldOut, BadQuantity, CartFull) as refusal:
                outcome[variant_id] = refusal
    recount_cart()
    return outcome


def count_cart_post(owner: CartOwner) -> None:
    """Count, within a transaction, a write to a cart by this visitor; refuses TooManyTries."""
    config: Config = current_app.config["SHOP"]
    limit = Limit("cart", config.rate_cart, timedelta(minutes=1) / config.rate_cart)
    count_try(limit, network_of(request.remote_addr or ""), clock.now_elsewhere())
    if owner.account_id is not None:
        count_try(limit, f"account {owner.account_id}", clock.now_elsewhere())


def token_cookie() -> str:
    """The name of the guest's cookie; browsers keep the prefix from being set by anybody but this host over https."""
    config: Config = current_app.config["SHOP"]
    return "__Host-cart" if config.is_encrypted else "cart"


def _note(**facts: Any) -> None:
    g.cart_cookies = {**g.get("cart_cookies", {}), **facts}


def _set_cookies(response: Response) -> Response:
    facts = g.pop("cart_cookies", {})
    if "token" in facts:
        _set(response, token_cookie(), facts["token"], is_secret=True)
    if "count" in facts:
        _set(response, COUNT_COOKIE, str(facts["count"] or ""), is_secret=False)
    return response


def _set(response: Response, name: str, value: str, *, is_secret: bool) -> None:
    """Set a cookie for the whole shop, or take it out of the browser where the value is empty."""
    config: Config = current_app.config["SHOP"]
    if not value and name not in request.cookies:
        return
    response.set_cookie(
        name,
        value,
        max_age=KEPT_FOR if value else 0,
        httponly=is_secret,
        secure=config.is_encrypted,
        samesite="Lax",
    )
