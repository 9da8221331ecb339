"""From one row under its header to a statement, with the headings, titles and options that hold for it. Pure."""

from __future__ import annotations

import re
from datetime import date

from shop.register_files.addresses import (
    begins_part,
    split_producer,
    without_contact,
)
from shop.register_files.cells import read_decision_number, read_group
from shop.register_files.days import (
    StatedDay,
    read_day,
    read_end,
    read_year,
)
from shop.register_files.decision_keys import issuer_key, number_key
from shop.register_files.reasons import ReasonCode
from shop.register_files.remembered import Facts, Remembered
from shop.register_files.row_places import read_place
from shop.register_files.row_reader import RowReader
from shop.register_files.statements import Statement
from shop.register_files.titles import Context, Decision, Section
from shop.register_files.vocabulary import Field
from shop.values.folding import fold
from shop.values.ocop import FIRST_YEAR
from shop.values.producer_names import ProducerKind, kind_of

_PLANNED = re.compile(r"(planned|ke hoach|du kien)\b")
_KINDS = {
    "htx": ProducerKind.COOPERATIVE,
    "tht": ProducerKind.COOPERATIVE_GROUP,
    "doanh nghiep": ProducerKind.COMPANY,
    "company": ProducerKind.COMPANY,
    "cooperative": ProducerKind.COOPERATIVE,
    "cooperative group": ProducerKind.COOPERATIVE_GROUP,
    "household": ProducerKind.HOUSEHOLD,
    "ho gia dinh": ProducerKind.HOUSEHOLD,
    "ca nhan": ProducerKind.HOUSEHOLD,
}


def read_statement(reader: RowReader, context: Context, before: Remembered) -> Statement:
    """What a row states, its own cells first, then the headings above it, the options and the titles.

    `before` has the section of these headings, and what the same cells were read as in rows before.
    """
    section = before.section
    producer, address = before.producer(reader, lambda: _producer(reader, section))
    facts = before.facts(reader, lambda: _facts(reader, section, context))
    commune, district, province = before.place(reader, address, lambda: read_place(reader, address, section, context))
    statement = Statement(
        row=reader.row.number,
        name=_name(reader),
        group=facts.group,
        producer=producer,
        kind=_kind(facts.stated_kind, producer),
        commune=commune,
        district=district,
        province=province,
        stars=facts.stars,
        decided_on=facts.decided_on,
        year=facts.year,
        number=facts.number,
        issuer=facts.issuer,
        is_planned=facts.is_planned,
        cells=reader.cells(),
    )
    if statement.is_planned and statement.decided_on and reader.has(Field.DECIDED_ON):
        reader.refuse(ReasonCode.PLAN_WITH_DECISION, Field.NOTE)
    return statement


def _facts(reader: RowReader, section: Section, context: Context) -> Facts:
    """What stands in the other columns than those of names and places."""
    stars = _stars(reader, section)
    day, number, issuer = _decision(reader, section, context)
    reader.check_length(Field.NUMBER, number)
    reader.check_length(Field.ISSUER, issuer)
    if day.day:
        reader.value(Field.UNTIL, lambda cell: read_end(cell, day.day, starts_1904=reader.starts_1904), None)  # type: ignore[arg-type]
    return Facts(
        stars=stars,
        decided_on=day.day,
        year=_year(reader, day, context.today),
        number=number,
        issuer=issuer,
        group=read_group(reader.text(Field.GROUP)) or section.group,
        stated_kind=reader.text(Field.KIND),
        is_planned=bool(_PLANNED.match(fold(reader.text(Field.NOTE)))),
    )


def _producer(reader: RowReader, section: Section) -> tuple[str, str]:
    name, address = _name_and_address(reader, section)
    reader.check_length(Field.PRODUCER, name)
    return name, address


def _name_and_address(reader: RowReader, section: Section) -> tuple[str, str]:
    """Name and address: of their own columns, of one cell that holds both, or of the heading above."""
    whole = _joined(reader, Field.PRODUCER)
    if not whole:
        return section.producer, _joined(reader, Field.ADDRESS) or section.address
    if any(reader.has(field) for field in (Field.ADDRESS, Field.COMMUNE, Field.DISTRICT)):
        return without_contact(whole), _joined(reader, Field.ADDRESS)
    return split_producer(whole)


def _joined(reader: RowReader, field: Field) -> str:
    """A cell's lines as one text: a line that begins with an address or a telephone is a part of its own."""
    text = reader.text(field)
    if not text or not reader.has_lines(field):
        return text
    first, *others = reader.lines(field) or [""]
    return first + "".join(f"{'; ' if begins_part(line) else ' '}{line}" for line in others)


def _stars(reader: RowReader, section: Section) -> int | None:
    """The row's stars, else those of the heading above. Refuses STARS_CONTRADICT_HEADING."""
    stars = reader.stars()
    if not reader.header.gives_stars:
        return section.stars
    if None not in (stars, section.stars) and stars != section.stars:
        facts = {"stars": stars or 0, "heading": section.stars or 0}
        reader.refuse(ReasonCode.STARS_CONTRADICT_HEADING, Field.STARS, **facts)
    return stars


