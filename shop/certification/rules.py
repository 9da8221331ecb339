"""The rule that the shop exists for: which certificate is in force when. Pure: days and instants come as arguments.

Sources: "QĐ26" is Decision 26/2026/QĐ-TTg; "ours" is a decision of this shop (DECISIONS.md, section Certificates).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop.certification.refusals import (
    CertificateRevoked,
    DayContradictsYear,
    DayIsKnown,
    EvidenceMissing,
    ExtensionOutOfBounds,
    NoCertificateForStars,
    RecognisedInFuture,
    RecognisedTooEarly,
)
from shop.values.dates import add_months, end_of_day, last_day_until, start_of_day, vietnam_day
from shop.values.ocop import CERTIFIED_STARS, FIRST_YEAR, VALID_MONTHS

LONGEST_EXTENSION = timedelta(days=180)  # QĐ26 Art. 12.3
FILING_OPENS, FILING_CLOSES = timedelta(days=180), timedelta(days=120)  # QĐ26 Art. 7.6


class RevocationGround(StrEnum):
    """The six lawful grounds of revocation, in the order of QĐ26 Art. 8."""

    FALSE_DOSSIER = "false_dossier"
    CRITERIA_NO_LONGER_MET = "criteria_no_longer_met"
    LAW_BROKEN = "law_broken"
    MARK_MISUSED = "mark_misused"
    PRODUCTION_STOPPED = "production_stopped"
    OFFICIAL_CONCLUSION = "official_conclusion"


class Standing(StrEnum):
    """How a good stands at an instant; only `CERTIFIED` may be seen among the goods for sale (ours)."""

    CERTIFIED = "certified"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    PLANNED = "planned"
    AWAITING_OFFICER = "awaiting_officer"


class EntryKind(StrEnum):
    """What a line of a good's timeline tells."""

    RECOGNISED = "recognised"
    EXTENDED = "extended"
    REVOKED = "revoked"
    LAPSED = "lapsed"
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Validity:
    """First and last valid day, both included, on the Vietnamese calendar."""

    first_day: date
    last_day: date
    day_is_known: bool


@dataclass(frozen=True)
class FilingWindow:
    """First and last day on which the dossier for re-evaluation is filed, both included."""

    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class CertificateFacts:
    """What decides about one certificate. `id` grows in the order in which certificates were stated."""

    id: int
    stars: int
    first_day: date
    last_day: date
    day_is_known: bool = True
    extended_through: date | None = None
    revoked_at: datetime | None = None

    @property
    def valid_from(self) -> datetime:
        """The midnight in Vietnam that begins the first valid day."""
        return start_of_day(self.first_day)

    @property
    def valid_until(self) -> datetime:
        """The instant from which it is no longer in force, after extension and revocation."""
        return effective_end(self.first_day, self.last_day, self.extended_through, self.revoked_at)

    def is_in_force(self, at: datetime) -> bool:
        """Whether it is in force at an instant."""
        return self.valid_from <= at < self.valid_until


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a good's history, from `at` on; gaps and overlaps end at `until`. Days are Vietnamese."""

    kind: EntryKind
    at: datetime
    until: datetime | None = None
    certificate_id: int | None = None
    stars: int | None = None
    stars_before: int | None = None

    @property
    def day(self) -> date:
        """The day of the event; for a lapse and a gap the first day without a certificate."""
        return vietnam_day(self.at)

    @property
    def last_day(self) -> date | None:
        """The last whole or begun day of a gap or an overlap."""
        return None if self.until is None else last_day_until(self.until)


def validity_from(decided_on: date) -> Validity:
    """Valid from the day of recognition through the same day 36 months later, that day included.

    Source: QĐ26 Art. 4.3; a missing day is clipped to the end of its month (ours: 29/02/2024 -> 28/02/2027).
    """
    return Validity(decided_on, add_months(decided_on, VALID_MONTHS), day_is_known=True)


