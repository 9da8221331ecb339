"""The blueprint of the order pages, and what they share: the order somebody may see, or the form for strangers."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, abort, make_response, render_template
from werkzeug.wrappers import Response

from shop.orders import OrderStory, parse_order_code
from shop.storefront.order_access import read_visible_story
from shop.storefront.orders.forms import LookupForm

door = Blueprint("orders", __name__)


def story_or_stranger(code: str) -> OrderStory:
    """The order that whoever asks may see; everybody else gets 404 with the look-up form, whether it exists or not."""
    story = read_visible_story(code)
    if story is None:
        abort_as_stranger(code)
    return story


def abort_as_stranger(code: str) -> NoReturn:
    """Answer 404 with the look-up form."""
    abort(stranger_page(code))


def stranger_page(code: str) -> Response:
    """404 with the look-up form, filled with the code where it can be one."""
    form = LookupForm(data={"code": parse_order_code(code) or ""})
    page = render_template("storefront/orders/lookup.html", form=form, is_stranger=True)
    return make_response(page, 404)
