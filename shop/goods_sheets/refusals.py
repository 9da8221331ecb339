"""What sheets of goods say no with, beside what is wrong in single cells."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal


@dataclass
class NoSuchGoodsFile(Refusal):
    """There is no such file of this stall."""

    number: int


class FileTakenAlready(Refusal):
    """The file was taken already; its rows are no longer kept."""


class PlanChanged(Refusal):
    """What would happen is not what somebody was shown: look again."""


class RowsRefused(Refusal):
    """Some rows cannot be taken, so none was."""


@dataclass
class RowRefused(Refusal):
    """The shop refused one row for a reason of its own, so none was taken."""

    row: int
    name: str
    why: Refusal
