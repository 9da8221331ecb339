"""Money for tests: as a bank and a card company tell of it, through the same functions as in the shop."""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from shop import clock
from shop.database import transaction
from shop.orders import PlacedOrder, deliver_parcel, get_order, pack_parcel, ship_parcel
from shop.payments import (
    BankAccount,
    CardFacts,
    Settled,
    amount_to_collect,
    ask_for_session,
    collect_cash,
    note_session,
    read_bank_row,
    receive_bank_row,
    settle_session,
)
from shop.values.dates import VIETNAM
from shop.web.card_desk import open_card_session, settle_card_order
from tests.factories.buying import NOON
from tests.fakes.stripe.fake import FakeStripe

MINUTE = timedelta(minutes=1)
ACCOUNT = BankAccount("970405", "8800205123456", "TO CHUC BAN HANG")

_numbers = itertools.count(92_704)


def bank_row(amount: int, memo: str, *, at: datetime = NOON + MINUTE, **changes: Any) -> dict[str, Any]:
    """A transfer as the bank's service sends it; other arguments replace fields."""
    number = next(_numbers)
    row = {
        "id": number,
        "gateway": "Agribank",
        "transactionDate": f"{at.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}",
        "accountNumber": ACCOUNT.number,
        "code": None,
        "content": memo,
        "transferType": "in",
        "transferAmount": amount,
        "referenceCode": f"FT{number}",
    }
    return {**row, **changes}


def transfer(
    amount: int, memo: str, *, at: datetime = NOON + MINUTE, told_at: datetime | None = None, **changes: Any
) -> Settled:
    """Money comes by transfer, and the shop is told of it (at once, unless `told_at`)."""
    row = bank_row(amount, memo, at=at, **changes)
    with transaction():
        return receive_bank_row(
            read_bank_row(row), ACCOUNT, source="webhook", body=json.dumps(row), at=told_at or max(at, NOON)
        )


def pay_by_transfer(placed: PlacedOrder, *, at: datetime = NOON + MINUTE, told_at: datetime | None = None) -> Settled:
    """An order's whole total comes with its code."""
    return transfer(placed.total_vnd, placed.code, at=at, told_at=told_at)


def open_card(placed: PlacedOrder, *, at: datetime = NOON) -> str:
    """A page to pay an order by card is opened; the session's number at the card company."""
    with clock.stopped_at(at):
        url = open_card_session(placed.id)
    assert url is not None
    return url.rpartition("/")[2]


def pay_by_card(fake: FakeStripe, placed: PlacedOrder, *, at: datetime = NOON + MINUTE) -> str:
    """An order is paid by card, and the shopper comes back; the intent's number. The app must use this fake."""
    assert current_app.config["SHOP"].stripe_api_base == fake.address
    with clock.stopped_at(at):
        ref = open_card(placed, at=at)
        intent = fake.account.pay(ref)
        settle_card_order(placed.id)
    return str(intent["id"])


def pay_by_settled_session(placed: PlacedOrder, *, at: datetime = NOON, **lies: Any) -> Settled:
    """An order is paid by card, told without any card company; other arguments are fields of CardFacts."""
    with transaction():
        asked = ask_for_session(placed.id, is_live=False, at=at, elsewhere=at)
        assert asked is not None
        note_session(asked.id, session_ref=f"cs_{placed.code}", url="https://card.example")
    facts = {
        "session_ref": f"cs_{placed.code}",
        "status": "complete",
        "is_paid": True,
        "intent_ref": f"pi_{placed.code}",
        "amount": placed.total_vnd,
        "currency": "vnd",
        "is_live": False,
        "paid_at": at,
    }
    with transaction():
        return settle_session(CardFacts(**{**facts, **lies}), at=at)


def send_parcels(order_id: int, *, at: datetime = NOON) -> list[int]:
    """Every parcel of an order is packed and given to the carrier; their numbers."""
    order = get_order(order_id)
    assert order is not None
    parcels = [parcel.id for parcel in order.parcels]
    for parcel_id in parcels:
        with transaction():
            pack_parcel(parcel_id, by="lan", at=at)
            ship_parcel(parcel_id, carrier="Viettel Post", tracking=f"VT{parcel_id}", by="lan", at=at)
    return parcels


def deliver_all(order_id: int, *, is_cash: bool = False, at: datetime = NOON + MINUTE) -> list[int]:
    """Every parcel of an order is sent and handed over, for cash where the order is paid so."""
    parcels = send_parcels(order_id, at=at)
    for parcel_id in parcels:
        with transaction():
            if is_cash:
                collect_cash(parcel_id, amount_to_collect(parcel_id), by="operator", at=at)
            else:
                deliver_parcel(parcel_id, by="operator", at=at)
    return parcels
