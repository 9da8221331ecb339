"""The first thing an order page says: how it stands, in plain words, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.orders import DEAD, OrderStatus, OrderStory, ParcelStatus, PaymentMethod
from shop.storefront.orders.order_words import cancel_reason_words, left_words
from shop.values.dates import format_instant
from shop.values.money import format_vnd
from shop.web.language import current_language
from shop.web.words import _, ngettext

SENT = (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED)
LOST = (ParcelStatus.REFUSED, ParcelStatus.RETURNED)


@dataclass(frozen=True)
class Headline:
    """`tone` is wait, good, done or ended; `left` is the part of the title that runs down, "" where nothing does."""

    title: str
    text: str
    tone: str
    sign: str
    left: str = ""


def headline_of(story: OrderStory, at: datetime, *, is_processing: bool = False) -> Headline:
    """How the order stands at the instant; `is_processing` where a provider has yet to say whether it has the money."""
    order = story.order
    if order.status == OrderStatus.AWAITING_PAYMENT:
        return _awaiting(story, at, is_processing=is_processing)
    if order.status in DEAD:
        return _over(story)
    if order.status == OrderStatus.COMPLETED:
        return _completed(story)
    return _alive(story)


def _awaiting(story: OrderStory, at: datetime, *, is_processing: bool) -> Headline:
    order = story.order
    if is_processing:
        title = _("Your payment is being worked on")
        text = _("The card company has not answered yet. This page changes by itself; you need not pay again.")
        return Headline(title, text, "wait", "loader-circle")
    if order.hold_until is None or order.hold_until <= at:
        title = _("The time to pay is over")
        text = _("We are asking once more whether your money came in time. Please do not pay now.")
        return Headline(title, text, "wait", "clock")
    until = format_instant(order.hold_until)
    left = left_words(order.hold_until, at)
    if order.method == PaymentMethod.VIETQR:
        text = _("The goods are kept for you until %(until)s. Nothing has been paid yet.", until=until)
        return Headline(_("Waits for your transfer"), text, "wait", "qr-code", left)
    text = _("The goods are kept for you until %(until)s. Nothing has been paid yet.", until=until)
    return Headline(_("Waits for your card payment"), text, "wait", "credit-card", left)


def _alive(story: OrderStory) -> Headline:
    order = story.order
    going = [parcel for parcel in order.parcels if parcel.status != ParcelStatus.CANCELLED]
    lost = sum(parcel.status in LOST for parcel in going)
    if lost:
        title = ngettext("A parcel could not be handed over", "%(num)s parcels could not be handed over", lost)
        text = _("Nothing is to be paid for it.")
        if order.paid_at is not None:
            text = _("What you paid for its goods comes back to you once it is back at its maker.")
        return Headline(title, text, "wait", "triangle-alert")
    sent = sum(parcel.status in SENT for parcel in going)
    if sent:
        title = _("%(sent)s of %(count)s parcels sent", sent=sent, count=len(going))
        if sent == len(going):
            title = _("Everything is on its way")
        text = _("Each maker sends a parcel of their own; below you see where each one is.")
        return Headline(title, text, "good", "truck")
    if any(parcel.status == ParcelStatus.PACKED and parcel.kind == "pickup" for parcel in going):
        return Headline(_("Ready to be picked up"), _("Please bring the code of the order."), "good", "store")
    if order.method == PaymentMethod.COD:
        text = _("Please have %(total)s ready when the parcels come.", total=_vnd(order.total_vnd))
        if len(going) > 1:
            text = _("You pay each parcel when it comes; below stands how much.")
        return Headline(_("Order received – being prepared"), text, "good", "package")
    return Headline(
        _("Payment received – being prepared"),
        ngettext("The maker is packing now.", "The %(num)s makers are packing now.", len(going)),
        "good",
        "package",
    )


def _completed(story: OrderStory) -> Headline:
    lost = [p for p in story.order.parcels if p.status != ParcelStatus.DELIVERED]
    if lost:
        return Headline(
            _("Delivered, but not everything"),
            _("Below you see what did not come, and what comes back to you."),
            "done",
            "circle-check",
        )
    return Headline(
        _("Everything is delivered"),
        _("We hope you like it. If something is not as it should be, you can give it back within seven days."),
        "done",
        "circle-check",
    )


def _over(story: OrderStory) -> Headline:
    order = story.order
    reason = cancel_reason_words(story.steps_of_order[-1].reason)
    if order.status == OrderStatus.REFUND_DUE:
        owed = sum(refund.amount_vnd for refund in story.refunds if refund.status in ("due", "begun"))
        title = _("Cancelled – %(amount)s comes back to you", amount=_vnd(owed))
        return Headline(title, reason or _("You need not do anything."), "ended", "undo-2")
    if order.status == OrderStatus.REFUNDED:
        sent = sum(refund.amount_vnd for refund in story.refunds if refund.status == "refunded")
        title = _("Cancelled – %(amount)s has been sent back", amount=_vnd(sent))
        return Headline(title, _("Banks take up to some days until you see it."), "ended", "undo-2")
    if order.status == OrderStatus.EXPIRED:
        text = _(
            "The goods are free for others again. If you have sent money all the same, we find it and write to you."
        )
        return Headline(_("Not paid in time – the order is closed"), text, "ended", "clock")
    return Headline(_("The order is cancelled"), reason or _("Nothing is owed by anybody."), "ended", "circle-x")


def _vnd(amount: int) -> str:
    return format_vnd(amount, current_language())
