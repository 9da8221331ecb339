"""Goods of a stall in words: where each stands, why it is hidden, what to do, and what a form got wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from shop.catalogue import (
    KIND_NAMES,
    BadGtin,
    ClaimsOcop,
    ClaimsStars,
    GoodState,
    NotCertified,
    StallGood,
    WhyHidden,
)
from shop.stock import MoveKind, NotEnoughStock, StockReason, read_reason
from shop.values.dates import format_day
from shop.web.language import current_language
from shop.web.words import _, ngettext


@dataclass(frozen=True)
class StateWords:
    """Where a good stands: a label, its tone (`wait`, `go`, `good`, `bad`, `over`) and its icon."""

    label: str
    tone: str
    sign: str


@dataclass(frozen=True)
class ToDo:
    """Why a good cannot be bought, in a sentence, and where to go about it."""

    words: str
    way: str
    url: str


_STATES: dict[WhyHidden, tuple[Callable[[], str], str, str]] = {
    WhyHidden.DRAFT: (lambda: _("Draft"), "wait", "pencil"),
    WhyHidden.RETIRED: (lambda: _("Off sale"), "over", "eye-off"),
    WhyHidden.NO_GOOD: (lambda: _("Hidden"), "bad", "eye-off"),
    WhyHidden.OTHER_PRODUCER: (lambda: _("Hidden"), "bad", "eye-off"),
    WhyHidden.LAPSED: (lambda: _("Hidden: certificate ended"), "bad", "eye-off"),
    WhyHidden.REVOKED: (lambda: _("Hidden: certificate withdrawn"), "bad", "eye-off"),
    WhyHidden.NOT_YET: (lambda: _("Hidden: certificate not begun"), "wait", "clock"),
    WhyHidden.PLANNED: (lambda: _("Hidden: not certified"), "bad", "eye-off"),
    WhyHidden.AWAITING_OFFICER: (lambda: _("Hidden: not certified"), "bad", "eye-off"),
    WhyHidden.NO_PACKS: (lambda: _("No pack on offer"), "bad", "eye-off"),
    WhyHidden.STALL_AWAY: (lambda: _("Stall on holiday"), "wait", "calendar"),
    WhyHidden.SOLD_OUT: (lambda: _("Sold out"), "bad", "circle-alert"),
}


def state_words(good: StallGood) -> StateWords:
    """Where a good stands."""
    if good.why_hidden is None:
        return StateWords(_("On sale"), "good", "check")
    label, tone, sign = _STATES[good.why_hidden]
    return StateWords(label(), tone, sign)


def to_do(good: StallGood) -> ToDo | None:
    """What keeps a good from being bought, and the way to change it; None for one on sale and for one taken off."""
    number = good.product.id
    why = good.lacks or good.why_hidden
    if good.wrong_claim is not None and why is None:
        words = _(
            "Its words say “%(words)s”, but the certificate now gives %(stars)s stars.",
            words=good.wrong_claim.words,
            stars=good.stars,
        )
        return ToDo(words, _("Put the words right"), url_for("dashboard.good.words", product_id=number))
    if why is None:
        return None
    if why is WhyHidden.DRAFT:
        return ToDo(_("Ready: shoppers see it once you put it on sale."), _("Look and put on sale"), _good(number))
    if why is WhyHidden.RETIRED:
        return ToDo(_("You took it off sale."), _("Put it back on sale"), _good(number))
    return ToDo(why_words(why, good.last_day), *_way(why, number))


def why_words(why: WhyHidden, last_day: date | None) -> str:
    """A sentence on why a good may not be sold, or cannot be ordered."""
    day = format_day(last_day) if last_day else ""
    words: dict[WhyHidden, Callable[[], str]] = {
        WhyHidden.NO_GOOD: lambda: _("Nobody has said yet which certified good this is."),
        WhyHidden.OTHER_PRODUCER: lambda: _("The register names another producer for this good now."),
        WhyHidden.LAPSED: lambda: _(
            "Its certificate ended on %(day)s. It comes back by itself with the new one.", day=day
        ),
        WhyHidden.REVOKED: lambda: _("Its certificate was withdrawn on %(day)s.", day=day),
        WhyHidden.NOT_YET: lambda: _("Its certificate has not begun yet. It appears by itself on that day."),
        WhyHidden.PLANNED: lambda: _("It is planned in the programme and holds no certificate yet."),
        WhyHidden.AWAITING_OFFICER: lambda: _("It holds no certificate in the register."),
        WhyHidden.NO_PACKS: lambda: _("It has no pack with a price yet."),
        WhyHidden.STALL_AWAY: lambda: _("The stall is on holiday: shoppers see the good and cannot order it."),
        WhyHidden.SOLD_OUT: lambda: _("No piece is left: shoppers see the good and cannot order it."),
    }
    return words[why]()


def _way(why: WhyHidden, number: int) -> tuple[str, str]:
    """What to do about it, and where."""
    if why is WhyHidden.NO_GOOD:
        return _("Choose the certified good"), url_for("dashboard.good.register", product_id=number)
    if why is WhyHidden.NO_PACKS:
        return _("Add a pack"), url_for("dashboard.packs.index", product_id=number)
    if why is WhyHidden.SOLD_OUT:
        return _("Add pieces"), url_for("dashboard.stock.index", product_id=number)
    if why is WhyHidden.STALL_AWAY:
        return _("End the holiday"), url_for("dashboard.holiday.index")
    return _("See the certificates"), url_for("dashboard.certificates.index")


def _good(number: int) -> str:
    return url_for("dashboard.good.show", product_id=number)


def claim_words(refusal: ClaimsOcop | ClaimsStars) -> str:
    """Why a text may not say so, and what it may say."""
    if isinstance(refusal, ClaimsStars):
        return _(
            "“%(words)s” is not what the certificate says: it gives %(own)s stars.",
            words=refusal.words,
            own=refusal.own,
        )
    return _("Please leave out “%(words)s”: this good holds no OCOP certificate in force.", words=refusal.words)


def gtin_words(refusal: BadGtin) -> str:
    """What is wrong with the number of a barcode."""
    if refusal.last_digit is not None:
        return _(
            "One digit is wrong: with these, the last would be %(digit)s. Please compare with the barcode.",
            digit=refusal.last_digit,
        )
    return _("A barcode has 8, 12, 13 or 14 digits.")


def not_certified_words(refusal: NotCertified) -> str:
    """Why a good cannot be put on sale."""
    return why_words(WhyHidden(refusal.why), refusal.last_day)


def kind_options() -> list[tuple[str, str]]:
    """Every kind of good with its name in the visitor's language."""
    place = 1 if current_language() == "en" else 0
    return [(kind, names[place]) for kind, names in KIND_NAMES.items()]


