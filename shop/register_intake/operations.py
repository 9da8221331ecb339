"""What officers do with an upload: send it, correct and decide its rows, ask for it to be applied, or give it up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from shop.certification import find_good_place
from shop.database import changed_one, db
from shop.producers import find_producer
from shop.register_files import CORRECTABLE, CellRefused, Decision, Reason, read_correction
from shop.register_intake.kept_files import SheetFile
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.refusals import (
    CorrectionRefused,
    DoubtsOpen,
    NoSuchChoice,
    NoSuchRow,
    NothingToApply,
    PlanChanged,
    RowsRefused,
    UploadNotOpen,
)
from shop.register_intake.remembering import find_same_file
from shop.register_intake.rules import ENDED, NEW_ENTRY, OPEN, Choice, DoubtCode, Mark, Notice, Sender, UploadState

LONGEST_NAME = 120


def send_upload(sender: Sender, file: SheetFile, given: Decision, at: datetime) -> RegisterUpload:
    """Put a file that is kept on disk up for reading."""
    said = {
        "number": given.number,
        "decided_on": given.decided_on.isoformat() if given.decided_on else None,
        "issuer": given.issuer,
        "province": given.province,
    }
    facts = {name: text for name, text in said.items() if text}
    upload = RegisterUpload(
        province_code=sender.province_code,
        sent_by=sender.by,
        sent_at=at,
        name=file.name[:LONGEST_NAME],
        stem=file.stem,
        form=file.form,
        size=file.size,
        sha256=file.sha256,
        given=facts,
        state=UploadState.READING,
        same_as_id=find_same_file(file.sha256, facts, sender.province_code),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def correct_row(upload: RegisterUpload, row_id: int, texts: Mapping[str, str]) -> None:
    """Write other texts for what a row says; "" takes a correction back, a dash empties the cell.

    Refuses UploadNotOpen, NoSuchRow, CorrectionRefused.
    """
    row = _row(upload, row_id)
    wrong: dict[str, Reason] = {}
    kept = dict(row.corrections)
    for field, text in texts.items():
        if field not in CORRECTABLE:
            continue
        kept.pop(field, None)
        if not text.strip():
            continue
        try:
            read_correction(field, text)
        except CellRefused as refused:
            wrong[field] = Reason(refused.code, refused.facts, row.row_number, sheet=row.sheet, about=field)
        kept[field] = text.strip()
    if wrong:
        raise CorrectionRefused(wrong)
    row.corrections = kept
    _plan_anew(upload)


def leave_out(upload: RegisterUpload, row_ids: Collection[int]) -> int:
    """Rows that shall not be taken; how many were not left out before."""
    return _set(upload, RegisterUploadRow.id.in_(row_ids), left_out=True)


def take_in(upload: RegisterUpload, row_ids: Collection[int]) -> int:
    """Rows that shall be taken after all."""
    return _set(upload, RegisterUploadRow.id.in_(row_ids), left_out=False)


def leave_out_refused(upload: RegisterUpload) -> int:
    """Leave out every row that cannot be taken; how many those are."""
    return _set(upload, has_mark(Mark.REFUSED), left_out=True)


def choose_producer(upload: RegisterUpload, row_id: int, producer_id: int | None) -> int:
    """Say which producer a row names, None for a new one; in all rows that spell it so. How many rows that are.

    Refuses UploadNotOpen, NoSuchRow, NoSuchChoice.
    """
    row = _row(upload, row_id)
    if producer_id is not None:
        known = find_producer(producer_id)
        if known is None or not _within(upload, known.province_code):
            raise NoSuchChoice(producer_id)
    rows = [row, *_rows_with_producer(upload, row)]
    for one in rows:
        one.choice = {**one.choice, "producer": producer_id or NEW_ENTRY}
    _plan_anew(upload)
    return len(rows)


def choose_good(upload: RegisterUpload, row_id: int, good_id: int | None) -> None:
    """Say of which good of the register a row speaks, None for a new one. Refuses as `choose_producer`."""
    row = _row(upload, row_id)
    if good_id is not None:
        found, province_code = find_good_place(good_id)
        if not found or not _within(upload, province_code):
            raise NoSuchChoice(good_id)
    row.choice = {**row.choice, "good": good_id or NEW_ENTRY}
    _plan_anew(upload)


def take_choice_back(upload: RegisterUpload, row_id: int) -> None:
    """Let the register decide again of what a row speaks."""
    row = _row(upload, row_id)
    row.choice, row.accepted = {}, []
    _plan_anew(upload)


def accept_doubts(upload: RegisterUpload, code: DoubtCode, row_id: int | None = None) -> int:
    """Say that rows were looked at and stay as they are: one row, or all with this doubt. How many rows that are."""
    _check_open(upload)
    where = [RegisterUploadRow.upload_id == upload.id, has_mark(Mark.OPEN)]
    if row_id is not None:
        where.append(RegisterUploadRow.id == row_id)
    count = 0
    for row in db.session.scalars(select(RegisterUploadRow).where(*where)):
        codes = {doubt["code"] for doubt in row.plan.get("doubts", ())}
        if code in codes and code not in row.accepted:
            row.accepted = [*row.accepted, code.value]
            count += 1
    if count:
        _plan_anew(upload)
    return count


def ask_to_apply(upload: RegisterUpload, seen: str, by: str, at: datetime) -> None:
    """Ask for the plan that was looked at to be done; the worker does it within seconds.

    Refuses UploadNotOpen, PlanChanged, RowsRefused, DoubtsOpen, NothingToApply.
    """
    if upload.state != UploadState.READY:
        raise UploadNotOpen(upload.state)
    if not seen or seen != upload.plan_version:
        raise PlanChanged
    totals = upload.totals
    if totals["refused"]:
        raise RowsRefused(totals["refused"])
    if totals["open"]:
        raise DoubtsOpen(totals["open"])
    if not totals["stored"]:
        raise NothingToApply
    values = {"asked_by": by, "asked_at": at, "asked_version": seen, "state": UploadState.APPLYING, "rows_decided": 0}
    _move(upload, (UploadState.READY,), notice=Notice.NONE, **values)


def cancel_upload(upload: RegisterUpload, by: str, at: datetime) -> None:
    """Give an upload up; whatever a worker makes of it is of no use then. Refuses UploadNotOpen."""
    states = [state for state in UploadState if state not in ENDED]
    _move(upload, states, state=UploadState.CANCELLED, ended_by=by, ended_at=at)


def has_mark(mark: Mark) -> ColumnElement[bool]:
    """The condition that a row's plan has a mark."""
    return RegisterUploadRow.marks.op("&")(int(mark)) != 0


