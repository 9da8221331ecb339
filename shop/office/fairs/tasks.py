"""What waits for a person at fairs: each with an owner, what it is about, and what came of it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import names_of
from shop.audit_log import Subject
from shop.fairs import BoothTask, list_fairs, list_tasks, resolve_task, take_task
from shop.office.actors import actor_words
from shop.office.fairs.finding import BEYOND, present_fair
from shop.office.fairs.task_views import TaskShown, show_tasks
from shop.payments import BadField
from shop.values.folding import tidy
from shop.web.acting import acting, done
from shop.web.guards import present_member
from shop.web.lists import url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("tasks", __name__)

LONGEST_NOTE = 1000
MOST_SHOWN = 300


@door.get("/can-xu-ly")
def index() -> str:
    """What waits at all fairs, or at one; or what was settled."""
    asked = Parameters(request.args)
    state, fair_id = asked.choice("status", ("open", "closed")) or "open", asked.number("fair", 1, BEYOND - 1)
    asked.check()
    found = list_tasks(fair_id, only_open=state == "open")
    rows = [task for task in found if state == "open" or task.settled_at is not None]
    rows = rows if state == "open" else rows[::-1]
    fairs = {fair.id: fair for fair in list_fairs()}
    shown = show_tasks(rows[:MOST_SHOWN])
    return render_template(
        "office/fairs/tasks/index.html",
        rows=shown,
        more=len(rows) - len(shown),
        fairs=fairs,
        fair=present_fair(fair_id) if fair_id else None,
        names=names_of({task.owner_id for task in rows}),
        name_of=actor_words({task.settled_by for task in rows}),
        me=present_member().person_id,
        state=state,
        tabs=[
            (_("Waiting"), url_with(status=""), None, state == "open"),
            (_("Settled"), url_with(status="closed"), None, state == "closed"),
        ],
    )


@door.get("/can-xu-ly/<int:task_id>")
def show(task_id: int) -> str:
    """One task, and what can be done about it."""
    task = _present(task_id)
    return render_template(
        "office/fairs/tasks/show.html",
        one=task,
        task=task.task,
        fair=present_fair(task.task.fair_id),
        owner=names_of({task.task.owner_id}).get(task.task.owner_id, ""),
        name_of=actor_words({task.task.settled_by}),
        me=present_member().person_id,
        now=clock.now(),
    )


@door.post("/can-xu-ly/<int:task_id>/nhan")
def take(task_id: int) -> Response:
    """Redirects to the task, which one looks after oneself from now on."""
    _present(task_id)
    with acting("booth_task_taken", Subject("booth_task", task_id)):
        take_task(task_id, owner_id=present_member().person_id)
    return done(_("It is yours now."), url_for(".show", task_id=task_id))


@door.post("/can-xu-ly/<int:task_id>/xong")
def settle(task_id: int) -> Response:
    """Redirects to what still waits at the fair, once it is written down what came of this."""
    task, note = _present(task_id).task, tidy(request.form.get("note", ""))[:LONGEST_NOTE]
    fair_id = task.fair_id
    with acting("booth_task_settled", Subject("booth_task", task_id)) as act:
        if not note:
            raise BadField("note")
        resolve_task(task_id, outcome="looked_at", note=note, by=act.by, at=act.at)
    return done(_("Written down, and done."), url_for(".index", fair=fair_id))


def _present(task_id: int) -> TaskShown:
    found: BoothTask | None = next((one for one in list_tasks(only_open=False) if one.id == task_id), None)
    return show_tasks([found])[0] if found else abort(404)
