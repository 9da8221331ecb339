"""Many certificates at once, by their codes."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shop.certification.models import Certificate, CertifiedGood
from shop.database import db


def find_certificates(codes: Collection[str]) -> dict[str, Certificate]:
    """The certificates with these codes, with their goods and producers, by code; one statement."""
    query = (
        select(Certificate)
        .where(Certificate.counts, Certificate.code.in_(codes))
        .options(joinedload(Certificate.good).joinedload(CertifiedGood.producer), joinedload(Certificate.revocation))
    )
    return {one.code: one for one in db.session.scalars(query).unique()}


def find_certificates_by_number(numbers: Collection[int]) -> dict[int, Certificate]:
    """Certificates by number, those that were withdrawn included; one statement, none for no number."""
    if not numbers:
        return {}
    return {one.id: one for one in db.session.scalars(select(Certificate).where(Certificate.id.in_(numbers)))}
