"""What would become of every row of an upload, made in memory beside the server against the register as it stands."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from shop.certification import Outcome, PlannedRow
from shop.certification.staged_import import KnownGood, Plan, Stand, stand_after, stand_before
from shop.database import db
from shop.register_files import packed_reason
from shop.register_intake.deciding import Draft, Frame, make_draft
from shop.register_intake.doubting import Doubts
from shop.register_intake.rules import Choice, Doubt, DoubtCode, Mark, open_doubts
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
_Change = tuple[Stand | None, Stand | None]


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
    stands = _Stands(at)
    whole = hashlib.sha256()
    same: dict[tuple[int, str], Kept] = {}
    for row in plan.rows:
        marks, text, found = _kept(row, doubts, stands)
        kept = same.get((marks, text))
        if kept is None:
            kept = same[marks, text] = (marks, text, hashlib.sha256(f"{marks} {text}".encode()).hexdigest()[:32])
        whole.update(kept[2].encode())
        plan.kept.append(kept)
        counts[marks] += 1
        by_code.update(doubt.code.value for doubt in found)
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


class _Stands:
    """How goods stand before the plan and after it, each asked once."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._of: dict[KnownGood, _Change] = {}
        # Most goods of a file come to stand alike: each way is kept once.
        self._same: dict[_Change, _Change] = {}

    def of(self, good: KnownGood) -> _Change:
        """Before and after; None where it is not certified."""
        known = self._of.get(good)
        if known is None:
            found = stand_before(good, self._at), stand_after(good, self._at)
            known = self._of[good] = self._same.setdefault(found, found)
        return known


def _kept(row: StagedRow, doubts: Doubts, stands: _Stands) -> tuple[int, str, Sequence[Doubt]]:
    """Its marks, its plan as it is kept, and what is doubtful about it."""
    if row.is_left_out:
        return int(Mark.LEFT_OUT), _text_of({"outcome": LEFT_OUT}), ()
    if row.planned is None:
        reasons = [packed_reason(one) for one in row.reasons]
        return int(Mark.REFUSED), _text_of({"outcome": "refused", "reasons": reasons}), ()
    planned = row.planned
    found, change = doubts.of(planned), stands.of(planned.good)
    before, after = change
    if planned.certificate and planned.is_stored and before and after and after.stars < before.stars:
        found.append(Doubt(DoubtCode.STARS_LOWER, facts=(("before", before.stars), ("after", after.stars))))
    producer_id = planned.good.producer.id if planned.good.producer else None
    speaks_of = (planned.good.id, producer_id, row.choice if row.was_chosen_otherwise else None)
    text = _written(planned.outcome, planned.completes_day, tuple(found), speaks_of, change)
    return _marks(row, planned, found, before, after), text, found


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


@lru_cache(maxsize=4_096)
def _written(
    outcome: Outcome,
    completes_day: bool,
    doubts: tuple[Doubt, ...],
    speaks_of: tuple[int | None, int | None, Choice | None],
    change: _Change,
) -> str:
    """A row's plan as the JSON that is kept; most rows of a file come to the same few."""
    (good_id, producer_id, choice), (before, after) = speaks_of, change
    said: dict[str, Any] = {"outcome": outcome.value}
    if completes_day:
        said["completes_day"] = True
    if doubts:
        said["doubts"] = [
            {"code": doubt.code.value, "candidates": list(doubt.candidates), "facts": dict(doubt.facts)}
            for doubt in doubts
        ]
    if good_id is not None:
        said["good_id"] = good_id
    if producer_id is not None:
        said["producer_id"] = producer_id
    if choice is not None:
        said["choice"] = choice.as_facts()
    return _text_of(said | {name: _stand(stand) for name, stand in (("before", before), ("after", after)) if stand})


def _stand(stand: Stand) -> list[Any]:
    return [stand.stars, stand.last_day.isoformat()]


__all__ = ["UploadPlan", "plan_upload"]
