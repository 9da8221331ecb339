"""The link in a review mail by which somebody says that they want no other: signed, so that nobody says it for them."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

SALT = "no more review mails"


def sign_off_address(address_hash: str) -> str:
    """What the link holds for a mail address, which goes by its hash."""
    return str(_signer().dumps(address_hash))


def read_sign_off(token: str) -> str | None:
    """The hash of the address that a link was made for; None for a link that we did not make."""
    try:
        found = _signer().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=SALT)
