"""What the cart says: of a line, of a change that was made, and of one that could not be made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shop import clock
from shop.cart import (
    MOST_LINES,
    MOST_OF_ONE,
    BadQuantity,
    CartFull,
    CartLine,
    LineReason,
    MergeKind,
    MergeNote,
    NotOnOffer,
    SoldOut,
)
from shop.catalogue import NotOffered, Offer, WhyNot, why_not_offered
from shop.storefront.cart.entries import BadEntry
from shop.values.dates import format_day
from shop.values.money import format_vnd
from shop.values.refusal import Refusal
from shop.web.language import current_language
from shop.web.templating import in_language
from shop.web.words import _, ngettext


def reason_words(line: CartLine, reason: LineReason) -> str:
    """One sentence on what became of a line since it was chosen."""
    if line.not_offered is not None:
        return _gone(line.not_offered)
    if reason is LineReason.SOLD_OUT:
        return _("Sold out at the moment. It is left out of the total.")
    if reason is LineReason.FEWER_LEFT:
        words = _("Only %(left)s left, you wanted %(wanted)s. The total counts %(left)s.")
        return words % {"left": line.counted, "wanted": line.quantity}
    if reason is LineReason.PRICE_CHANGED and line.offer:
        words = _("The price has changed from %(old)s to %(new)s.")
        return words % {"old": _vnd(line.price_seen_vnd), "new": _vnd(line.offer.price_vnd)}
    return _("This is not on offer any more.")


def _gone(gone: NotOffered) -> str:
    if gone.why is WhyNot.LAPSED:
        return _lapsed(gone.last_valid_day)
    if gone.why is WhyNot.REVOKED:
        return _("Its certificate was revoked, so it is no longer sold here.")
    if gone.back_on is not None:
        words = _("The stall is on holiday. It can be ordered again from %(day)s; it is left out of the total.")
        return words % {"day": format_day(gone.back_on)}
    return _("This is not on offer any more.")


def _lapsed(last_day: date | None) -> str:
    if last_day is None:
        return _("Its certificate has ended, so it is no longer sold here.")
    return _("Its certificate ended on %(day)s, so it is no longer sold here.", day=format_day(last_day))


def added_words(offer: Offer, quantity: int, wanted: int, before: int) -> str:
    """What to say after a line that held `before` was to get `wanted` more, and holds `quantity` now."""
    name = offer_words(offer)
    if quantity < before + wanted:
        if quantity == before:
            return _("There are no more: your cart holds all %(count)s of %(name)s.", count=quantity, name=name)
        return _("No more to be had: your cart now holds %(count)s of %(name)s.", count=quantity, name=name)
    if before:
        return _("Added: your cart now holds %(count)s of %(name)s.", count=quantity, name=name)
    return ngettext("Added to your cart: %(name)s.", "Added to your cart: %(num)s × %(name)s.", quantity, name=name)


def offer_words(offer: Offer) -> str:
    """A good and its pack, in the visitor's language."""
    return pack_words(offer, offer)


def pack_words(good: object, pack: object) -> str:
    """A good (`name_vi`, `name_en`) and its pack (`pack_vi`, `pack_en`), in the visitor's language."""
    return f"{in_language(good, 'name')} ({in_language(pack, 'pack')})"


def refusal_words(refusal: Refusal) -> str:
    """Why a change could not be made, and what to do."""
    if isinstance(refusal, SoldOut):
        return _("This has just sold out. Your cart is as it was.")
    if isinstance(refusal, NotOnOffer):
        return _not_on_offer(refusal.variant_id)
    if isinstance(refusal, CartFull):
        return _("A cart holds %(number)s kinds of goods. Please take something out first.", number=MOST_LINES)
    if isinstance(refusal, BadQuantity) or (isinstance(refusal, BadEntry) and refusal.field == "quantity"):
        return _("Please give a quantity from 1 to %(number)s, in whole numbers.", number=MOST_OF_ONE)
    return _("We could not tell which good was meant. Please choose it once more.")


def _not_on_offer(variant_id: int) -> str:
    known = why_not_offered([variant_id], clock.now()).get(variant_id)
    if known is not None and known.back_on is not None:
        return _(
            "Its stall is on holiday, so it was not put into your cart. Order again from %(day)s.",
            day=format_day(known.back_on),
        )
    return _("This good is not on offer now, so it was not put into your cart.")


def merger_words(notes: Iterable[MergeNote], offers: dict[int, Offer]) -> list[str]:
    """What became of the guest's lines that the account's cart took over."""
    kinds: dict[MergeKind, list[str]] = {}
    for note in notes:
        offer = offers.get(note.variant_id)
        if offer:
            kinds.setdefault(note.kind, []).append(f"{offer_words(offer)} × {note.quantity}")
    words = []
    if MergeKind.ADDED in kinds:
        words.append(_("Put into your cart: %(goods)s.", goods=", ".join(kinds[MergeKind.ADDED])))
    if MergeKind.RAISED in kinds:
        words.append(
            _("You had chosen these before, so there are more now: %(goods)s.", goods=_joined(kinds, MergeKind.RAISED))
        )
    if MergeKind.CAPPED in kinds:
        words.append(_("Your cart holds all there are: %(goods)s.", goods=_joined(kinds, MergeKind.CAPPED)))
    if any(note.kind is MergeKind.DROPPED for note in notes):
        words.append(_("Some goods that you had chosen cannot be bought now; the cart says why."))
    return words


def _joined(kinds: dict[MergeKind, list[str]], kind: MergeKind) -> str:
    return ", ".join(kinds[kind])


def _vnd(amount: int) -> str:
    return format_vnd(amount, current_language())
