"""How one certificate stands, whatever its good holds beside it. Pure: the instant comes as an argument."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from shop.certification.rules import CertificateFacts
from shop.values.dates import end_of_day, last_day_until


class CertificateState(StrEnum):
    """What the public page of a certificate says first."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    LAPSED = "lapsed"
    REVOKED = "revoked"


def state_at(certificate: CertificateFacts, at: datetime) -> CertificateState:
    """How a certificate stands at an instant."""
    if certificate.is_in_force(at):
        return CertificateState.IN_FORCE
    if at < certificate.valid_from:
        return CertificateState.NOT_YET
    allowed_until = end_of_day(last_allowed_day(certificate))
    return CertificateState.REVOKED if certificate.valid_until < allowed_until else CertificateState.LAPSED


def last_allowed_day(certificate: CertificateFacts) -> date:
    """The last day by rule and extension; a revocation may end it earlier."""
    return max(certificate.last_day, certificate.extended_through or certificate.last_day)


def last_day_in_force(certificate: CertificateFacts) -> date:
    """The last Vietnamese day, whole or begun, on which it is or was in force, extension and revocation counted in."""
    return last_day_until(certificate.valid_until)
