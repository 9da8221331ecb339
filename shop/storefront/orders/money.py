"""What the order page says of money: how to pay now, what came in an odd way, where it goes back to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from shop.orders import OrderStory


@dataclass(frozen=True)
class Transfer:
    """What a bank's app must be told, with the QR code that says it; the number of the account in groups of four."""

    picture: str
    payload: str
    amount_vnd: int
    memo: str
    account: str
    bank: str
    holder: str
    demonstration_url: str | None


@dataclass(frozen=True)
class OddMoney:
    """Money that cannot be taken as it came, in words."""

    title: str
    text: str


@dataclass(frozen=True)
class MoneyView:
    """The money side of an order page."""

    transfer: Transfer | None = None
    can_pay_by_card: bool = False
    is_processing: bool = False
    odd: tuple[OddMoney, ...] = ()
    refund_form: bool = False
    mark: str = field(default="")


def money_view(story: OrderStory, at: datetime) -> MoneyView:
    """How an order can be paid at an instant."""
    return MoneyView()
