"""What a person is to look at: opened once for one reason, by the one who answers for the fair, and settled once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from shop.database import changed_one, db, insert_if_missing
from shop.fairs.models import Fair
from shop.fairs.sale_models import BoothTask
from shop.fairs.sale_refusals import NoSuchTask, TaskIsSettled

# Who settles what settled itself: numbers that came later after all.
BY_ITSELF = "program"


@dataclass(frozen=True)
class TaskAbout:
    """What a task is about; numbers of rows, as far as there are any."""

    booth_id: int | None = None
    device_id: int | None = None
    booth_sale_id: int | None = None
    quarantined_id: int | None = None
    booth_session_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def open_task(
    key: str, kind: str, fair_id: int, about: TaskAbout, *, at: datetime, owner_id: int | None = None
) -> bool:
    """Give the fair's owner (or somebody else) something to look at, once for ever under its key; was it new?"""
    if owner_id is None:
        owner_id = db.session.scalars(select(Fair.owner_id).where(Fair.id == fair_id)).one()
    return insert_if_missing(
        BoothTask,
        key=key,
        kind=kind,
        fair_id=fair_id,
        booth_id=about.booth_id,
        device_id=about.device_id,
        booth_sale_id=about.booth_sale_id,
        quarantined_id=about.quarantined_id,
        booth_session_id=about.booth_session_id,
        detail=dict(about.detail),
        owner_id=owner_id,
        opened_at=at,
        settled_by="",
        outcome="",
        note="",
    )


def take_task(task_id: int, *, owner_id: int) -> None:
    """Somebody else answers for it from now on. Refuses NoSuchTask, TaskIsSettled."""
    _change(task_id, owner_id=owner_id)


def resolve_task(task_id: int, *, outcome: str, note: str, by: str, at: datetime) -> None:
    """It was looked at, and what came of it. Refuses NoSuchTask, TaskIsSettled."""
    _change(task_id, settled_at=at, settled_by=by, outcome=outcome, note=note)


def resolve_task_of(key: str, *, outcome: str, by: str, at: datetime, note: str = "") -> bool:
    """The same for whatever was opened under a key, where it is still open; was it?"""
    is_open = (BoothTask.key == key, BoothTask.settled_at.is_(None))
    return changed_one(
        update(BoothTask)
        .where(*is_open)
        .values(settled_at=at, settled_by=by, outcome=outcome, note=note)
        .execution_options(synchronize_session=False)
    )


def reopen_task_of(key: str, detail: Mapping[str, Any]) -> None:
    """What settled itself is open again, with what is to be said of it now; what a person settled stays."""
    db.session.execute(
        update(BoothTask)
        .where(BoothTask.key == key, BoothTask.settled_by.in_(["", BY_ITSELF]))
        .values(settled_at=None, settled_by="", outcome="", detail=dict(detail))
        .execution_options(synchronize_session=False)
    )


def _change(task_id: int, **values: object) -> None:
    is_open = (BoothTask.id == task_id, BoothTask.settled_at.is_(None))
    if changed_one(update(BoothTask).where(*is_open).values(**values).execution_options(synchronize_session=False)):
        return
    if db.session.get(BoothTask, task_id) is None:
        raise NoSuchTask(task_id)
    raise TaskIsSettled(task_id)
