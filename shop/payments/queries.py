"""Reads of money, for the pages of orders and for the office."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, func, or_, select

from shop.database import db
from shop.orders import Order, Payable
from shop.payments.models import Payment
from shop.payments.office_models import CashRemittance, Dispute, MoneyBack, SuspenseEntry
from shop.payments.rules import BankAccount, MoneyBackStatus, TransferRequest, WayBack
from shop.payments.vietqr import vietqr_payload


def list_payments_of(order_id: int) -> Sequence[Payment]:
    """What came for an order, surplus too, in the order in which it was recorded."""
    return db.session.scalars(select(Payment).where(Payment.order_id == order_id).order_by(Payment.id)).all()


def list_money_back_of(order_id: int) -> Sequence[MoneyBack]:
    """What goes or went back of an order's payments."""
    query = select(MoneyBack).join(Payment, Payment.id == MoneyBack.payment_id).where(Payment.order_id == order_id)
    return db.session.scalars(query.order_by(MoneyBack.id)).all()


def list_suspense(*, open_only: bool = True, limit: int = 200) -> Sequence[SuspenseEntry]:
    """Money without an order, that which is due first first, with its payments; one statement."""
    query = select(SuspenseEntry).order_by(SuspenseEntry.due_on, SuspenseEntry.id).limit(limit)
    return db.session.scalars(query.where(SuspenseEntry.closed_at.is_(None)) if open_only else query).all()


def list_money_to_send(limit: int = 200) -> Sequence[MoneyBack]:
    """What a person must send by transfer, the longest promised first: what the card provider could not send, too."""
    for_people = or_(
        and_(MoneyBack.status == MoneyBackStatus.ASKED, MoneyBack.provider != WayBack.CARD),
        MoneyBack.status == MoneyBackStatus.FAILED,
    )
    return db.session.scalars(select(MoneyBack).where(for_people).order_by(MoneyBack.id).limit(limit)).all()


def list_disputes(*, open_only: bool = False, limit: int = 200) -> Sequence[Dispute]:
    """Disputes, the latest first."""
    query = select(Dispute).order_by(Dispute.id.desc()).limit(limit)
    return db.session.scalars(query.where(Dispute.closed_at.is_(None)) if open_only else query).all()


def list_remittances(limit: int = 200) -> Sequence[CashRemittance]:
    """What carriers handed over, the latest first."""
    return db.session.scalars(select(CashRemittance).order_by(CashRemittance.id.desc()).limit(limit)).all()


def transfer_request(payable: Payable, account: BankAccount) -> TransferRequest:
    """Everything that a shopper needs to pay an order by transfer; the memo is the order's code.

    Refuses BadQrField where the account is none.
    """
    payload = vietqr_payload(account.bank_bin, account.number, amount_vnd=payable.total_vnd, memo=payable.code)
    return TransferRequest(
        bank_bin=account.bank_bin,
        account=account.number,
        name=account.name,
        amount_vnd=payable.total_vnd,
        memo=payable.code,
        payload=payload,
    )


def search_suspense(words: str, *, is_open: bool, page: int, per_page: int) -> tuple[Sequence[SuspenseEntry], int]:
    """One page of the money without an order that waits (due first first) or was settled (latest first), whose memo,
    payer, bank reference or amount holds the words; and how many there are."""
    query = select(SuspenseEntry).join(Payment, Payment.id == SuspenseEntry.payment_id)
    query = query.where(SuspenseEntry.closed_at.is_(None) if is_open else SuspenseEntry.closed_at.is_not(None))
    for word in words.split():
        digits = "".join(letter for letter in word if letter.isascii() and letter.isdigit())
        held = [column.icontains(word, autoescape=True) for column in (Payment.memo, Payment.payer, Payment.reference)]
        query = query.where(or_(*held, Payment.amount_vnd == int(digits[:15] or 0)))
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (SuspenseEntry.due_on, SuspenseEntry.id) if is_open else (SuspenseEntry.closed_at.desc(),)
    return db.session.scalars(query.order_by(*order).limit(per_page).offset((page - 1) * per_page)).all(), count


def list_money_back_for(refund_ids: Collection[int]) -> Sequence[MoneyBack]:
    """What goes or went back for these debts of orders."""
    query = select(MoneyBack).where(MoneyBack.refund_due_id.in_(refund_ids))
    return db.session.scalars(query.order_by(MoneyBack.id)).all()


def list_disputes_with_orders(limit: int = 200) -> list[tuple[Dispute, str | None]]:
    """Disputes with the code of their order, open ones first, then the latest."""
    query = (
        select(Dispute, Order.code)
        .outerjoin(Payment, Payment.id == Dispute.payment_id)
        .outerjoin(Order, Order.id == Payment.order_id)
        .order_by(Dispute.closed_at.is_not(None), Dispute.id.desc())
        .limit(limit)
    )
    return [(dispute, code) for dispute, code in db.session.execute(query)]
