"""What the office's notices say no with."""

from __future__ import annotations

from shop.values.refusal import Refusal


class SenderIncomplete(Refusal):
    """Nobody has entered who sends: no letter goes without the body's name, symbol, place and who signs."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class NothingToIssue(Refusal):
    """Of what was chosen nothing wants a letter any more."""


class NumberTaken(Refusal):
    """One of the numbers belongs to a letter of this sender and year; `free` is the first after which none is taken."""

    def __init__(self, free: int) -> None:
        super().__init__(free)
        self.free = free


class BadNumber(Refusal):
    """A letter's number is at least 1, and no register of a year holds so many."""


class ToldMeanwhile(Refusal):
    """Somebody issued a letter about one of these certificates a moment ago."""


class NoSuchLetter(Refusal):
    """There is no such letter in this scope."""


class LetterIsVoid(Refusal):
    """The letter was taken back; nothing more happens to it."""


class ReasonMissing(Refusal):
    """It is not said why."""


class BadDelivery(Refusal):
    """A delivery on paper has a day that is not to come, nor before the letter."""


class NoSuchFeed(Refusal):
    """There is no such link, or it is closed."""
