"""The first page of the programme office: what needs an officer today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, current_app, render_template, url_for

from shop import clock
from shop.certification import Standing, count_by_standing, register_picture
from shop.joining import count_waiting_applications
from shop.web.words import _

door = Blueprint("start", __name__)


@dataclass(frozen=True)
class Task:
    """Something that waits for a person: how many, in which words, and where it is done."""

    count: int
    words: str
    url: str
    sign: str


@dataclass(frozen=True)
class TaskKind:
    """How a kind of task is counted, and the page on which it is done; left out while there is no such page."""

    count: Callable[[], int]
    words: Callable[[], str]
    endpoint: str
    sign: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def look(self) -> Task:
        """The task as it stands now."""
        return Task(self.count(), self.words(), url_for(self.endpoint, **self.values), self.sign)


TASKS = (TaskKind(count_waiting_applications, lambda: _("They ask for a stall"), "programme.stalls.index", "sprout"),)


@door.get("")
def index() -> str:
    """What waits for an officer, and how the register stands."""
    kinds = [kind for kind in TASKS if kind.endpoint in current_app.view_functions]
    counts = count_by_standing(list(register_picture(clock.now()).entries))
    return render_template(
        "programme/start/index.html",
        tasks=[task for task in (kind.look() for kind in kinds) if task.count],
        counts=[(standing, counts[standing]) for standing in Standing if counts[standing]],
    )
