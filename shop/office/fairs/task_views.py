"""A task with what it is about, and the page on which it is put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from shop.fairs import BoothTask, TaskKind, codes_of_booth_sales

# Tasks that the pages of the fair's money settle by themselves.
ABOUT_MONEY = (TaskKind.TRANSFER_MISSING, TaskKind.TRANSFER_TO_SEND)


@dataclass(frozen=True)
class TaskShown:
    """A task, the code of the sale that it is about, and where that, or what is to be done, is seen."""

    task: BoothTask
    code: str
    url: str | None
    settles_itself: bool


def show_tasks(tasks: Sequence[BoothTask]) -> list[TaskShown]:
    """The tasks with what they are about; one statement."""
    codes = codes_of_booth_sales({task.booth_sale_id for task in tasks if task.booth_sale_id})
    return [
        TaskShown(task, codes.get(task.booth_sale_id or 0, ""), _url_of(task), _settles_itself(task)) for task in tasks
    ]


def _url_of(task: BoothTask) -> str | None:
    if task.kind in ABOUT_MONEY:
        return url_for("office.fairs.money.show", fair_id=task.fair_id)
    if task.quarantined_id:
        return url_for("office.fairs.quarantine.show", held_id=task.quarantined_id)
    if task.booth_sale_id:
        return url_for("office.fairs.sales.show", sale_number=task.booth_sale_id)
    if task.booth_session_id:
        return url_for("office.fairs.sessions.show", session_number=task.booth_session_id)
    return None


def _settles_itself(task: BoothTask) -> bool:
    return task.kind in ABOUT_MONEY or task.kind == TaskKind.QUARANTINED
