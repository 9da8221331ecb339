"""Tables of delivery: the operator's fees, and the points of sale where goods can be picked up."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base
from shop.delivery.rules import Zone

ZONES = ", ".join(f"'{zone}'" for zone in Zone)


class DeliveryFee(Base):
    """One step of the fee table: a zone, up to a weight. The product page shows fees, so they are public."""

    __tablename__ = "delivery_fees"
    __table_args__ = (
        CheckConstraint(f"zone IN ({ZONES})", name="zone_known"),
        CheckConstraint("fee_vnd >= 0", name="fee_not_negative"),
    )
    is_public = True

    zone: Mapped[str] = mapped_column(String(10), primary_key=True)
    up_to_grams: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fee_vnd: Mapped[int] = mapped_column(BigInteger)
    days_min: Mapped[int]
    days_max: Mapped[int]


class PointOfSale(Base):
    """A place where the organisation sells, with a page of its own; most let shoppers pick up what they ordered."""

    __tablename__ = "points_of_sale"
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name_vi: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    province_code: Mapped[str] = mapped_column(String(2))
    commune_code: Mapped[str] = mapped_column(String(5))
    street: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20), default="")
    hours_vi: Mapped[str] = mapped_column(String(200), default="")
    hours_en: Mapped[str] = mapped_column(String(200), default="")
    about_vi: Mapped[str] = mapped_column(Text, default="", server_default="")
    about_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    # By which decision an authority named it, as printed; empty for the others.
    decision: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # Can it be chosen at the checkout, without a fee?
    offers_pickup: Mapped[bool] = mapped_column(default=True, server_default="1")
    is_open: Mapped[bool] = mapped_column(default=True)
