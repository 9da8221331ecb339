"""What acts on certificates do to the tables. Whoever calls holds the turn, and has an act to write it down under.

The facts of an act are what taking it back needs: what it withdrew, moved and changed. What it made bears its number.
"""

from __future__ import annotations

from typing import Any

from shop.certification.act_requests import Award, Complete, CorrectCertificate, Extend, Revoke
from shop.certification.act_rules import ActKind, award_kind
from shop.certification.act_writing import (
    Effects,
    Hand,
    Said,
    carry_out,
    certificates_under,
    complete_day,
    get_good,
    new_certificate,
    repoint_rows,
    withdraw_certificate,
)
from shop.certification.carrying import carry_certificate
from shop.certification.counting import recount
from shop.certification.models import Certificate, CertificateExtension, CertificateRevocation
from shop.certification.queries import get_certificate
from shop.certification.refusals import CertificateRevoked, NothingChanges, ProducerUnknown
from shop.certification.rules import (
    RevocationGround,
    check_decided_on,
    check_evidence,
    check_extension,
    recognition_order,
)
from shop.database import db
from shop.values.dates import vietnam_day


@carry_out.register
def _award(request: Award, hand: Hand) -> Effects:
    good = get_good(request.good_id)
    if good.producer is None:
        raise ProducerUnknown(good.id)
    for text in (request.decision_number, request.issuer):
        check_evidence(text)
    certificate = new_certificate(good, Said.of(request), hand)
    facts = [one.facts for one in good.certificates if one.id != certificate.id]
    before = [one for one in facts if one.first_day <= certificate.first_day]
    latest = max(before, key=recognition_order, default=None)
    return Effects(award_kind(request.stars, latest.stars if latest else None), {certificate.id})


@carry_out.register
def _extend(request: Extend, hand: Hand) -> Effects:
    certificates = certificates_under(request.codes)
    for certificate in certificates:
        check_extension(certificate.facts, request.last_day)
        db.session.add(CertificateExtension(certificate_id=certificate.id, last_day=request.last_day, **hand.signed))
    recount(one.id for one in certificates)
    return Effects(ActKind.EXTEND, {one.id for one in certificates})


@carry_out.register
def _revoke(request: Revoke, hand: Hand) -> Effects:
    certificates = certificates_under(request.codes)
    ground = RevocationGround(request.ground)
    for certificate in certificates:
        if certificate.revocation is not None:
            raise CertificateRevoked(certificate.id, certificate.revocation.revoked_at)
        db.session.add(
            CertificateRevocation(certificate_id=certificate.id, ground=ground, revoked_at=hand.at, **hand.signed)
        )
    recount(one.id for one in certificates)
    return Effects(ActKind.REVOKE, {one.id for one in certificates})


@carry_out.register
def _complete(request: Complete, hand: Hand) -> Effects:
    certificate = get_certificate(request.code)
    check_decided_on(request.decided_on, vietnam_day(hand.at))
    complete_day(certificate, request.decided_on, hand)
    return Effects(ActKind.COMPLETE, {certificate.id})


@carry_out.register
def _correct_certificate(request: CorrectCertificate, hand: Hand) -> Effects:
    wrong = get_certificate(request.code)
    said = Said.of(request, wrong.decided_year)
    if said == Said.by(wrong):
        raise NothingChanges
    extensions, revocation = list(wrong.extensions), wrong.revocation
    code = wrong.code if said.identity == Said.by(wrong).identity else None
    withdraw_certificate(wrong.id, hand.act_id)
    right = new_certificate(wrong.good, said, hand, code=code)
    _take_along(right, extensions, revocation, hand)
    return Effects(
        ActKind.CORRECT,
        {wrong.id, right.id},
        {
            "withdrew": [wrong.id],
            "replaced": [[wrong.id, right.id]],
            "repointed": repoint_rows(wrong.id, right.id),
            "carried_certificates": [[wrong.id, right.id, carry_certificate(wrong.id, right.id)]],
        },
    )


def _take_along(
    right: Certificate, extensions: list[CertificateExtension], revocation: CertificateRevocation | None, hand: Hand
) -> None:
    """What was decided about the wrong certificate holds for the right one, in the words of then."""
    for extension in extensions:
        check_extension(right.facts, extension.last_day)
        db.session.add(
            CertificateExtension(
                certificate_id=right.id, last_day=extension.last_day, act_id=hand.act_id, **_signed_before(extension)
            )
        )
    if revocation:
        db.session.add(
            CertificateRevocation(
                certificate_id=right.id,
                ground=revocation.ground,
                revoked_at=revocation.revoked_at,
                act_id=hand.act_id,
                **_signed_before(revocation),
            )
        )
    recount([right.id])


def _signed_before(row: CertificateExtension | CertificateRevocation) -> dict[str, Any]:
    return {"evidence": row.evidence, "recorded_by": row.recorded_by, "recorded_at": row.recorded_at}
