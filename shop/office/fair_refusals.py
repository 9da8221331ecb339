"""What the work at fairs said no to, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.fairs import (
    DaysBackwards,
    FairClosed,
    GoodsStillOut,
    NothingHandedOver,
    NotOfProducer,
    ReasonMissing,
    TooManyPieces,
)
from shop.stock import NothingToMove, StockMoved
from shop.values.refusal import Refusal
from shop.web.words import _, ngettext

FAIR_REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    DaysBackwards: lambda refusal: _("The last day lies before the first."),
    FairClosed: lambda refusal: _("The fair is closed. Open it again first; nothing was changed."),
    GoodsStillOut: lambda refusal: ngettext(
        "%(num)s piece still lies at its booths. Take it back or count it first.",
        "%(num)s pieces still lie at its booths. Take them back or count them first.",
        refusal.pieces,
    ),
    NothingHandedOver: lambda refusal: _("Type how many pieces of at least one good."),
    NothingToMove: lambda refusal: _("Type how many pieces of at least one good."),
    NotOfProducer: lambda refusal: _("A good on this page belongs to somebody else now. Open the page again."),
    ReasonMissing: lambda refusal: _("What was counted differs from the books: say why. Nothing was changed."),
    StockMoved: lambda refusal: _(
        "Meanwhile the books moved from %(before)s to %(now)s. Count it again.",
        before=refusal.expected,
        now=refusal.now,
    ),
    TooManyPieces: lambda refusal: _("So many pieces? Look at the numbers again. Nothing was changed."),
}
