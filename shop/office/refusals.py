"""What the office itself says no with."""

from __future__ import annotations

from shop.values.refusal import Refusal


class NothingChosen(Refusal):
    """Nothing was ticked, or too much."""


class NeedsCash(Refusal):
    """A parcel with cash on delivery is handed over by collecting its cash."""


class ReasonMissing(Refusal):
    """Whoever says no says why."""


class StaleTable(Refusal):
    """Somebody changed what this form began with."""
