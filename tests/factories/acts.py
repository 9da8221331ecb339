"""Acts on one certificate, done by an officer of the whole country; each gives the certificate as it is then."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from shop.certification import Award, Certificate, Complete, Extend, RevocationGround, Revoke, do_act
from shop.certification.queries import get_certificate
from shop.database import db


def award_certificate(
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
    act = do_act(request, evidence=evidence, by=by, at=at)
    return db.session.scalars(select(Certificate).where(Certificate.act_id == act.id)).one()


def extend_certificate(code: str, *, last_day: date, evidence: str, by: str, at: datetime) -> Certificate:
    """Let a certificate count through `last_day`, as its authority allowed while it decides (QĐ26 Art. 12.3).

    Of several extensions the one recorded last counts. Refuses NoSuchCertificate, EvidenceMissing, CertificateRevoked
    and ExtensionOutOfBounds (at most 180 days past the end of the 36 months).
    """
    do_act(Extend((code,), last_day), evidence=evidence, by=by, at=at)
    return get_certificate(code)


def revoke_certificate(code: str, *, ground: RevocationGround, evidence: str, by: str, at: datetime) -> Certificate:
    """End a certificate at this instant, for one of the six lawful grounds (QĐ26 Art. 8). It does not come back.

    Refuses NoSuchCertificate, EvidenceMissing and CertificateRevoked.
    """
    do_act(Revoke((code,), RevocationGround(ground)), evidence=evidence, by=by, at=at)
    return get_certificate(code)


def complete_recognition_day(code: str, *, decided_on: date, evidence: str, by: str, at: datetime) -> Certificate:
    """Give a certificate of which only the year is stated its day, from which its 36 months then count.

    Its code stays. Refuses NoSuchCertificate, EvidenceMissing, RecognisedInFuture, DayIsKnown, DayContradictsYear.
    """
    do_act(Complete(code, decided_on), evidence=evidence, by=by, at=at)
    return get_certificate(code)
