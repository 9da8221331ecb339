"""Calendar files as RFC 5545 wants them, with Vietnamese letters."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.renewals.calendar import Alarm, WholeDays, calendar_file

CHANGED = datetime.fromisoformat("2026-11-21T12:00:00+07:00")


def entry(**changes: object) -> WholeDays:
    values: dict[str, object] = {
        "uid": "ABC-end@example.vn",
        "first": date(2027, 2, 28),
        "last": date(2027, 2, 28),
        "title": "Hết hạn: Mật ong",
        "text": "Hết ngày này",
        "url": "https://example.vn/gian-hang/a",
        "changed_at": CHANGED,
    }
    return WholeDays(**{**values, **changes})  # type: ignore[arg-type]


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def value(content: bytes, name: str) -> str:
    """The value of the first line of a name, its escapes undone (RFC 5545 section 3.3.11)."""
    raw = next(line.partition(":")[2] for line in unfolded(content) if line.startswith((f"{name}:", f"{name};")))
    out, letters = "", iter(raw)
    for letter in letters:
        following = next(letters) if letter == "\\" else letter
        out += "\n" if letter == "\\" and following in "nN" else following
    return out


def test_a_file_as_it_is() -> None:
    alarms = (Alarm(timedelta(days=-7)), Alarm(timedelta(hours=7)), Alarm(timedelta(days=-2, hours=-1, minutes=-30)))
    assert calendar_file("Giấy chứng nhận", [entry(alarms=alarms, version=2)]).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cho Phien OCOP//Gian hang//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Giấy chứng nhận",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "BEGIN:VEVENT",
        "UID:ABC-end@example.vn",
        "DTSTAMP:20261121T050000Z",
        "LAST-MODIFIED:20261121T050000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20270228",
        "DTEND;VALUE=DATE:20270301",
        "SUMMARY:Hết hạn: Mật ong",
        "DESCRIPTION:Hết ngày này",
        "URL:https://example.vn/gian-hang/a",
        "TRANSP:TRANSPARENT",
        *["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P7D", "DESCRIPTION:Hết hạn: Mật ong", "END:VALARM"],
        *["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT7H0M", "DESCRIPTION:Hết hạn: Mật ong", "END:VALARM"],
        *["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P2DT1H30M", "DESCRIPTION:Hết hạn: Mật ong", "END:VALARM"],
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@given(st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("ỄộữĐ,;\\\n\r 🌾"), max_size=300))
def test_any_words_come_back_as_they_were(words: str) -> None:
    content = calendar_file("Tên", [entry(title=words)])
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut
        assert b"\n" not in line and b"\r" not in line
    expected = words.replace("\r\n", "\n").replace("\r", "\n")
    expected = "".join(one for one in expected if one in "\n\t" or (one >= " " and one != "\x7f"))
    assert value(content, "SUMMARY") == expected


def test_nothing_in_words_becomes_a_line_of_its_own() -> None:
    content = calendar_file("Tên", [entry(title="x\r\nBEGIN:VEVENT", url="https://example.vn/\r\nX-EVIL:1")])
    lines = unfolded(content)
    assert lines.count("BEGIN:VEVENT") == 1
    assert not any(line.startswith("X-EVIL") for line in lines)


@pytest.mark.parametrize("length", range(60, 90))
def test_a_line_is_folded_where_it_must_be(length: int) -> None:
    lines = calendar_file("Tên", [entry(text="ễ" * length)]).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert value(b"\r\n".join(lines), "DESCRIPTION") == "ễ" * length
