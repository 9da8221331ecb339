"""What a guest had chosen goes along into the account, with a word on what became of it."""

from __future__ import annotations

from flask import flash

from shop import clock
from shop.catalogue import list_offers
from shop.storefront.cart.words import merger_words
from shop.web.present_cart import merge_guest_cart


def bring_cart_along(person_id: int) -> None:
    """Merge the guest's cart into that of the account just entered; after the login, so that the words stay."""
    at = clock.now()
    notes = merge_guest_cart(person_id, at)
    if notes:
        for words in merger_words(notes, list_offers([note.variant_id for note in notes], at)):
            flash(words)
