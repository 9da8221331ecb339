"""Tables of money at fairs: cash that comes and leaves, goods made good, statements that are frozen with the fair."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.settlement.fair_rules import FairCashKind, FairGoods


class FairCash(Base):
    """Cash that was given out for a fair, came back from it, or was spent there, in dong. Append-only by trigger."""

    __tablename__ = "fair_cash"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(str(kind)) for kind in FairCashKind)})", name="kind_known"),
        CheckConstraint("amount_vnd > 0", name="amount_positive"),
        CheckConstraint("kind <> 'paid_in' OR reference <> ''", name="paid_in_with_reference"),
        CheckConstraint("kind <> 'spent' OR note <> ''", name="spent_for_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    happened_on: Mapped[date] = mapped_column(Date)
    # The bank's, of what was paid in.
    reference: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(Instant)


class Compensation(Base):
    """Pieces that were missing at a fair and that the shop makes good to their producer. Append-only by trigger.

    One that was wrong, as when the pieces were sold after all, is taken back by an entry of its own with less than
    nothing of both.
    """

    __tablename__ = "compensations"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity_counts"),
        CheckConstraint("amount_vnd <> 0 AND (quantity > 0) = (amount_vnd > 0)", name="amount_goes_along"),
        CheckConstraint("(quantity < 0) = (takes_back_id IS NOT NULL)", name="less_takes_back"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    quantity: Mapped[int]
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    # Once: nothing is taken back twice.
    takes_back_id: Mapped[int | None] = mapped_column(ForeignKey("compensations.id"), unique=True)


class FairStatement(Base):
    """What a producer's goods and money did at a fair, to sign. Append-only by trigger.

    A fair that is opened again and closed again gets another edition, where anything changed.
    """

    __tablename__ = "fair_statements"
    __table_args__ = (
        UniqueConstraint("fair_id", "producer_id", "edition"),
        CheckConstraint("owed_vnd = cash_vnd + transfer_vnd - commission_vnd + compensated_vnd", name="owed_adds_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    edition: Mapped[int]
    producer_name: Mapped[str] = mapped_column(String(300))
    fair_name: Mapped[str] = mapped_column(String(300))
    fair_name_en: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(300))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    cash_vnd: Mapped[int] = mapped_column(BigInteger)
    transfer_vnd: Mapped[int] = mapped_column(BigInteger)
    commission_vnd: Mapped[int] = mapped_column(BigInteger)
    compensated_vnd: Mapped[int] = mapped_column(BigInteger)
    owed_vnd: Mapped[int] = mapped_column(BigInteger)
    # The last transaction that stood in the books then: what came later is not on it.
    last_transaction_id: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Instant)

    lines: Mapped[list[FairStatementLine]] = relationship(order_by="FairStatementLine.seq", lazy="raise")


class FairStatementLine(Base):
    """One pack on a statement of a fair: pieces, and dong. Append-only by trigger."""

    __tablename__ = "fair_statement_lines"
    owned_through = ("statement_id", "fair_statements")
    __table_args__ = (
        CheckConstraint(
            "handed_out + brought + returned = sold + given_back + tasted + damaged + missing", name="pieces_add_up"
        ),
    )

    statement_id: Mapped[int] = mapped_column(ForeignKey("fair_statements.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    name_vi: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    pack_vi: Mapped[str] = mapped_column(String(80))
    pack_en: Mapped[str] = mapped_column(String(80))
    handed_out: Mapped[int]
    brought: Mapped[int]
    sold: Mapped[int]
    returned: Mapped[int]
    given_back: Mapped[int]
    tasted: Mapped[int]
    damaged: Mapped[int]
    missing: Mapped[int]
    cash_vnd: Mapped[int] = mapped_column(BigInteger)
    transfer_vnd: Mapped[int] = mapped_column(BigInteger)
    commission_vnd: Mapped[int] = mapped_column(BigInteger)
    compensated_vnd: Mapped[int] = mapped_column(BigInteger)

    @property
    def goods(self) -> FairGoods:
        """Its figures."""
        return FairGoods(
            **{name: getattr(self, name) for name in FairGoods.__dataclass_fields__},
        )