def _within(upload: RegisterUpload, province_code: str | None) -> bool:
    return upload.province_code is None or upload.province_code == province_code


def _check_open(upload: RegisterUpload) -> None:
    if upload.state not in OPEN:
        raise UploadNotOpen(upload.state)


def _row(upload: RegisterUpload, row_id: int) -> RegisterUploadRow:
    _check_open(upload)
    row: RegisterUploadRow | None = db.session.scalar(
        select(RegisterUploadRow).where(RegisterUploadRow.id == row_id, RegisterUploadRow.upload_id == upload.id)
    )
    if row is None:
        raise NoSuchRow(row_id)
    return row


def _rows_with_producer(upload: RegisterUpload, row: RegisterUploadRow) -> list[RegisterUploadRow]:
    """The other rows whose producer is spelled the same, at the same printed place."""
    if not row.said.get("producer"):
        return []
    others = select(RegisterUploadRow).where(
        RegisterUploadRow.upload_id == upload.id,
        RegisterUploadRow.id != row.id,
        RegisterUploadRow.said["producer"].as_string() == row.said["producer"],
    )
    place = _printed(row)
    return [other for other in db.session.scalars(others) if _printed(other) == place]


def _printed(row: RegisterUploadRow) -> tuple[Any, ...]:
    said = {**row.said, **row.corrections}
    return tuple(said.get(name) for name in ("producer", "commune", "district", "province"))


def _set(upload: RegisterUpload, where: ColumnElement[bool], *, left_out: bool) -> int:
    _check_open(upload)
    mine = (RegisterUploadRow.upload_id == upload.id) & where & RegisterUploadRow.left_out.is_not(left_out)
    statement = update(RegisterUploadRow).where(mine).values(left_out=left_out)
    count = db.session.execute(statement.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    db.session.expire_all()
    if count:
        _plan_anew(upload)
    return int(count)


def _plan_anew(upload: RegisterUpload) -> None:
    db.session.flush()
    _move(upload, OPEN, state=UploadState.PLANNING, notice=Notice.NONE, rows_decided=0)


def _move(upload: RegisterUpload, states: Collection[str], **values: Any) -> None:
    """Change the state where it is one of these; whoever works on the upload has lost it. Refuses UploadNotOpen."""
    values |= {"edition": RegisterUpload.edition + 1, "claim": None, "claimed_until": None, "tries": 0}
    statement = update(RegisterUpload).where(RegisterUpload.id == upload.id, RegisterUpload.state.in_(states))
    if not changed_one(statement.values(**values).execution_options(synchronize_session=False)):
        raise UploadNotOpen(upload.state)
    db.session.expire(upload)


__all__ = [
    "Choice",
    "accept_doubts",
    "ask_to_apply",
    "cancel_upload",
    "choose_good",
    "choose_producer",
    "correct_row",
    "has_mark",
    "leave_out",
    "leave_out_refused",
    "send_upload",
    "take_choice_back",
    "take_in",
]
