"""That this browser has just come back from the card company's page, as long as its answer may be on the way."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import session

RETURNS = "card_returns"
PATIENCE = timedelta(minutes=5)
MOST = 5


def note_return(code: str, at: datetime) -> None:
    """Remember that somebody came back, for a few minutes."""
    session[RETURNS] = {**dict(list(_returns().items())[-(MOST - 1) :]), code: int(at.timestamp())}


def came_back_lately(code: str, at: datetime) -> bool:
    """Has this browser come back within the last minutes?"""
    since = _returns().get(code)
    return since is not None and timedelta() <= at - datetime.fromtimestamp(since, at.tzinfo) < PATIENCE


def forget_return(code: str) -> None:
    """The answer is there, or somebody wants to pay again."""
    if code in _returns():
        session[RETURNS] = {other: since for other, since in _returns().items() if other != code}


def _returns() -> dict[str, int]:
    kept = session.get(RETURNS)
    return {code: since for code, since in kept.items() if isinstance(since, int)} if isinstance(kept, dict) else {}
