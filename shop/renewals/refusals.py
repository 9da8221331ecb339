"""What renewals say no with. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from datetime import date

from shop.values.refusal import Refusal


class NoSuchRenewal(Refusal):
    """The producer holds no certificate under this code."""


class NoSuchFile(Refusal):
    """There is no such file in this dossier."""


class NoLongerCurrent(Refusal):
    """A later certificate has taken this one's place; its dossier is history."""


class CannotLeaveOut(Refusal):
    """No dossier goes without this item."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class NotInThisDossier(Refusal):
    """A dossier of this group of goods does not hold the item."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class FilingIsOver(Refusal):
    """The dossier was decided; what it held stays as it was."""


class FilingMovedOn(Refusal):
    """Somebody noted a step meanwhile."""


class StepOutOfOrder(Refusal):
    """This step cannot follow where the dossier is."""

    def __init__(self, step: str, state: str) -> None:
        super().__init__(step, state)
        self.step = step
        self.state = state


class StepInFuture(Refusal):
    """The day of the step has not come yet."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class StepBeforeLast(Refusal):
    """The day of the step lies before that of the step before it."""

    def __init__(self, day: date, last: date) -> None:
        super().__init__(day, last)
        self.day = day
        self.last = last


class TooManyFiles(Refusal):
    """An item, or a dossier, holds as many files as it may."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most
