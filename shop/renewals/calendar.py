"""A calendar file (RFC 5545) of whole days with alarms. Pure: words, days and alarms come from whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Cho Phien OCOP//Gian hang//VI"
LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True)
class Alarm:
    """A reminder so long after the midnight that begins the first day; before it when negative."""

    after: timedelta


@dataclass(frozen=True)
class WholeDays:
    """An entry from one day through another, both included.

    `uid` stays the same for ever; `version` grows when the days change, so that calendars move what they hold already.
    """

    uid: str
    first: date
    last: date
    title: str
    text: str
    url: str
    changed_at: datetime
    version: int = 0
    alarms: Sequence[Alarm] = ()


def calendar_file(name: str, entries: Iterable[WholeDays]) -> bytes:
    """The file's bytes: UTF-8, lines of at most 75 octets that end in CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
    ]
    for entry in entries:
        lines += _entry(entry)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _entry(entry: WholeDays) -> list[str]:
    changed = f"{entry.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{entry.version}",
        f"DTSTART;VALUE=DATE:{_day(entry.first)}",
        f"DTEND;VALUE=DATE:{_day(entry.last + timedelta(days=1))}",  # the day after the last
        f"SUMMARY:{_text(entry.title)}",
        f"DESCRIPTION:{_text(entry.text)}",
        f"URL:{_one_line(entry.url)}",
        "TRANSP:TRANSPARENT",
    ]
    for alarm in entry.alarms:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:{_duration(alarm.after)}",
            f"DESCRIPTION:{_text(entry.title)}",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _duration(length: timedelta) -> str:
    """As in section 3.3.6: days and hours, with a sign in front."""
    days, seconds = divmod(abs(length) // timedelta(seconds=1), 86400)
    hours, rest = divmod(seconds, 3600)
    time = f"T{hours}H{rest // 60}M" if hours or rest else ""
    return ("-" if length < timedelta(0) else "") + "P" + (f"{days}D" if days or not time else "") + time


def _text(text: str) -> str:
    """A value of type TEXT (section 3.3.11); other control characters have no place in it."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = escaped.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join(_one_line(line) for line in lines)


def _one_line(text: str) -> str:
    return "".join(letter for letter in text if letter == "\t" or (letter >= " " and letter != "\x7f"))


def _folded(line: str) -> bytes:
    """A long line in pieces, each after the first begun by a space; a letter is never cut."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
