"""Writes: a key begins to count, a key counts no more."""

from __future__ import annotations

from datetime import datetime

from shop.attestation.key_files import KeyPair
from shop.attestation.models import SigningKey
from shop.attestation.refusals import KeyAlreadyWithdrawn, NoSuchKey
from shop.database import db


def publish_key(pair: KeyPair, at: datetime) -> SigningKey:
    """Put the public half of a key among those that count; its private half is kept already."""
    key = SigningKey(kid=pair.kid, x=pair.x, y=pair.y, made_at=at)
    db.session.add(key)
    return key


def withdraw_key(kid: str, why: str, at: datetime) -> SigningKey:
    """From now on nothing that a key signed counts; refuses NoSuchKey and KeyAlreadyWithdrawn."""
    key = db.session.get(SigningKey, kid)
    if key is None:
        raise NoSuchKey(kid)
    if key.withdrawn_at is not None:
        raise KeyAlreadyWithdrawn(kid)
    key.withdrawn_at, key.why_withdrawn = at, why.strip()[:300] or "-"
    return key
