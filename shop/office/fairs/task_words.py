"""Tasks of fairs in words: what a person is to look at, and why something lies in quarantine."""

from __future__ import annotations

from collections.abc import Callable

from shop.fairs import QuarantineReason, SaleException, TaskKind
from shop.office.fairs.sale_words import exception_words
from shop.web.words import _

_TASKS: dict[str, Callable[[], str]] = {
    TaskKind.QUARANTINED: lambda: _("Something that a tablet sent could not be recorded."),
    TaskKind.MANIFEST_DISAGREES: lambda: _("A closed shift does not agree with what came here."),
    TaskKind.DIFFERENCE_UNEXPLAINED: lambda: _("A drawer was counted differently, and nobody said why."),
    TaskKind.TRANSFER_MISSING: lambda: _("The bank has not told of a transfer that was seen at the booth."),
    TaskKind.TRANSFER_TO_SEND: lambda: _("A buyer is to get money back by transfer."),
    TaskKind.GOODS_MISSING: lambda: _("Goods are missing."),
}
_R = QuarantineReason
_REASONS: dict[str, Callable[[], str]] = {
    _R.NOT_AN_OBJECT: lambda: _("It cannot be read at all."),
    _R.BAD_SALE_ID: lambda: _("It has no number of its own."),
    _R.BAD_LINES: lambda: _("Its lines cannot be read."),
    _R.BAD_NUMBER: lambda: _("A number in it makes no sense."),
    _R.BAD_TIME: lambda: _("Its time cannot be read."),
    _R.UNKNOWN_VARIANT: lambda: _("It names a good that the shop does not know."),
    _R.UNKNOWN_KIND: lambda: _("It is of a kind that the shop does not know."),
    _R.UNKNOWN_TENDER: lambda: _("It was paid in a way that the shop does not know."),
    _R.OTHER_BODY: lambda: _("The same sale came before and said something else. The first stays as it is."),
    _R.OTHER_DEVICE: lambda: _("Another booth sent a sale with the same number."),
    _R.ORIGINAL_UNKNOWN: lambda: _("It takes a sale back that has not come."),
    _R.MORE_BACK_THAN_SOLD: lambda: _("More is taken back than was sold."),
    _R.AFTER_REVOCATION: lambda: _("It was made after the tablet was shut out."),
    _R.FAULT: lambda: _("The shop's own program could not cope with it."),
}


def task_words(kind: str) -> str:
    """What a person is to look at."""
    if kind in _TASKS:
        return _TASKS[kind]()
    return exception_words(kind) if kind in SaleException.__members__.values() else kind


def quarantine_words(reason: str) -> str:
    """Why something lies in quarantine."""
    if reason in _REASONS:
        return _REASONS[reason]()
    return exception_words(reason) if reason in SaleException.__members__.values() else reason


FILTERS = (task_words, quarantine_words)
