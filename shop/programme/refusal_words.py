"""Why something was not done in the programme office, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.certification import (
    AlreadyAwarded,
    AlreadyUndone,
    CertificateRevoked,
    DayContradictsYear,
    DayIsKnown,
    EvidenceMissing,
    ExtensionOutOfBounds,
    GoodsContradict,
    LaterActs,
    NoCertificateForStars,
    NothingChanges,
    NotTheirs,
    NotWaiting,
    ProducerElsewhere,
    ProducerUnknown,
    ProductsCannotBeJoined,
    RecognisedInFuture,
    RecognisedTooEarly,
    SamePerson,
    TakenMeanwhile,
)
from shop.programme.import_words import INTAKE_REFUSALS
from shop.renewals import (
    BadDelivery,
    BadNumber,
    LetterIsVoid,
    NothingToIssue,
    NumberTaken,
    ReasonMissing,
    SenderIncomplete,
    ToldMeanwhile,
)
from shop.values.dates import format_day
from shop.values.refusal import Refusal
from shop.web.act_words import act_line
from shop.web.joining_words import JOINING_REFUSALS
from shop.web.words import _, ngettext

MOST_NAMED = 3


def refusal_words(refusal: Refusal) -> str:
    """The reason; for one without words of its own, that nothing was changed."""
    words = _WORDS.get(type(refusal))
    return words(refusal) if words else _("This cannot be done as things stand. Nothing was changed.")


_WORDS: dict[type[Refusal], Callable[[Any], str]] = {
    **JOINING_REFUSALS,
    BadDelivery: lambda refusal: _("A letter goes out between the day on which it was issued and today."),
    BadNumber: lambda refusal: _("A letter's number is a whole number from 1 on."),
    LetterIsVoid: lambda refusal: _("This letter was taken back. Nothing was changed."),
    NothingToIssue: lambda refusal: _("Nothing of this wants a letter any more. Nothing was issued."),
    NumberTaken: lambda refusal: _(
        "One of these numbers belongs to a letter of this year. From %(number)s on they are free.", number=refusal.free
    ),
    ReasonMissing: lambda refusal: _("Say why the letter is taken back."),
    SenderIncomplete: lambda refusal: _(
        "First enter who sends: no letter goes out without the body's name, symbol, place and who signs."
    ),
    ToldMeanwhile: lambda refusal: _(
        "Somebody issued a letter about one of these certificates a moment ago. Nothing was issued twice."
    ),
    **INTAKE_REFUSALS,
    AlreadyAwarded: lambda refusal: _(
        "The good holds certificate %(code)s by this very decision. Nothing was entered twice.", code=refusal.code
    ),
    AlreadyUndone: lambda refusal: _("Somebody has taken this act back already. Nothing was changed."),
    GoodsContradict: lambda refusal: _(
        "Both entries hold the same decision and say different things of it (%(kept)s, %(gone)s). Correct one first.",
        kept=refusal.kept_code,
        gone=refusal.gone_code,
    ),
    LaterActs: lambda refusal: ngettext(
        "%(num)s later act stands on it and must be taken back first: %(acts)s.",
        "%(num)s later acts stand on it and must be taken back first: %(acts)s.",
        refusal.total,
        acts="; ".join(act_line(act) for act in refusal.acts[:MOST_NAMED]),
    ),
    NothingChanges: lambda refusal: _("The register says exactly this already. Nothing was changed."),
    NotTheirs: lambda refusal: _("Only whoever asked for it takes it back. Nothing was changed."),
    NotWaiting: lambda refusal: _("It was decided meanwhile. Nothing was changed."),
    ProductsCannotBeJoined: lambda refusal: _(
        "Stalls offer this in a way that would not be shown any more: %(goods)s. Take it off sale first.",
        goods=", ".join(refusal.names[:MOST_NAMED]),
    ),
    ProducerElsewhere: lambda refusal: _(
        "This producer is in another province. An officer for the whole country can say that the good is theirs."
    ),
    SamePerson: lambda refusal: _("You asked for it: somebody else must confirm it."),
    TakenMeanwhile: lambda refusal: _(
        "What it had made was made anew since (%(what)s): it cannot be brought back beside it.",
        what=", ".join(refusal.what[:MOST_NAMED]),
    ),
    CertificateRevoked: lambda refusal: _("This certificate was revoked already. Nothing was changed."),
    DayContradictsYear: lambda refusal: _(
        "The source says %(year)s; this day lies in another year.", year=refusal.year
    ),
    DayIsKnown: lambda refusal: _(
        "The day of recognition is known: %(day)s. If it is wrong, correct the certificate.",
        day=format_day(refusal.first_day),
    ),
    EvidenceMissing: lambda refusal: _("Say which paper it rests on: its number, its day, who signed it."),
    ExtensionOutOfBounds: lambda refusal: _(
        "An extension ends after the 36 months and by %(day)s at the latest (180 days).", day=format_day(refusal.latest)
    ),
    NoCertificateForStars: lambda refusal: _("Only 3, 4 and 5 stars get a certificate."),
    ProducerUnknown: lambda refusal: _("First say who makes this good: the source names no producer."),
    RecognisedInFuture: lambda refusal: _(
        "%(day)s has not come yet: a decision is entered once it is signed.", day=format_day(refusal.decided_on)
    ),
    RecognisedTooEarly: lambda refusal: _(
        "%(day)s cannot be right: nothing was recognised before %(year)s.",
        day=format_day(refusal.decided_on),
        year=refusal.first_year,
    ),
}
