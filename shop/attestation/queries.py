"""Reads of the keys, and the signed statement about a certificate."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from shop.attestation.key_files import has_private_key, sign
from shop.attestation.models import SigningKey
from shop.attestation.rules import KEY_SERVES, Statement, pack, signed_bytes, to_letters
from shop.certification import Certificate
from shop.database import db
from shop.places import find_province
from shop.values.dates import vietnam_day


def list_keys() -> list[SigningKey]:
    """Every key that ever signed, the newest first."""
    return list(db.session.scalars(select(SigningKey).order_by(SigningKey.made_at.desc(), SigningKey.kid)))


def current_key(folder: Path) -> SigningKey | None:
    """The newest key that counts and whose private half lies on this machine."""
    keys = (key for key in list_keys() if key.withdrawn_at is None)
    return next((key for key in keys if has_private_key(folder, key.kid)), None)


def needs_new_key(folder: Path, at: datetime) -> bool:
    """Is there no key to sign with, or has it served long enough?"""
    key = current_key(folder)
    return key is None or key.made_at + KEY_SERVES <= at


def signed_statement(certificate: Certificate, folder: Path, at: datetime) -> str | None:
    """What the register says of a certificate on this day, signed, as letters for a QR code.

    None when the certificate is not in force, or when there is no key.
    """
    key = current_key(folder)
    if key is None or not certificate.facts.is_in_force(at):
        return None
    packed = pack(_statement(certificate, at), bytes.fromhex(key.kid))
    return to_letters(packed + sign(folder, key.kid, signed_bytes(certificate.code, packed)))


def _statement(certificate: Certificate, at: datetime) -> Statement:
    good = certificate.good
    province = find_province(good.province_code) if good.province_code else None
    return Statement(
        code=certificate.code,
        stars=certificate.stars,
        signed_on=vietnam_day(at),
        first_day=certificate.first_day,
        last_day=certificate.last_valid_day,
        good=good.name,
        producer=good.producer.name if good.producer else "",
        province=province.short_name if province else good.former_province,
        decision=certificate.decision_number or "",
        day_is_known=certificate.day_is_known,
    )
