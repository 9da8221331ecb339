"""How the office and the stalls change anything: one transaction does the work, says who did it, uses the form up."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from flask import abort, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Actor, Subject, record_change, use_form
from shop.database import transaction
from shop.values.refusal import Refusal
from shop.web.guards import present_member
from shop.web.own_addresses import own_address
from shop.web.words import _

KEY = "form_key"
FOR_WHOM = "shop.acts_for"
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
    _trade, always = _for_whom()
    actor = Actor.person(present_member().person_id)
    act = Act(actor, present_hand(), clock.now(), subject, {**always, **facts})
    with transaction():
        if not use_form(key, act.at):
            raise AlreadyDone
        yield act
        if is_recorded:
            record_change(action, by=act.actor, subject=act.subject, at=act.at, **act.facts)


def acts_as(trade: str, **facts: object) -> None:
    """Say for the present request as what its member acts (`operator`, `producer`), and what every entry names.

    Events name people by trade and number, so that no name stays behind.
    """
    request.environ[FOR_WHOM] = (trade, facts)


def present_hand() -> str:
    """Whoever is there, as acts name them: by trade and number."""
    return f"{_for_whom()[0]}:{present_member().person_id}"


def _for_whom() -> tuple[str, dict[str, object]]:
    found: tuple[str, dict[str, object]] = request.environ.get(FOR_WHOM, ("person", {}))
    return found


def done(words: str, url: str) -> Response:
    """Say what was done on the page that shows it."""
    flash(words)
    return redirect(url, 303)


def page_before(default: str | None = None) -> str:
    """The page of the shop from which the form was sent."""
    before = urlsplit(request.headers.get("Referer", ""))
    known = own_address(before.path + (f"?{before.query}" if before.query else ""))
    return known or default or _start_of_the_door()


def answer_already_done(error: AlreadyDone) -> Response:
    """Nothing was done a second time; back to the page, which shows what the first time did."""
    return done(_("This was done already; nothing was done twice."), page_before())


def refusals_in(words: Callable[[Refusal], str]) -> Callable[[Refusal], Response]:
    """What answers a door's refusals: back to the page with the reason, in the door's words, nothing changed."""

    def answer(refusal: Refusal) -> Response:
        flash(words(refusal), "error")
        return redirect(page_before(), 303)

    return answer


def new_form_key() -> str:
    """The key that makes a form do its work once; a template's `form_key()`."""
    return secrets.token_urlsafe(18)


def _start_of_the_door() -> str:
    start = f"{request.blueprints[-1]}.start.index" if request.blueprints else ""
    return url_for(start if start in current_app.view_functions else "storefront.home.index")
