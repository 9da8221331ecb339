"""The life of a good on a line of years: positions in per cent, so that words keep their size everywhere. Pure.

The list beside a drawing says the same, so the drawing is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shop.certification import (
    CertificateFacts,
    EntryKind,
    FilingWindow,
    TimelineEntry,
    filing_window,
    last_allowed_day,
)
from shop.values.dates import last_day_until

HEAD, LANE, FOOT = 26, 50, 26
MARGIN = timedelta(days=60)
ONE_DAY = timedelta(days=1)
# A name that begins so far to the right is written leftwards from the end of its bar.
LATE = 45.0
MOST_YEARS_ON_A_PHONE = 5


class Look(StrEnum):
    """How a bar is drawn."""

    NOW = "now"
    PAST = "past"
    AHEAD = "ahead"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Span:
    """A stretch of the line, in per cent of its width."""

    x: float
    width: float

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Bar:
    """One certificate: what is certain, what an extension adds, what a revocation cut off, what is only possible."""

    code: str
    stars: int
    look: Look
    y: int
    sure: Span
    added: Span | None
    cut: Span | None
    perhaps: Span | None
    filing: Span | None
    last_day: date
    first_day: date
    day_is_known: bool

    @property
    def is_late(self) -> bool:
        """Whether its words stand at its end."""
        return self.sure.x > LATE

    @property
    def words_x(self) -> float:
        """Where its words begin, or end if it is late."""
        spans = [span for span in (self.sure, self.added, self.cut, self.perhaps) if span]
        return max(span.end for span in spans) if self.is_late else min(span.x for span in spans)


@dataclass(frozen=True)
class Break:
    """A gap or an overlap, all lanes high."""

    kind: EntryKind
    span: Span


@dataclass(frozen=True)
class Year:
    """The first of January; on a phone not every one is named."""

    number: int
    x: float
    is_shown_on_phones: bool


@dataclass(frozen=True)
class Lifeline:
    """Everything that the drawing shows; heights in pixels, widths in per cent."""

    bars: tuple[Bar, ...]
    breaks: tuple[Break, ...]
    years: tuple[Year, ...]
    today: float
    height: int
    head: int = HEAD

    @property
    def foot(self) -> int:
        """Where the lanes end and the years are written."""
        return self.height - FOOT


@dataclass(frozen=True)
class Drawn:
    """A certificate to draw: its facts, its code, and whether it was taken out of the register."""

    facts: CertificateFacts
    code: str
    is_withdrawn: bool = False


def lifeline(certificates: Sequence[Drawn], timeline: Sequence[TimelineEntry], today: date) -> Lifeline | None:
    """The drawing, each certificate in a lane of its own; None where there never was one."""
    if not certificates:
        return None
    scale = _scale(certificates, today)
    bars = tuple(_bar(one, scale, HEAD + LANE * lane, today) for lane, one in enumerate(certificates))
    breaks = [entry for entry in timeline if entry.kind in (EntryKind.GAP, EntryKind.OVERLAP) and entry.last_day]
    return Lifeline(
        bars=bars,
        breaks=tuple(Break(one.kind, scale.span(one.day, one.last_day or one.day)) for one in breaks),
        years=scale.years(),
        today=scale.place(today),
        height=HEAD + LANE * len(bars) + FOOT,
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def place(self, day: date) -> float:
        return round(100 * (day - self.first) / (self.last - self.first), 2)

    def span(self, first: date, last: date) -> Span:
        """From the morning of the first day to the night of the last."""
        x = self.place(first)
        return Span(x, round(max(self.place(last + ONE_DAY) - x, 0.4), 2))

    def years(self) -> tuple[Year, ...]:
        numbers = range(self.first.year + 1, self.last.year + 1)
        pace = -(-len(numbers) // MOST_YEARS_ON_A_PHONE) or 1
        return tuple(
            Year(number, self.place(date(number, 1, 1)), place % pace == 0) for place, number in enumerate(numbers)
        )


def _scale(certificates: Sequence[Drawn], today: date) -> _Scale:
    first = min(min(one.facts.first_day.replace(month=1, day=1), today) for one in certificates)
    last = max(max(_latest(one.facts), today) for one in certificates)
    return _Scale(first - MARGIN / 2, last + MARGIN)


def _bar(one: Drawn, scale: _Scale, y: int, today: date) -> Bar:
    facts = one.facts
    through = _last_day(facts)
    allowed = last_allowed_day(facts)
    is_cut = facts.revoked_at is not None and through < allowed
    own_end = min(through, facts.last_day)
    look = _look(one, through, is_cut=is_cut, today=today)
    is_to_be_filed = look in (Look.NOW, Look.AHEAD) and facts.day_is_known
    return Bar(
        code=one.code,
        stars=facts.stars,
        look=look,
        y=y,
        sure=scale.span(facts.first_day, max(own_end, facts.first_day)),
        added=scale.span(facts.last_day + ONE_DAY, through) if through > facts.last_day else None,
        cut=scale.span(through + ONE_DAY, allowed) if is_cut else None,
        perhaps=None if facts.day_is_known else _perhaps(facts, scale),
        filing=_filing(filing_window(facts.last_day), scale) if is_to_be_filed else None,
        last_day=through,
        first_day=facts.first_day,
        day_is_known=facts.day_is_known,
    )


def _latest(facts: CertificateFacts) -> date:
    latest = last_allowed_day(facts)
    return latest if facts.day_is_known else latest.replace(month=12, day=31)


def _last_day(facts: CertificateFacts) -> date:
    return last_day_until(facts.valid_until)


def _look(one: Drawn, through: date, *, is_cut: bool, today: date) -> Look:
    if one.is_withdrawn:
        return Look.WITHDRAWN
    if is_cut:
        return Look.REVOKED
    if today < one.facts.first_day:
        return Look.AHEAD
    return Look.NOW if today <= through else Look.PAST


def _perhaps(facts: CertificateFacts, scale: _Scale) -> Span:
    """Where only the year is known: from its first day through the last day that any day of it could give."""
    return scale.span(date(facts.first_day.year, 1, 1), date(facts.last_day.year, 12, 31))


def _filing(window: FilingWindow, scale: _Scale) -> Span:
    return scale.span(window.opens_on, window.closes_on)
