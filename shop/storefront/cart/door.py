"""The cart: look at it, put goods in, change it. Every change counts against the visitor's throttle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.address_book import default_address
from shop.cart import (
    BadQuantity,
    CartFull,
    NotOnOffer,
    SoldOut,
    add_to_cart,
    count_pieces,
    find_line,
    put_into_cart,
    remove_line,
    return_to_cart,
    save_for_later,
    set_quantity,
)
from shop.catalogue import current_shelf, find_card, list_offers
from shop.database import transaction
from shop.places import Province, find_province, list_provinces
from shop.storefront.cart.entries import BadEntry, read_addition, read_change, read_variant
from shop.storefront.cart.page import cart_page
from shop.storefront.cart.words import added_words, pack_words, refusal_words
from shop.storefront.home_page import group_tiles
from shop.throttles import TooManyTries
from shop.values.refusal import Refusal
from shop.web.present_cart import (
    CartOwner,
    cart_owner,
    count_cart_post,
    find_cart_of,
    open_cart_of,
    tell_cart_count,
    told_cart_count,
)
from shop.web.refusals import seconds_of, show_throttled
from shop.web.remembered_province import remember_province, remembered_province
from shop.web.words import _, ngettext

door = Blueprint("cart", __name__)

REFUSALS = (BadEntry, BadQuantity, NotOnOffer, SoldOut, CartFull)
TAKEN_OUT = "cart_taken_out"

Change = Callable[[int, datetime], None]


class TakenOut(NamedTuple):
    """What can be put back; the session remembers it until the page has offered that once."""

    variant_id: int
    quantity: int
    is_kept: bool
    slug: str
    pack_vi: str
    pack_en: str


@door.get("/gio-hang")
def show() -> Response:
    """The visitor's own cart, as it stands now."""
    return _page()


@door.post("/gio-hang/them")
def add() -> AnyResponse:
    """Redirects to the cart with pieces of a pack put in; a script gets a few words instead."""
    said: list[str] = []

    def change(cart_id: int, at: datetime) -> None:
        entry = read_addition(request.form)
        added = put_into_cart(cart_id, entry.variant_id, entry.quantity, at=at)
        said.append(added_words(added.offer, added.quantity, entry.quantity, added.before))

    refusal = _make(change)
    if _wants_words():
        return _answer(refusal, said)
    return _refused(refusal) if refusal else _back(*said)


@door.post("/gio-hang/so-luong")
def change() -> AnyResponse:
    """Redirects to the cart with another quantity of a line; none takes it out."""

    def change(cart_id: int, at: datetime) -> None:
        entry = read_change(request.form)
        if entry.quantity == 0:
            _take_out(cart_id, entry.variant_id, at)
        else:
            set_quantity(cart_id, entry.variant_id, entry.quantity, at=at)

    return _answered(_make(change))


@door.post("/gio-hang/bo")
def remove() -> AnyResponse:
    """Redirects to the cart with a line taken out, which the page offers to put back."""
    return _answered(_make(lambda cart_id, at: _take_out(cart_id, read_variant(request.form), at)))


@door.post("/gio-hang/hoan-tac")
def undo() -> AnyResponse:
    """Redirects to the cart with what was taken out last put back where it was."""

    def change(cart_id: int, at: datetime) -> None:
        entry = read_addition(request.form)
        add_to_cart(cart_id, entry.variant_id, entry.quantity, at=at)
        if "kept" in request.form:
            save_for_later(cart_id, entry.variant_id)

    return _answered(_make(change))


@door.post("/gio-hang/de-danh")
def keep() -> AnyResponse:
    """Redirects to the cart with a line kept for later."""
    refusal = _make(lambda cart_id, at: save_for_later(cart_id, read_variant(request.form)))
    return _refused(refusal) if refusal else _back(_("Kept for later, further down on this page."))


@door.post("/gio-hang/lay-lai")
def take() -> AnyResponse:
    """Redirects to the cart with a line that was kept for later among those to buy again."""

    def change(cart_id: int, at: datetime) -> None:
        return_to_cart(cart_id, read_variant(request.form), at=at)

    refusal = _make(change)
    return _refused(refusal) if refusal else _back(_("Back in your cart."))


