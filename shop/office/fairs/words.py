"""The words of fairs in the office: where a fair stands, how a tablet is, which note it is."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint

from shop import clock
from shop.fairs import BoothDevice, Direction, Fair, WriteOff
from shop.office.fairs.sale_words import FILTERS
from shop.office.status_words import StatusWords
from shop.values.dates import format_day
from shop.web.fields import grouped
from shop.web.words import _, ngettext

# A tablet speaks up about once a minute while it has a network.
SILENT_AFTER = timedelta(minutes=10)
# From here on a clock is said to be wrong (reliability, catalogue E).
CLOCK_TOLERANCE_MS = 120_000
SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86400


def add_to(door: Blueprint) -> None:
    """Make the filters known to templates."""
    for words in (*FILTERS, fair_words, fair_days, tablet_name, tablet_words, tablet_clock_words, write_off_words):
        door.add_app_template_filter(words)
    door.add_app_template_filter(grouped)
    door.add_app_template_global(note_number)


def fair_words(fair: Fair) -> StatusWords:
    """Where a fair stands today."""
    today = clock.today()
    if not fair.is_open:
        return StatusWords(_("Fair closed"), "over", "lock")
    if today < fair.starts_on:
        days = (fair.starts_on - today).days
        return StatusWords(ngettext("in %(num)s day", "in %(num)s days", days), "wait", "calendar")
    if today > fair.ends_on:
        return StatusWords(_("Over, to be closed"), "wait", "clock")
    return StatusWords(_("On now"), "good", "store")


def fair_days(fair: Fair) -> str:
    """The days of a fair, as short as they can be said: 20–24/11/2026."""
    return days_between(fair.starts_on, fair.ends_on)


def days_between(first: date, last: date) -> str:
    """Two days and those between them."""
    if first == last:
        return format_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day:02d}–{format_day(last)}"
    if first.year == last.year:
        return f"{first:%d/%m}–{format_day(last)}"
    return f"{format_day(first)}–{format_day(last)}"


def tablet_name(device: BoothDevice) -> str:
    """What a tablet is called; by its number where nobody named it."""
    return device.name or _("Tablet %(number)s", number=device.number)


def tablet_words(device: BoothDevice) -> StatusWords:
    """Whether a tablet is in touch."""
    if not device.is_live:
        return StatusWords(_("Was shut out"), "over", "ban")
    if device.last_contact_at is None:
        return StatusWords(_("Never heard of yet"), "wait", "clock")
    if clock.now() - device.last_contact_at > SILENT_AFTER:
        return StatusWords(_("Without network"), "wait", "wifi-off")
    return StatusWords(_("In touch"), "good", "wifi")


def tablet_clock_words(device: BoothDevice) -> str:
    """How wrong a tablet's clock is, in words; "" where it is right or was never compared."""
    offset = device.clock_offset_ms
    if offset is None or abs(offset) < CLOCK_TOLERANCE_MS:
        return ""
    span = _span(abs(offset) // 1000)
    return _("Its clock is %(span)s slow", span=span) if offset > 0 else _("Its clock is %(span)s fast", span=span)


def note_number(number: int, direction: str, booth_code: str) -> str:
    """The number of a note, as papers bear it: 03/BG-HOI-CHO-1 (bàn giao), 03/NL-HOI-CHO-1 (nhận lại)."""
    return f"{number:02d}/{'BG' if direction == Direction.OUT else 'NL'}-{booth_code}"


def write_off_words(kind: str) -> str:
    """Why pieces were written off."""
    return _("Tasting") if kind == WriteOff.TASTING else _("Damage")


def _span(seconds: int) -> str:
    if seconds < HOUR:
        return ngettext("%(num)s minute", "%(num)s minutes", seconds // MINUTE)
    if seconds < DAY:
        return ngettext("%(num)s hour", "%(num)s hours", seconds // HOUR)
    return ngettext("%(num)s day", "%(num)s days", seconds // DAY)
