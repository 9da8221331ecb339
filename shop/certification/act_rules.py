"""What officers do to the register: the kinds of acts, whose province, when a second person must agree. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# Ours: an act that takes more goods than this out of the shop, at once or earlier, waits for a second person.
MOST_HIDDEN_ALONE = 20


class ActKind(StrEnum):
    """What was done."""

    AWARD = "award"
    RENEW = "renew"
    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    EXTEND = "extend"
    REVOKE = "revoke"
    COMPLETE = "complete"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    IMPORT = "import"
    UNDO = "undo"


class ActState(StrEnum):
    """Whether it was done; one that waits has changed nothing yet, one that was refused never will.

    An import whose rows are still being written has changed nothing either: none of them counts, and no log shows it.
    """

    DONE = "done"
    WRITING = "writing"
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(frozen=True)
class Scope:
    """Whose goods an officer may touch: those of one province of today, or all of them."""

    province_code: str | None = None

    @property
    def is_country(self) -> bool:
        """The whole country?"""
        return self.province_code is None

    def covers(self, province_code: str | None) -> bool:
        """Whether a good there is within it; one without a province is the country's officers' alone."""
        return self.is_country or (province_code is not None and province_code == self.province_code)


WHOLE_COUNTRY = Scope()


def award_kind(stars: int, stars_before: int | None) -> ActKind:
    """What a recognition is for a good whose latest one before had so many stars; None: it never had one."""
    if stars_before is None:
        return ActKind.AWARD
    if stars == stars_before:
        return ActKind.RENEW
    return ActKind.UPGRADE if stars > stars_before else ActKind.DOWNGRADE


@dataclass(frozen=True)
class Shown:
    """What shoppers are told of a good that is certified: its stars, and the last day on which it is."""

    stars: int
    last_day: date


@dataclass(frozen=True)
class GoodChange:
    """What an act does to one good in the shop; None where it is not certified."""

    good_id: int
    slug: str
    name: str
    producer_name: str | None
    province_code: str | None
    before: Shown | None
    after: Shown | None

    @property
    def stars_before(self) -> int | None:
        """Stars in force before."""
        return self.before.stars if self.before else None

    @property
    def stars_after(self) -> int | None:
        """Stars in force after."""
        return self.after.stars if self.after else None

    @property
    def last_day_before(self) -> date | None:
        """The last day of the certificate in force before."""
        return self.before.last_day if self.before else None

    @property
    def last_day_after(self) -> date | None:
        """The last day of the certificate in force after."""
        return self.after.last_day if self.after else None


@dataclass(frozen=True)
class Preview:
    """What an act would do to what shoppers can see, good by good, by name."""

    appears: tuple[GoodChange, ...] = ()
    disappears: tuple[GoodChange, ...] = ()
    stars_change: tuple[GoodChange, ...] = ()
    days_change: tuple[GoodChange, ...] = ()

    @property
    def shows(self) -> int:
        """How many goods come into the shop."""
        return len(self.appears)

    @property
    def hides(self) -> int:
        """How many goods leave it."""
        return len(self.disappears)

    @property
    def shortens(self) -> int:
        """How many stay for now, and leave it earlier than they would have."""
        pairs = ((one.before, one.after) for one in self.days_change)
        return sum(bool(before and after and after.last_day < before.last_day) for before, after in pairs)

    @property
    def needs_second_person(self) -> bool:
        """Whether it waits for somebody else's word."""
        return needs_second_person(self.hides + self.shortens)

    @property
    def changes_nothing_seen(self) -> bool:
        """Whether shoppers notice nothing at all."""
        return not (self.appears or self.disappears or self.stars_change or self.days_change)


def needs_second_person(hides: int) -> bool:
    """Whether an act that hides so many goods, now or earlier than they would be, waits for a second person."""
    return hides > MOST_HIDDEN_ALONE


def compare(before: Mapping[int, Shown], after: Mapping[int, Shown]) -> dict[int, tuple[Shown | None, Shown | None]]:
    """The goods of which shoppers are told something else than before, by id."""
    pairs = {good_id: (before.get(good_id), after.get(good_id)) for good_id in {*before, *after}}
    return {good_id: pair for good_id, pair in pairs.items() if pair[0] != pair[1]}