def validity_from_year(year: int) -> Validity:
    """The days that are certain whatever the day of recognition in `year` was (ours, domain 0.3)."""
    return Validity(date(year, 12, 31), date(year + VALID_MONTHS // 12, 1, 1), day_is_known=False)


def effective_end(
    first_day: date, last_day: date, extended_through: date | None = None, revoked_at: datetime | None = None
) -> datetime:
    """The exclusive end: midnight in Vietnam after the last day or the extension's, or the revocation if earlier.

    Revoked before its first day it ends where it begins. An extension given by the year alone shortens nothing (ours).
    """
    end = end_of_day(max(last_day, extended_through or last_day))
    if revoked_at is None:
        return end
    return min(end, max(revoked_at, start_of_day(first_day)))


def filing_window(last_day: date) -> FilingWindow:
    """When to file for re-evaluation: 180 to 120 days before the last day (QĐ26 Art. 7.6)."""
    return FilingWindow(last_day - FILING_OPENS, last_day - FILING_CLOSES)


def certificate_in_force(certificates: Iterable[CertificateFacts], at: datetime) -> CertificateFacts | None:
    """The certificate in force at an instant; of several the later recognition, of a tie the later stated (ours)."""
    in_force = [certificate for certificate in certificates if certificate.is_in_force(at)]
    return max(in_force, key=recognition_order, default=None)


def in_force_throughout(certificates: Iterable[CertificateFacts], earliest: datetime, latest: datetime) -> bool:
    """Whether one certificate or another was in force all the time between two instants, both included."""
    reached = earliest
    for certificate in sorted(certificates, key=lambda one: one.valid_from):
        if certificate.valid_from <= reached:
            reached = max(reached, certificate.valid_until)
    return reached > latest


def recognition_order(certificate: CertificateFacts) -> tuple[date, int]:
    """Sorts by day of recognition (year-only: the first certain day), then in the order in which they were stated."""
    return certificate.first_day, certificate.id


def next_change(certificates: Iterable[CertificateFacts], after: datetime) -> datetime | None:
    """The earliest instant later than `after` at which any of the certificates begins or ends to be in force."""
    edges = [edge for certificate in certificates for edge in (certificate.valid_from, certificate.valid_until)]
    return min((edge for edge in edges if edge > after), default=None)


def standing_at(certificates: Sequence[CertificateFacts], at: datetime, *, is_planned: bool = False) -> Standing:
    """How a good with these certificates stands; one without any is planned, or waits for an officer.

    Of certificates that ended, the one of the latest recognition says whether the good lapsed or was revoked (ours).
    """
    if certificate_in_force(certificates, at):
        return Standing.CERTIFIED
    ended = [certificate for certificate in certificates if certificate.valid_until <= at]
    if ended:
        latest = max(ended, key=recognition_order)
        return Standing.REVOKED if _ended_by_revocation(latest) else Standing.LAPSED
    if certificates:
        return Standing.NOT_YET
    return Standing.PLANNED if is_planned else Standing.AWAITING_OFFICER


def timeline(certificates: Sequence[CertificateFacts]) -> list[TimelineEntry]:
    """The whole history in order of time, what is still to come included; nothing is ever rewritten (ours)."""
    entries: list[TimelineEntry] = []
    covered_until: datetime | None = None
    before: CertificateFacts | None = None
    for certificate in sorted(certificates, key=recognition_order):
        entries += _between(covered_until, certificate)
        entries += _entries_of(certificate, before.stars if before else None)
        covered_until = max(covered_until or certificate.valid_until, certificate.valid_until)
        before = certificate
    return sorted(entries, key=lambda entry: entry.at)


def _entries_of(certificate: CertificateFacts, stars_before: int | None) -> list[TimelineEntry]:
    """Its own lines: recognised, extended from the end of the 36 months, and how it ended."""
    entries = [_entry(EntryKind.RECOGNISED, certificate, certificate.valid_from, stars_before=stars_before)]
    first_end = end_of_day(certificate.last_day)
    if certificate.extended_through and certificate.valid_until > first_end:
        entries.append(_entry(EntryKind.EXTENDED, certificate, first_end, until=certificate.valid_until))
    ended_how = EntryKind.REVOKED if _ended_by_revocation(certificate) else EntryKind.LAPSED
    return [*entries, _entry(ended_how, certificate, certificate.valid_until)]


def _entry(
    kind: EntryKind,
    certificate: CertificateFacts,
    at: datetime,
    *,
    until: datetime | None = None,
    stars_before: int | None = None,
) -> TimelineEntry:
    return TimelineEntry(kind, at, until, certificate.id, certificate.stars, stars_before)


def _between(covered_until: datetime | None, certificate: CertificateFacts) -> list[TimelineEntry]:
    """The gap before a certificate, or how it overlaps what was in force."""
    if covered_until is None or covered_until == certificate.valid_from:
        return []
    if covered_until < certificate.valid_from:
        return [TimelineEntry(EntryKind.GAP, covered_until, certificate.valid_from)]
    until = min(covered_until, certificate.valid_until)
    if until <= certificate.valid_from:
        return []
    return [TimelineEntry(EntryKind.OVERLAP, certificate.valid_from, until, certificate.id, certificate.stars)]


def _ended_by_revocation(certificate: CertificateFacts) -> bool:
    unrevoked = effective_end(certificate.first_day, certificate.last_day, certificate.extended_through)
    return certificate.revoked_at is not None and certificate.revoked_at < unrevoked


def check_stars(stars: int) -> None:
    """Refuse what no certificate is given for: NoCertificateForStars unless 3, 4 or 5 (QĐ26 Art. 4.1a, 7.2)."""
    if stars not in CERTIFIED_STARS:
        raise NoCertificateForStars(stars)


def check_decided_on(decided_on: date, today: date) -> None:
    """Refuse a recognition not made yet, RecognisedInFuture, or of before there was any, RecognisedTooEarly."""
    if decided_on > today:
        raise RecognisedInFuture(decided_on)
    if decided_on.year < FIRST_YEAR:
        raise RecognisedTooEarly(decided_on, FIRST_YEAR)


def check_evidence(evidence: str) -> None:
    """Refuse an act without a paper behind it: EvidenceMissing (ours)."""
    if not evidence.strip():
        raise EvidenceMissing()


def check_extension(certificate: CertificateFacts, last_day: date) -> None:
    """Refuse an extension that ends before the 36 months or over 180 days after them (QĐ26 Art. 12.3).

    Raises ExtensionOutOfBounds, or CertificateRevoked: what was revoked does not come back.
    """
    if certificate.revoked_at is not None:
        raise CertificateRevoked(certificate.id, certificate.revoked_at)
    latest = certificate.last_day + LONGEST_EXTENSION
    if not certificate.last_day < last_day <= latest:
        raise ExtensionOutOfBounds(certificate.id, last_day, latest)


def check_completion(certificate: CertificateFacts, decided_on: date) -> None:
    """Refuse to complete a day that is known (DayIsKnown) or with a day of another year (DayContradictsYear)."""
    if certificate.day_is_known:
        raise DayIsKnown(certificate.id, certificate.first_day)
    if decided_on.year != certificate.first_day.year:
        raise DayContradictsYear(certificate.id, decided_on, certificate.first_day.year)
