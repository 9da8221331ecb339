"""The rows of an upload as planning sees them: what they say with the corrections, and what officers said of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, cast, select

from shop.certification import PlannedRow, Reason, Statement
from shop.certification.staged_import import corrected, faults_of, left_problems
from shop.database import db
from shop.register_intake.models import RegisterUploadRow
from shop.register_intake.packing import unpacked_reasons, unpacked_statement
from shop.register_intake.rules import Choice

AT_ONCE = 2_000


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
    for found in _page_by_page(query):
        statement = unpacked_statement(json.loads(found.said), found.row_number, found.sheet, found.fingerprint)
        reasons = unpacked_reasons(_read(found.problems), found.row_number, found.sheet)
        if corrections := _read(found.corrections):
            statement = corrected(statement, corrections)
            reasons = left_problems(reasons, corrections)
            reasons += [fault for fault in faults_of(statement, today) if fault not in reasons]
        yield StagedRow(
            found.id,
            found.sheet,
            found.row_number,
            Choice.of(_read(found.choice)),
            tuple(_read(found.accepted)),
            found.planned_as,
            found.left_out,
            statement,
            tuple(reasons),
        )


def _page_by_page(query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Each page is read whole before its first row is given out: the worker writes in between, and on SQLite a cursor
    that is still open would hold it to a state in which nobody may write once somebody else wrote.
    """
    row = RegisterUploadRow
    rows = db.session.execute(query.limit(AT_ONCE)).all()
    while rows:
        yield from rows
        rows = db.session.execute(query.where(row.position > rows[-1].position).limit(AT_ONCE)).all()


def _read(kept: str) -> Any:
    return () if len(kept) == len("[]") else json.loads(kept)
