"""The words of settlement that the office and the stalls share: facts, periods, shares and amounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shop.settlement import FactKind, Period
from shop.values.dates import format_day, vietnam_day
from shop.web.words import _

_FACTS: dict[str, Callable[[], str]] = {
    FactKind.PAYMENT: lambda: _("Money came"),
    FactKind.SUSPENSE_ASSIGNED: lambda: _("Its order was found"),
    FactKind.SUSPENSE_CLOSED: lambda: _("Not the shop's"),
    FactKind.PARCEL_DELIVERED: lambda: _("Parcel delivered"),
    FactKind.PARCEL_RETURNED: lambda: _("Parcel not taken, back at its producer"),
    FactKind.REFUND_DECIDED: lambda: _("Owed back"),
    FactKind.REFUND_DROPPED: lambda: _("No longer owed back"),
    FactKind.GOODS_RETURNED: lambda: _("Goods returned"),
    FactKind.MONEY_SENT_BACK: lambda: _("Money sent back"),
    FactKind.MONEY_CAME_BACK: lambda: _("Refund did not arrive"),
    FactKind.DISPUTE_LOST: lambda: _("Dispute lost"),
    FactKind.REMITTANCE: lambda: _("Carrier handed over cash"),
    FactKind.PAYOUT_SENT: lambda: _("Paid out"),
    FactKind.PAYOUT_CAME_BACK: lambda: _("Payout came back"),
    FactKind.BOOTH_SALE: lambda: _("Sold at a fair"),
    FactKind.BOOTH_RETURN: lambda: _("Taken back at a fair"),
    FactKind.BOOTH_CASH_COUNTED: lambda: _("Drawer of a booth counted"),
    FactKind.BOOTH_TRANSFER: lambda: _("Transfer at a booth settled"),
    FactKind.FAIR_CASH: lambda: _("Cash of a fair moved"),
    FactKind.GOODS_COMPENSATED: lambda: _("Missing goods made good"),
}


def fact_words(kind: str) -> str:
    """What happened."""
    return _FACTS[kind]()


def period_words(period: Period) -> str:
    """A period by its days: 16–30/11/2026."""
    return f"{period.first_day.day}–{format_day(period.last_day)}"


def percent(basis_points: int) -> str:
    """A share as people write it: 10 % or 12,5 % (12.5 % in English)."""
    whole, rest = divmod(basis_points, 100)
    digits = f"{rest:02d}".rstrip("0")
    return _("%(whole)s.%(digits)s %%", whole=whole, digits=digits) if digits else f"{whole}\u00a0%"


def millions(amount: int) -> str:
    """Millions of dong for the marks of a chart: 1, 2.5 (2,5 in Vietnamese)."""
    whole, rest = divmod(amount, 1_000_000)
    digits = f"{rest:06d}".rstrip("0")
    return _("%(whole)s.%(digits)s", whole=whole, digits=digits) if digits else str(whole)


def day_of_instant(instant: datetime) -> str:
    """The Vietnamese day of an instant."""
    return format_day(vietnam_day(instant))


# The filters of templates.
SETTLEMENT_WORDS: tuple[Callable[..., str], ...] = (fact_words, period_words, percent, millions, day_of_instant)
