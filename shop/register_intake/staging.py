"""From the kept file to rows in the database: read by a bounded process, written down as they come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from shop import clock
from shop.child_process import ChildFailed, Limits, lines_of_child
from shop.database import ReadyRows, db, transaction
from shop.photo_files import sheet_path
from shop.register_intake.claims import Claim, ClaimLost
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.packing import ReadRowText, as_text, rows_of_line
from shop.register_intake.remembering import remembered_words
from shop.register_intake.rules import UploadState

READER = "shop.register_intake.reading_child"
# Ten times 10,000 rows of CSV, or 20,000 of a spreadsheet; what needs more is no decision of any office.
LIMITS = Limits(memory_bytes=360 * 1024 * 1024, cpu_seconds=60, wall_seconds=180)
_SAID_BY_OFFICERS = ("corrections", "choice", "accepted")
_SAID_NOTHING = ("{}", "{}", "[]")
_AS_TEXT = ("said", "cells", "problems", *_SAID_BY_OFFICERS, "plan")
_COLUMNS = (
    *("position", "sheet", "row_number", "fingerprint", "said", "cells", "problems", "searched"),
    *_SAID_BY_OFFICERS,
    *("left_out", "marks", "plan", "planned_as"),
)


def read_upload(claim: Claim, media_dir: Path, today: date) -> None:
    """Read a file into rows that wait to be planned; what an earlier worker left half done is done anew.

    Raises ClaimLost where the upload was cancelled meanwhile. A file that cannot be taken is refused, one that took
    too much of the process that reads it has failed.
    """
    upload = db.session.get_one(RegisterUpload, claim.upload_id)
    path = sheet_path(upload.stem, upload.form, media_dir)
    told = json.dumps({"given": upload.given, "today": today.isoformat()})
    same_as_id = upload.same_as_id
    db.session.rollback()
    _forget_rows(claim)
    said = _Said(claim, remembered_words(same_as_id))
    try:
        with lines_of_child(READER, told, path, LIMITS) as lines:
            for line in lines:
                said.take(line)
    except (ChildFailed, OSError):
        _end(claim, state=UploadState.FAILED)
        return
    said.finish()


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


class _Said:
    """What the reading process has said so far."""

    def __init__(self, claim: Claim, remembered: dict[tuple[int, str], dict[str, Any]]) -> None:
        self._claim = claim
        self._remembered = remembered
        self._read = 0
        self._passed_over: list[Any] = []
        self._refused: dict[str, Any] | None = None

    def take(self, line: bytes) -> None:
        """One line: the format, some rows, the lines passed over, or why the file is refused."""
        if rows := list(rows_of_line(line)):
            self._keep(rows)
            return
        said: dict[str, Any] = json.loads(line)
        if "format" in said:
            with transaction():
                self._claim.write(format=said["format"][:30], rows_total=said["total"])
        self._passed_over = said.get("passed_over", self._passed_over)
        self._refused = said.get("refused", self._refused)

    def _keep(self, rows: Sequence[ReadRowText]) -> None:
        ready = ReadyRows(RegisterUploadRow, _COLUMNS, as_text=_AS_TEXT)
        for place, row in enumerate(rows):
            self._add(ready, self._read + place, row)
        self._read += len(rows)
        with transaction():
            self._claim.write(rows_read=self._read)
            ready.write(upload_id=self._claim.upload_id)

    def _add(self, ready: ReadyRows, position: int, row: ReadRowText) -> None:
        words = self._remembered.get((position, row.fingerprint))
        said = _SAID_NOTHING if words is None else [as_text(words[name]) for name in _SAID_BY_OFFICERS]
        left_out = words is not None and words["left_out"]
        told = (row.fingerprint, row.said, row.cells, row.problems, row.searched)
        ready.add(position, row.sheet[:120], int(row.number), *told, *said, left_out, 0, "{}", "")

    def finish(self) -> None:
        """The rows wait to be planned, or the file is refused, or holds no row."""
        refused = self._refused or (None if self._read else {"code": "no_rows", "facts": {}})
        if refused:
            _end(self._claim, state=UploadState.REFUSED, trouble=refused)
            return
        with transaction():
            self._claim.end(
                state=UploadState.PLANNING,
                rows_total=self._read,
                rows_decided=0,
                passed_over=self._passed_over,
            )


__all__ = ["ClaimLost", "read_upload"]
