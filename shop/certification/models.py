"""Tables of certified goods, their certificates and every act on them, and what the imported register says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.certification.act_models import OfAnAct
from shop.certification.rules import CertificateFacts, RevocationGround
from shop.database import Base, Instant
from shop.producers import Producer
from shop.values.ocop import GROUPS

GROUNDS = ", ".join(f"'{ground}'" for ground in RevocationGround)


def _unique_while_counted(name: str, column: str) -> Index:
    """No two rows that count share the column; rows that were taken back may."""
    counted = text("withdrawn_by_id IS NULL")
    return Index(name, column, unique=True, sqlite_where=counted, postgresql_where=counted)


def _counted_of(table: str) -> str:
    """The join of a certificate to the rows of one of its tables of acts that were not taken back."""
    return f"and_({table}.certificate_id == Certificate.id, {table}.withdrawn_by_id.is_(None))"


class CertifiedGood(OfAnAct, Base):
    """A good that is, was or shall be certified. It holds no state: its certificates and the clock decide.

    One that does not count was merged into another, or was named by an import alone that was undone or is still being
    entered.
    """

    __tablename__ = "certified_goods"
    of_all_stalls = "the public register"
    __table_args__ = (
        CheckConstraint('"group" IN (\'' + "', '".join(GROUPS) + "')", name="group_known"),
        Index("ix_certified_goods_name_key_producer_id", "name_key", "producer_id"),
    )
    is_public = True
    is_in_register = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    # As the source that named it first printed it.
    name: Mapped[str] = mapped_column(String(300))
    # The name without marks; finds the good again in other sources.
    name_key: Mapped[str] = mapped_column(String(300))
    group: Mapped[str | None] = mapped_column(String(20))
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    # Today's units by official code; the commune only where the source leaves no choice.
    province_code: Mapped[str | None] = mapped_column(String(2), index=True)
    commune_code: Mapped[str | None] = mapped_column(String(5), index=True)
    # Where the source placed it, in the source's words.
    former_commune: Mapped[str] = mapped_column(String(120), default="")
    former_district: Mapped[str] = mapped_column(String(120), default="")
    former_province: Mapped[str] = mapped_column(String(120), default="")
    # The entry that this one turned out to be the same good as.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("certified_goods.id"), index=True)

    producer: Mapped[Producer | None] = relationship()
    certificates: Mapped[list[Certificate]] = relationship(
        back_populates="good",
        order_by="(Certificate.first_day, Certificate.id)",
        primaryjoin="and_(Certificate.good_id == CertifiedGood.id, Certificate.withdrawn_by_id.is_(None))",
    )


class GoodPlace(Base):
    """A place, of today or former, in which a good lies: what origin pages and the place filter ask for."""

    __tablename__ = "good_places"
    # Four rows a good: beside the tree of their key SQLite would keep each once more.
    __table_args__ = ({"sqlite_with_rowid": False},)
    is_public = True
    is_in_register = True

    good_id: Mapped[int] = mapped_column(ForeignKey("certified_goods.id"), primary_key=True)
    place_id: Mapped[str] = mapped_column(String(120), primary_key=True, index=True)


class Certificate(OfAnAct, Base):
    """One recognition with three to five stars. What was decided is never rewritten; see the tables of acts below.

    `valid_from` and `valid_until` (exclusive) are what counts now, after completion, extension and revocation: the
    rules compute them at each act, and SQL compares them. One that was withdrawn is in force at no instant.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars_certified"),
        CheckConstraint("valid_from <= valid_until", name="ends_after_start"),
        CheckConstraint("withdrawn_by_id IS NULL OR valid_until = valid_from", name="withdrawn_is_empty"),
        Index("ix_certificates_good_id_valid_until", "good_id", "valid_until", "valid_from"),
        _unique_while_counted("uq_certificates_code_counted", "code"),
    )
    is_public = True
    is_in_register = True

    id: Mapped[int] = mapped_column(primary_key=True)
    good_id: Mapped[int] = mapped_column(ForeignKey("certified_goods.id"))
    code: Mapped[str] = mapped_column(String(11), index=True)
    stars: Mapped[int]
    # None: not stated in the source. Only imported history may leave these open.
    decision_number: Mapped[str | None] = mapped_column(String(80))
    decided_on: Mapped[date | None]
    decided_year: Mapped[int]
    issuer: Mapped[str | None] = mapped_column(String(300))
    first_day: Mapped[date]
    # By the rule of 36 months, without any extension.
    last_day: Mapped[date] = mapped_column(index=True)
    day_is_known: Mapped[bool]
    valid_from: Mapped[datetime] = mapped_column(Instant, index=True)
    valid_until: Mapped[datetime] = mapped_column(Instant, index=True)
    evidence: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    good: Mapped[CertifiedGood] = relationship(back_populates="certificates")
    extensions: Mapped[list[CertificateExtension]] = relationship(
        order_by="CertificateExtension.id", primaryjoin=_counted_of("CertificateExtension")
    )
    revocation: Mapped[CertificateRevocation | None] = relationship(primaryjoin=_counted_of("CertificateRevocation"))
    completion: Mapped[CertificateCompletion | None] = relationship(primaryjoin=_counted_of("CertificateCompletion"))

    @property
    def extended_through(self) -> date | None:
        """The last day by the extension recorded last."""
        return self.extensions[-1].last_day if self.extensions else None

    @property
    def last_valid_day(self) -> date:
        """The last valid day with its extension; a revocation may end it earlier."""
        return max(self.last_day, self.extended_through or self.last_day)

    @property
    def facts(self) -> CertificateFacts:
        """What the rules decide by."""
        return CertificateFacts(
            id=self.id,
            stars=self.stars,
            first_day=self.first_day,
            last_day=self.last_day,
            day_is_known=self.day_is_known,
            extended_through=self.extended_through,
            revoked_at=self.revocation.revoked_at if self.revocation else None,
        )


