"""What would become of every row of an upload, made in memory beside the server against the register as it stands."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shop.certification import Outcome, PlannedRow, Reason, ReasonCode, Statement
from shop.certification.staged_import import (
    KnownGood,
    KnownProducer,
    KnownRegister,
    LookAlikes,
    Plan,
    Stand,
    load_known_register,
    register_edition,
    stand_after,
    stand_before,
)
from shop.database import db
from shop.register_intake.doubting import Doubts
from shop.register_intake.packing import packed_reason
from shop.register_intake.rules import NEW_ENTRY, Choice, Doubt, DoubtCode, Mark, open_doubts
from shop.register_intake.staged_rows import StagedRow, load_rows

_OUTCOMES = {
    Outcome.NEW: Mark.NEW,
    Outcome.RENEWED: Mark.RENEWED,
    Outcome.UNCHANGED: Mark.UNCHANGED,
    Outcome.PLANNED: Mark.PLANNED,
    Outcome.AWAITING_OFFICER: Mark.AWAITING,
}
LEFT_OUT = "left_out"
Kept = tuple[int, str, str]


@dataclass
class UploadPlan:
    """The whole plan: rows with what becomes of them, and the register's edition that it holds for."""

    rows: list[StagedRow]
    core: Plan
    edition: str
    version: str = ""
    totals: dict[str, Any] = field(default_factory=dict)
    # By row: its marks, its plan as the JSON that is kept, and a hash of both.
    kept: list[Kept] = field(default_factory=list)

    @property
    def changed(self) -> Iterator[tuple[StagedRow, Kept]]:
        """The rows whose plan is not the one that is kept."""
        return ((row, kept) for row, kept in zip(self.rows, self.kept, strict=True) if row.planned_as != kept[2])

    def forget_rows(self) -> None:
        """Keep only what the register's own plan knows."""
        self.rows, self.kept = [], []

    def goods_that(self, mark: Mark) -> set[KnownGood]:
        """The goods of the rows that have a mark."""
        pairs = zip(self.rows, self.kept, strict=True)
        bit = int(mark)
        return {row.planned.good for row, (marks, _, _) in pairs if row.planned and marks & bit}


@dataclass(frozen=True)
class Frame:
    """For whom and when a plan is made."""

    province_code: str | None
    at: datetime
    today: date


def plan_upload(upload_id: int, frame: Frame, told: Callable[[int], None]) -> UploadPlan:
    """Plan an upload. `told` hears how many rows were decided. Only reads; takes seconds for a large file."""
    register, edition = _settled_register()
    alike = LookAlikes(register.producers.all, register.goods)
    rows: list[StagedRow] = []
    core = _Deciding(register, frame, rows).decide(load_rows(upload_id, frame.today), told)
    plan = UploadPlan(rows, core, edition)
    _keep_plan(plan, Doubts(alike), frame.at)
    return plan


def _settled_register() -> tuple[KnownRegister, str]:
    """The register and its edition, read until nothing changed in between."""
    while True:
        db.session.rollback()
        edition = register_edition()
        register = load_known_register()
        db.session.rollback()
        if register_edition() == edition:
            return register, edition


class _Deciding:
    """Runs the rows through the register's own plan, each under the choice that an officer made for it."""

    def __init__(self, register: KnownRegister, frame: Frame, rows: list[StagedRow]) -> None:
        self._register = register
        self._frame = frame
        self._rows = rows
        self._present: StagedRow | None = None

    def decide(self, staged: Iterator[StagedRow], told: Callable[[int], None]) -> Plan:
        """All rows into the list, and the plan of those that can be taken."""
        taken: dict[tuple[str, int], StagedRow] = {}
        core = self._register.plan(self._pass(staged, taken, told), self._find)
        for planned in core.rows:
            taken[planned.statement.sheet, planned.statement.row].planned = planned
        for reason in core.refused:
            taken[reason.sheet, reason.row or 0].reasons = (reason,)
        return core

    def _pass(
        self, staged: Iterator[StagedRow], taken: dict[tuple[str, int], StagedRow], told: Callable[[int], None]
    ) -> Iterator[Statement]:
        for count, row in enumerate(staged, 1):
            self._rows.append(row)
            told(count)
            if row.is_left_out:
                row.reasons = ()
                continue
            if row.statement.fingerprint in self._register.fingerprints:
                row.reasons = ()  # what the register took before stands there, however it is read now
            elif outside := _outside(row.statement, self._frame.province_code):
                row.reasons = (*row.reasons, outside)
            if not row.reasons:
                said, row.choice = row.choice, self._that_holds(row.choice)
                row.was_chosen_otherwise = row.choice != said
                self._present = row
                taken[row.sheet, row.number] = row
                yield row.statement

    def _that_holds(self, choice: Choice) -> Choice:
        """What is left of a choice: the register changed since, or it was made by somebody who may say more."""
        if not choice.good_id and not choice.producer_id:
            return choice
        good_id, producer_id = choice.good_id, choice.producer_id
        if producer_id:
            producer = self._register.producers.all.get(producer_id)
            producer_id = producer.id if producer and self._is_within(producer) else None
        if good_id:
            known = self._register.goods.all.get(good_id)
            good = self._register.goods.meant_by(known) if known else None
            good_id = good.id if good and good.counts and self._is_within(good) else None
        return Choice(producer_id, good_id)

    def _is_within(self, known: KnownGood | KnownProducer) -> bool:
        return self._frame.province_code in (None, known.province_code)

    def _find(self, statement: Statement) -> KnownGood:
        choice = self._present.choice if self._present else Choice()
        chosen = self._register.goods.all.get(choice.good_id or NEW_ENTRY)
        producer = self._find_producer(statement, choice)
        if chosen is not None:
            return chosen
        good = self._register.goods.find_or_add(statement, producer)
        if choice.good_id == NEW_ENTRY and good.id is not None:
            good = self._register.goods.add(statement, producer)
        return good

    def _find_producer(self, statement: Statement, choice: Choice) -> KnownProducer | None:
        producers = self._register.producers
        if not statement.producer or choice.good_id:
            return None
        chosen = producers.all.get(choice.producer_id or NEW_ENTRY)
        if chosen is not None:
            return producers.take(statement, chosen)
        known = producers.find_or_add(statement)
        if choice.producer_id == NEW_ENTRY and known is not None and known.id is not None:
            return producers.add(statement)
        return known


