"""The rows of an upload as planning sees them: what they say with the corrections, and what officers said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from shop.certification import PlannedRow, Reason, Statement
from shop.certification.staged_import import corrected, faults_of, left_problems
from shop.database import db
from shop.register_intake.models import RegisterUploadRow
from shop.register_intake.packing import unpacked_reasons, unpacked_statement
from shop.register_intake.rules import Choice


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
    columns = (row.id, row.sheet, row.row_number, row.fingerprint, row.said, row.problems, row.corrections)
    query = (
        select(*columns, row.choice, row.accepted, row.planned_as, row.left_out)
        .where(row.upload_id == upload_id)
        .order_by(row.position)
        .execution_options(yield_per=2_000)
    )
    for found in db.session.execute(query):
        statement = unpacked_statement(found.said, found.row_number, found.sheet, found.fingerprint)
        reasons = unpacked_reasons(found.problems, found.row_number, found.sheet)
        if found.corrections:
            statement = corrected(statement, found.corrections)
            reasons = left_problems(reasons, found.corrections)
            reasons += [fault for fault in faults_of(statement, today) if fault not in reasons]
        yield StagedRow(
            found.id,
            found.sheet,
            found.row_number,
            Choice.of(found.choice),
            tuple(found.accepted),
            found.planned_as,
            found.left_out,
            statement,
            tuple(reasons),
        )
