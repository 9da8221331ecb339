"""Why somebody could not be brought into a stall, for every door that tries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.accounts import LastOwner
from shop.joining import (
    AlreadyApplied,
    AlreadyDecided,
    AlreadyMember,
    InvitationNotValid,
    TooManyApplications,
)
from shop.values.refusal import Refusal
from shop.web.words import _

JOINING_REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    AlreadyMember: lambda refusal: _("This person belongs to the stall already."),
    AlreadyApplied: lambda refusal: _("You have asked for this stall already; we will write to you."),
    TooManyApplications: lambda refusal: _("Please wait until we have answered what you asked for before."),
    AlreadyDecided: lambda refusal: _("Somebody has decided this already. Nothing was changed."),
    InvitationNotValid: lambda refusal: _("This invitation was used before, taken back, or is too old."),
    LastOwner: lambda refusal: _(
        "This is the last owner: without them nobody could decide for the stall. Make somebody else an owner first."
    ),
}


def joining_refusal_words(refusal: Refusal) -> str:
    """The reason; for one without words of its own, that nothing was changed."""
    words = JOINING_REFUSALS.get(type(refusal))
    return words(refusal) if words else _("This cannot be done as things stand. Nothing was changed.")
