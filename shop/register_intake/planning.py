"""What would become of every row of an upload, made in memory beside the server against the register as it stands."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shop.certification import Outcome, PlannedRow
from shop.certification.staged_import import KnownGood, Plan, Stand, stand_after, stand_before
from shop.database import db
from shop.register_files import packed_reason
from shop.register_intake.deciding import Draft, Frame, make_draft
from shop.register_intake.doubting import Doubts
from shop.register_intake.rules import Doubt, DoubtCode, Mark, open_doubts
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


def plan_upload(upload_id: int, frame: Frame, told: Callable[[int], None], draft: Draft | None = None) -> UploadPlan:
    """Plan an upload. `told` hears how many rows were decided. Only reads; takes seconds for a large file.

    `draft` is what was decided of the very same rows while they were read; it is of no use once the register changed.
    """
    if draft is None or not draft.holds(frame):
        draft = make_draft(load_rows(upload_id, frame.today), frame, told)
    db.session.rollback()
    plan = UploadPlan(draft.rows, draft.core, draft.edition)
    _keep_plan(plan, Doubts(draft.alike), frame.at)
    return plan


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


__all__ = ["UploadPlan", "plan_upload"]
