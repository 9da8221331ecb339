"""What the shopper is told when an order cannot be placed: what is the matter, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from shop.cart import CartLine, LineReason
from shop.catalogue import NotOffered, Offer
from shop.delivery import NoDeliveryThere
from shop.orders import (
    AgeNotConfirmed,
    BadCheckout,
    CartChanged,
    CheckoutKeyReused,
    MethodNotOffered,
    NothingToOrder,
    Quote,
    TotalChanged,
)
from shop.stock import OutOfStock
from shop.storefront.checkout.form import CheckoutForm
from shop.values.dates import format_day
from shop.values.money import format_vnd
from shop.values.refusal import Refusal
from shop.web.language import current_language
from shop.web.templating import in_language
from shop.web.words import _

A_DAY = timedelta(days=1)
UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True)
class Answer:
    """The status, and a notice in a few sentences; without one the fields say it themselves.

    `may_agree` puts the button with the new total right beside the words.
    """

    status: int
    title: str = ""
    sentences: list[str] = field(default_factory=list)
    to_cart: bool = False
    may_agree: bool = False


def answer_to(refusal: Refusal, form: CheckoutForm, now: Quote) -> Answer:
    """What to say; `now` is what the cart costs after the refusal. Mistakes are blamed on their fields."""
    if isinstance(refusal, TotalChanged):
        return _total_changed(form, refusal.quote)
    if isinstance(refusal, OutOfStock):
        return _out_of_stock(refusal, now)
    if isinstance(refusal, MethodNotOffered | AgeNotConfirmed | BadCheckout):
        return _at_a_field(refusal, form)
    if isinstance(refusal, CheckoutKeyReused):
        return _key_reused(form, now)
    if isinstance(refusal, NothingToOrder | CartChanged):
        return _cart_changed()
    if isinstance(refusal, NoDeliveryThere):
        return no_delivery()
    raise refusal


def _at_a_field(refusal: Refusal, form: CheckoutForm) -> Answer:
    if isinstance(refusal, MethodNotOffered):
        form.blame("payment_method", _("This way of paying is no longer offered for this cart. Choose another."))
        return Answer(CONFLICT)
    if isinstance(refusal, AgeNotConfirmed):
        form.blame("age_confirmed", not_of_age())
        return Answer(UNPROCESSABLE)
    if isinstance(refusal, BadCheckout) and refusal.field == "point_of_sale":
        form.blame("point_of_sale", _("Nothing can be picked up there any more. Choose another place."))
        return Answer(CONFLICT)
    # Only a key that no page of ours made: everything else was looked at before.
    form.renew_key()
    return Answer(
        UNPROCESSABLE, _("This page has grown old"), [_("Please look through it again, then press once more.")]
    )


def not_of_age() -> str:
    """What stands at the box that asks for the age."""
    return _("Spirits are sold to adults only. Please tick if you are 18 or over.")


def _key_reused(form: CheckoutForm, now: Quote) -> Answer:
    form.renew_key()
    sentences = [_("It stands as you sent it then. Nothing was ordered now.")]
    if now.parcels:
        sentences.append(_("To order what is in the cart as well, press once more."))
    return Answer(UNPROCESSABLE, _("An order was placed from this page already"), sentences)


def _cart_changed() -> Answer:
    words = _("Another tab or device changed it, or ordered what was in it. Please look through it again.")
    return Answer(CONFLICT, _("The cart has changed"), [words], to_cart=True)


def no_delivery() -> Answer:
    """A parcel that the fee table has no row for."""
    return Answer(
        CONFLICT,
        _("One parcel is too heavy to be sent there"),
        [_("Take something out of the cart, order in two goes, or pick it up at a point of sale.")],
        to_cart=True,
    )


def _total_changed(form: CheckoutForm, now: Quote) -> Answer:
    before, goods = form.total, form.goods
    sentences = []
    if before >= 0:
        sentences.append(_("It was %(before)s, now it is %(now)s.", before=_vnd(before), now=_vnd(now.total_vnd)))
    if goods is not None and before >= goods:
        sentences += _difference(goods, before - goods, now)
    sentences += [words for words in map(_line_words, now.contents.lines) if words]
    sentences.append(_("Nothing was ordered yet. If you agree, press once more."))
    return Answer(CONFLICT, _("The total has changed"), sentences, may_agree=True)


def _difference(goods: int, delivery: int, now: Quote) -> list[str]:
    found = []
    if goods != now.goods_vnd:
        found.append(_("The goods: %(before)s, now %(now)s.", before=_vnd(goods), now=_vnd(now.goods_vnd)))
    if delivery != now.delivery_vnd:
        words = (
            _("Delivery to this address is added: %(now)s.", now=_vnd(now.delivery_vnd))
            if not delivery
            else _("Delivery: %(before)s, now %(now)s.", before=_vnd(delivery), now=_vnd(now.delivery_vnd))
        )
        found.append(words)
    return found


def _line_words(line: CartLine) -> str | None:
    """What changed about one line since it was put into the cart."""
    offer, gone = line.offer, line.not_offered
    if offer is None:
        return _gone_words(gone) if gone else None
    name = _name(offer)
    if LineReason.SOLD_OUT in line.reasons:
        return _("%(name)s is sold out.", name=name)
    if LineReason.FEWER_LEFT in line.reasons:
        return _("%(name)s: only %(number)s left.", name=name, number=line.counted)
    if LineReason.PRICE_CHANGED in line.reasons:
        seen, price = _vnd(line.price_seen_vnd), _vnd(offer.price_vnd)
        return _("%(name)s: %(before)s when you chose it, now %(now)s.", name=name, before=seen, now=price)
    return None


def _gone_words(gone: NotOffered) -> str:
    name = in_language(gone, "name")
    if gone.back_on is not None:
        return _("%(name)s: its stall is on holiday until %(day)s.", name=name, day=format_day(gone.back_on - A_DAY))
    return _("%(name)s cannot be bought any more.", name=name)


def _out_of_stock(refusal: OutOfStock, now: Quote) -> Answer:
    available = refusal.available
    line = next((line for line in now.contents.lines if line.variant_id == refusal.variant_id), None)
    name = _name(line.offer) if line and line.offer else _("A good in your cart")
    sentence = (
        _("%(name)s: only %(number)s left.", name=name, number=available)
        if available
        else _("%(name)s is sold out.", name=name)
    )
    return Answer(
        CONFLICT,
        _("Somebody was quicker"),
        [sentence, _("Nothing was ordered yet. The new total is below; if you agree, press once more.")],
        to_cart=True,
        may_agree=True,
    )


def _name(offer: Offer) -> str:
    return in_language(offer, "name")


def _vnd(amount: int) -> str:
    return format_vnd(amount, current_language())
