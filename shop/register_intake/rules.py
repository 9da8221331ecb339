"""What an upload of the register goes through, what a row of it comes to, and what is doubtful about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntFlag, StrEnum

MOST_SHEET_BYTES = 32 * 1024 * 1024
MOST_TRIES = 3
# Whoever works on an upload says so again and again; who was silent for so long is dead.
CLAIM_KEPT = timedelta(seconds=20)


class UploadState(StrEnum):
    """How far an upload has come."""

    READING = "reading"
    PLANNING = "planning"
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


# What a worker has to do something about.
WORKED_ON = (UploadState.READING, UploadState.PLANNING, UploadState.APPLYING)
# What an officer may still change.
OPEN = (UploadState.PLANNING, UploadState.READY)
ENDED = (UploadState.APPLIED, UploadState.REFUSED, UploadState.FAILED, UploadState.CANCELLED)


class Notice(StrEnum):
    """What the officer is told beside the state."""

    NONE = ""
    # The register changed between the review and the applying: nothing was applied, the plan was made anew.
    CHANGED = "changed"


class Tab(StrEnum):
    """Which rows a page of the review shows."""

    ALL = "all"
    NEW = "new"
    RENEWED = "renewed"
    COMPLETED = "completed"
    STARS = "stars"
    APPEARS = "appears"
    DISAPPEARS = "disappears"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    UNCHANGED = "unchanged"
    PLANNED = "planned"
    AWAITING = "awaiting"
    LEFT_OUT = "left_out"


class Mark(IntFlag):
    """What counts about a planned row, as bits of one number: each tab shows the rows that have its bit."""

    NEW = 1
    RENEWED = 2
    COMPLETED = 4
    STARS = 8
    APPEARS = 16
    DISAPPEARS = 32
    DOUBTFUL = 64
    REFUSED = 128
    UNCHANGED = 256
    PLANNED = 512
    AWAITING = 1024
    LEFT_OUT = 2048
    # A doubt that an officer must decide before the file is applied.
    OPEN = 4096


MARK_OF_TAB = {tab: Mark[tab.name] for tab in Tab if tab is not Tab.ALL}


class DoubtCode(StrEnum):
    """Why an officer should look at a row."""

    PLACE_UNKNOWN = "place_unknown"
    PRODUCER_ALIKE = "producer_alike"
    GOOD_ALIKE = "good_alike"
    OTHER_PRODUCER = "other_producer"
    DAY_MISSING = "day_missing"
    STARS_LOWER = "stars_lower"


# Said, never asked: the register may hold such rows as they are.
TOLD_ONLY = frozenset({DoubtCode.DAY_MISSING, DoubtCode.STARS_LOWER})
ABOUT_PRODUCER = frozenset({DoubtCode.PRODUCER_ALIKE})
ABOUT_GOOD = frozenset({DoubtCode.GOOD_ALIKE, DoubtCode.OTHER_PRODUCER})


@dataclass(frozen=True)
class Doubt:
    """One doubt about a row; `candidates` are numbers of producers or goods that may be meant."""

    code: DoubtCode
    candidates: tuple[int, ...] = ()
    facts: tuple[tuple[str, str | int], ...] = ()

    @property
    def must_be_decided(self) -> bool:
        """Whether the file waits for an officer's word on it."""
        return self.code not in TOLD_ONLY


NEW_ENTRY = 0


@dataclass(frozen=True)
class Choice:
    """What an officer said a row speaks of: numbers of the register, NEW_ENTRY for a new one, None for nothing said."""

    producer_id: int | None = None
    good_id: int | None = None

    def as_facts(self) -> dict[str, int]:
        """As it is kept."""
        said = {"producer": self.producer_id, "good": self.good_id}
        return {name: number for name, number in said.items() if number is not None}

    @classmethod
    def of(cls, facts: Mapping[str, int]) -> Choice:
        """As it was kept."""
        return NO_CHOICE if not facts else cls(facts.get("producer"), facts.get("good"))

    def decides(self, code: DoubtCode) -> bool:
        """Whether it answers a doubt."""
        if code in ABOUT_PRODUCER:
            return self.producer_id is not None or bool(self.good_id)
        return code in ABOUT_GOOD and self.good_id is not None


NO_CHOICE = Choice()


@dataclass(frozen=True)
class Sender:
    """Who sends a file: `by` as acts name people, and the province for which they may speak; None is the country."""

    by: str
    province_code: str | None


@dataclass(frozen=True)
class Progress:
    """How far a worker has come; `total` is None until it is known."""

    state: UploadState
    done: int
    total: int | None

    @property
    def percent(self) -> int | None:
        """Whole percents of the present step."""
        return None if not self.total else min(100, self.done * 100 // self.total)


def open_doubts(doubts: Sequence[Doubt], choice: Choice, accepted: Sequence[str]) -> list[Doubt]:
    """The doubts that still wait for an officer's word."""
    return [
        doubt
        for doubt in doubts
        if doubt.must_be_decided and doubt.code not in accepted and not choice.decides(doubt.code)
    ]
