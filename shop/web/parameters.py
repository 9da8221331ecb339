"""Query parameters, read strictly: what cannot be used is named, kept as typed, and answered with 400 by the doors."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from shop.places import Province, find_province
from shop.values.folding import tidy
from shop.values.refusal import Refusal

MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
LONGEST_SHOWN = 80
LARGEST_NUMBER_DIGITS = 12
LAST_PAGE = 1_000_000


class Wrong(StrEnum):
    """What is wrong with a parameter."""

    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    GIVEN_TWICE = "given_twice"
    NOT_A_MONTH = "not_a_month"
    OUT_OF_RANGE = "out_of_range"
    BAD_CHARACTERS = "bad_characters"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Fault:
    """One parameter that cannot be used, as it was typed, clipped to what a page can show."""

    parameter: str
    typed: str
    wrong: Wrong


class BadParameters(Refusal):
    """The address asks for something that cannot be read; `faults` says what."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


class Parameters:
    """Reads the parameters of one address and collects what is wrong; call `check()` when all are read."""

    def __init__(self, values: MultiDict[str, str]) -> None:
        self.values = values
        self.faults: list[Fault] = []

    def text(self, name: str, longest: int = 100) -> str:
        """Free text without invisible characters; "" when absent."""
        typed = tidy(self._only_value(name))
        if len(typed) > longest:
            self._blame(name, typed, Wrong.TOO_LONG)
            return ""
        return typed

    def number(self, name: str, lowest: int, highest: int) -> int | None:
        """A whole number written in plain digits; None when absent or empty."""
        typed = self._only_value(name).strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.removeprefix("-").isdigit()):
            self._blame(name, typed, Wrong.NOT_A_NUMBER)
            return None
        if len(typed) > LARGEST_NUMBER_DIGITS or int(typed) > highest:
            self._blame(name, typed, Wrong.TOO_SMALL if typed.startswith("-") else Wrong.TOO_LARGE)
            return None
        if int(typed) < lowest:
            self._blame(name, typed, Wrong.TOO_SMALL)
            return None
        return int(typed)

    def page(self) -> int:
        """Which page of a list, from 1; whether there is such a page, the list knows."""
        return self.number("page", 1, LAST_PAGE) or 1

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        """One of the words that are allowed; None when absent or empty."""
        typed = self._only_value(name)
        if not typed:
            return None
        if typed not in allowed:
            self._blame(name, typed, Wrong.UNKNOWN)
            return None
        return typed

    def month(self, name: str) -> date | None:
        """The first day of a month written as YYYY-MM; None when absent or empty."""
        typed = self._only_value(name).strip()
        if not typed:
            return None
        if not MONTH.fullmatch(typed):
            self._blame(name, typed, Wrong.NOT_A_MONTH)
            return None
        return date(int(typed[:4]), int(typed[5:]), 1)

    def province(self, name: str) -> Province | None:
        """A province of today by its slug, or by an old one; None when absent or empty."""
        typed = self._only_value(name)
        found = find_province(typed) if typed and len(typed) <= LONGEST_SHOWN else None
        if typed and found is None:
            self._blame(name, typed, Wrong.UNKNOWN)
        return found

    def check(self) -> None:
        """Refuse with BadParameters when anything read so far cannot be used."""
        if self.faults:
            raise BadParameters(self.faults)

    def _only_value(self, name: str) -> str:
        given = set(self.values.getlist(name))
        if len(given) > 1:
            self._blame(name, " · ".join(sorted(given)), Wrong.GIVEN_TWICE)
            return ""
        return given.pop() if given else ""

    def _blame(self, name: str, typed: str, wrong: Wrong) -> None:
        self.faults.append(Fault(name, clip(typed), wrong))


def clip(typed: str) -> str:
    """What was typed, as a page can show it: nothing invisible, not endless."""
    shown = tidy(typed)
    return shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"
