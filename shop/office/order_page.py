"""One order in full: what its page shows, and what can be done with it as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.notifications import OutboxMessage, list_messages
from shop.office.actors import actor_words
from shop.office.money_sentence import money_sentence
from shop.office.status_words import order_words, parcel_words
from shop.orders import (
    NEW,
    LineLeft,
    Order,
    OrderLine,
    OrderNote,
    OrderStatus,
    ParcelStatus,
    ReturnRequest,
    ReturnStatus,
    list_lines_left,
    list_notes,
    list_parcel_events,
    list_returns_of,
)
from shop.payments import (
    Allocation,
    MoneyBack,
    MoneyBackStatus,
    Payment,
    list_money_back_of,
    list_payments_of,
)
from shop.web.words import _

UNSENT = frozenset({ParcelStatus.WAITING, ParcelStatus.PREPARING, ParcelStatus.PACKED})
LIVING = frozenset({OrderStatus.AWAITING_PAYMENT, OrderStatus.PLACED, OrderStatus.PAID})


@dataclass(frozen=True)
class Step:
    """Something that happened: when, what, by whom, and why where that was said."""

    at: datetime
    words: str
    by: str
    reason: str


@dataclass(frozen=True)
class OrderPage:
    """What the page of an order shows beside the order itself."""

    order: Order
    left: dict[int, LineLeft]
    returns: list[ReturnRequest]
    notes: list[OrderNote]
    mails: list[OutboxMessage]
    steps: list[Step]
    payments: Sequence[Payment]
    money_back: Sequence[MoneyBack]
    name_of: Callable[[str], str]

    @property
    def where_is_the_money(self) -> str:
        """In one sentence, from what came and what went back."""
        came = sum(one.amount_vnd for one in self.payments if one.allocation == Allocation.ORDER)
        gone = sum(one.amount_vnd for one in self.money_back if one.status == MoneyBackStatus.SENT)
        owed = sum(one.amount_vnd for one in self.order.refunds if one.status in ("due", "begun"))
        return money_sentence(self.order, came=came, gone=gone, owed=owed)

    @property
    def cash(self) -> dict[int, int]:
        """What is to be collected for each parcel in dong: what is still in it, and its delivery."""
        return {
            parcel.id: sum(self.left[line.id].amount_vnd for line in parcel.lines) + parcel.fee_vnd
            for parcel in self.order.parcels
        }

    @property
    def can_cancel(self) -> bool:
        """Nothing is sent yet and the order lives."""
        alive = [parcel for parcel in self.order.parcels if parcel.status != ParcelStatus.CANCELLED]
        return self.order.status in LIVING and all(parcel.status in UNSENT for parcel in alive)

    @property
    def can_withdraw(self) -> list[LineLeft]:
        """The lines of which pieces can still be left out."""
        is_alive = self.order.status in (OrderStatus.PLACED, OrderStatus.PAID)
        return [line for line in self.left.values() if is_alive and line.left and line.parcel_status in UNSENT]

    @property
    def can_revive(self) -> bool:
        """Its time ended, its money came late and has not begun to go back."""
        ended = {(event.from_status, event.to_status) for event in self.order.events}
        by_time = {(status, OrderStatus.REFUND_DUE) for status in (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED)}
        is_due = any(refund.status == "due" and refund.kind == "order" for refund in self.order.refunds)
        return self.order.status == OrderStatus.REFUND_DUE and bool(ended & by_time) and is_due

    @property
    def open_returns(self) -> list[ReturnRequest]:
        """Returns that wait for a decision."""
        return [asked for asked in self.returns if asked.status == ReturnStatus.REQUESTED]

    def line_of(self, line_id: int) -> OrderLine:
        """The order line of a number."""
        return next(line for parcel in self.order.parcels for line in parcel.lines if line.id == line_id)


def order_page(order: Order) -> OrderPage:
    """Everything about an order; eight statements."""
    notes, returns = list_notes(order.id), list_returns_of(order.id)
    parcel_events = list_parcel_events(order.id)
    actors = {event.actor for event in order.events} | {event.actor for event in parcel_events}
    actors |= {note.written_by for note in notes} | {refund.decided_by for refund in order.refunds}
    actors |= {asked.decided_by for asked in returns}
    name_of = actor_words(actors)
    places = {parcel.id: place for place, parcel in enumerate(order.parcels, 1)}
    steps = [
        Step(event.happened_at, order_words(event.to_status).label, name_of(event.actor), event.reason)
        for event in order.events
    ]
    steps += [
        Step(
            event.happened_at,
            _(
                "Parcel %(number)s: %(status)s",
                number=places[event.parcel_id],
                status=parcel_words(event.to_status).label,
            ),
            name_of(event.actor),
            event.reason,
        )
        for event in parcel_events
        if event.from_status != NEW
    ]
    steps += [Step(asked.requested_at, _("Return asked for"), _("the shopper"), asked.note) for asked in returns]
    return OrderPage(
        order=order,
        left={line.id: line for line in list_lines_left(order.id)},
        returns=returns,
        payments=list_payments_of(order.id),
        money_back=list_money_back_of(order.id),
        notes=notes,
        mails=_mails_of(order),
        steps=sorted(steps, key=lambda step: step.at, reverse=True),
        name_of=name_of,
    )


def _mails_of(order: Order) -> list[OutboxMessage]:
    if not order.email:
        return []
    sent = list_messages(recipient=order.email, limit=200)
    return [message for message in sent if message.facts.get("code") == order.code]
