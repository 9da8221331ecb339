"""Putting the page of checkout together: the cart is priced anew each time, for wherever the form says it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from werkzeug.wrappers import Response

from shop.address_book import SavedAddress
from shop.delivery import Address, NoDeliveryThere, list_points_of_sale
from shop.orders import Destination, DestinationKind, Quote, quote_cart
from shop.storefront.checkout.form import CheckoutForm
from shop.storefront.checkout.page import checkout_page, summary_of
from shop.storefront.checkout.refused import CONFLICT, Answer, no_delivery, not_of_age
from shop.web import card_desk
from shop.web.session_user import signed_in
from shop.web.words import _

Page = str | tuple[str, int] | Response


def show_page(
    form: CheckoutForm,
    cart_id: int | None,
    at: datetime,
    answer: Answer | None = None,
    *,
    addresses: Sequence[SavedAddress] = (),
) -> Page:
    """The whole page, with what is the matter where a form was sent; without goods, what to do instead."""
    form.ensure_key()
    quote, trouble = price(form, cart_id, at)
    if not quote.parcels:
        return _show_empty(quote, answer)
    if answer and quote.needs_age and not form.age_confirmed.data and not form.age_confirmed.errors:
        form.blame("age_confirmed", not_of_age())
    page = checkout_page(
        quote,
        list_points_of_sale(),
        (card_desk.offered_methods(), card_desk.offered_methods(quote.total_vnd)),
        at,
        place=None if trouble else _place(form),
    )
    return render_template(
        "storefront/checkout/show.html",
        form=form,
        page=page,
        summary=page.summary,
        answer=answer if answer and answer.title else trouble,
        trouble=trouble,
        member=signed_in(),
        addresses=addresses,
    ), answer.status if answer else 200


def show_summary(form: CheckoutForm, cart_id: int | None, at: datetime) -> str:
    """Only what is bought and what it costs."""
    quote, trouble = price(form, cart_id, at)
    shown = summary_of(quote, place=None if trouble else _place(form))
    return render_template("storefront/checkout/summary.html", summary=shown, trouble=trouble)


def price(form: CheckoutForm, cart_id: int | None, at: datetime) -> tuple[Quote, Answer | None]:
    """What the cart costs with delivery as far as the form says where to; and why it cannot be sent there."""
    try:
        return quote_cart(cart_id, _destination(form), at=at), None
    except NoDeliveryThere:
        return quote_cart(cart_id, None, at=at), no_delivery()


def _show_empty(quote: Quote, answer: Answer | None) -> Page:
    status = 200 if answer is None else answer.status if answer.title else CONFLICT
    left_out = len(quote.contents.lines)
    return render_template("storefront/checkout/empty.html", left_out=left_out, answer=answer), status


def _destination(form: CheckoutForm) -> Destination | None:
    """As much of it as fees need: the province."""
    if form.is_pickup:
        return Destination(DestinationKind.PICKUP, point_of_sale_id=form.point_id)
    home = form.home
    return Destination(DestinationKind.DELIVERY, Address(home.code, home.name, "", "", "")) if home else None


def _place(form: CheckoutForm) -> str | None:
    if form.is_pickup:
        return _("picked up")
    return form.home.short_name if form.home else None
