"""What booths told, in words: kinds and tenders of sales, and what is odd about one."""

from __future__ import annotations

from collections.abc import Callable

from shop.fairs import LineKind, SaleException, SaleKind, Tender
from shop.web.words import _

_X = SaleException
_EXCEPTIONS: dict[str, Callable[[], str]] = {
    _X.CERTIFICATE_LAPSED: lambda: _("A good was sold that was no longer certified."),
    _X.OVERSOLD: lambda: _("More was sold than lay at the booth."),
    _X.PRICE_CHANGED: lambda: _("It was sold at another price than the shop's."),
    _X.CLOCK_UNKNOWN: lambda: _("The tablet's clock had never been compared: the time is not certain."),
    _X.CLOCK_CONTRADICTED: lambda: _("The time that the tablet says cannot be right; it was corrected."),
    _X.NO_AGE_CONFIRMATION: lambda: _("Alcohol was sold and nobody was asked their age."),
    _X.UNDERPAID: lambda: _("Less was paid than it cost."),
    _X.CHANGE_DIFFERS: lambda: _("The change given does not fit what was paid."),
    _X.SEQUENCE_REUSED: lambda: _("Another sale of this tablet has the same number."),
    _X.NUMBERS_MISSING: lambda: _("Numbers before it never came."),
    _X.CHAIN_BROKEN: lambda: _("It does not follow the sale before it."),
    _X.HASH_WRONG: lambda: _("Its seal does not fit what it says."),
    _X.CODE_DIFFERS: lambda: _("Its receipt's code is not one of this tablet's."),
    _X.AFTER_REVOCATION: lambda: _("It was made after the tablet was shut out."),
}


def exception_words(code: str) -> str:
    """What is odd about a sale."""
    return _EXCEPTIONS[code]()


def tender_words(tender: str) -> str:
    """How it was paid."""
    return {
        Tender.CASH: lambda: _("Cash"),
        Tender.VIETQR: lambda: _("Transfer"),
        Tender.NONE: lambda: _("Nothing to pay"),
    }[Tender(tender)]()


def sale_kind_words(kind: str) -> str:
    """What an entry does."""
    return {
        SaleKind.SALE: lambda: _("Sale"),
        SaleKind.VOID: lambda: _("Sale taken back"),
        SaleKind.RETURN: lambda: _("Pieces brought back"),
    }[SaleKind(kind)]()


def line_kind_words(kind: str) -> str:
    """What became of the pieces of a line."""
    return {
        LineKind.SALE: lambda: _("Sold"),
        LineKind.TASTING: lambda: _("Tasting"),
        LineKind.DAMAGE: lambda: _("Damage"),
    }[LineKind(kind)]()


FILTERS = (exception_words, tender_words, sale_kind_words, line_kind_words)
