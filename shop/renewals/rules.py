"""When a producer is reminded of a certificate's end, and what is to be done at which time. Pure.

Sources: "QĐ26" is Decision 26/2026/QĐ-TTg; "ours" is a decision of this shop (DECISIONS.md, section The stall).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop.certification import CertificateFacts, FilingWindow, filing_window, last_day_in_force
from shop.values.dates import vietnam_day

# How many days before the last valid day a member is reminded: 180 and 120 bound the window of QĐ26 Art. 7.6.
STAGES = (180, 120, 60, 30, 7, 0)


class Phase(StrEnum):
    """Where a good's certificate stands on its way to the end (QĐ26 Art. 7.6, 12.3)."""

    FAR = "far"  # more than 180 days are left
    OPEN = "open"  # the window for filing is open
    LATE = "late"  # the window is over, the certificate still counts
    EXTENDED = "extended"  # its 36 months are over, an extension lets it count
    LAPSED = "lapsed"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    NONE = "none"  # the good has no certificate


def stage_due(days_left: int) -> int | None:
    """The reminder that is due with so many days left: the latest whose day has come; None before 180 and after 0.

    Whoever comes late gets this one and none of those before it.
    """
    if days_left < 0:
        return None
    return min((stage for stage in STAGES if days_left <= stage), default=None)


def useless_after(last_day: date, stage: int) -> date:
    """The last day on which a reminder is still the right one: the day before the next, or the last valid day."""
    later = [other for other in STAGES if other < stage]
    return last_day - timedelta(days=max(later) + 1) if later else last_day


def certificate_to_watch(certificates: Iterable[CertificateFacts], at: datetime) -> CertificateFacts | None:
    """The certificate with whose end the good goes out of the shop; None where none is in force.

    A later certificate that is in force before this one ends takes its place, so the old one is silent (ours).
    """
    known = sorted(certificates, key=lambda one: (one.valid_from, one.id))
    covered = [one for one in known if one.is_in_force(at)]
    watched = max(covered, key=lambda one: (one.valid_until, one.id), default=None)
    for one in known:
        if watched and watched.valid_from < one.valid_from <= watched.valid_until < one.valid_until:
            watched = one
    return watched


def phase_of(certificate: CertificateFacts | None, at: datetime) -> Phase:
    """Where a certificate stands at an instant; the window counts from its 36 months, never from an extension."""
    if certificate is None:
        return Phase.NONE
    if at < certificate.valid_from:
        return Phase.NOT_YET
    if not certificate.is_in_force(at):
        return Phase.REVOKED if _was_revoked(certificate) else Phase.LAPSED
    return _phase_in_force(certificate, vietnam_day(at))


def _phase_in_force(certificate: CertificateFacts, today: date) -> Phase:
    window = filing_window(certificate.last_day)
    if today > certificate.last_day:
        return Phase.EXTENDED
    if today < window.opens_on:
        return Phase.FAR
    return Phase.OPEN if today <= window.closes_on else Phase.LATE


def _was_revoked(certificate: CertificateFacts) -> bool:
    return certificate.revoked_at is not None and certificate.valid_until <= certificate.revoked_at


@dataclass(frozen=True)
class DaysOf:
    """The days that a certificate's page speaks of."""

    last_day: date
    days_left: int
    window: FilingWindow
    extended_through: date | None


def days_of(certificate: CertificateFacts, today: date) -> DaysOf:
    """Its days: `days_left` is 0 on the last valid day and negative after it."""
    last_day = last_day_in_force(certificate)
    window = filing_window(certificate.last_day)
    return DaysOf(last_day, (last_day - today).days, window, certificate.extended_through)
