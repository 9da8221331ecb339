"""Acts on certificates. Each leaves a row that says who, when and by which paper; nothing is rewritten."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from shop.certification.codes import certificate_code, issuer_key, number_key, parse_certificate_code
from shop.certification.models import (
    Certificate,
    CertificateCompletion,
    CertificateExtension,
    CertificateRevocation,
    CertifiedGood,
)
from shop.certification.refusals import (
    AlreadyAwarded,
    CertificateRevoked,
    NoSuchCertificate,
    NoSuchGood,
    ProducerUnknown,
)
from shop.certification.rules import (
    RevocationGround,
    check_completion,
    check_decided_on,
    check_evidence,
    check_extension,
    check_stars,
    effective_end,
    validity_from,
)
from shop.database import db
from shop.producers import plain_key
from shop.values.dates import start_of_day, vietnam_day
from shop.values.folding import tidy


def award_certificate(  # noqa: PLR0913  a decision has this many parts, and each is named by the caller
    good_id: int,
    *,
    stars: int,
    decided_on: date,
    decision_number: str,
    issuer: str,
    evidence: str,
    by: str,
    at: datetime,
) -> Certificate:
    """A new certificate by a decision: valid from its day through the same day 36 months later (QĐ26 Art. 4.3).

    Refuses NoSuchGood, ProducerUnknown, NoCertificateForStars, RecognisedInFuture, EvidenceMissing (also where number
    or issuer are empty: an act made in the office states them) and AlreadyAwarded.
    """
    good = db.session.get(CertifiedGood, good_id)
    if good is None:
        raise NoSuchGood(good_id)
    if good.producer is None:
        raise ProducerUnknown(good_id)
    check_stars(stars)
    check_decided_on(decided_on, vietnam_day(at))
    for text in (decision_number, issuer, evidence):
        check_evidence(text)
    validity = validity_from(decided_on)
    certificate = Certificate(
        good_id=good.id,
        code=_free_code(good, decision_number, decided_on, issuer),
        stars=stars,
        decision_number=tidy(decision_number),
        decided_on=decided_on,
        decided_year=decided_on.year,
        issuer=tidy(issuer),
        first_day=validity.first_day,
        last_day=validity.last_day,
        day_is_known=True,
        valid_from=start_of_day(validity.first_day),
        valid_until=effective_end(validity.first_day, validity.last_day),
        evidence=evidence.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def extend_certificate(code: str, *, last_day: date, evidence: str, by: str, at: datetime) -> Certificate:
    """Let a certificate count through `last_day`, as its authority allowed while it decides (QĐ26 Art. 12.3).

    Of several extensions the one recorded last counts. Refuses NoSuchCertificate, EvidenceMissing, CertificateRevoked
    and ExtensionOutOfBounds (at most 180 days past the end of the 36 months).
    """
    certificate = _get_certificate(code)
    check_evidence(evidence)
    check_extension(certificate.facts, last_day)
    certificate.extensions.append(
        CertificateExtension(last_day=last_day, evidence=evidence.strip(), recorded_by=by, recorded_at=at)
    )
    certificate.valid_until = certificate.facts.valid_until
    db.session.flush()
    return certificate


def revoke_certificate(code: str, *, ground: RevocationGround, evidence: str, by: str, at: datetime) -> Certificate:
    """End a certificate at this instant, for one of the six lawful grounds (QĐ26 Art. 8). It does not come back.

    Refuses NoSuchCertificate, EvidenceMissing and CertificateRevoked.
    """
    certificate = _get_certificate(code)
    check_evidence(evidence)
    if certificate.revocation is not None:
        raise CertificateRevoked(certificate.id, certificate.revocation.revoked_at)
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)  # what the database keeps
    certificate.revocation = CertificateRevocation(
        ground=RevocationGround(ground), revoked_at=at, evidence=evidence.strip(), recorded_by=by, recorded_at=at
    )
    certificate.valid_until = certificate.facts.valid_until
    db.session.flush()
    return certificate


def complete_recognition_day(code: str, *, decided_on: date, evidence: str, by: str, at: datetime) -> Certificate:
    """Give a certificate of which only the year is stated its day, from which its 36 months then count.

    Its code stays. Refuses NoSuchCertificate, EvidenceMissing, RecognisedInFuture, DayIsKnown, DayContradictsYear.
    """
    certificate = _get_certificate(code)
    check_evidence(evidence)
    check_decided_on(decided_on, vietnam_day(at))
    complete_day(certificate, decided_on, evidence, by=by, at=at)
    return certificate


def complete_day(certificate: Certificate, decided_on: date, evidence: str, *, by: str, at: datetime) -> None:
    """What the officer's act and the import of a fuller source share; refuses DayIsKnown and DayContradictsYear."""
    check_completion(certificate.facts, decided_on)
    certificate.completion = CertificateCompletion(
        decided_on=decided_on, evidence=evidence.strip(), recorded_by=by, recorded_at=at
    )
    _count_from(certificate, decided_on)
    db.session.flush()


def _count_from(certificate: Certificate, decided_on: date) -> None:
    validity = validity_from(decided_on)
    certificate.decided_on = decided_on
    certificate.first_day, certificate.last_day = validity.first_day, validity.last_day
    certificate.day_is_known = True
    certificate.valid_from = certificate.facts.valid_from
    certificate.valid_until = certificate.facts.valid_until


def _get_certificate(code: str) -> Certificate:
    clean = parse_certificate_code(code)
    found = db.session.scalar(select(Certificate).where(Certificate.code == clean)) if clean else None
    if found is None:
        raise NoSuchCertificate(code)
    return found


def _free_code(good: CertifiedGood, number: str, decided_on: date, issuer: str) -> str:
    """The code of this decision for this good; refuses AlreadyAwarded where the good holds it by this decision."""
    producer = good.producer.name if good.producer else ""
    identity = code_identity(good.name_key, producer, good.province_code, (number, str(decided_on), issuer))
    attempt = 0
    while holder := db.session.scalar(
        select(Certificate).where(Certificate.code == (code := certificate_code(*identity, attempt=attempt)))
    ):
        if holder.good_id == good.id:
            raise AlreadyAwarded(good.id, code)
        attempt += 1
    return certificate_code(*identity, attempt=attempt)


def code_identity(
    name_key: str, producer: str, province_code: str | None, decision: tuple[str, str, str]
) -> tuple[str, ...]:
    """What a certificate is known by wherever the register is read: the good, and number, day (or year) and issuer."""
    number, day_or_year, issuer = decision
    return name_key, plain_key(producer), province_code or "", number_key(number), day_or_year, issuer_key(issuer)
