"""What certificates say in words: states, reasons, grounds, and the lines of a good's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.certification import Certificate, CertificateState, EntryKind, RevocationGround, TimelineEntry
from shop.register_files import AwaitingReason
from shop.values.dates import format_day
from shop.web.words import _

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HistoryLine:
    """One line of `components/timeline.html`."""

    on: date | None
    when: str
    title: str
    text: str
    state: str


def short_words(state: str) -> str:
    """How a good stands (Standing) or a certificate (CertificateState), in a word or two for lists and filters."""
    return {
        "certified": _("Certified"),
        "in_force": _("In force"),
        "lapsed": _("Lapsed"),
        "revoked": _("Revoked"),
        "not_yet": _("Not yet in force"),
        "planned": _("Planned"),
        "awaiting_officer": _("Awaiting an officer"),
    }[state]


def state_words(state: CertificateState) -> str:
    """How a certificate stands, as its page says it first."""
    return {
        CertificateState.IN_FORCE: _("This certificate is in force"),
        CertificateState.NOT_YET: _("This certificate is not yet in force"),
        CertificateState.LAPSED: _("This certificate has lapsed"),
        CertificateState.REVOKED: _("This certificate was revoked"),
    }[state]


def group_words(group: str | None) -> str:
    """The group of goods (Decision 26/2026/QĐ-TTg, Appendix I); said when the source leaves it open."""
    return {
        "food": _("Food"),
        "beverage": _("Beverages"),
        "herbal": _("Medicinal herbs and herbal products"),
        "handicraft": _("Handicrafts"),
        "ornamental": _("Ornamental plants and animals"),
        "tourism": _("Community tourism"),
    }.get(group or "", _("group not stated in the source"))


def reason_words(reason: AwaitingReason) -> str:
    """What an officer must find out before a good can be certified here."""
    return {
        AwaitingReason.STARS_UNKNOWN: _("the source does not state the stars"),
        AwaitingReason.YEAR_UNKNOWN: _("the source does not state the year"),
        AwaitingReason.PRODUCER_UNKNOWN: _("the source does not name the maker"),
    }[reason]


def ground_words(ground: str) -> str:
    """Why a certificate was revoked (Decision 26/2026/QĐ-TTg, Art. 8)."""
    return {
        RevocationGround.FALSE_DOSSIER: _("the dossier was false"),
        RevocationGround.CRITERIA_NO_LONGER_MET: _("the good no longer met the criteria"),
        RevocationGround.LAW_BROKEN: _("the law on quality, safety, environment or labels was broken"),
        RevocationGround.MARK_MISUSED: _("the OCOP mark was misused"),
        RevocationGround.PRODUCTION_STOPPED: _("the good is no longer made"),
        RevocationGround.OFFICIAL_CONCLUSION: _("an authority concluded so"),
    }[RevocationGround(ground)]


def history_lines(
    entries: list[TimelineEntry], certificates: Mapping[int, Certificate], at: datetime
) -> list[HistoryLine]:
    """The history of a good for reading, the newest line first; what is still to come is said as such."""
    return [_line(entry, certificates.get(entry.certificate_id or 0), at) for entry in reversed(entries)]


def _line(entry: TimelineEntry, certificate: Certificate | None, at: datetime) -> HistoryLine:
    day_is_open = certificate is not None and not certificate.day_is_known and entry.kind is EntryKind.RECOGNISED
    # The register speaks of last valid days, so a lapse stands at the day before the first without a certificate.
    day = entry.day - ONE_DAY if entry.kind is EntryKind.LAPSED else entry.day
    return HistoryLine(
        on=None if day_is_open else day,
        when=_("in %(year)s", year=certificate.decided_year) if day_is_open and certificate else "",
        title=_title(entry, at),
        text=_text(entry, certificate),
        state=_mark(entry, certificate, at),
    )


def _mark(entry: TimelineEntry, certificate: Certificate | None, at: datetime) -> str:
    if at < entry.at:
        return "ahead"
    if entry.kind in (EntryKind.LAPSED, EntryKind.REVOKED, EntryKind.GAP):
        return "ended"
    return "now" if certificate is not None and certificate.facts.is_in_force(at) else "past"


def _title(entry: TimelineEntry, at: datetime) -> str:
    if entry.kind is EntryKind.RECOGNISED:
        return _recognised(entry)
    if entry.kind is EntryKind.LAPSED:
        return _("The last valid day") if entry.at <= at else _("Last valid day, unless it is recognised again")
    return {
        EntryKind.EXTENDED: _("Extended while it is evaluated again"),
        EntryKind.REVOKED: _("Revoked"),
        EntryKind.GAP: _("Without a certificate"),
        EntryKind.OVERLAP: _("Recognised again before the end"),
    }[entry.kind]


def _recognised(entry: TimelineEntry) -> str:
    stars, before = entry.stars, entry.stars_before
    if before is None or stars is None:
        return _("Recognised with %(stars)s stars", stars=stars)
    if stars > before:
        return _("Raised from %(before)s to %(stars)s stars", before=before, stars=stars)
    if stars < before:
        return _("Lowered from %(before)s to %(stars)s stars", before=before, stars=stars)
    return _("Recognised again with %(stars)s stars", stars=stars)


def _text(entry: TimelineEntry, certificate: Certificate | None) -> str:
    if entry.kind is EntryKind.GAP and entry.last_day:
        return _("through %(day)s", day=format_day(entry.last_day))
    if entry.kind is EntryKind.EXTENDED and entry.last_day:
        return _("through %(day)s", day=format_day(entry.last_day))
    if certificate is None:
        return ""
    if entry.kind is EntryKind.REVOKED and certificate.revocation:
        return ground_words(certificate.revocation.ground)
    if entry.kind is EntryKind.RECOGNISED:
        return _decision(certificate)
    return ""


def _decision(certificate: Certificate) -> str:
    parts = [certificate.decision_number and _("Decision %(number)s", number=certificate.decision_number)]
    if not certificate.day_is_known:
        parts.append(_("day of recognition not known"))
    return " · ".join(part for part in parts if part)
