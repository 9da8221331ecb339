"""Lots in words: how one stands, and why one cannot be written so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shop.lots import LONGEST_AREA_CODE, AlreadyRecalled, AreaCodeTaken, BadArea, BadLot, LotNumberTaken, LotState
from shop.values.refusal import Refusal
from shop.web.words import _

LOT_REFUSALS: Mapping[type[Refusal], Callable[[Any], str]] = {
    AlreadyRecalled: lambda refusal: _("This lot was called back: nothing of it is changed any more."),
}


def lot_state_words(state: str) -> str:
    """How a lot stands."""
    return {
        LotState.GOOD: _("good"),
        LotState.EXPIRED: _("past its day"),
        LotState.RECALLED: _("called back"),
    }[LotState(state)]


def lot_refusal(refusal: BadLot | LotNumberTaken) -> tuple[str, str]:
    """The field to blame and the words."""
    if isinstance(refusal, LotNumberTaken):
        return "number", _("This good has a lot of this number already.")
    return {
        "number": ("number", _("Please give the number that stands on the pack.")),
        "made_on": ("made_on", _("Please give a day from the year 2000 up to today.")),
        "best_before_on": ("best_before_on", _("This day must come after the day on which it was made.")),
    }.get(refusal.field, ("note_vi", _("Please keep it to %(number)s letters.", number=200)))


def area_refusal(refusal: BadArea | AreaCodeTaken) -> tuple[str, str]:
    """The field to blame and the words."""
    if isinstance(refusal, AreaCodeTaken):
        return "code", _("This code stands here already.")
    return refusal.field, _("Please keep it to %(number)s letters.", number=LONGEST_AREA_CODE)
