"""From when to when certificates count, written anew from the acts that count: the one writer of these columns."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shop.certification.models import Certificate, CertificateCompletion
from shop.certification.rules import validity_from, validity_from_year
from shop.database import db, touch_public_version
from shop.values.dates import start_of_day

CHUNK = 500


def recount(certificate_ids: Iterable[int]) -> None:
    """Set day, validity and end of certificates by what counts of their completions, extensions and revocations."""
    db.session.flush()
    ids = sorted(set(certificate_ids))
    for start in range(0, len(ids), CHUNK):
        _recount(ids[start : start + CHUNK])
    if ids:
        touch_public_version()


def _recount(ids: list[int]) -> None:
    query = (
        select(Certificate)
        .where(Certificate.id.in_(ids))
        .options(
            joinedload(Certificate.extensions), joinedload(Certificate.revocation), joinedload(Certificate.completion)
        )
        .execution_options(populate_existing=True)
    )
    completions = select(CertificateCompletion.certificate_id).where(CertificateCompletion.certificate_id.in_(ids))
    only_year_stated = set(db.session.scalars(completions))
    for certificate in db.session.scalars(query).unique():
        if certificate.id in only_year_stated:
            certificate.decided_on = certificate.completion.decided_on if certificate.completion else None
        _count_days(certificate)
    db.session.flush()


def _count_days(certificate: Certificate) -> None:
    day = certificate.decided_on
    validity = validity_from(day) if day else validity_from_year(certificate.decided_year)
    certificate.first_day, certificate.last_day = validity.first_day, validity.last_day
    certificate.day_is_known = validity.day_is_known
    certificate.valid_from = start_of_day(validity.first_day)
    certificate.valid_until = certificate.facts.valid_until if certificate.counts else certificate.valid_from
