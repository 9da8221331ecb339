"""The log of acts on the register. Every row of the register says which act wrote it, and which took it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from shop.certification.act_rules import ActKind, ActState
from shop.database import Base, Instant

# Facts of an undo: which act it turned off, or on again, in the end.
ABOUT_AN_ACT = ("turned_off", "turned_on")


def _one_of(column: str, words: type[ActKind] | type[ActState]) -> str:
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"


class RegisterAct(Base):
    """One thing that an officer did to the register, or asked a second person to agree to.

    `facts` holds what was asked for, and what must be known to take it back. Nothing of it is rewritten once the act
    is done; taking it back is another act.
    """

    __tablename__ = "register_acts"
    of_all_stalls = "the log of the register's officers"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ActKind), name="kind_known"),
        CheckConstraint(_one_of("state", ActState), name="state_known"),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL) OR state <> 'done'", name="undo_of_something"),
        CheckConstraint("(state = 'done') = (turn IS NOT NULL)", name="turn_when_done"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_by_somebody"),
        CheckConstraint("state <> 'waiting' OR decided_by IS NULL", name="waits_undecided"),
        CheckConstraint("state <> 'done' OR decided_by IS NULL OR decided_by <> by", name="second_is_another"),
        Index("ix_register_acts_state_id", "state", "id"),
        Index("ix_register_acts_province_code_id", "province_code", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8))
    # Of all goods that it touches; None where they lie in several provinces, or in none that is known.
    province_code: Mapped[str | None] = mapped_column(String(2))
    by: Mapped[str] = mapped_column(String(200), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    # Counts up in the order in which acts took effect, which is not that of their numbers where a second person agreed.
    turn: Mapped[int | None] = mapped_column(unique=True)
    # The paper that it rests on; of an undo, why.
    evidence: Mapped[str] = mapped_column(Text)
    # A private document with that paper.
    document_stem: Mapped[str | None] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    # An act is undone at most once; the undo can be undone in turn.
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("register_acts.id"), unique=True)
    # The second person, who agreed or refused; whoever asked may take it back themselves.
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    # How many goods left the shop by it, will leave it earlier, and came into it; of one that waits, would.
    hides: Mapped[int] = mapped_column(default=0, server_default="0")
    shortens: Mapped[int] = mapped_column(default=0, server_default="0")
    shows: Mapped[int] = mapped_column(default=0, server_default="0")

    goods: Mapped[list[RegisterActGood]] = relationship(order_by="RegisterActGood.good_id")

    @property
    def good_ids(self) -> list[int]:
        """The goods that it touches; an import's are those of its rows instead."""
        return [one.good_id for one in self.goods]

    @property
    def good_id(self) -> int | None:
        """The good, where it is one."""
        ids = self.good_ids
        return ids[0] if len(ids) == 1 else None


class RegisterActGood(Base):
    """A good that an act touches. An import's are found by its rows."""

    __tablename__ = "register_act_goods"
    of_all_stalls = "the log of the register's officers"

    act_id: Mapped[int] = mapped_column(ForeignKey("register_acts.id"), primary_key=True)
    good_id: Mapped[int] = mapped_column(ForeignKey("certified_goods.id"), primary_key=True, index=True)


class OfAnAct:
    """A row of the register: which act wrote it (None: before acts were kept), which act took it back.

    `counts` is the one condition that every read of the register makes, in Python and in SQL.
    """

    @declared_attr
    def act_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(ForeignKey("register_acts.id"), index=True)

    @declared_attr
    def withdrawn_by_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(ForeignKey("register_acts.id"), index=True)

    @hybrid_property
    def counts(self) -> bool:
        """It was not taken back."""
        return self.withdrawn_by_id is None

    @counts.inplace.expression
    @classmethod
    def _counts(cls) -> ColumnElement[bool]:
        expression: ColumnElement[bool] = cls.withdrawn_by_id.is_(None)
        return expression

    @hybrid_property
    def is_being_entered(self) -> bool:
        """It never counted yet: the act that brings it, and is still being written, is the one by which it does not.

        Whoever reads what does not count, or moves rows whether they count or not, leaves these out.
        """
        return self.act_id is not None and self.withdrawn_by_id == self.act_id

    @is_being_entered.inplace.expression
    @classmethod
    def _is_being_entered(cls) -> ColumnElement[bool]:
        # Never NULL, so that it can be turned round.
        return and_(cls.act_id.is_not(None), cls.withdrawn_by_id.is_not(None), cls.withdrawn_by_id == cls.act_id)
