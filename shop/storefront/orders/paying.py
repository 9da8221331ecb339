"""Paying: to the card company and back, the QR code as a picture, and where money is to be sent back to."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort, flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.database import transaction
from shop.orders import OrderStatus, OrderStory, PaymentMethod
from shop.payments import AlreadyDone, BadField, ReturnAccount, set_return_account
from shop.storefront.orders.card_return import forget_return, note_return
from shop.storefront.orders.door import door, story_or_stranger
from shop.storefront.orders.money import accounts_wanted, transfer_of
from shop.throttles import Limit, count_try
from shop.web.card_desk import open_card_session, settle_card_order
from shop.web.qr import qr_photo
from shop.web.words import _

# How often one order may make us ask the card company.
ASKING = Limit("card_page", 6, timedelta(seconds=20))


@door.post("/don-hang/<code>/thanh-toan")
def pay(code: str) -> AnyResponse:
    """Redirects to the card company's page, or to the order where it cannot be reached or wants no money any more."""
    order = story_or_stranger(code).order
    order_id, code, here = order.id, order.code, url_for(".show", code=order.code)
    if order.method != PaymentMethod.CARD or order.status != OrderStatus.AWAITING_PAYMENT:
        return redirect(here, 303)
    _count(code)
    forget_return(code)
    # Somebody may have paid on another page already.
    if settle_card_order(order_id) is not OrderStatus.AWAITING_PAYMENT:
        return redirect(here, 303)
    address = open_card_session(order_id)
    if address is None:
        flash(_("The card company does not answer now. Your goods stay kept for you; please try again in a minute."))
    return redirect(address or here, 303)


@door.get("/don-hang/<code>/da-thanh-toan")
def returned(code: str) -> AnyResponse:
    """Redirects to the order, which by then knows what the card company says; what the address says counts nothing."""
    order = story_or_stranger(code).order
    order_id, code, here = order.id, order.code, url_for(".show", code=order.code)
    if order.method == PaymentMethod.CARD and order.status == OrderStatus.AWAITING_PAYMENT:
        _count(code)
        if settle_card_order(order_id) is OrderStatus.AWAITING_PAYMENT:
            note_return(code, clock.now())
    return redirect(here, 303)


@door.get("/don-hang/<code>/ma-qr")
def qr(code: str) -> Response:
    """The QR code as a picture to keep and to choose in a bank's app."""
    story = story_or_stranger(code)
    transfer = transfer_of(story) if _waits_for_transfer(story) else None
    if transfer is None:
        abort(404)
    response = make_response(qr_photo(transfer.payload))
    response.mimetype = "image/png"
    response.headers["Content-Disposition"] = f'attachment; filename="{story.order.code}.png"'
    return response


@door.post("/don-hang/<code>/tai-khoan-hoan-tien")
def refund_account(code: str) -> AnyResponse:
    """Redirects to the order, knowing where to send money back to; given once, then only a person changes it."""
    order = story_or_stranger(code).order
    order_id, here = order.id, url_for(".show", code=order.code)
    fields = [" ".join(request.form.get(name, "").split()) for name in ("bank", "account", "name")]
    wanted = accounts_wanted(order_id, order.code)
    try:
        with transaction():
            for money_back_id in wanted:
                set_return_account(money_back_id, ReturnAccount(*fields), by="shopper", at=clock.now())
    except BadField:
        flash(_("Please give the bank, the account number and its holder."))
        return redirect(here, 303)
    except AlreadyDone:
        wanted = []
    flash(_("Thank you. We send the money there.") if wanted else _("There is nothing to send there."))
    return redirect(here, 303)


def _waits_for_transfer(story: OrderStory) -> bool:
    order = story.order
    return order.status == OrderStatus.AWAITING_PAYMENT and order.method == PaymentMethod.VIETQR


def _count(code: str) -> None:
    with transaction():
        count_try(ASKING, code, clock.now())