@door.post("/gio-hang/noi-nhan")
def deliver_to() -> AnyResponse:
    """Redirects to the cart, which shows what delivery to a province costs from now on."""
    province = find_province(request.form.get("province", "")[:40])
    if province is None:
        flash(_("Please choose a province from the list."))
    else:
        remember_province(province.code)
    return redirect(url_for(".show"), 303)


@door.errorhandler(TooManyTries)
def slow_down(refusal: TooManyTries) -> AnyResponse:
    """The page that asks for patience, or a few words for a script."""
    page = show_throttled(refusal)
    if not _wants_words():
        return page
    seconds = seconds_of(refusal)
    message = ngettext(
        "Please wait %(num)s second, then try again.", "Please wait %(num)s seconds, then try again.", seconds
    )
    answer = jsonify(message=message)
    answer.status_code, answer.headers["Retry-After"] = 429, page.headers["Retry-After"]
    return answer


def _wants_words() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _make(change: Change) -> Refusal | None:
    """Do a change in one transaction; what is refused changes nothing, but counts."""
    owner, at = cart_owner(), clock.now()
    with transaction():
        count_cart_post(owner)
        cart_id = open_cart_of(owner, at)
        found: Refusal | None = None
        try:
            change(cart_id, at)
        except REFUSALS as refusal:
            found = refusal
        tell_cart_count(count_pieces(cart_id))
    return found


def _take_out(cart_id: int, variant_id: int, at: datetime) -> None:
    line = find_line(cart_id, variant_id)
    remove_line(cart_id, variant_id)
    offer = list_offers([variant_id], at).get(variant_id) if line else None
    if line and offer:
        session[TAKEN_OUT] = TakenOut(variant_id, *line, offer.slug, offer.pack_vi, offer.pack_en)


def _answered(refusal: Refusal | None) -> AnyResponse:
    return _refused(refusal) if refusal else _back()


def _back(*said: str) -> AnyResponse:
    for words in said:
        flash(words)
    return redirect(url_for(".show"), 303)


def _refused(refusal: Refusal) -> AnyResponse:
    return _page(refusal_words(refusal), _status(refusal))


def _answer(refusal: Refusal | None, said: list[str]) -> AnyResponse:
    response = jsonify(count=told_cart_count(), message=refusal_words(refusal) if refusal else said[0])
    response.status_code = _status(refusal) if refusal else 200
    return response


def _status(refusal: Refusal) -> int:
    return 422 if isinstance(refusal, (BadEntry, BadQuantity)) else 409


def _page(problem: str | None = None, status: int = 200) -> Response:
    owner, at = cart_owner(), clock.now()
    cart = cart_page(find_cart_of(owner), remembered_province() or _home_of(owner), at)
    tell_cart_count(cart.wanted)
    taken_out, words = _taken_out(at)
    html = render_template(
        "storefront/cart/show.html",
        cart=cart,
        problem=problem,
        taken_out=taken_out,
        taken_out_words=words,
        provinces=list_provinces(),
        tiles=group_tiles(current_shelf(at)) if cart.is_empty else [],
        checkout_url=url_for("storefront.checkout.show"),
    )
    return make_response(html, status)


def _home_of(owner: CartOwner) -> Province | None:
    """Where parcels usually go, for who has said so in the account."""
    usual = default_address(owner.account_id) if owner.account_id else None
    return find_province(usual.address.province_code) if usual else None


def _taken_out(at: datetime) -> tuple[TakenOut | None, str]:
    """What was taken out just now, while it is on sale, and its words; the shelf knows the good without a statement."""
    taken_out = TakenOut(*session.pop(TAKEN_OUT)) if TAKEN_OUT in session else None
    card = find_card(current_shelf(at), taken_out.slug) if taken_out else None
    return (taken_out, pack_words(card, taken_out)) if card else (None, "")
