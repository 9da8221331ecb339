"""Goods that somebody wants to find again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.catalogue import current_shelf, find_card
from shop.database import transaction
from shop.saved_goods import NoSuchGood, TooManySaved, forget_good, list_saved_goods, save_good
from shop.storefront.cards import shown_cards
from shop.web.guards import present_member
from shop.web.words import _

door = Blueprint("saved", __name__)
LONGEST_SLUG = 200


@door.get("/tai-khoan/da-luu")
def index() -> str:
    """What was saved: cards of what is certified today, and why the rest is not for sale."""
    at = clock.now()
    shelf, kept = current_shelf(at), list_saved_goods(present_member().person_id, at)
    wished = find_card(shelf, request.args.get("luu", "")[:LONGEST_SLUG])
    return render_template(
        "storefront/account/saved/index.html",
        goods=[shown_cards([card])[0] for good in kept if (card := find_card(shelf, good.slug))],
        gone=[good for good in kept if not find_card(shelf, good.slug)],
        wished=None if wished is None or wished.slug in {good.slug for good in kept} else shown_cards([wished])[0],
    )


@door.post("/tai-khoan/da-luu")
def add() -> Response:
    """Redirects to the list with a good on it; a stranger comes to the list after the login and is asked once more."""
    flash(_keep(present_member().person_id, request.form.get("slug", "")[:LONGEST_SLUG]))
    return redirect(url_for(".index"), 303)


@door.post("/tai-khoan/da-luu/bo")
def forget() -> Response:
    """Redirects to the list with a good taken off."""
    person_id = present_member().person_id
    with transaction():
        forget_good(person_id, request.form.get("slug", "")[:LONGEST_SLUG])
    flash(_("Taken off your list."))
    return redirect(url_for(".index"), 303)


def _keep(person_id: int, slug: str) -> str:
    try:
        with transaction():
            save_good(person_id, slug, clock.now())
    except NoSuchGood:
        return _("This good is not on sale now, so it was not saved.")
    except TooManySaved:
        return _("Your list is full. Please take something off first.")
    return _("Saved. You find it here again.")
