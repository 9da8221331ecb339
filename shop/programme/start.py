"""The first page of the programme office: what needs an officer today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, current_app, render_template, url_for

from shop import clock
from shop.certification import ActFilter, Standing, count_by_standing, list_acts, register_picture, undo_of
from shop.joining import list_waiting_applications
from shop.places import find_province
from shop.programme.act_goods import goods_words
from shop.programme.for_me import count_for_me
from shop.programme.persons import Persons
from shop.programme.register_search import Doubt
from shop.programme.register_words import doubt_words
from shop.programme.scope import present_scope
from shop.register_intake import count_ready_uploads
from shop.renewals import count_pressing
from shop.web.words import _

door = Blueprint("start", __name__)

LATEST = 6


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


def _count_due() -> int:
    return count_pressing(present_scope().province_code, clock.now())


def _count_uploads() -> int:
    return count_ready_uploads(present_scope().province_code)


def _count_applications() -> int:
    """Those for stalls of the officer's province."""
    scope = present_scope()
    return sum(scope.covers(one.producer.province_code) for one in list_waiting_applications())


TASKS = (
    TaskKind(count_for_me, lambda: _("Acts that wait for your word"), "programme.waiting.index", "users"),
    TaskKind(_count_uploads, lambda: _("Files with decisions to be looked at"), "programme.imports.index", "upload"),
    TaskKind(
        _count_due, lambda: _("Certificates that end, nothing written yet"), "programme.due.index", "calendar-clock"
    ),
    TaskKind(_count_applications, lambda: _("They ask for a stall"), "programme.stalls.index", "sprout"),
)


@door.get("")
def index() -> str:
    """What waits for an officer, and how the register of their province stands."""
    kinds = [kind for kind in TASKS if kind.endpoint in current_app.view_functions]
    scope, picture = present_scope(), register_picture(clock.now())
    entries = [entry for entry in picture.entries if scope.covers(entry.province_code)]
    counts = count_by_standing(entries)
    open_ends = (
        (Doubt.YEAR_ONLY, sum(not entry.day_is_known for entry in entries)),
        (Doubt.NO_PRODUCER, sum(entry.producer_slug is None for entry in entries)),
        (Doubt.NO_PLACE, sum(entry.province_code is None for entry in entries)),
    )
    acts, _total = list_acts(scope, ActFilter(), page=1, per_page=LATEST)
    return render_template(
        "programme/start/index.html",
        tasks=[task for task in (kind.look() for kind in kinds) if task.count],
        counts=[(standing, counts[standing]) for standing in Standing if counts[standing]],
        open_ends=[(doubt, doubt_words(doubt), count) for doubt, count in open_ends if count],
        acts=acts,
        undone=undo_of([act.id for act in acts]),
        goods_of=goods_words(acts),
        persons=Persons([*(act.by for act in acts), *(act.decided_by for act in acts)]),
        place=find_province(scope.province_code) if scope.province_code else None,
    )