class CertificateExtension(OfAnAct, Base):
    """An authority's extension (QĐ26 Art. 12.3) with its own last day. The one recorded last counts."""

    __tablename__ = "certificate_extensions"
    is_public = True
    is_in_register = True

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    last_day: Mapped[date]
    evidence: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class CertificateRevocation(OfAnAct, Base):
    """A revocation (QĐ26 Art. 8), in force from the instant at which it was recorded."""

    __tablename__ = "certificate_revocations"
    __table_args__ = (
        CheckConstraint(f"ground IN ({GROUNDS})", name="ground_lawful"),
        _unique_while_counted("uq_certificate_revocations_certificate_id_counted", "certificate_id"),
    )
    is_public = True
    is_in_register = True

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    ground: Mapped[str] = mapped_column(String(40))
    revoked_at: Mapped[datetime] = mapped_column(Instant)
    evidence: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class CertificateCompletion(OfAnAct, Base):
    """The day of recognition, found for a certificate of which the source states only the year."""

    __tablename__ = "certificate_completions"
    __table_args__ = (_unique_while_counted("uq_certificate_completions_certificate_id_counted", "certificate_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    decided_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class RegisterImport(OfAnAct, Base):
    """One file that was taken into the register."""

    __tablename__ = "register_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(300))
    file_sha256: Mapped[str] = mapped_column(String(64))
    file_format: Mapped[str] = mapped_column(String(20))
    imported_by: Mapped[str] = mapped_column(String(200))
    imported_at: Mapped[datetime] = mapped_column(Instant)

    rows: Mapped[list[RegisterRow]] = relationship(order_by="RegisterRow.id", back_populates="register_import")


class RegisterRow(OfAnAct, Base):
    """One row of an imported file in the source's own words, and which good and certificate it speaks of."""

    __tablename__ = "register_rows"
    __table_args__ = (
        CheckConstraint("kind IN ('recognition', 'plan', 'awaiting')", name="kind_known"),
        _unique_while_counted("uq_register_rows_fingerprint_counted", "fingerprint"),
    )
    # Says whether a good without a certificate is planned or awaits an officer, which its page shows.
    is_public = True
    is_in_register = True

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("register_imports.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(120), default="")
    row_number: Mapped[int]
    good_id: Mapped[int] = mapped_column(ForeignKey("certified_goods.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    # Codes of AwaitingReason, space between.
    reasons: Mapped[str] = mapped_column(String(200), default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    # The cells as printed, by column heading.
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)

    register_import: Mapped[RegisterImport] = relationship(back_populates="rows")
