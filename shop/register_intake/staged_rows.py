"""The rows of an upload as planning sees them: what they say with the corrections, and what officers said of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, cast, select

from shop.certification import PlannedRow
from shop.database import db
from shop.register_files import (
    Reason,
    Statement,
    corrected,
    faults_of,
    left_problems,
    read_together,
    unpacked_reasons,
    unpacked_statement,
)
from shop.register_intake.models import RegisterUploadRow
from shop.register_intake.rules import Choice

AT_ONCE = 2_000


class ReadText(NamedTuple):
    """What was read of a row: what it says, and the rest as it is kept."""

    sheet: str
    number: int
    fingerprint: str
    said: Mapping[str, Any]
    problems: str


class OfficersWords(NamedTuple):
    """What officers said of a row, as it is kept."""

    corrections: str = "{}"
    choice: str = "{}"
    accepted: str = "[]"
    left_out: bool = False


SAID_NOTHING = OfficersWords()


@dataclass(eq=False, slots=True)
class StagedRow:
    """A row as it waits, with what officers said of it and what the plan makes of it."""

    id: int
    sheet: str
    number: int
    choice: Choice
    accepted: Sequence[str]
    planned_as: str
    is_left_out: bool
    statement: Statement
    reasons: Sequence[Reason] = ()
    planned: PlannedRow | None = None
    # `choice` is what is left of what was said.
    was_chosen_otherwise: bool = False


def load_rows(upload_id: int, today: date) -> Iterator[StagedRow]:
    """All rows in the order of the file, some at a time."""
    row = RegisterUploadRow
    # Most rows say nothing in most of these columns: they are taken as text, and read where they say something.
    seldom = [cast(one, Text).label(one.key) for one in (row.problems, row.corrections, row.choice, row.accepted)]
    columns = (row.id, row.position, row.sheet, row.row_number, row.fingerprint, cast(row.said, Text).label("said"))
    query = (
        select(*columns, *seldom, row.planned_as, row.left_out).where(row.upload_id == upload_id).order_by(row.position)
    )
    for page in _pages(query):
        for found, said in zip(page, read_together(row.said for row in page), strict=True):
            read = ReadText(found.sheet, found.row_number, found.fingerprint, said, found.problems)
            words = OfficersWords(found.corrections, found.choice, found.accepted, found.left_out)
            yield staged_row(read, words, today, row_id=found.id, planned_as=found.planned_as)


def staged_row(
    read: ReadText, words: OfficersWords, today: date, *, row_id: int = 0, planned_as: str = ""
) -> StagedRow:
    """A row by the words that are kept of it, be it that they were read from the database or are written there now."""
    statement = unpacked_statement(read.said, read.number, read.sheet, read.fingerprint)
    reasons = unpacked_reasons(_read(read.problems), read.number, read.sheet)
    if corrections := _read(words.corrections):
        statement = corrected(statement, corrections)
        reasons = left_problems(reasons, corrections)
        reasons += [fault for fault in faults_of(statement, today) if fault not in reasons]
    choice, accepted = Choice.of(_read(words.choice)), tuple(_read(words.accepted))
    return StagedRow(
        row_id, read.sheet, read.number, choice, accepted, planned_as, words.left_out, statement, tuple(reasons)
    )


def number_rows(upload_id: int, rows: Sequence[StagedRow]) -> None:
    """Give all rows of an upload, in the order of the file, the numbers under which they were written."""
    mine = RegisterUploadRow.upload_id == upload_id
    numbers = db.session.scalars(select(RegisterUploadRow.id).where(mine).order_by(RegisterUploadRow.position)).all()
    db.session.rollback()
    for row, number in zip(rows, numbers, strict=True):
        row.id = number


def _pages(query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """Each page is read whole before its first row is given out: the worker writes in between, and on SQLite a cursor
    that is still open would hold it to a state in which nobody may write once somebody else wrote.
    """
    row = RegisterUploadRow
    rows = db.session.execute(query.limit(AT_ONCE)).all()
    while rows:
        yield rows
        rows = db.session.execute(query.where(row.position > rows[-1].position).limit(AT_ONCE)).all()


def _read(kept: str) -> Any:
    return () if len(kept) == len("[]") else json.loads(kept)
