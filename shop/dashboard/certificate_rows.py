"""One good's certificate as pages of a stall show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shop.dashboard.certificate_advice import Advice, advice_for, days_words, end_words
from shop.dashboard.certificate_calendar import has_calendar
from shop.dashboard.filing_line import FilingLine, filing_line
from shop.renewals import Phase, Renewal
from shop.values.dates import vietnam_day
from shop.web.words import _


@dataclass(frozen=True)
class Mark:
    """How a certificate stands: label, tone and icon, as `desk/_parts.html` draws them."""

    label: str
    tone: str
    sign: str


@dataclass(frozen=True)
class CertificateRow:
    """A renewal in words, with the drawing of its last months while it is in force."""

    renewal: Renewal
    mark: Mark
    days: str
    advice: Advice
    ending: str
    line: FilingLine | None
    has_calendar: bool


def row_of(renewal: Renewal, at: datetime) -> CertificateRow:
    """The words for one good at an instant."""
    return CertificateRow(
        renewal=renewal,
        mark=_MARKS[renewal.phase](),
        days=days_words(renewal),
        advice=advice_for(renewal),
        ending=end_words(renewal),
        line=_line(renewal, at),
        has_calendar=has_calendar(renewal),
    )


def _line(renewal: Renewal, at: datetime) -> FilingLine | None:
    if renewal.certificate is None or renewal.days is None or not has_calendar(renewal):
        return None
    return filing_line(renewal.days, renewal.certificate.last_day, vietnam_day(at))


_MARKS: dict[Phase, Callable[[], Mark]] = {
    Phase.FAR: lambda: Mark(_("In force"), "good", "check"),
    Phase.OPEN: lambda: Mark(_("Time to file"), "wait", "calendar-clock"),
    Phase.LATE: lambda: Mark(_("Ends soon"), "bad", "circle-alert"),
    Phase.EXTENDED: lambda: Mark(_("Extended"), "wait", "calendar-clock"),
    Phase.LAPSED: lambda: Mark(_("Lapsed"), "bad", "circle-alert"),
    Phase.REVOKED: lambda: Mark(_("Revoked"), "bad", "ban"),
    Phase.NOT_YET: lambda: Mark(_("Not yet in force"), "go", "clock"),
    Phase.NONE: lambda: Mark(_("No certificate"), "over", "minus"),
}
