"""The due list for calendar programs, which know no login: whoever has an officer's private link reads it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from shop import clock
from shop.database import transaction
from shop.programme.due.entries import answer_due_calendar
from shop.renewals import DUE_PHASES, DueAsk, NoSuchFeed, Phase, list_all_due, officer_of_feed
from shop.throttles import Limit, TooManyTries, count_try, network_of

door = Blueprint("programme_feed", __name__)

# What ended has no day ahead.
AHEAD = tuple(phase for phase in DUE_PHASES if phase is not Phase.LAPSED)
# Guesses from one line; a link that opens is read as often as a calendar likes.
GUESSES = Limit("calendar_feed", 20, timedelta(minutes=3))


@door.get("/lich-den-han/<token>.ics")
def read(token: str) -> Response:
    """What ends, for the officer whose link it is; whoever guesses is counted."""
    try:
        officer = officer_of_feed(token)
    except NoSuchFeed:
        _count_guess()
        abort(404)
    ask = DueAsk(officer.officer_scope, phases=AHEAD)
    return answer_due_calendar(list_all_due(ask, clock.now()), "den-han", is_kept=False)


def _count_guess() -> None:
    try:
        with transaction():
            count_try(GUESSES, network_of(request.remote_addr or ""), clock.now_elsewhere())
    except TooManyTries:
        abort(429)
