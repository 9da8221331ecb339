"""What the order page says of money: how to pay now, what came in an odd way, where it goes back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import current_app, url_for

from shop.config import Config
from shop.orders import OrderStatus, OrderStory, Payable, PaymentMethod
from shop.payments import Allocation, MoneyBack, MoneyBackStatus, OrderMoney, Provider, list_money_of, transfer_request
from shop.storefront.orders.card_return import came_back_lately
from shop.values.money import format_vnd
from shop.web.bank_names import bank_name
from shop.web.card_desk import bank_account, offered_methods
from shop.web.language import current_language
from shop.web.qr import qr_picture
from shop.web.words import _


@dataclass(frozen=True)
class Transfer:
    """What a bank's app must be told, with the QR code that says it; amount in dong."""

    picture: str
    payload: str
    amount_vnd: int
    memo: str
    account: str
    account_in_groups: str
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

    transfer: Transfer | None
    can_pay_by_card: bool
    is_processing: bool
    odd: tuple[OddMoney, ...]
    surplus: tuple[MoneyBack, ...]
    refund_account: MoneyBack | None
    needs_account: bool
    mark: str


def money_view(story: OrderStory, at: datetime) -> MoneyView:
    """How an order can be paid at an instant, and what became of what came; one statement."""
    order = story.order
    entries = list_money_of(order.id, order.code)
    can_pay = order.status == OrderStatus.AWAITING_PAYMENT and order.hold_until is not None and at < order.hold_until
    is_card = can_pay and order.method == PaymentMethod.CARD and PaymentMethod.CARD in offered_methods()
    backs = [entry.back for entry in entries if entry.back is not None]
    for_people = [back for back in backs if _is_for_people(back)]
    return MoneyView(
        transfer=transfer_of(story) if can_pay and order.method == PaymentMethod.VIETQR else None,
        can_pay_by_card=is_card and not came_back_lately(order.code, at),
        is_processing=is_card and came_back_lately(order.code, at),
        odd=tuple(_odd(story, entry) for entry in entries if entry.suspense is not None),
        surplus=tuple(
            entry.back for entry in entries if entry.back is not None and entry.payment.allocation == Allocation.SURPLUS
        ),
        refund_account=next((back for back in for_people if back.to_account), None),
        needs_account=any(not back.to_account for back in for_people),
        mark=money_mark(entries),
    )


def money_mark(entries: Sequence[OrderMoney]) -> str:
    """A short text that changes with every step of the order's money."""
    return "".join(f"-{entry.mark}" for entry in entries)


def accounts_wanted(order_id: int, code: str) -> list[int]:
    """The numbers of the sums that go back by transfer and wait for an account."""
    backs = (entry.back for entry in list_money_of(order_id, code))
    return [back.id for back in backs if back is not None and _is_for_people(back) and not back.to_account]


def transfer_of(story: OrderStory) -> Transfer | None:
    """What a transfer must say, None where none are taken."""
    account, order = bank_account(), story.order
    if account is None:
        return None
    wanted = transfer_request(_payable(story), account)
    return Transfer(
        picture=qr_picture(wanted.payload),
        payload=wanted.payload,
        amount_vnd=wanted.amount_vnd,
        memo=wanted.memo,
        account=wanted.account,
        account_in_groups=in_groups(wanted.account),
        bank=bank_name(wanted.bank_bin),
        holder=wanted.name,
        demonstration_url=_demonstration_url(wanted.amount_vnd, order.code, wanted.account),
    )


def in_groups(account: str) -> str:
    """An account's number in groups of four, as people read it."""
    return " ".join(account[start : start + 4] for start in range(0, len(account), 4))


def _payable(story: OrderStory) -> Payable:
    order = story.order
    return Payable(
        order_id=order.id,
        code=order.code,
        status=OrderStatus(order.status),
        method=PaymentMethod(order.method),
        total_vnd=order.total_vnd,
        placed_at=order.placed_at,
        hold_until=order.hold_until,
        language=order.language,
        email=order.email,
    )


def _demonstration_url(amount: int, code: str, account: str) -> str | None:
    config: Config = current_app.config["SHOP"]
    if config.demonstration_bank_url is None:
        return None
    back = config.public_base_url + url_for("storefront.orders.show", code=code)
    wanted = {"amount": amount, "memo": code, "account": account, "back": back, "lang": current_language()}
    return f"{config.demonstration_bank_url}/chuyen-khoan?{urlencode(wanted)}"


def _odd(story: OrderStory, entry: OrderMoney) -> OddMoney:
    amount = format_vnd(entry.payment.amount_vnd, current_language())
    total = format_vnd(story.order.total_vnd, current_language())
    title = _("%(amount)s came with this order's code, but it does not fit", amount=amount)
    if entry.payment.amount_vnd != story.order.total_vnd:
        title = _("%(amount)s came, but the order costs %(total)s", amount=amount, total=total)
    text = _("Nothing is lost: a person looks at it within two days and calls you. Please transfer nothing until then.")
    return OddMoney(title, text)


def _is_for_people(back: MoneyBack) -> bool:
    """Is it sent by transfer, so that somebody must say where to?"""
    if back.status == MoneyBackStatus.SENT:
        return False
    return back.status == MoneyBackStatus.FAILED or back.provider != Provider.CARD
