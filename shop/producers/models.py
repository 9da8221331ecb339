"""Tables of producers (chủ thể) and of the ways in which sources write their names."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base
from shop.producers.rules import DEFAULT_COMMISSION_BASIS_POINTS, MOST_COMMISSION_BASIS_POINTS
from shop.values.producer_names import ProducerKind

KINDS = ", ".join(f"'{kind}'" for kind in ProducerKind)


class Producer(Base):
    """A cooperative, cooperative group, company or household that makes certified goods."""

    __tablename__ = "producers"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="kind_known"),
        CheckConstraint(f"commission_basis_points BETWEEN 0 AND {MOST_COMMISSION_BASIS_POINTS}", name="commission"),
    )
    is_public = True
    is_in_register = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    # As the source that named it first printed it.
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    # Today's units by official code; the commune only where the source leaves no choice.
    province_code: Mapped[str | None] = mapped_column(String(2), index=True)
    commune_code: Mapped[str | None] = mapped_column(String(5), index=True)
    # Where the source placed it, in the source's words.
    former_commune: Mapped[str] = mapped_column(String(120), default="")
    former_district: Mapped[str] = mapped_column(String(120), default="")
    former_province: Mapped[str] = mapped_column(String(120), default="")
    # What the shop keeps of the price of its goods, in hundredths of a percent; order lines keep what was in force.
    commission_basis_points: Mapped[int] = mapped_column(
        default=DEFAULT_COMMISSION_BASIS_POINTS, server_default=str(DEFAULT_COMMISSION_BASIS_POINTS)
    )

    names: Mapped[list[ProducerName]] = relationship(back_populates="producer")


class ProducerName(Base):
    """One way in which a source writes a producer's name and place; found again, it means the same producer."""

    __tablename__ = "producer_names"
    of_all_stalls = "the public register"
    __table_args__ = (UniqueConstraint("marked_key", "place_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    printed: Mapped[str] = mapped_column(String(300))
    marked_key: Mapped[str] = mapped_column(String(400))
    plain_key: Mapped[str] = mapped_column(String(400), index=True)
    # Printed commune, district and province, folded.
    place_key: Mapped[str] = mapped_column(String(400))
    # Codes of today's communes in which that place lies, space between; empty where only the province is stated.
    commune_codes: Mapped[str] = mapped_column(Text, default="")

    producer: Mapped[Producer] = relationship(back_populates="names")
