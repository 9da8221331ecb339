"""From the rows of a sheet to statements. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from shop.certification.codes import issuer_key, number_key
from shop.certification.register_cells import StatedDay, read_day, read_decision_number, read_group, read_year
from shop.certification.register_headings import STAR_COLUMNS, Header
from shop.certification.register_lines import Line, kind_of_line
from shop.certification.register_reasons import Reason, ReasonCode
from shop.certification.register_row_reader import RowReader
from shop.certification.register_statements import Statement
from shop.certification.register_titles import (
    Decision,
    Section,
    province_name,
    read_section,
    split_address,
    split_producer,
)
from shop.certification.register_vocabulary import Field
from shop.certification.rules import FIRST_YEAR
from shop.producers import ProducerKind, kind_of
from shop.spreadsheets import Sheet, SheetRow
from shop.values.folding import fold

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


@dataclass(frozen=True)
class Context:
    """What holds for every row of a sheet: options that were given, its titles, and today's day in Vietnam."""

    given: Decision
    titles: Decision
    today: date


@dataclass(frozen=True)
class ReadRow:
    """A row as it was read, as far as it could be; with problems it states nothing yet."""

    statement: Statement
    problems: tuple[Reason, ...]


@dataclass
class SheetReader:
    """Reads one sheet below its header, keeping what the headings between the rows say, and the lines between them."""

    sheet: Sheet
    header: Header
    context: Context
    section: Section
    passed_over: list[tuple[str, int, str]] = field(default_factory=list)

    def read(self) -> Iterator[ReadRow]:
        """Every row that states something, in their order."""
        for row in self.sheet.rows[self.header.after :]:
            line = kind_of_line(row, self.header)
            if line is Line.STATEMENT:
                yield self._read_statement(row)
            elif line is not Line.BLANK:
                self.passed_over.append((self.sheet.name, row.number, " ".join(text for _, text in row.distinct())))
                if line is Line.HEADING:
                    self.section = read_section(self._heading(row), self.section)

    def _heading(self, row: SheetRow) -> str:
        """The words of a heading between rows, without its number in the column of running numbers."""
        index = self.header.columns.get(Field.INDEX)
        filled = row.distinct()
        return " ".join(text for column, text in filled if column != index or len(filled) == 1)

    def _read_statement(self, row: SheetRow) -> ReadRow:
        reader = RowReader(row, self.header, self.sheet.starts_1904)
        statement = read_statement(reader, self.section, self.context)
        if self.sheet.name:
            statement = replace(statement, sheet=self.sheet.name)
        return ReadRow(statement, tuple(replace(problem, sheet=self.sheet.name) for problem in reader.problems))


def read_statement(reader: RowReader, section: Section, context: Context) -> Statement:
    """What a row states, its own cells first, then the headings above it, the options and the titles."""
    producer, address = reader.text(Field.PRODUCER), reader.text(Field.ADDRESS)
    if not any(reader.has(field) for field in (Field.ADDRESS, Field.COMMUNE, Field.DISTRICT)):
        producer, address = split_producer(producer)
    stars = reader.stars()
    if Field.STARS not in reader.header.columns and not STAR_COLUMNS.keys() & reader.header.columns.keys():
        stars = section.stars
    commune, district, province = _place(reader, address, section, context)
    day, number, issuer = _decision(reader, context)
    year = _year(reader, day, context.today)
    statement = Statement(
        row=reader.row.number,
        name=_name(reader),
        group=read_group(reader.text(Field.GROUP)) or section.group,
        producer=producer,
        kind=_kind(reader.text(Field.KIND), producer),
        commune=commune,
        district=district,
        province=province,
        stars=stars,
        decided_on=day.day,
        year=year,
        number=number,
        issuer=issuer,
        is_planned=bool(_PLANNED.match(fold(reader.text(Field.NOTE)))),
        cells=reader.cells(),
    )
    if statement.is_planned and day.day and reader.has(Field.DECIDED_ON):
        reader.refuse(ReasonCode.PLAN_WITH_DECISION, Field.NOTE)
    return statement


def _name(reader: RowReader) -> str:
    name = reader.text(Field.NAME)
    if not name:
        reader.refuse(ReasonCode.NAME_MISSING, Field.NAME)
    elif not re.search(r"[^\W\d_]", name):
        reader.refuse(ReasonCode.NAME_UNREADABLE, Field.NAME, text=name)
    return name


def _kind(stated: str, producer: str) -> ProducerKind | None:
    """The legal form: as the source says, else as the name begins; None without a producer."""
    if not producer:
        return None
    return _KINDS.get(fold(stated)) or (kind_of(stated) if kind_of(stated) != "unstated" else kind_of(producer))


def _place(reader: RowReader, address: str, section: Section, context: Context) -> tuple[str, str, str]:
    """Commune, district and province as printed; the province also from options and titles.

    Refuses PROVINCE_UNKNOWN, PROVINCE_MISSING, and CONTRADICTS_OPTION where row and option name two provinces.
    """
    commune, district, province = split_address(address)
    commune = reader.text(Field.COMMUNE) or commune or section.commune
    district = reader.text(Field.DISTRICT) or district or section.district
    province = reader.text(Field.PROVINCE) or province or section.province
    given = context.given.province
    if province and given and province_name(province) != province_name(given):
        reader.refuse(ReasonCode.CONTRADICTS_OPTION, Field.PROVINCE, text=province, given=given)
    province = province or given or context.titles.province or ""
    if not province:
        reader.refuse(ReasonCode.PROVINCE_MISSING, Field.PROVINCE)
    elif province_name(province) is None:
        reader.refuse(ReasonCode.PROVINCE_UNKNOWN, Field.PROVINCE, text=province)
    return commune, district, province


def _decision(reader: RowReader, context: Context) -> tuple[StatedDay, str | None, str | None]:
    """Day, number and issuer of the decision: the row's own, else the option, else the title of the table.

    A table whose rows name decisions of their own takes nothing from the titles.
    """
    number = reader.value(Field.NUMBER, read_decision_number, None)
    if number and len(number) > 80:
        reader.refuse(ReasonCode.TOO_LONG, Field.NUMBER, most=80)
    day = reader.value(Field.DECIDED_ON, read_day, StatedDay(), starts_1904=reader.starts_1904)
    if number and not reader.has(Field.DECIDED_ON):
        number, day = _split_number_and_day(reader, number)
    issuer = reader.text(Field.ISSUER) or None
    _check_against_options(reader, day, number, issuer, context.given)
    titles = Decision() if reader.has(Field.NUMBER) or reader.has(Field.DECIDED_ON) else context.titles
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
