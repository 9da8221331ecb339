"""The first page of the programme office: what needs an officer today."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, url_for

from shop import clock
from shop.certification import ActFilter, Scope, Standing, count_by_standing, list_acts, register_picture, undo_of
from shop.places import find_province
from shop.programme.act_goods import goods_words
from shop.programme.for_me import count_acts_for_me, count_applications_for_me
from shop.programme.persons import Persons
from shop.programme.register_search import Doubt
from shop.programme.register_words import doubt_words
from shop.programme.scope import present_scope
from shop.register_intake import count_ready_uploads
from shop.renewals import count_pressing
from shop.web.office_frame import Task
from shop.web.words import _

door = Blueprint("start", __name__)

LATEST = 6


@door.get("")
def index() -> str:
    """What waits for an officer, and how the register of their province stands."""
    now, scope = clock.now(), present_scope()
    picture = register_picture(now)
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
        tasks=[task for task in _tasks(scope, now) if task.count],
        counts=[(standing, counts[standing]) for standing in Standing if counts[standing]],
        open_ends=[(doubt, doubt_words(doubt), count) for doubt, count in open_ends if count],
        acts=acts,
        undone=undo_of([act.id for act in acts]),
        goods_of=goods_words(acts),
        persons=Persons([*(act.by for act in acts), *(act.decided_by for act in acts)]),
        place=find_province(scope.province_code) if scope.province_code else None,
    )


def _tasks(scope: Scope, now: datetime) -> list[Task]:
    """What an officer has to do, the register first."""
    uploads, due = count_ready_uploads(scope.province_code), count_pressing(scope.province_code, now)
    return [
        Task(count_acts_for_me(), _("Acts that wait for your word"), url_for("programme.waiting.index"), "users"),
        Task(uploads, _("Files with decisions to be looked at"), url_for("programme.imports.index"), "upload"),
        Task(due, _("Certificates that end, nothing written yet"), url_for("programme.due.index"), "calendar-clock"),
        Task(count_applications_for_me(), _("They ask for a stall"), url_for("programme.stalls.index"), "sprout"),
    ]
