"""Buy the same again: what is still certified and in stock goes into the cart, the rest is named with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.cart import MOST_OF_ONE, CartFull, NotOnOffer, SoldOut, add_to_cart, count_pieces
from shop.catalogue import WhyNot, why_not_offered
from shop.database import transaction
from shop.storefront.orders.door import door, story_or_stranger
from shop.values.dates import format_day
from shop.web.present_cart import cart_owner, count_cart_post, open_cart_of, tell_cart_count
from shop.web.templating import in_language
from shop.web.words import _, ngettext


@dataclass(frozen=True)
class Wanted:
    """A pack of the order, with its name in the visitor's language."""

    variant_id: int
    quantity: int
    name: str


@door.post("/don-hang/<code>/mua-lai")
def reorder(code: str) -> Response:
    """Redirects to the cart, which says what was put in and what was left out; to the order where nothing could be."""
    story, owner, now = story_or_stranger(code), cart_owner(), clock.now()
    wanted = [Wanted(line.variant_id, line.quantity, in_language(line, "name")) for line in story.lines]
    address = url_for(".show", code=story.order.code)
    left_out: dict[int, str] = {}
    with transaction():
        count_cart_post(owner)
        cart_id = open_cart_of(owner, now)
        for good in wanted:
            trouble = _put_in(cart_id, good, now)
            if trouble is not None:
                left_out[good.variant_id] = trouble
        count = count_pieces(cart_id)
    put_in = len(wanted) - len(left_out)
    tell_cart_count(count)
    if put_in:
        flash(ngettext("%(num)s good is in your cart again.", "%(num)s goods are in your cart again.", put_in))
    for words in _left_out_words(wanted, left_out, now):
        flash(words)
    return redirect(url_for("storefront.cart.show") if put_in else address, 303)


def _put_in(cart_id: int, good: Wanted, now: datetime) -> str | None:
    """Put one good into the cart; what hinders it, None where nothing does."""
    try:
        add_to_cart(cart_id, good.variant_id, min(good.quantity, MOST_OF_ONE), at=now)
    except NotOnOffer:
        return "not_offered"
    except SoldOut:
        return "sold_out"
    except CartFull:
        return "cart_full"
    return None


def _left_out_words(wanted: list[Wanted], left_out: dict[int, str], now: datetime) -> list[str]:
    """Each good that was left out, with its reason."""
    gone = why_not_offered([number for number, why in left_out.items() if why == "not_offered"], now)
    said = []
    for good in wanted:
        if good.variant_id in left_out:
            known, reason = gone.get(good.variant_id), left_out[good.variant_id]
            if known is not None and known.why is WhyNot.LAPSED and known.last_valid_day is not None:
                reason = _("its certificate ended on %(day)s", day=format_day(known.last_valid_day))
            elif known is not None and known.why is WhyNot.REVOKED:
                reason = _("its certificate was revoked")
            elif known is not None and known.back_on is not None:
                reason = _("its stall is on holiday, back on %(day)s", day=format_day(known.back_on))
            else:
                reason = {
                    "sold_out": _("it is sold out"),
                    "cart_full": _("the cart is full"),
                    "not_offered": _("its maker does not offer it now"),
                }[reason]
            said.append(_("Left out: %(name)s – %(reason)s.", name=good.name, reason=reason))
    return said
