"""What happened to money and is not booked yet: it came, found its order, went back, was lost, was paid over.

Each function gives at most `limit` facts as postings, the oldest row first. Money in other currencies than dong stands
in no book of dong: a person sends it back.
"""

from __future__ import annotations

from sqlalchemy import exists, select

from shop.database import db
from shop.orders import RefundDue
from shop.payments import (
    Allocation,
    CashRemittance,
    Dispute,
    MoneyBack,
    MoneyBackStatus,
    Payment,
    Provider,
    SuspenseEntry,
    SuspenseOutcome,
    WayBack,
)
from shop.settlement.remitted import put_aside, where_remitted
from shop.settlement.rules import UNDIVIDED, Account, Entry, FactKind, Posting, between, entries
from shop.settlement.unbooked import is_unbooked, reversed_entries, times_booked

# As payments and the card provider write them.
VND = "vnd"
LOST = "lost"

# Where money lies that came this way, and from where money goes that leaves it.
COMES_TO = {
    Provider.CARD: Account.CARD_PROVIDER,
    Provider.BANK: Account.BANK,
    Provider.CASH: Account.CASH_WITH_CARRIERS,
}
GOES_FROM = {
    WayBack.CARD: Account.CARD_PROVIDER,
    WayBack.BANK: Account.BANK,
    # The loss was booked when the dispute was lost; what it paid for is none.
    WayBack.DISPUTE: Account.DISPUTE_LOSSES,
}

_HAS_SUSPENSE = exists().where(SuspenseEntry.payment_id == Payment.id)


def find_payments(limit: int) -> list[Posting]:
    """Money came: for its order, or to wait in suspense (also what came too much, until it goes back)."""
    rows = db.session.execute(
        select(Payment, _HAS_SUSPENSE)
        .where(Payment.currency == VND, is_unbooked(FactKind.PAYMENT, Payment.id))
        .order_by(Payment.id)
        .limit(limit)
    )
    found = []
    for payment, has_suspense in rows:
        for_order = payment.allocation == Allocation.ORDER and not has_suspense
        whose = (Account.CUSTOMER_MONEY, payment.order_id or 0) if for_order else (Account.SUSPENSE, payment.id)
        where = (COMES_TO[Provider(payment.provider)], UNDIVIDED)
        found.append(
            Posting(
                f"payment:{payment.id}",
                FactKind.PAYMENT,
                payment.id,
                payment.paid_at,
                between(payment.amount_vnd, debit=where, credit=whose),
                order_id=payment.order_id,
                parcel_id=payment.parcel_id,
            )
        )
    return found


def find_assigned(limit: int) -> list[Posting]:
    """A person found the order of money in suspense."""
    query = (
        select(SuspenseEntry, Payment)
        .join(Payment, Payment.id == SuspenseEntry.payment_id)
        .where(
            SuspenseEntry.outcome == SuspenseOutcome.ASSIGNED,
            Payment.allocation == Allocation.ORDER,
            Payment.currency == VND,
            is_unbooked(FactKind.SUSPENSE_ASSIGNED, SuspenseEntry.id),
        )
        .order_by(SuspenseEntry.id)
        .limit(limit)
    )
    return [
        Posting(
            f"suspense:{entry.id}:assigned",
            FactKind.SUSPENSE_ASSIGNED,
            entry.id,
            entry.closed_at or entry.opened_at,
            between(
                payment.amount_vnd,
                debit=(Account.SUSPENSE, payment.id),
                credit=(Account.CUSTOMER_MONEY, payment.order_id or 0),
            ),
            order_id=payment.order_id,
        )
        for entry, payment in db.session.execute(query)
    ]


def find_closed(limit: int) -> list[Posting]:
    """A person said that money in suspense is none of the shop's, or is what a carrier paid over."""
    query = (
        select(SuspenseEntry, Payment)
        .join(Payment, Payment.id == SuspenseEntry.payment_id)
        .where(
            SuspenseEntry.outcome == SuspenseOutcome.CLOSED,
            Payment.currency == VND,
            is_unbooked(FactKind.SUSPENSE_CLOSED, SuspenseEntry.id),
        )
        .order_by(SuspenseEntry.id)
        .limit(limit)
    )
    return [
        Posting(
            f"suspense:{entry.id}:closed",
            FactKind.SUSPENSE_CLOSED,
            entry.id,
            entry.closed_at or entry.opened_at,
            put_aside(payment),
            order_id=payment.order_id,
        )
        for entry, payment in db.session.execute(query)
    ]


