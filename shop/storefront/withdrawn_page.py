"""The page of a certificate that was taken out of the register: what its label may still say, and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.certification import ActKind, Certificate, CertifiedGood, WithdrawnCertificate
from shop.values.dates import vietnam_day
from shop.web.words import _


@dataclass(frozen=True)
class WithdrawnPage:
    """Everything that `storefront/certificates/withdrawn.html` prints."""

    certificate: Certificate
    good: CertifiedGood
    replaced_by: Certificate | None
    withdrawn_on: date
    why: str


def withdrawn_page(found: WithdrawnCertificate) -> WithdrawnPage:
    """The page of what counts no more."""
    return WithdrawnPage(
        certificate=found.certificate,
        good=found.certificate.good,
        replaced_by=found.replaced_by,
        withdrawn_on=vietnam_day(found.act.at),
        why=_why(found.act.kind),
    )


def _why(kind: str) -> str:
    """Why, in general words: what officers write down is for officers."""
    if kind == ActKind.CORRECT:
        return _("Something in it was stated wrongly, and was put right by a new entry.")
    if kind == ActKind.UNDO:
        return _("The entry or the list that it came from was taken back.")
    return _("An officer of the programme took it back.")
