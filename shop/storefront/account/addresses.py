"""Where somebody has parcels sent: the address book."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.address_book import (
    MOST_ADDRESSES,
    AddressEntry,
    SavedAddress,
    TooManyAddresses,
    add_address,
    change_address,
    find_address,
    list_addresses,
    make_default,
    remove_address,
)
from shop.database import transaction
from shop.storefront.account.address_entry_form import AddressEntryForm
from shop.values.phone import format_phone
from shop.web.guards import present_member
from shop.web.words import _

door = Blueprint("addresses", __name__)
door.add_app_template_filter(format_phone, "phone")


@door.get("/tai-khoan/dia-chi")
def index() -> str:
    """The book, the usual address first."""
    book = list_addresses(present_member().person_id)
    return render_template("storefront/account/addresses/index.html", book=book, is_full=len(book) >= MOST_ADDRESSES)


@door.route("/tai-khoan/dia-chi/them", methods=["GET", "POST"])
def add() -> str | tuple[str, int] | Response:
    """The form of a new entry."""
    member = present_member()
    person_id, name = member.person_id, member.person.name
    form = AddressEntryForm(request.form, name=name)
    if request.method == "GET":
        return render_template("storefront/account/addresses/add.html", form=form, known=None)
    entry = form.understand()
    if entry is None:
        return render_template("storefront/account/addresses/add.html", form=form, known=None), 422
    try:
        with transaction():
            add_address(person_id, entry, is_default=bool(form.usual.data), at=clock.now())
    except TooManyAddresses:
        flash(_("Your address book is full. Please take out an address first."))
    else:
        flash(_("The address is kept."))
    return redirect(url_for(".index"), 303)


@door.route("/tai-khoan/dia-chi/<int:number>", methods=["GET", "POST"])
def change(number: int) -> str | tuple[str, int] | Response:
    """The form of an entry of the person's own book; others do not exist."""
    person_id = present_member().person_id
    known = find_address(person_id, number)
    if known is None:
        abort(404)
    form = AddressEntryForm(request.form, data=_filled(known))
    if request.method == "GET":
        return _page(form, known)
    entry = form.understand()
    if entry is None:
        return _page(form, known), 422
    _write(person_id, number, entry, is_usual=bool(form.usual.data))
    flash(_("The address is kept."))
    return redirect(url_for(".index"), 303)


@door.post("/tai-khoan/dia-chi/<int:number>/mac-dinh")
def make_usual(number: int) -> Response:
    """Redirects to the book when one of the person's own addresses became the usual one."""
    person_id = present_member().person_id
    with transaction():
        is_own = make_default(person_id, number)
    if not is_own:
        abort(404)
    flash(_("Parcels usually go there now."))
    return redirect(url_for(".index"), 303)


@door.post("/tai-khoan/dia-chi/<int:number>/bo")
def remove(number: int) -> Response:
    """Redirects to the book when one of the person's own addresses was taken out."""
    person_id = present_member().person_id
    with transaction():
        is_own = remove_address(person_id, number)
    if not is_own:
        abort(404)
    flash(_("The address is taken out."))
    return redirect(url_for(".index"), 303)


def _write(person_id: int, number: int, entry: AddressEntry, *, is_usual: bool) -> None:
    with transaction():
        change_address(person_id, number, entry, at=clock.now())
        if is_usual:
            make_default(person_id, number)


def _filled(known: SavedAddress) -> dict[str, object]:
    address = known.address
    return {
        "name": known.name,
        "phone": format_phone(known.phone),
        "province": address.province_code,
        "commune": address.commune_name,
        "street": address.street,
        "usual": known.is_default,
    }


def _page(form: AddressEntryForm, known: SavedAddress) -> str:
    return render_template("storefront/account/addresses/change.html", form=form, known=known)
