"""What every table has in common, and how instants are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table. `is_public` marks those whose rows shoppers can see: a change of them moves the public version.
    `is_in_register` marks those of them that the public register is painted from.

    The others say whose rows they are, where a stall's request might ask: see `tenancy.py`.
    """

    metadata = MetaData(naming_convention=NAMING)
    is_public = False
    is_in_register = False
    owned_through: ClassVar[tuple[str, str] | None] = None
    lends: ClassVar[tuple[str, str] | None] = None
    of_all_stalls: ClassVar[str] = ""


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as whole milliseconds of UTC, so that both databases keep and compare the same value."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else EPOCH + timedelta(milliseconds=value)


class PublicVersion(Base):
    """One row that counts the changes of what shoppers can see; pages and pictures kept in memory are keyed by it.

    `register` counts those among them that change the public register: it is large, and most changes are of packs.
    """

    __tablename__ = "public_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    register: Mapped[int] = mapped_column(BigInteger, default=1, server_default="1")


db = SQLAlchemy(model_class=Base)
