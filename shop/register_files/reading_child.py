"""In the reading process: an officer's file into lines of JSON. It knows no settings and no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from shop.register_files.files import open_register_file
from shop.register_files.packing import (
    NOTHING_WRONG,
    ReadRowText,
    as_text,
    line_of_rows,
    packed_reason,
    packed_statement,
)
from shop.register_files.reasons import RegisterRefused
from shop.register_files.titles import Decision
from shop.values.collecting import seldom_collected
from shop.values.folding import fold

ROWS_IN_A_LINE = 1_000
MOST_PASSED_OVER, LONGEST_PASSED_OVER = 300, 300


def stream(told: str, file: bytes) -> Iterator[bytes]:
    """The format and an estimate of the rows, the rows, the lines that state no good; or why the file is refused."""
    with seldom_collected():
        yield from _stream(told, file)


def _stream(told: str, file: bytes) -> Iterator[bytes]:
    options = json.loads(told)
    try:
        kind, readers = open_register_file(file, _decision(options["given"]), date.fromisoformat(options["today"]))
        del file
        yield _line(format=kind, total=sum(len(reader.sheet.rows) - reader.header.after for reader in readers))
        for reader in readers:
            rows = (_packed(row) for row in reader.read())
            while some := list(islice(rows, ROWS_IN_A_LINE)):
                yield line_of_rows(some)
    except RegisterRefused as refused:
        reason = refused.reason
        yield _line(refused={**packed_reason(reason), "row": reason.row, "sheet": reason.sheet})
        return
    passed = [[sheet, row, text[:LONGEST_PASSED_OVER]] for reader in readers for sheet, row, text in reader.passed_over]
    yield _line(passed_over=passed[:MOST_PASSED_OVER])


def _decision(given: dict[str, str]) -> Decision:
    day = given.get("decided_on")
    decided_on = date.fromisoformat(day) if day else None
    return Decision(given.get("number"), decided_on, given.get("issuer"), given.get("province"))


def _packed(row: Any) -> ReadRowText:
    statement = row.statement
    return ReadRowText(
        statement.sheet,
        str(statement.row),
        statement.fingerprint,
        packed_statement(statement),
        as_text(statement.cells),
        as_text([packed_reason(problem) for problem in row.problems]) if row.problems else NOTHING_WRONG,
        " ".join(filter(None, (fold(statement.name), fold(statement.producer)))),
    )


def _line(**said: Any) -> bytes:
    return as_text(said).encode()
