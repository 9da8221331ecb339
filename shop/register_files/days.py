"""What the days and years in a register mean, and where nobody can be sure what they mean. Pure.

Each function reads one value as offices write it and refuses with CellRefused what it cannot read for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import lru_cache

from shop.register_files.cells import is_empty
from shop.register_files.reasons import CellRefused, ReasonCode
from shop.spreadsheets import CellValue, text_of
from shop.values.dates import add_months
from shop.values.folding import fold
from shop.values.ocop import VALID_MONTHS

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)")
_SHORT_DAY = re.compile(r"(?<!\d)\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2}(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORDED_DAY = re.compile(r"(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})(?!\d)")
_MONTH = re.compile(r"(?:tháng\s*)?(?:0?[1-9]|1[0-2])\s*(?:[/.\-]|năm)\s*(\d{4})")
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})")
_SERIALS = (20_000, 80_000)  # 1954 to 2119 as spreadsheets count days
_YEARS = (1900, 2200)
MONTHS = 12
_MONTHS = re.compile(r"\b(\d{1,2}) (thang|nam)\b")


@dataclass(frozen=True)
class StatedDay:
    """What a source says about a day: the whole day, or only its year, or nothing."""

    day: date | None = None
    year: int | None = None


def read_day(value: CellValue, *, starts_1904: bool = False) -> StatedDay:
    """A day as a spreadsheet's date, its serial number, ISO, d/m/yyyy or in Vietnamese words.

    A month or a year alone states the year only. Refuses DAY_UNREADABLE, DAY_IMPOSSIBLE, DAY_TWO_DIGIT_YEAR.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return StatedDay(value, value.year)
    if isinstance(value, int | float):
        return _day_of_number(value, starts_1904)
    text = text_of(value)
    if is_empty(text):
        return StatedDay()
    return _day_of_text(text)


def _day_of_number(value: float, starts_1904: bool) -> StatedDay:
    if _YEARS[0] <= value < _YEARS[1] and value == int(value):
        return StatedDay(None, int(value))
    if not _SERIALS[0] <= value < _SERIALS[1]:
        raise CellRefused(ReasonCode.DAY_UNREADABLE, text=text_of(value))
    # Only imports need the parser, and it takes eight megabytes of each web worker.
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    moment = from_excel(value, CALENDAR_MAC_1904 if starts_1904 else CALENDAR_WINDOWS_1900)
    if not isinstance(moment, datetime):
        raise CellRefused(ReasonCode.DAY_UNREADABLE, text=text_of(value))
    return StatedDay(moment.date(), moment.year)


@lru_cache(maxsize=4_096)
def _day_of_text(text: str) -> StatedDay:
    lowered = text.lower()
    found = {tuple(map(int, match[::-1])) for match in [*_DAY.findall(lowered), *_WORDED_DAY.findall(lowered)]}
    found |= {tuple(map(int, match)) for match in _ISO_DAY.findall(lowered)}
    if len(found) == 1:
        try:
            day = date(*found.pop())
        except ValueError as error:
            raise CellRefused(ReasonCode.DAY_IMPOSSIBLE, text=text) from error
        return StatedDay(day, day.year)
    if not found:
        year = _MONTH.fullmatch(lowered) or _YEAR.fullmatch(lowered)
        if year:
            return StatedDay(None, int(year[1]))
        if _SHORT_DAY.search(lowered):
            raise CellRefused(ReasonCode.DAY_TWO_DIGIT_YEAR, text=text)
    raise CellRefused(ReasonCode.DAY_UNREADABLE, text=text)


def read_end(value: CellValue, decided_on: date, *, starts_1904: bool = False) -> None:
    """Refuse END_CONTRADICTS where a stated end of validity is not that of 36 months from the decision.

    Offices count to the same day or to the day before it; both agree. What is no day and no number of months, and a
    bare year that fits, says nothing against it.
    """
    last_day = add_months(decided_on, VALID_MONTHS)
    try:
        said = read_day(value, starts_1904=starts_1904)
    except CellRefused:
        months = _MONTHS.search(fold(text_of(value)))
        agrees = months is None or int(months[1]) * (12 if months[2] == "nam" else 1) == VALID_MONTHS
    else:
        agrees = said.day is None or said.day in (last_day, last_day - timedelta(days=1))
        agrees = agrees and (said.year is None or said.year == last_day.year)
    if not agrees:
        raise CellRefused(
            ReasonCode.END_CONTRADICTS,
            text=text_of(value),
            day=f"{decided_on:%d/%m/%Y}",
            last_day=f"{last_day:%d/%m/%Y}",
        )


class MixedDays(Enum):
    """Which days of a column may have day and month exchanged: those that a machine made of texts, or all."""

    DATES = auto()
    ALL = auto()


def find_mixed_days(values: Iterable[CellValue]) -> MixedDays | None:
    """Whether a column shows that day and month were mixed up in it.

    Some text has its month first ("03/25/2026"); or a machine that expects the month first made days of all texts
    that could be read so ("05/03/2026"), and left only those as texts that could not ("25/03/2026").
    """
    dates: list[date] = []
    left_as_text = could_go_either_way = False
    for value in values:
        if isinstance(value, date):
            dates.append(value)
        elif isinstance(value, str) and (match := _DAY.fullmatch(value.strip())):
            one, other = int(match[1]), int(match[2])
            if one <= MONTHS < other:
                return MixedDays.ALL
            left_as_text = left_as_text or one > MONTHS
            could_go_either_way = could_go_either_way or one <= MONTHS
    is_made = dates and left_as_text and not could_go_either_way
    return MixedDays.DATES if is_made and all(day.day <= MONTHS for day in dates) else None


def could_be_turned(value: CellValue) -> bool:
    """Whether day and month of a day could be exchanged and give another day."""
    if isinstance(value, date):
        return value.day <= MONTHS and value.day != value.month
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return match is not None and int(match[1]) <= MONTHS and int(match[2]) <= MONTHS and int(match[1]) != int(match[2])


def read_year(value: CellValue) -> int | None:
    """A year of four digits, also inside a day; None where nothing stands. Refuses YEAR_UNREADABLE."""
    text = text_of(value)
    if is_empty(text):
        return None
    match = _YEAR.fullmatch(text.lower())
    if match is None:
        raise CellRefused(ReasonCode.YEAR_UNREADABLE, text=text)
    return int(match[1])
