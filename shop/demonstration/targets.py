"""Targets of the demonstration: the plans that the programme's documents state, with their source; none is invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import exists, select

from shop.database import db, transaction
from shop.reports import list_planned_targets
from shop.targets import CoverageTarget, set_target

BY_DEMONSTRATION = "demonstration"


def add_targets(at: datetime, tell: Callable[[str], None]) -> None:
    """Set the documents' plans as targets, once: what an officer took back stays back."""
    if db.session.scalar(select(exists().where(CoverageTarget.entered_by == BY_DEMONSTRATION))):
        tell("targets: all set already")
        return
    wishes = list_planned_targets()
    with transaction():
        for wish in wishes:
            set_target(wish, by=BY_DEMONSTRATION, at=at)
    tell(f"targets: {len(wishes)} set")
