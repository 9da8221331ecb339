"""What is refused around what the booths told."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal


@dataclass
class NoSuchTask(Refusal):
    """No task has this number."""

    task_id: int


@dataclass
class TaskIsSettled(Refusal):
    """Somebody has settled it already."""

    task_id: int


@dataclass
class NoSuchQuarantined(Refusal):
    """Nothing in quarantine has this number."""

    quarantined_id: int


@dataclass
class QuarantineIsSettled(Refusal):
    """Somebody has decided about it already."""

    quarantined_id: int


@dataclass
class NotASale(Refusal):
    """What lies in quarantine is a session: it can be read and left out, and not be recorded as a sale."""

    quarantined_id: int


@dataclass
class BadExport(Refusal):
    """A file is no exported queue of a device that we know."""

    reason: str


@dataclass
class NoSuchBoothSale(Refusal):
    """No sale of a booth has this number."""

    booth_sale_id: int
