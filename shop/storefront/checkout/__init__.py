"""The page on which an order is placed: one form, for guests and members alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import WORDING, ConsentSubject, record_consent
from shop.cart import count_pieces
from shop.database import transaction
from shop.delivery import Address, NoDeliveryThere, list_points_of_sale
from shop.orders import (
    Checkout,
    Destination,
    DestinationKind,
    OrderStatus,
    PaymentMethod,
    PlacedOrder,
    Quote,
    place_order,
    quote_cart,
)
from shop.storefront.checkout import ways
from shop.storefront.checkout.form import CheckoutForm
from shop.storefront.checkout.page import checkout_page, summary_of
from shop.storefront.checkout.refused import CONFLICT, UNPROCESSABLE, Answer, answer_to, no_delivery, not_of_age
from shop.storefront.checkout.throttle import count_checkout_post
from shop.storefront.order_access import remember_order
from shop.values.refusal import Refusal
from shop.web.language import current_language
from shop.web.present_cart import cart_owner, find_cart_of, present_cart_id, tell_cart_count
from shop.web.remembered_province import remember_province, remembered_province
from shop.web.session_user import signed_in
from shop.web.words import _

door = Blueprint("checkout", __name__)

Page = str | tuple[str, int] | Response


@door.get("/thanh-toan")
def show() -> Page:
    """The form, filled with what is known of who is logged in."""
    form = CheckoutForm(data=_known())
    return _page(form, present_cart_id(), clock.now())


@door.get("/thanh-toan/tam-tinh")
def summary() -> Page:
    """The part of the page with fees, days and the total, for the province or the point of sale that is chosen."""
    form = CheckoutForm(request.args)
    if form.home:
        remember_province(form.home.code)
    quote, trouble = _quote(form, present_cart_id(), clock.now())
    shown = summary_of(quote, place=None if trouble else _place(form))
    return render_template("storefront/checkout/summary.html", summary=shown, trouble=trouble)


@door.post("/thanh-toan")
def place() -> Page:
    """Redirects to the order, or to the page where a card is asked for; else the form again with what is wrong."""
    owner, at = cart_owner(), clock.now()
    with transaction():
        count_checkout_post(owner.account_id)
    form, cart_id = CheckoutForm(request.form), find_cart_of(owner)
    if request.form.get("do") == "quote":
        form.look_at_destination()
        return _page(form, cart_id, at)
    checkout = _read(form, cart_id, owner.account_id)
    if checkout is None:
        return _page(form, cart_id, at, Answer(CONFLICT if cart_id is None else UNPROCESSABLE))
    try:
        with transaction():
            placed = place_order(checkout, at=at)
            if form.news.data and owner.account_id is not None and not placed.is_repeat:
                _agree_to_news(owner.account_id, at)
    except Refusal as refusal:
        return _refuse(refusal, form, checkout)
    return _go_on(placed, checkout)


def _read(form: CheckoutForm, cart_id: int | None, account_id: int | None) -> Checkout | None:
    """The clean form; None after saying at the fields what is wrong."""
    is_valid = form.validate()
    destination = form.read_destination()
    method = form.method
    if method is None:
        form.blame("payment_method", _("Choose how you will pay."))
    elif method not in ways.offered_methods():
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


def _agree_to_news(person_id: int, at: datetime) -> None:
    subject = ConsentSubject.MARKETING
    record_consent(person_id, subject, True, wording=WORDING, language=current_language(), at=at)


def _refuse(refusal: Refusal, form: CheckoutForm, checkout: Checkout) -> Page:
    """The page again, with what is the matter; the cart is looked at anew, for it may have changed."""
    now = clock.now()
    quote, _trouble = _quote(form, checkout.cart_id, now)
    return _page(form, checkout.cart_id, now, answer_to(refusal, form, quote))


def _go_on(placed: PlacedOrder, checkout: Checkout) -> Response:
    remember_order(placed.code)
    tell_cart_count(count_pieces(checkout.cart_id))
    if checkout.destination.address:
        remember_province(checkout.destination.address.province_code)
    onward = url_for("storefront.orders.show", code=placed.code)
    if placed.method is PaymentMethod.CARD and placed.status is OrderStatus.AWAITING_PAYMENT:
        # None where Stripe cannot be reached: the page of the order says so and lets pay again.
        onward = ways.open_card_session(placed.id) or onward
    return redirect(onward, 303)


def _known() -> dict[str, Any]:
    """What the form may be filled with: only what the visitor once said here."""
    member, province = signed_in(), remembered_province()
    known: dict[str, Any] = {"province": province.code if province else ""}
    if member is not None:
        known |= {"name": member.person.name, "email": member.person.email}
    return known


def _page(form: CheckoutForm, cart_id: int | None, at: datetime, answer: Answer | None = None) -> Page:
    form.ensure_key()
    quote, trouble = _quote(form, cart_id, at)
    status = answer.status if answer else 200
    if not quote.parcels:
        words: dict[str, Any] = {"left_out": len(quote.contents.lines), "answer": answer}
        is_said = answer is not None and answer.title != ""
        return render_template("storefront/checkout/empty.html", **words), status if is_said or not answer else CONFLICT
    if answer and quote.needs_age and not form.age_confirmed.data and not form.age_confirmed.errors:
        form.blame("age_confirmed", not_of_age())
    page = checkout_page(
        quote,
        list_points_of_sale(),
        ways.offered_methods(),
        at,
        place=None if trouble else _place(form),
    )
    said = answer if answer and answer.title else trouble
    member = signed_in()
    words = {"form": form, "page": page, "summary": page.summary, "answer": said, "trouble": trouble, "member": member}
    return render_template("storefront/checkout/show.html", **words), status


def _quote(form: CheckoutForm, cart_id: int | None, at: datetime) -> tuple[Quote, Answer | None]:
    """What the cart costs with delivery as far as the form says where to; and why it cannot be sent there."""
    try:
        return quote_cart(cart_id, _destination(form), at=at), None
    except NoDeliveryThere:
        return quote_cart(cart_id, None, at=at), no_delivery()


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
