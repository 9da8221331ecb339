"""Why something was not noted of a certificate or its dossier, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.renewals import (
    CannotLeaveOut,
    FilingIsOver,
    FilingMovedOn,
    NoLongerCurrent,
    NotInThisDossier,
    StepBeforeLast,
    StepInFuture,
    StepOutOfOrder,
    TooManyFiles,
)
from shop.values.dates import format_day
from shop.values.refusal import Refusal
from shop.web.words import _

RENEWAL_REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    CannotLeaveOut: lambda refusal: _("No dossier goes without this paper."),
    NotInThisDossier: lambda refusal: _("The dossier of this good does not hold that."),
    FilingIsOver: lambda refusal: _("This dossier is decided; what was in it stays as it was."),
    FilingMovedOn: lambda refusal: _("Somebody of your stall noted something just now. Look at it before you go on."),
    NoLongerCurrent: lambda refusal: _("A later certificate has taken the place of this one. Open that one."),
    StepOutOfOrder: lambda refusal: _("That does not follow where the dossier is now. Nothing was noted."),
    StepInFuture: lambda refusal: _(
        "%(day)s has not come yet. Choose today or a day before.", day=format_day(refusal.day)
    ),
    StepBeforeLast: lambda refusal: _(
        "%(day)s lies before the step before it, %(last)s. Choose a later day.",
        day=format_day(refusal.day),
        last=format_day(refusal.last),
    ),
    TooManyFiles: lambda refusal: _(
        "There is room for %(number)s files. Delete one that is not needed, or put several pages into one PDF.",
        number=refusal.most,
    ),
}
