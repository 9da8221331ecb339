"""What a lot and a planting area may say, and which lot of a good is the one on sale now. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from shop.values.folding import tidy
from shop.values.refusal import Refusal

LONGEST_NUMBER = 40
# No common form of the codes was found, so they are what their issuer printed.
LONGEST_AREA_CODE = 60
LONGEST_LINE = 200
LONGEST_REASON = 500
FIRST_DAY = date(2000, 1, 1)


class LotState(StrEnum):
    """How a lot stands on a day."""

    GOOD = "good"
    EXPIRED = "expired"
    RECALLED = "recalled"


class Dated(Protocol):
    """What decides how a lot stands."""

    @property
    def id(self) -> int: ...
    @property
    def made_on(self) -> date: ...
    @property
    def best_before_on(self) -> date | None: ...
    @property
    def is_recalled(self) -> bool: ...


L = TypeVar("L", bound=Dated)


@dataclass(frozen=True)
class LotFacts:
    """What is said of a lot; `best_before_on` is the last good day, None for what does not go off."""

    number: str
    made_on: date
    best_before_on: date | None = None
    planting_area_id: int | None = None
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class AreaFacts:
    """A planting-area code as printed, who issued it, and what grows where."""

    code: str
    issuer: str
    place: str = ""
    crop: str = ""


@dataclass
class BadLot(Refusal):
    """A lot that cannot be: `field` is number, made_on, best_before_on or note."""

    field: str


@dataclass
class BadArea(Refusal):
    """A planting area that cannot be: `field` is code, issuer, place or crop."""

    field: str


class LotNumberTaken(Refusal):
    """The good has a lot of this number already."""


class AreaCodeTaken(Refusal):
    """The producer has this planting-area code already."""


class NoSuchLot(Refusal):
    """The producer has no such lot."""


class NoSuchArea(Refusal):
    """The producer has no such planting area."""


class AlreadyRecalled(Refusal):
    """The lot was recalled before."""


def lot_state(lot: Dated, day: date) -> LotState:
    """How a lot stands on a Vietnamese day; its best-before day itself is still good."""
    if lot.is_recalled:
        return LotState.RECALLED
    if lot.best_before_on is not None and lot.best_before_on < day:
        return LotState.EXPIRED
    return LotState.GOOD


def current_lot(lots: Iterable[L], day: date) -> L | None:
    """The lot that is on sale on a day: the one made last of those that are neither past their day nor recalled."""
    good = [lot for lot in lots if lot.made_on <= day and lot_state(lot, day) is LotState.GOOD]
    return max(good, key=lambda lot: (lot.made_on, lot.id), default=None)


def clean_lot(facts: LotFacts, today: date) -> LotFacts:
    """The facts as they are stored; refuses BadLot. A lot is written down once it is made, not before."""
    number = tidy(facts.number)
    if not number or max(len(number), len(same_number(number))) > LONGEST_NUMBER:
        raise BadLot("number")
    if not FIRST_DAY <= facts.made_on <= today:
        raise BadLot("made_on")
    if facts.best_before_on is not None and facts.best_before_on <= facts.made_on:
        raise BadLot("best_before_on")
    notes = tidy(facts.note_vi), tidy(facts.note_en)
    if max(map(len, notes)) > LONGEST_LINE:
        raise BadLot("note")
    return LotFacts(number, facts.made_on, facts.best_before_on, facts.planting_area_id, *notes)


def clean_area(facts: AreaFacts) -> AreaFacts:
    """The facts as they are stored; refuses BadArea."""
    clean = AreaFacts(*(tidy(text) for text in (facts.code, facts.issuer, facts.place, facts.crop)))
    for field in ("code", "issuer"):
        if not getattr(clean, field):
            raise BadArea(field)
    for field, longest in (
        ("code", LONGEST_AREA_CODE),
        ("issuer", LONGEST_LINE),
        ("place", LONGEST_LINE),
        ("crop", LONGEST_LINE),
    ):
        if len(getattr(clean, field)) > longest:
            raise BadArea(field)
    if len(same_number(clean.code)) > LONGEST_AREA_CODE:
        raise BadArea("code")
    return clean


def same_number(number: str) -> str:
    """Equal for spellings of one number: "L 26-11" and "l26-11". It may be longer than the number ("ß")."""
    return re.sub(r"\s", "", number).casefold()
