"""What a shopper sends to place an order, checked and told apart from another by its hash. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass

from shop.orders.quote import Destination
from shop.orders.refusals import BadCheckout
from shop.orders.rules import DestinationKind, PaymentMethod
from shop.values.folding import tidy
from shop.values.phone import parse_phone

LONGEST_NAME = 120
LONGEST_NOTE = 500
LONGEST_EMAIL = 254
LANGUAGES = ("vi", "en")
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")


@dataclass(frozen=True)
class Contact:
    """Who gets the goods; mails go to `email` where it is given."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class Checkout:
    """The whole form. `expected_total` in dong is what the shopper was shown; `checkout_key` was made with the page."""

    cart_id: int
    contact: Contact
    destination: Destination
    method: PaymentMethod
    expected_total: int
    checkout_key: str
    age_confirmed: bool = False
    language: str = "vi"
    account_id: int | None = None
    note: str = ""

    @property
    def body_hash(self) -> str:
        """The same for the same form sent again."""
        body = {name: value for name, value in asdict(self).items() if name != "checkout_key"}
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def new_checkout_key() -> str:
    """A key for one page of checkout."""
    return secrets.token_urlsafe(24)


def clean_contact(contact: Contact) -> Contact:
    """The contact as it is stored; refuses BadCheckout (name, email) and BadPhone."""
    name, email = tidy(contact.name), contact.email.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadCheckout("name")
    if email and (len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise BadCheckout("email")
    return Contact(name, parse_phone(contact.phone), email)


def check_checkout(checkout: Checkout) -> None:
    """Refuse BadCheckout for what no page of ours sends."""
    goes_there = {
        DestinationKind.DELIVERY: checkout.destination.address is not None,
        DestinationKind.PICKUP: checkout.destination.point_of_sale_id is not None,
    }
    if not _KEY.fullmatch(checkout.checkout_key):
        raise BadCheckout("checkout_key")
    if checkout.language not in LANGUAGES:
        raise BadCheckout("language")
    if len(checkout.note) > LONGEST_NOTE:
        raise BadCheckout("note")
    if not goes_there[checkout.destination.kind]:
        raise BadCheckout("destination")
