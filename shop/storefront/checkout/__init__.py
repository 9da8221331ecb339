"""The page on which an order is placed: one form, for guests and members alike."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.cart import count_pieces
from shop.database import transaction
from shop.orders import Checkout, OrderStatus, PaymentMethod, PlacedOrder, place_order
from shop.storefront.checkout.form import CheckoutForm
from shop.storefront.checkout.known import keep_what_was_asked, known_of
from shop.storefront.checkout.refused import CONFLICT, UNPROCESSABLE, Answer, answer_to
from shop.storefront.checkout.showing import Page, price, show_page, show_summary
from shop.storefront.checkout.throttle import count_checkout_post
from shop.storefront.order_access import remember_order
from shop.values.refusal import Refusal
from shop.web import card_desk
from shop.web.language import current_language
from shop.web.present_cart import cart_owner, find_cart_of, present_cart_id, tell_cart_count
from shop.web.remembered_province import remember_province
from shop.web.session_user import signed_in
from shop.web.words import _

door = Blueprint("checkout", __name__)


@door.get("/thanh-toan")
def show() -> Page:
    """The form, filled with what is known of who is logged in."""
    member = signed_in()
    values, addresses = known_of(member.person if member else None, request.args.get("address", type=int))
    return show_page(CheckoutForm(data=values), present_cart_id(), clock.now(), addresses=addresses)


@door.get("/thanh-toan/tam-tinh")
def summary() -> Page:
    """The part of the page with fees, days and the total, for the province or the point of sale that is chosen."""
    form = CheckoutForm(request.args)
    if form.home:
        remember_province(form.home.code)
    return show_summary(form, present_cart_id(), clock.now())


@door.post("/thanh-toan")
def place() -> Page:
    """Redirects to the order, or to the page where a card is asked for; else the form again with what is wrong."""
    owner, at = cart_owner(), clock.now()
    with transaction():
        count_checkout_post(owner.account_id)
    form, cart_id = CheckoutForm(request.form), find_cart_of(owner)
    if request.form.get("do") == "quote":
        form.look_at_destination()
        return show_page(form, cart_id, at)
    checkout = _read(form, cart_id, owner.account_id)
    if checkout is None:
        return show_page(form, cart_id, at, Answer(CONFLICT if cart_id is None else UNPROCESSABLE))
    try:
        with transaction():
            placed = place_order(checkout, at=at)
    except Refusal as refusal:
        return _refuse(refusal, form, checkout)
    if not placed.is_repeat:
        keep_what_was_asked(form, checkout, at)
    return _go_on(placed, checkout)


def _read(form: CheckoutForm, cart_id: int | None, account_id: int | None) -> Checkout | None:
    """The clean form; None after saying at the fields what is wrong."""
    is_valid = form.validate()
    destination = form.read_destination()
    method = form.method
    if method is None:
        form.blame("payment_method", _("Choose how you will pay."))
    elif method not in card_desk.offered_methods(form.total if form.total > 0 else None):
        form.blame("payment_method", _("This way of paying is not offered here. Choose another."))
        method = None
    if cart_id is None or not is_valid or destination is None or method is None:
        return None
    return Checkout(
        cart_id=cart_id,
        contact=form.contact,
        destination=destination,
        method=method,
        expected_total=form.total,
        checkout_key=str(form.checkout_key.data),
        age_confirmed=bool(form.age_confirmed.data),
        language=current_language(),
        account_id=account_id,
        note=str(form.note.data),
    )


def _refuse(refusal: Refusal, form: CheckoutForm, checkout: Checkout) -> Page:
    """The page again, with what is the matter; the cart is looked at anew, for it may have changed."""
    now = clock.now()
    quote, _trouble = price(form, checkout.cart_id, now)
    return show_page(form, checkout.cart_id, now, answer_to(refusal, form, quote))


def _go_on(placed: PlacedOrder, checkout: Checkout) -> Response:
    remember_order(placed.code)
    tell_cart_count(count_pieces(checkout.cart_id))
    if checkout.destination.address:
        remember_province(checkout.destination.address.province_code)
    onward = url_for("storefront.orders.show", code=placed.code)
    if placed.method is PaymentMethod.CARD and placed.status is OrderStatus.AWAITING_PAYMENT:
        # None where Stripe cannot be reached: the page of the order says so and lets pay again.
        onward = card_desk.open_card_session(placed.id) or onward
    return redirect(onward, 303)