def unit_options() -> list[tuple[str, str]]:
    """What the content of a pack is measured in."""
    return [
        ("g", _("grams (g)")),
        ("kg", _("kilograms (kg)")),
        ("ml", "ml"),
        ("l", _("litres")),
        ("piece", _("pieces")),
    ]


def reason_options(*, is_more: bool) -> list[tuple[str, str]]:
    """Why pieces come, or go."""
    words = _reason_words()
    more = (StockReason.MADE, StockReason.RECOUNTED, StockReason.OTHER)
    fewer = (StockReason.SPOILED, StockReason.SOLD_ELSEWHERE, StockReason.GIVEN_AWAY, *more[1:])
    return [(reason.value, words[reason]) for reason in (more if is_more else fewer)]


def _reason_words() -> dict[StockReason, str]:
    return {
        StockReason.MADE: _("Made or brought in"),
        StockReason.RECOUNTED: _("Counted again"),
        StockReason.SPOILED: _("Spoiled or broken"),
        StockReason.SOLD_ELSEWHERE: _("Sold elsewhere"),
        StockReason.GIVEN_AWAY: _("Tasted or given away"),
        StockReason.OTHER: _("Another reason"),
    }


def move_words(kind: str, stored: str) -> str:
    """Why the stock changed: an order, a transfer, or what somebody said."""
    known = {
        MoveKind.SALE: _("Ordered"),
        MoveKind.RELEASE: _("Given back by a cancelled order"),
        MoveKind.TRANSFER: _("To or from a booth"),
    }
    if kind in known:
        return known[MoveKind(kind)]
    reason, note = read_reason(stored)
    if reason is None:
        return _("Demonstration") if note == "demonstration" else note
    words = _reason_words()[reason]
    return f"{words}: {note}" if note else words


def too_few_words(refusal: NotEnoughStock, on_hand: int) -> str:
    """Why pieces cannot be taken away."""
    return ngettext(
        "Only %(num)s piece is there; an order may have come in meanwhile.",
        "Only %(num)s pieces are there; an order may have come in meanwhile.",
        on_hand,
    )


def tab_of(good: StallGood) -> str:
    """Under which tab of the list a good stands."""
    if good.state is not GoodState.PUBLISHED:
        return good.state.value
    return "on_sale" if good.why_hidden is None else "hidden"
