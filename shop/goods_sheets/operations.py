"""Writes for sheets of goods: keep a file until it was looked at, correct it, take all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select

from shop.database import db, take_turns
from shop.goods_sheets.marks import read_mark
from shop.goods_sheets.models import GoodsFile
from shop.goods_sheets.plan import Plan, plan_rows
from shop.goods_sheets.queries import find_goods_file, list_known_goods, list_taken_changes, lock_goods
from shop.goods_sheets.reading import ReadFile
from shop.goods_sheets.refusals import FileTakenAlready, PlanChanged, RowsRefused
from shop.goods_sheets.rules import Field, Outcome, SourceRow
from shop.goods_sheets.stock_cells import stock_key
from shop.goods_sheets.taking import take_rows

GOODS_TURNS = 5_100_000_000  # and the producer's number: those of one stall take turns
FILES_KEPT, WAITING_KEPT = timedelta(days=90), timedelta(days=7)
MOST_WAITING = 5
LONGEST_NAME, LONGEST_FORMAT = 120, 30
LONGEST_CORRECTION = 6_000


@dataclass(frozen=True)
class Sender:
    """Whose stall, and who of it."""

    producer_id: int
    person_id: int


def stage_file(sender: Sender, name: str, file: ReadFile, at: datetime) -> GoodsFile:
    """Keep a file that was read, to be looked at before anything changes. Of those that wait the oldest go."""
    waiting = (GoodsFile.producer_id == sender.producer_id, GoodsFile.taken_at.is_(None))
    old = select(GoodsFile.id).where(*waiting).order_by(GoodsFile.id.desc()).offset(MOST_WAITING - 1)
    gone = db.session.scalars(old).all()
    if gone:
        db.session.execute(delete(GoodsFile).where(*waiting, GoodsFile.id.in_(gone)))
    staged = GoodsFile(
        producer_id=sender.producer_id,
        person_id=sender.person_id,
        name=name[:LONGEST_NAME],
        sha256=file.sha256,
        format=file.format[:LONGEST_FORMAT],
        rows=[_packed(row) for row in file.rows],
        uploaded_at=at,
        totals={},
    )
    db.session.add(staged)
    db.session.flush()
    return staged


def plan_of(staged: GoodsFile, at: datetime) -> Plan:
    """What taking the file would change as things stand. Refuses FileTakenAlready."""
    if staged.taken_at is not None:
        raise FileTakenAlready
    return make_plan(staged.producer_id, [_unpacked(row) for row in staged.rows], staged.sha256[:32], at)


def make_plan(producer_id: int, rows: Sequence[SourceRow], file_key: str, at: datetime) -> Plan:
    """What rows would change in a stall as things stand."""
    file_key = f"{producer_id}.{file_key}"  # two producers may send the very same file
    goods = list_known_goods(producer_id, at)
    moving = [row for row in rows if Field.CHANGE in row.cells or Field.COUNTED in row.cells]
    keys = {stock_key(row, read_mark(row.cells.get(Field.MARK, "")), file_key) for row in moving}
    return plan_rows(rows, goods, list_taken_changes(producer_id, keys), file_key)


@dataclass(frozen=True)
class Corrections:
    """What somebody decided about rows of a waiting file, by their place in it: other texts for cells, what they saw in
    the shop and overrule, and the rows that are left out."""

    texts: Mapping[tuple[int, Field], str]
    seen: Mapping[tuple[int, Field], str]
    left_out: frozenset[int]


def correct_file(producer_id: int, number: int, corrections: Corrections) -> GoodsFile:
    """Write corrections into a waiting file. Refuses NoSuchGoodsFile, FileTakenAlready."""
    staged = find_goods_file(producer_id, number)
    if staged.taken_at is not None:
        raise FileTakenAlready
    texts, seen = _by_place(corrections.texts), _by_place(corrections.seen)
    staged.rows = [
        _corrected(row, texts[place], seen[place])
        for place, row in enumerate(staged.rows)
        if place not in corrections.left_out
    ]
    return staged


def _by_place(said: Mapping[tuple[int, Field], str]) -> defaultdict[int, dict[Field, str]]:
    """What was said of each row: a form may hold thousands, and a file as many rows."""
    found: defaultdict[int, dict[Field, str]] = defaultdict(dict)
    for (place, at), text in said.items():
        found[place][at] = text[:LONGEST_CORRECTION]
    return found


def take_file(producer_id: int, number: int, seen: str, at: datetime) -> Plan:
    """Do all that a waiting file asks for. `seen` is the fingerprint of what somebody was shown.

    Refuses NoSuchGoodsFile, FileTakenAlready, RowsRefused, PlanChanged, RowRefused; then nothing changes.
    """
    take_turns(GOODS_TURNS + producer_id)
    lock_goods(producer_id)
    staged = find_goods_file(producer_id, number)
    plan = plan_of(staged, at)
    if plan.fingerprint != seen:
        raise PlanChanged
    if plan.is_refused:
        raise RowsRefused
    take_rows(producer_id, plan.rows, at)
    staged.taken_at, staged.rows = at, []
    staged.totals = {outcome.value: plan.totals[outcome] for outcome in Outcome}
    return plan


def drop_file(producer_id: int, number: int) -> None:
    """Throw a waiting file away. Refuses NoSuchGoodsFile, FileTakenAlready."""
    staged = find_goods_file(producer_id, number)
    if staged.taken_at is not None:
        raise FileTakenAlready
    db.session.delete(staged)


def forget_goods_files(at: datetime) -> None:
    """Let go of files that nobody looked at for a week, and of what is known of those taken long ago."""
    waited = GoodsFile.taken_at.is_(None) & (GoodsFile.uploaded_at < at - WAITING_KEPT)
    db.session.execute(delete(GoodsFile).where(or_(waited, GoodsFile.uploaded_at < at - FILES_KEPT)))


def _packed(row: SourceRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "sheet": row.sheet,
        "cells": dict(row.cells),
        "broken": dict(row.broken),
        "seen": dict(row.seen),
    }


def _unpacked(row: Mapping[str, Any]) -> SourceRow:
    cells, broken, seen = (
        {Field(at): str(said) for at, said in row[part].items()} for part in ("cells", "broken", "seen")
    )
    return SourceRow(row["number"], cells, row["sheet"], broken, seen)


def _corrected(row: Mapping[str, Any], texts: Mapping[Field, str], seen: Mapping[Field, str]) -> dict[str, Any]:
    """The row with other texts in some cells; a cell that could not be read is what is written into it now."""
    source = _unpacked(row)
    cells = {at: text for at, text in {**source.cells, **texts}.items() if text.strip()}
    broken = {at: code for at, code in source.broken.items() if at not in texts}
    return _packed(SourceRow(source.number, cells, source.sheet, broken, {**source.seen, **seen}))
