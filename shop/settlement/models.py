"""Tables of the books: transactions with their entries, both only added to, and what each producer is owed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.settlement.rules import Account, FactKind


def _one_of(column: str, values: type[Account | FactKind]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class LedgerTransaction(Base):
    """A fact that was booked. `key` names the fact, so that it is booked once. Append-only by trigger."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (
        CheckConstraint(_one_of("kind", FactKind), name="kind_known"),
        Index("ix_ledger_transactions_kind_fact_id", "kind", "fact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    # The row that tells of it, in the table that the kind implies.
    fact_id: Mapped[int]
    happened_at: Mapped[datetime] = mapped_column(Instant, index=True)
    booked_at: Mapped[datetime] = mapped_column(Instant)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"))
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcels.id"))

    entries: Mapped[list[LedgerEntry]] = relationship(
        order_by="LedgerEntry.id", back_populates="transaction", lazy="raise"
    )


class LedgerEntry(Base):
    """Dong into (debit, positive) or out of (credit, negative) an account. Append-only by trigger."""

    __tablename__ = "ledger_entries"
    owned_through = ("transaction_id", "ledger_transactions")
    __table_args__ = (
        CheckConstraint(_one_of("account", Account), name="account_known"),
        CheckConstraint("amount_vnd <> 0", name="amount_not_nothing"),
        Index("ix_ledger_entries_account_sub_id", "account", "sub_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transactions.id"), index=True)
    account: Mapped[str] = mapped_column(String(20))
    # An order, a payment or a producer, as the account says; 0 where it is not divided.
    sub_id: Mapped[int] = mapped_column(BigInteger)
    amount_vnd: Mapped[int] = mapped_column(BigInteger)

    transaction: Mapped[LedgerTransaction] = relationship(back_populates="entries", lazy="raise")


class ProducerBalance(Base):
    """What a producer is owed, and how much of it is in payouts that are prepared and not sent; in dong.

    Less than nothing where goods came back after they were paid out.
    """

    __tablename__ = "producer_balances"
    __table_args__ = (CheckConstraint("in_payout_vnd >= 0", name="in_payout_not_negative"),)

    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), primary_key=True, autoincrement=False)
    owed_vnd: Mapped[int] = mapped_column(BigInteger)
    in_payout_vnd: Mapped[int] = mapped_column(BigInteger)
