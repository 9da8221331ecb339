"""Acts on certificates. Each leaves a row that says who, when and by which paper; nothing is rewritten."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from shop.certification.act_doing import record_alone
from shop.certification.act_requests import Award, Complete, Extend, Revoke
from shop.certification.models import Certificate
from shop.certification.queries import get_certificate
from shop.certification.rules import RevocationGround
from shop.database import db


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
    request = Award(good_id, stars, decided_on, decision_number, issuer)
    act = record_alone(request, evidence=evidence, by=by, at=at)
    return db.session.scalars(select(Certificate).where(Certificate.act_id == act.id)).one()


def extend_certificate(code: str, *, last_day: date, evidence: str, by: str, at: datetime) -> Certificate:
    """Let a certificate count through `last_day`, as its authority allowed while it decides (QĐ26 Art. 12.3).

    Of several extensions the one recorded last counts. Refuses NoSuchCertificate, EvidenceMissing, CertificateRevoked
    and ExtensionOutOfBounds (at most 180 days past the end of the 36 months).
    """
    record_alone(Extend((code,), last_day), evidence=evidence, by=by, at=at)
    return get_certificate(code)


def revoke_certificate(code: str, *, ground: RevocationGround, evidence: str, by: str, at: datetime) -> Certificate:
    """End a certificate at this instant, for one of the six lawful grounds (QĐ26 Art. 8). It does not come back.

    Refuses NoSuchCertificate, EvidenceMissing and CertificateRevoked.
    """
    record_alone(Revoke((code,), RevocationGround(ground)), evidence=evidence, by=by, at=at)
    return get_certificate(code)


def complete_recognition_day(code: str, *, decided_on: date, evidence: str, by: str, at: datetime) -> Certificate:
    """Give a certificate of which only the year is stated its day, from which its 36 months then count.

    Its code stays. Refuses NoSuchCertificate, EvidenceMissing, RecognisedInFuture, DayIsKnown, DayContradictsYear.
    """
    record_alone(Complete(code, decided_on), evidence=evidence, by=by, at=at)
    return get_certificate(code)
