"""From the kept file to rows in the database: read by a bounded process, written down as they come."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from shop import clock
from shop.child_process import ChildFailed, Limits, lines_of_child
from shop.database import ReadyRows, db, transaction
from shop.photo_files import sheet_path
from shop.register_files import ReadRowText, as_text, read_together, rows_of_line
from shop.register_intake.claims import Claim, ClaimLost
from shop.register_intake.deciding import Draft, Frame, make_draft
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.remembering import remembered_words
from shop.register_intake.rules import UploadState
from shop.register_intake.staged_rows import (
    SAID_NOTHING,
    OfficersWords,
    ReadText,
    StagedRow,
    number_rows,
    staged_row,
)

READER = "shop.register_files.reading_child"
# Ten times 10,000 rows of CSV, or 20,000 of a spreadsheet; what needs more is no decision of any office.
LIMITS = Limits(memory_bytes=360 * 1024 * 1024, cpu_seconds=60, wall_seconds=180)
_SAID_BY_OFFICERS = ("corrections", "choice", "accepted")
LONGEST_SHEET = 120
_AS_TEXT = ("said", "cells", "problems", *_SAID_BY_OFFICERS, "plan")
_COLUMNS = (
    *("position", "sheet", "row_number", "fingerprint", "said", "cells", "problems", "searched"),
    *OfficersWords._fields,
    *("marks", "plan", "planned_as"),
)


def read_upload(claim: Claim, media_dir: Path, frame: Frame, *, decides: bool = False) -> Draft | None:
    """Read a file into rows that wait to be planned; what an earlier worker left half done is done anew.

    With `decides` each row is decided while the next ones are being read, and what came of it is given back: nothing of
    it is written, so whoever comes after a worker that died plans from the rows.

    Raises ClaimLost where the upload was cancelled meanwhile. A file that cannot be taken is refused, one that took
    too much of the process that reads it has failed.
    """
    upload = db.session.get_one(RegisterUpload, claim.upload_id)
    path = sheet_path(upload.stem, upload.form, media_dir)
    told = json.dumps({"given": upload.given, "today": frame.today.isoformat()})
    same_as_id = upload.same_as_id
    db.session.rollback()
    _forget_rows(claim)
    said = _Said(claim, remembered_words(same_as_id))
    draft = None
    try:
        with lines_of_child(READER, told, path, LIMITS) as lines:
            if decides:
                draft = make_draft(said.staged_rows(lines, frame.today), frame, lambda count: None)
            else:
                deque(map(said.take, lines), maxlen=0)
    except (ChildFailed, OSError):
        _end(claim, state=UploadState.FAILED)
        return None
    if draft is not None:
        number_rows(claim.upload_id, draft.rows)
    return draft if said.finish() else None


def _forget_rows(claim: Claim) -> None:
    with transaction():
        claim.write(rows_read=0, rows_total=None)
        _delete_rows(claim)


def _delete_rows(claim: Claim) -> None:
    db.session.execute(delete(RegisterUploadRow).where(RegisterUploadRow.upload_id == claim.upload_id))


def _end(claim: Claim, **said: Any) -> None:
    """Nothing is kept of a file that was read half."""
    with transaction():
        claim.end(**said, rows_read=0, rows_total=None, ended_at=clock.now())
        _delete_rows(claim)


_Row = tuple[ReadRowText, OfficersWords]


class _Said:
    """What the reading process has said so far."""

    def __init__(self, claim: Claim, remembered: dict[tuple[int, str], dict[str, Any]]) -> None:
        self._claim = claim
        self._remembered = remembered
        self._read = 0
        self._passed_over: list[Any] = []
        self._refused: dict[str, Any] | None = None

    def staged_rows(self, lines: Iterable[bytes], today: date) -> Iterator[StagedRow]:
        """Every row once it was written, as planning would find it in the database, but for its number there."""
        for line in lines:
            rows = self.take(line)
            for (row, words), said in zip(rows, read_together(row.said for row, _ in rows), strict=True):
                read = ReadText(_sheet(row), int(row.number), row.fingerprint, said, row.problems)
                yield staged_row(read, words, today)

    def take(self, line: bytes) -> list[_Row]:
        """One line: the format, some rows, the lines passed over, or why the file is refused. The rows."""
        rows = [(row, self._words(place, row)) for place, row in enumerate(rows_of_line(line), self._read)]
        if rows:
            self._keep(rows)
            return rows
        said: dict[str, Any] = json.loads(line)
        if "format" in said:
            with transaction():
                self._claim.write(format=said["format"][:30], rows_total=said["total"])
        self._passed_over = said.get("passed_over", self._passed_over)
        self._refused = said.get("refused", self._refused)
        return []

    def _words(self, position: int, row: ReadRowText) -> OfficersWords:
        words = self._remembered.get((position, row.fingerprint))
        if words is None:
            return SAID_NOTHING
        corrections, choice, accepted = (as_text(words[name]) for name in _SAID_BY_OFFICERS)
        return OfficersWords(corrections, choice, accepted, words["left_out"])

    def _keep(self, rows: Sequence[_Row]) -> None:
        ready = ReadyRows(RegisterUploadRow, _COLUMNS, as_text=_AS_TEXT)
        for position, (row, words) in enumerate(rows, self._read):
            told = (row.fingerprint, row.said, row.cells, row.problems, row.searched)
            ready.add(position, _sheet(row), int(row.number), *told, *words, 0, "{}", "")
        self._read += len(rows)
        with transaction():
            self._claim.write(rows_read=self._read)
            ready.write(upload_id=self._claim.upload_id)

    def finish(self) -> bool:
        """The rows wait to be planned; or False: the file is refused, or holds no row."""
        refused = self._refused or (None if self._read else {"code": "no_rows", "facts": {}})
        if refused:
            _end(self._claim, state=UploadState.REFUSED, trouble=refused)
            return False
        with transaction():
            self._claim.end(
                state=UploadState.PLANNING,
                rows_total=self._read,
                rows_decided=0,
                passed_over=self._passed_over,
            )
        return True


def _sheet(row: ReadRowText) -> str:
    return row.sheet[:LONGEST_SHEET]


__all__ = ["ClaimLost", "read_upload"]
