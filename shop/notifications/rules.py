"""When a mail is tried again, and when no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shop.values.refusal import Refusal

MOST_TRIES = 8
# A worker that was killed while it sent is followed by another one after this time.
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=4)
# How long the shop remembers to whom a mail went and what it said.
REMEMBERED = timedelta(days=90)


class MessageState(StrEnum):
    """Where a message stands. `kept` means: no mail server is set, so it stays here to be read."""

    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class ClaimedMessage:
    """A message that one worker has taken for its try number `tries`; `facts` hold its secrets too."""

    id: int
    tries: int
    kind: str
    key: str
    recipient: str
    language: str
    facts: dict[str, Any]
    useless_from: datetime | None

    def is_useless_at(self, at: datetime) -> bool:
        """Is it too late to send it?"""
        return self.useless_from is not None and at >= self.useless_from


class Refused(Refusal):
    """The mail server will not take this mail, now or later; the text is its answer."""


class CannotSendAgain(Refusal):
    """This message has gone, is kept to be read here, is of no use any more, or was erased."""


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries have failed: 1, 2, 4 ... minutes, at most four hours."""
    return min(timedelta(minutes=2 ** max(0, tries - 1)), LONGEST_PAUSE)


def is_last_try(tries: int) -> bool:
    """Is it given up when this try fails?"""
    return tries >= MOST_TRIES
