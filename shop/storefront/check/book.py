"""What a phone takes along to check labels without a network: the public keys, and which codes count no more."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from shop import clock
from shop.attestation import SigningKey, list_keys
from shop.certification import list_taken_back
from shop.values.dates import vietnam_day
from shop.web.page_cache import public_page

door = Blueprint("book", __name__)

Facts = dict[str, object]


@door.get("/kiem-tra/so-mang-theo.json")
@public_page
def book() -> Response:
    """The keys, and the certificates that ended before the day that their labels may say."""
    now = clock.now()
    return jsonify(
        as_of=vietnam_day(now).isoformat(),
        keys=[_key(key) for key in list_keys()],
        taken_back={
            one.code: {"on": one.on.isoformat(), "corrected": one.is_corrected} for one in list_taken_back(now)
        },
    )


@door.get("/.well-known/jwks.json")
@public_page
def keys() -> Response:
    """The keys as other programs expect them (RFC 7517); those that were withdrawn are not among them."""
    return jsonify(keys=[_key(key) for key in list_keys() if key.withdrawn_at is None])


def _key(key: SigningKey) -> Facts:
    facts: Facts = {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key.kid, "x": key.x, "y": key.y}
    if key.withdrawn_at is not None:
        facts |= {"withdrawn_on": vietnam_day(key.withdrawn_at).isoformat(), "why": key.why_withdrawn}
    return facts