def _outside(statement: Statement, province_code: str | None) -> Reason | None:
    province = statement.place.province
    if province_code is None or (province is not None and province.code == province_code):
        return None
    facts = {"name": statement.name, "province": province.name if province else statement.province or "?"}
    return Reason(ReasonCode.OUTSIDE_SCOPE, facts, statement.row, sheet=statement.sheet, about="province")


def _keep_plan(plan: UploadPlan, doubts: Doubts, at: datetime) -> None:
    """Fill in what is kept of each row, the totals, and the version that stands for all of it."""
    counts: Counter[int] = Counter()
    by_code: Counter[str] = Counter()
    stands: dict[KnownGood, tuple[Stand | None, Stand | None]] = {}
    whole = hashlib.sha256()
    same: dict[tuple[int, str], Kept] = {}
    for row in plan.rows:
        marks, said = _kept(row, doubts, stands, at)
        text = _text_of(said)
        kept = same.get((marks, text))
        if kept is None:
            kept = same[marks, text] = (marks, text, hashlib.sha256(f"{marks} {text}".encode()).hexdigest()[:32])
        whole.update(kept[2].encode())
        plan.kept.append(kept)
        counts[marks] += 1
        by_code.update(doubt["code"] for doubt in said.get("doubts", ()))
    plan.version = whole.hexdigest()
    plan.totals = {
        "rows": len(plan.rows),
        **{
            mark.name.lower(): sum(count for marks, count in counts.items() if marks & mark)
            for mark in Mark
            if mark.name
        },
        "doubts": dict(by_code),
        **_totals_of_goods(plan),
    }


# As `json.dumps` would make it each time, without asking for the options again.
_text_of = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _totals_of_goods(plan: UploadPlan) -> dict[str, int]:
    used = {row.planned.good for row in plan.rows if row.planned and row.planned.is_stored}
    return {
        "goods_new": sum(good.id is None for good in used),
        "producers_new": len({good.producer for good in used if good.producer and good.producer.id is None}),
        "goods_appear": len(plan.goods_that(Mark.APPEARS)),
        "goods_disappear": len(plan.goods_that(Mark.DISAPPEARS)),
        "goods_change_stars": len(plan.goods_that(Mark.STARS)),
        "stored": sum(row.planned is not None and row.planned.is_stored for row in plan.rows),
    }


def _kept(
    row: StagedRow, doubts: Doubts, stands: dict[KnownGood, tuple[Stand | None, Stand | None]], at: datetime
) -> tuple[int, dict[str, Any]]:
    if row.is_left_out:
        return int(Mark.LEFT_OUT), {"outcome": LEFT_OUT}
    if row.planned is None:
        return int(Mark.REFUSED), {"outcome": "refused", "reasons": [packed_reason(one) for one in row.reasons]}
    planned = row.planned
    if planned.good not in stands:
        stands[planned.good] = stand_before(planned.good, at), stand_after(planned.good, at)
    found = doubts.of(planned)
    before, after = stands[planned.good]
    if planned.certificate and planned.is_stored and before and after and after.stars < before.stars:
        found.append(Doubt(DoubtCode.STARS_LOWER, facts={"before": before.stars, "after": after.stars}))
    said = _said(planned, found, before, after)
    if row.was_chosen_otherwise:
        said["choice"] = row.choice.as_facts()
    return _marks(row, planned, found, before, after), said


def _marks(
    row: StagedRow, planned: PlannedRow, doubts: Sequence[Doubt], before: Stand | None, after: Stand | None
) -> int:
    marks = Mark.COMPLETED if planned.completes_day else _OUTCOMES[planned.outcome]
    if doubts:
        marks |= Mark.DOUBTFUL
    if open_doubts(doubts, row.choice, row.accepted):
        marks |= Mark.OPEN
    if planned.certificate and planned.is_stored:
        if after and not before:
            marks |= Mark.APPEARS
        elif before and not after:
            marks |= Mark.DISAPPEARS
        elif before and after and before.stars != after.stars:
            marks |= Mark.STARS
    return int(marks)


def _said(planned: PlannedRow, doubts: Sequence[Doubt], before: Stand | None, after: Stand | None) -> dict[str, Any]:
    good = planned.good
    said: dict[str, Any] = {"outcome": planned.outcome.value}
    if planned.completes_day:
        said["completes_day"] = True
    if doubts:
        said["doubts"] = [
            {"code": doubt.code.value, "candidates": list(doubt.candidates), "facts": dict(doubt.facts)}
            for doubt in doubts
        ]
    if good.id is not None:
        said["good_id"] = good.id
    if good.producer is not None and good.producer.id is not None:
        said["producer_id"] = good.producer.id
    return said | {name: _stand(stand) for name, stand in (("before", before), ("after", after)) if stand}


def _stand(stand: Stand) -> list[Any]:
    return [stand.stars, stand.last_day.isoformat()]


__all__ = ["Frame", "StagedRow", "UploadPlan", "plan_upload"]
