"""Reads for the pages of the staged import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, select

from shop.database import db
from shop.register_files import (
    Reason,
    Statement,
    corrected,
    left_problems,
    unpacked_reason,
    unpacked_reasons,
    unpacked_statement,
)
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.operations import has_mark
from shop.register_intake.refusals import NoSuchRow, NoSuchUpload
from shop.register_intake.rules import MARK_OF_TAB, Choice, Doubt, DoubtCode, Mark, Tab, UploadState, open_doubts
from shop.values.folding import fold


@dataclass(frozen=True)
class UploadRow:
    """One row as a page shows it."""

    row: RegisterUploadRow

    @property
    def id(self) -> int:
        """Its number among all rows."""
        return self.row.id

    @property
    def printed(self) -> Mapping[str, str]:
        """The cells as printed, by their headings."""
        return self.row.cells

    @cached_property
    def as_read(self) -> Statement:
        """What was read of it."""
        return unpacked_statement(self.row.said, self.row.row_number, self.row.sheet, self.row.fingerprint)

    @cached_property
    def statement(self) -> Statement:
        """What it says with the corrections."""
        return corrected(self.as_read, self.row.corrections)

    @property
    def corrections(self) -> Mapping[str, str]:
        """What officers wrote, by field."""
        return self.row.corrections

    @cached_property
    def problems(self) -> list[Reason]:
        """What is wrong with its cells and was not corrected."""
        reasons = unpacked_reasons(self.row.problems, self.row.row_number, self.row.sheet)
        return left_problems(reasons, self.row.corrections)

    @cached_property
    def reasons(self) -> list[Reason]:
        """Why it cannot be taken; [] where it can."""
        return unpacked_reasons(self.row.plan.get("reasons", ()), self.row.row_number, self.row.sheet)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """What an officer should look at."""
        return [
            Doubt(DoubtCode(said["code"]), tuple(said["candidates"]), tuple(said["facts"].items()))
            for said in self.row.plan.get("doubts", ())
        ]

    @cached_property
    def open_doubts(self) -> list[Doubt]:
        """Those that must be decided before the file is applied."""
        return open_doubts(self.doubts, self.choice, self.row.accepted)

    @property
    def choice(self) -> Choice:
        """Of what an officer said that it speaks, as far as that still holds."""
        return Choice.of(self.row.plan.get("choice", self.row.choice))

    @property
    def outcome(self) -> str:
        """What would become of it: a word of certification's `Outcome`, or "left_out"; "" before it was planned."""
        return str(self.row.plan.get("outcome", ""))

    @property
    def completes_day(self) -> bool:
        """Whether it only gives a known recognition its day."""
        return bool(self.row.plan.get("completes_day"))

    @property
    def is_left_out(self) -> bool:
        """Whether an officer left it out."""
        return self.row.left_out

    @property
    def is_open(self) -> bool:
        """Whether it waits for an officer's word."""
        return bool(self.row.marks & Mark.OPEN)

    @property
    def good_id(self) -> int | None:
        """The good of the register that it speaks of; None for a new one."""
        return self.row.plan.get("good_id")

    @property
    def producer_id(self) -> int | None:
        """The producer of the register that it names; None for a new one or none."""
        return self.row.plan.get("producer_id")

    @property
    def before(self) -> tuple[int, date] | None:
        """Stars and last day by which its good is certified now; None where it is not."""
        return _stand(self.row.plan.get("before"))

    @property
    def after(self) -> tuple[int, date] | None:
        """Stars and last day by which its good would be certified."""
        return _stand(self.row.plan.get("after"))

    def has(self, mark: Mark) -> bool:
        """Whether its plan has a mark."""
        return bool(self.row.marks & mark)


def _stand(said: Sequence[Any] | None) -> tuple[int, date] | None:
    return (said[0], date.fromisoformat(said[1])) if said else None


def find_upload(province_code: str | None, number: int) -> RegisterUpload:
    """An upload that an officer of this province (None: of the country) may see. Refuses NoSuchUpload."""
    found: RegisterUpload | None = db.session.scalar(
        select(RegisterUpload).where(RegisterUpload.id == number, *_seen_by(province_code))
    )
    if found is None:
        raise NoSuchUpload(number)
    return found


def list_uploads(province_code: str | None, *, offset: int, limit: int) -> tuple[Sequence[RegisterUpload], int]:
    """The uploads that an officer may see, the newest first, and how many there are."""
    seen = _seen_by(province_code)
    count = db.session.scalar(select(func.count()).select_from(RegisterUpload).where(*seen)) or 0
    query = select(RegisterUpload).where(*seen).order_by(RegisterUpload.id.desc()).offset(offset).limit(limit)
    return db.session.scalars(query).all(), count


def count_ready_uploads(province_code: str | None) -> int:
    """How many files wait for an officer of this province (None: of the country) to look at them."""
    query = select(func.count()).where(RegisterUpload.state == UploadState.READY, *_seen_by(province_code))
    return db.session.scalar(query.select_from(RegisterUpload)) or 0


def list_upload_rows(upload: RegisterUpload, tab: Tab, *, words: str = "", offset: int, limit: int) -> list[UploadRow]:
    """Rows of a tab in the order of the file, those in which all words occur."""
    query = select(RegisterUploadRow).where(*_shown(upload, tab, words)).order_by(RegisterUploadRow.position)
    return [UploadRow(row) for row in db.session.scalars(query.offset(offset).limit(limit))]


def count_upload_rows(upload: RegisterUpload, tab: Tab, words: str = "") -> int:
    """How many rows a tab has; no statement without words."""
    if not words.strip():
        return int(upload.totals.get(total_of_tab(tab), 0))
    query = select(func.count()).select_from(RegisterUploadRow).where(*_shown(upload, tab, words))
    return db.session.scalar(query) or 0


def total_of_tab(tab: Tab) -> str:
    """The name of its count in the totals of an upload."""
    return "rows" if tab is Tab.ALL else tab.value


def find_upload_row(upload: RegisterUpload, row_id: int) -> UploadRow:
    """One row of an upload. Refuses NoSuchRow."""
    row = db.session.scalar(
        select(RegisterUploadRow).where(RegisterUploadRow.id == row_id, RegisterUploadRow.upload_id == upload.id)
    )
    if row is None:
        raise NoSuchRow(row_id)
    return UploadRow(row)


def trouble_of(upload: RegisterUpload) -> Reason | None:
    """Why the file as a whole was refused."""
    said = upload.trouble
    return unpacked_reason(said, said.get("row"), said.get("sheet", "")) if said else None


def _seen_by(province_code: str | None) -> list[ColumnElement[bool]]:
    return [] if province_code is None else [RegisterUpload.province_code == province_code]


def _shown(upload: RegisterUpload, tab: Tab, words: str) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [RegisterUploadRow.upload_id == upload.id]
    if tab is not Tab.ALL:
        where.append(has_mark(MARK_OF_TAB[tab]))
    where += [RegisterUploadRow.searched.contains(word, autoescape=True) for word in fold(words).split()[:8]]
    return where
