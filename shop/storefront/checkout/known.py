"""What the form can be filled with: only what the visitor once said here; and what is kept when they ask for it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from shop.accounts import WORDING, ConsentSubject, Person, record_consent
from shop.address_book import AddressEntry, SavedAddress, TooManyAddresses, add_address, list_addresses
from shop.database import transaction
from shop.orders import Checkout
from shop.storefront.checkout.form import CheckoutForm
from shop.values.phone import format_phone
from shop.web.language import current_language
from shop.web.remembered_province import remembered_province


def known_of(person: Person | None, address_id: int | None) -> tuple[dict[str, Any], tuple[SavedAddress, ...]]:
    """The form's values for a person, or for a guest; and the person's address book to choose another from."""
    if person is None:
        province = remembered_province()
        return {"province": province.code if province else ""}, ()
    book = list_addresses(person.id)
    chosen = next((entry for entry in book if entry.id == address_id), book[0] if book else None)
    values: dict[str, Any] = {"name": person.name, "email": person.email}
    return values | (_filled_from(chosen) if chosen else known_of(None, None)[0]), book


def _filled_from(entry: SavedAddress) -> dict[str, Any]:
    return {
        "name": entry.name,
        "phone": format_phone(entry.phone),
        "province": entry.address.province_code,
        "commune": entry.address.commune_name,
        "street": entry.address.street,
    }


def keep_what_was_asked(form: CheckoutForm, checkout: Checkout, at: datetime) -> None:
    """After the order stands: the address for next time, and the agreement to news, each only where it was ticked."""
    account_id, address = checkout.account_id, checkout.destination.address
    if account_id is None:
        return
    if form.news.data:
        subject = ConsentSubject.MARKETING
        with transaction():
            record_consent(account_id, subject, True, wording=WORDING, language=current_language(), at=at)
    if form.save_address.data and address is not None:
        entry = AddressEntry(checkout.contact.name, checkout.contact.phone, address)
        known = {(saved.name, saved.phone, saved.address) for saved in list_addresses(account_id)}
        if (entry.name, entry.phone, entry.address) not in known:
            with suppress(TooManyAddresses), transaction():
                add_address(account_id, entry, at=at)