def find_remittances(limit: int) -> list[Posting]:
    """A carrier paid over the cash it collected, less its fee."""
    query = (
        select(CashRemittance)
        .where(is_unbooked(FactKind.REMITTANCE, CashRemittance.id))
        .order_by(CashRemittance.id)
        .limit(limit)
    )
    return [
        Posting(
            f"remittance:{remittance.id}",
            FactKind.REMITTANCE,
            remittance.id,
            remittance.received_at,
            entries(
                where_remitted(remittance),
                Entry(Account.CARRIER_FEES, remittance.fee_vnd),
                Entry(Account.CASH_WITH_CARRIERS, -remittance.amount_vnd - remittance.fee_vnd),
            ),
        )
        for remittance in db.session.scalars(query)
    ]


def find_sent_back(limit: int) -> list[Posting]:
    """Money went back to a shopper: what a refund owed, or what lay in suspense; again, where it had come back."""
    sent = times_booked(FactKind.MONEY_SENT_BACK, MoneyBack.id)
    came_back = times_booked(FactKind.MONEY_CAME_BACK, MoneyBack.id)
    query = (
        select(MoneyBack, Payment, RefundDue.order_id, sent)
        .join(Payment, Payment.id == MoneyBack.payment_id)
        .outerjoin(RefundDue, RefundDue.id == MoneyBack.refund_due_id)
        .where(MoneyBack.status == MoneyBackStatus.SENT, Payment.currency == VND, sent == came_back)
        .order_by(MoneyBack.id)
        .limit(limit)
    )
    return [
        Posting(
            f"money_back:{back.id}:sent:{times + 1}",
            FactKind.MONEY_SENT_BACK,
            back.id,
            back.sent_at or back.asked_at,
            between(
                back.amount_vnd,
                debit=_owed_as(back, payment, order_id),
                credit=(GOES_FROM[WayBack(back.provider)], UNDIVIDED),
            ),
            order_id=order_id or payment.order_id,
        )
        for back, payment, order_id, times in db.session.execute(query)
    ]


def find_came_back(limit: int) -> list[Posting]:
    """Money that had gone back did not arrive: the provider took its word back."""
    sent = times_booked(FactKind.MONEY_SENT_BACK, MoneyBack.id)
    came_back = times_booked(FactKind.MONEY_CAME_BACK, MoneyBack.id)
    query = (
        select(MoneyBack.id, MoneyBack.sent_at, MoneyBack.asked_at, Payment.order_id, sent)
        .join(Payment, Payment.id == MoneyBack.payment_id)
        .where(MoneyBack.status != MoneyBackStatus.SENT, sent > came_back)
        .order_by(MoneyBack.id)
        .limit(limit)
    )
    return [
        Posting(
            f"money_back:{number}:came_back:{times}",
            FactKind.MONEY_CAME_BACK,
            number,
            sent_at or asked_at,
            reversed_entries(FactKind.MONEY_SENT_BACK, number),
            order_id=order_id,
        )
        for number, sent_at, asked_at, order_id, times in db.session.execute(query)
    ]


def find_disputes_lost(limit: int) -> list[Posting]:
    """A card holder's bank took money back for good; the shop bears it."""
    query = (
        select(Dispute, Payment.order_id)
        .outerjoin(Payment, Payment.id == Dispute.payment_id)
        .where(
            Dispute.status == LOST,
            Dispute.currency == VND,
            is_unbooked(FactKind.DISPUTE_LOST, Dispute.id),
        )
        .order_by(Dispute.id)
        .limit(limit)
    )
    return [
        Posting(
            f"dispute:{dispute.id}:lost",
            FactKind.DISPUTE_LOST,
            dispute.id,
            dispute.closed_at or dispute.told_at,
            between(
                dispute.amount_vnd,
                debit=(Account.DISPUTE_LOSSES, UNDIVIDED),
                credit=(Account.CARD_PROVIDER, UNDIVIDED),
            ),
            order_id=order_id,
        )
        for dispute, order_id in db.session.execute(query)
    ]


def _owed_as(back: MoneyBack, payment: Payment, order_id: int | None) -> tuple[Account, int]:
    """As what it was owed: by a refund of an order, or as money that waited. Money that somebody sent back at the
    provider's own desk for no refund of ours stands against its order, where a person sees it."""
    if order_id is not None:
        return Account.OWED_TO_CUSTOMER, order_id
    if payment.allocation == Allocation.ORDER and payment.order_id is not None and back.suspense_entry_id is None:
        return Account.OWED_TO_CUSTOMER, payment.order_id
    return Account.SUSPENSE, payment.id
