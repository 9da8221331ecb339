"""One order in full: what its page shows, and what can be done with it as it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shop.notifications import OutboxMessage, list_messages
from shop.office.actors import actor_words
from shop.office.money_sentence import money_sentence
from shop.office.status_words import order_words, parcel_words
from shop.orders import (
    NEW,
    Order,
    OrderLine,
    OrderStatus,
    OrderStory,
    Parcel,
    ParcelStatus,
    RefundDue,
    TakenBack,
)
from shop.orders import Step as OrderStep
from shop.payments import Allocation, MoneyBack, MoneyBackStatus, Payment, list_money_of
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
    """What the page of an order shows: its story, its money, its mails."""

    story: OrderStory
    steps: list[Step]
    payments: list[Payment]
    money_back: list[MoneyBack]
    mails: list[OutboxMessage]
    name_of: Callable[[str], str]

    @property
    def order(self) -> Order:
        """The order itself with its parcels and lines."""
        return self.story.order

    @property
    def notes(self) -> tuple[OrderStep, ...]:
        """What the office noted, the newest first."""
        return self.story.notes

    @property
    def refunds(self) -> tuple[RefundDue, ...]:
        """What is or was owed back."""
        return self.story.refunds

    @property
    def returns(self) -> list[TakenBack]:
        """What was asked to be given back, the oldest first."""
        return [taken for taken in self.story.taken_back if taken.is_return]

    @property
    def where_is_the_money(self) -> str:
        """In one sentence, from what came and what went back."""
        came = sum(one.amount_vnd for one in self.payments if one.allocation == Allocation.ORDER)
        gone = sum(one.amount_vnd for one in self.money_back if one.status == MoneyBackStatus.SENT)
        owed = sum(one.amount_vnd for one in self.refunds if one.status in ("due", "begun"))
        return money_sentence(self.order, came=came, gone=gone, owed=owed)

    @property
    def can_cancel(self) -> bool:
        """Nothing is sent yet and the order lives."""
        alive = [parcel for parcel in self.order.parcels if parcel.status != ParcelStatus.CANCELLED]
        return self.order.status in LIVING and all(parcel.status in UNSENT for parcel in alive)

    @property
    def can_withdraw(self) -> list[OrderLine]:
        """The lines of which pieces can still be left out."""
        if self.order.status not in (OrderStatus.PLACED, OrderStatus.PAID):
            return []
        unsent = [parcel for parcel in self.order.parcels if parcel.status in UNSENT]
        return [line for parcel in unsent for line in parcel.lines if self.left(line)]

    @property
    def can_revive(self) -> bool:
        """Its time ended, its money came late and has not begun to go back."""
        ended = {(step.from_status, step.to_status) for step in self.story.steps_of_order}
        by_time = {(status, OrderStatus.REFUND_DUE) for status in (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED)}
        is_due = any(refund.status == "due" and refund.kind == "order" for refund in self.refunds)
        return self.order.status == OrderStatus.REFUND_DUE and bool(ended & by_time) and is_due

    def left(self, line: OrderLine) -> int:
        """How many pieces of a line are sent or to be sent."""
        return self.story.left(line)

    def to_collect_vnd(self, parcel: Parcel) -> int:
        """What is collected for a parcel in dong."""
        return self.story.to_collect_vnd(parcel)

    def line_of(self, line_id: int) -> OrderLine:
        """The order line of a number."""
        return next(line for line in self.story.lines if line.id == line_id)


def order_page(story: OrderStory) -> OrderPage:
    """Everything about an order; three statements beside its story."""
    actors = {step.actor for step in (*story.steps, *story.notes)}
    actors |= {refund.decided_by for refund in story.refunds} | {taken.decided_by for taken in story.taken_back}
    name_of = actor_words(actors)
    order = story.order
    entries = [one for one in list_money_of(order.id, order.code) if one.payment.order_id == order.id]
    return OrderPage(
        story=story,
        steps=_steps(story, name_of),
        payments=list({one.payment.id: one.payment for one in entries}.values()),
        money_back=sorted((one.back for one in entries if one.back), key=lambda back: back.id),
        mails=_mails_of(order),
        name_of=name_of,
    )


def _steps(story: OrderStory, name_of: Callable[[str], str]) -> list[Step]:
    """The newest first: the order's, its parcels', and what the shopper asked to give back."""
    places = {parcel.id: place for place, parcel in enumerate(story.order.parcels, 1)}
    steps = []
    for step in story.steps:
        words = order_words(step.to_status).label
        if step.parcel_id is not None:
            if step.from_status == NEW:
                continue
            status = parcel_words(step.to_status).label
            words = _("Parcel %(number)s: %(status)s", number=places[step.parcel_id], status=status)
        steps.append(Step(step.at, words, name_of(step.actor), step.reason))
    asked = [taken for taken in story.taken_back if taken.is_return]
    steps += [Step(one.at, _("Return asked for"), _("the shopper"), one.note) for one in asked]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _mails_of(order: Order) -> list[OutboxMessage]:
    if not order.email:
        return []
    sent = list_messages(recipient=order.email, limit=200)
    return [message for message in sent if message.facts.get("code") == order.code]
