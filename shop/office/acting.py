"""How the office changes anything: one transaction that does the work, writes who did it, and uses the form up."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Actor, Subject, record_change, use_form
from shop.database import transaction
from shop.office.refusal_words import refusal_words
from shop.values.refusal import Refusal
from shop.web.guards import present_member
from shop.web.own_addresses import own_address
from shop.web.words import _

KEY = "form_key"
SHORTEST_KEY, LONGEST_KEY = 16, 64


class AlreadyDone(Exception):
    """This very form did its work before: a double click, or a page sent again."""


@dataclass
class Act:
    """Who acts, when, on what; facts that only the work makes known are added to `facts`."""

    actor: Actor
    by: str
    at: datetime
    subject: Subject
    facts: dict[str, object] = field(default_factory=dict)


@contextmanager
def acting(action: str, subject: Subject, *, is_recorded: bool = True, **facts: object) -> Iterator[Act]:
    """Do the work of one form in one transaction with its entry in the audit log; all or nothing, and once.

    `is_recorded` is False for work that writes its own entry (roles, accounts).

    Facts are plain values without names, addresses or telephone numbers. Raises AlreadyDone for a form that did its
    work before. A refusal raised inside leaves everything as it was, and the form can be sent again.
    """
    key = request.form.get(KEY, "")
    if not (SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.isascii()):
        abort(400)
    person_id = present_member().person_id
    act = Act(Actor.person(person_id), by_operator(person_id), clock.now(), subject, dict(facts))
    with transaction():
        if not use_form(key, act.at):
            raise AlreadyDone
        yield act
        if is_recorded:
            record_change(action, by=act.actor, subject=act.subject, at=act.at, **act.facts)


def by_operator(person_id: int) -> str:
    """How events name somebody of the office: by number, so that no name stays behind."""
    return f"operator:{person_id}"


def done(words: str, url: str) -> Response:
    """Say what was done on the page that shows it."""
    flash(words)
    return redirect(url, 303)


def page_before(default: str | None = None) -> str:
    """The page of the shop from which the form was sent."""
    before = urlsplit(request.headers.get("Referer", ""))
    known = own_address(before.path + (f"?{before.query}" if before.query else ""))
    return known or default or url_for("office.start.index")


def answer_already_done(error: AlreadyDone) -> Response:
    """Nothing was done a second time; back to the page, which shows what the first time did."""
    return done(_("This was done already; nothing was done twice."), page_before())


def answer_refusal(refusal: Refusal) -> Response:
    """Back to the page with the reason why nothing was changed."""
    flash(refusal_words(refusal), "error")
    return redirect(page_before(), 303)


def new_form_key() -> str:
    """The key that makes a form do its work once; a template's `form_key()`."""
    return secrets.token_urlsafe(18)
