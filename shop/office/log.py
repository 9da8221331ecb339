"""The audit log: who changed what, and when. Nobody can rewrite it."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from shop.accounts import Role, list_people, names_of
from shop.audit_log import EntrySearch, Subject, list_actions, search_entries
from shop.office.action_words import action_words, subject_words
from shop.values.dates import end_of_day, start_of_day
from shop.web.lists import day_of, pages_here
from shop.web.parameters import Parameters

door = Blueprint("log", __name__)
door.add_app_template_filter(action_words)
door.add_app_template_filter(subject_words)

PER_PAGE = 50
LONGEST = 60


@door.get("/nhat-ky")
def index() -> str:
    """Changes, the newest first, by who, what, on what, and when."""
    asked = Parameters(request.args)
    actor, action = asked.number("actor", 1, 10**9), asked.text("action", LONGEST)
    kind, number = asked.text("kind", LONGEST), asked.number("number", 0, 10**9)
    first, last = day_of(asked.text("from", 10)), day_of(asked.text("to", 10))
    page = asked.page()
    asked.check()
    search = EntrySearch(
        actor_id=actor,
        action=action or None,
        subject=Subject(kind, number) if kind and number is not None else None,
        since=start_of_day(first) if first else None,
        until=end_of_day(last) if last else None,
    )
    rows, total = search_entries(search, page=page, per_page=PER_PAGE)
    pages = pages_here(page, total, PER_PAGE)
    return render_template(
        "office/log/index.html",
        rows=rows,
        pages=pages,
        actor=actor,
        action=action,
        first=first,
        last=last,
        subject=search.subject,
        names=names_of({row.actor_id for row in rows if row.actor_id}),
        operators=[(person.id, person.name) for person in list_people(role=Role.OPERATOR)],
        actions=[(name, action_words(name)) for name in list_actions()],
    )