# What offices add to a name and is none of it; and the number before it where the table has no column for numbers.
_REMARK = re.compile(
    r"\s*\((?:được\s+)?(?:công nhận|đánh giá|nâng|giữ|xếp)?\s*(?:lại|mới|hạng|lần \d|lần đầu|nâng hạng|\d|\*+)\)$"
    r"|\s*\*+$|(?<=\w)[¹²³]$",
    re.IGNORECASE,
)
_REMARK_ENDS = (")", "*", "¹", "²", "³")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,4}[.)]|[-–+•])\s*(?=\D)")


def _name(reader: RowReader) -> str:
    name = reader.text(Field.NAME)
    if name.endswith(_REMARK_ENDS):
        name = _REMARK.sub("", name)
    if not reader.has(Field.INDEX):
        name = _NUMBER_BEFORE.sub("", name)
    if reader.has_lines(Field.NAME) and sum(1 for line in reader.lines(Field.NAME) if _NUMBER_BEFORE.match(line)) > 1:
        reader.refuse(ReasonCode.NAMES_SEVERAL, Field.NAME)
    if not name:
        reader.refuse(ReasonCode.NAME_MISSING, Field.NAME)
    elif not _LETTER.search(name):
        reader.refuse(ReasonCode.NAME_UNREADABLE, Field.NAME, text=name)
    reader.check_length(Field.NAME, name)
    return name


def _kind(stated: str, producer: str) -> ProducerKind | None:
    """The legal form: as the source says, else as the name begins; None without a producer."""
    if not producer:
        return None
    if not stated:
        return kind_of(producer)
    return _KINDS.get(fold(stated)) or (kind_of(stated) if kind_of(stated) != "unstated" else kind_of(producer))


def _decision(reader: RowReader, section: Section, context: Context) -> tuple[StatedDay, str | None, str | None]:
    """Day, number and issuer of the decision: the row's own, else the option, else the heading or title above.

    A table whose rows name decisions of their own takes nothing from the titles.
    """
    number = reader.value(Field.NUMBER, read_decision_number, None)
    day = reader.value(Field.DECIDED_ON, read_day, StatedDay(), starts_1904=reader.starts_1904)
    if number and not reader.has(Field.DECIDED_ON):
        number, day = _split_number_and_day(reader, number)
    issuer = reader.text(Field.ISSUER) or None
    _check_against_options(reader, day, number, issuer, context.given)
    titles = section.decision if section.decision.number else context.titles
    if number or day.year or (titles is context.titles and (reader.has(Field.NUMBER) or reader.has(Field.DECIDED_ON))):
        titles = Decision()
    decided_on = day.day or (None if day.year else context.given.decided_on or titles.decided_on)
    if decided_on:
        day = StatedDay(decided_on, decided_on.year)
    return day, number or context.given.number or titles.number, issuer or context.given.issuer or titles.issuer


def _split_number_and_day(reader: RowReader, number: str) -> tuple[str, StatedDay]:
    """A column "Số, ngày quyết định" holds both."""
    text = reader.text(Field.NUMBER)
    if not re.search(r"\d\s*[/.\-]\s*\d+\s*[/.\-]\s*\d{2}|tháng", text):
        return number, StatedDay()
    rest = (
        re.sub(r"^.*?(?=ngày)", "", text, flags=re.IGNORECASE) if "ngày" in text.lower() else text.replace(number, "")
    )
    return number, reader.value(Field.NUMBER, lambda _: read_day(rest), StatedDay())


def _check_against_options(
    reader: RowReader, day: StatedDay, number: str | None, issuer: str | None, given: Decision
) -> None:
    """Refuses CONTRADICTS_OPTION where the row itself names another decision than the one given for the file."""
    pairs = (
        (Field.NUMBER, number, given.number, number_key(number) != number_key(given.number)),
        (Field.DECIDED_ON, day.day, given.decided_on, day.day != given.decided_on),
        (Field.ISSUER, issuer, given.issuer, issuer_key(issuer) != issuer_key(given.issuer)),
    )
    for column, said, option, differs in pairs:
        if said and option and differs:
            reader.refuse(ReasonCode.CONTRADICTS_OPTION, column, text=str(said), given=str(option))


def _year(reader: RowReader, day: StatedDay, today: date) -> int | None:
    """The year of recognition. Refuses YEAR_CONTRADICTS_DAY, DAY_IN_FUTURE and YEAR_TOO_EARLY."""
    year = reader.value(Field.YEAR, read_year, None)
    column = Field.DECIDED_ON if reader.has(Field.DECIDED_ON) else Field.YEAR
    if year and day.year and year != day.year:
        reader.refuse(ReasonCode.YEAR_CONTRADICTS_DAY, Field.YEAR, year=year, day=str(day.day or day.year))
    year = day.year or year
    if year and (year > today.year or (day.day and day.day > today)):
        reader.refuse(ReasonCode.DAY_IN_FUTURE, column, day=str(day.day or year), today=str(today))
    elif year and year < FIRST_YEAR:
        reader.refuse(ReasonCode.YEAR_TOO_EARLY, column, year=year, first=FIRST_YEAR)
    return year
