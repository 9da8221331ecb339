"""Tables of people, what they may do, and where they are logged in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.accounts.rules import LONGEST_EMAIL, LONGEST_NAME, ConsentSubject, Role
from shop.database import Base, Instant

ROLES = ", ".join(f"'{role}'" for role in Role)
SUBJECTS = ", ".join(f"'{subject}'" for subject in ConsentSubject)
HASH = 64


class Person(Base):
    """Somebody with an account, whose address is confirmed. Closed accounts keep their number and nothing else."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    # In its normal form; none once the account is closed.
    email: Mapped[str | None] = mapped_column(String(LONGEST_EMAIL), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    language: Mapped[str] = mapped_column(String(2))
    # None until a first password is set by link.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    # Given out with its password by the demonstration: does not open a real shop.
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    # The second step: on since an instant; a secret alone is still being set up.
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_since: Mapped[datetime | None] = mapped_column(Instant)
    # The last window whose code was used: no code counts twice.
    totp_window: Mapped[int] = mapped_column(BigInteger, default=0)

    grants: Mapped[list[RoleGrant]] = relationship(back_populates="person", order_by="RoleGrant.id", lazy="selectin")

    @property
    def is_open(self) -> bool:
        """May the account be used?"""
        return self.disabled_at is None and self.deleted_at is None

    @property
    def has_second_step(self) -> bool:
        return self.totp_since is not None

    @property
    def is_staff(self) -> bool:
        """Has any role beside that of a shopper?"""
        return bool(self.grants)

    @property
    def sees_everybody(self) -> bool:
        """Works with the data of people all over the shop, as operators and officers do?"""
        return any(grant.role != Role.PRODUCER for grant in self.grants)

    def has_role(self, role: Role, producer_id: int | None = None) -> bool:
        """Has the role; that of a producer for exactly this producer."""
        return any(grant.role == role and grant.producer_id == producer_id for grant in self.grants)

    @property
    def officer_scope(self) -> str | None:
        """The province whose goods an officer keeps; None for the whole country. Ask only of an officer."""
        return next((grant.province_code for grant in self.grants if grant.role == Role.OFFICER), None)

    @property
    def producer_ids(self) -> frozenset[int]:
        """Whose stalls the person may manage."""
        return frozenset(grant.producer_id for grant in self.grants if grant.producer_id is not None)

    def owns(self, producer_id: int) -> bool:
        """May decide for this stall: its people, its money, whether it is open?"""
        return any(grant.producer_id == producer_id and grant.is_owner for grant in self.grants)

    @property
    def is_owner(self) -> bool:
        """Owns any stall?"""
        return any(grant.is_owner for grant in self.grants)


class RoleGrant(Base):
    """One role of one person; that of a producer names the producer. Later scopes become columns beside it."""

    __tablename__ = "role_grants"
    of_all_stalls = "a person's, read at the login"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "producer_id"),
        Index(
            "uq_role_grants_person_id_role_alone",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("producer_id IS NULL"),
            postgresql_where=text("producer_id IS NULL"),
        ),
        CheckConstraint(f"role IN ({ROLES})", name="role_known"),
        CheckConstraint("(role = 'producer') = (producer_id IS NOT NULL)", name="producer_named"),
        CheckConstraint("producer_id IS NOT NULL OR NOT is_owner", name="owner_of_a_stall"),
        CheckConstraint("province_code IS NULL OR role = 'officer'", name="province_of_officers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(20))
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    # Of a producer's people: decides for the stall; the others of its people are staff.
    is_owner: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Of an officer: the province of today whose goods they keep; None for the whole country.
    province_code: Mapped[str | None] = mapped_column(String(2))
    granted_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship(back_populates="grants")


class Registration(Base):
    """Somebody asked for an account; it comes to be when the link of the mail is opened with the same password."""

    __tablename__ = "registrations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH), unique=True)
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str] = mapped_column(String(200))
    wants_news: Mapped[bool]
    wording: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime] = mapped_column(Instant, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class PasswordLink(Base):
    """A link that lets a person set a password once."""

    __tablename__ = "password_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime] = mapped_column(Instant, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class EmailChange(Base):
    """A wish for another address; it comes true when the links in both mailboxes were opened."""

    __tablename__ = "email_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    new_email: Mapped[str] = mapped_column(String(LONGEST_EMAIL))
    old_token_hash: Mapped[str] = mapped_column(String(HASH), unique=True)
    new_token_hash: Mapped[str] = mapped_column(String(HASH), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime] = mapped_column(Instant, index=True)
    old_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    new_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class LoginSession(Base):
    """One browser in which somebody is logged in, known by the hash of its token."""

    __tablename__ = "login_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    is_staff: Mapped[bool]
    # The password was right, the code of the second step has not come yet.
    is_halfway: Mapped[bool]
    device: Mapped[str] = mapped_column(String(200))
    began_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime] = mapped_column(Instant, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_because: Mapped[str] = mapped_column(String(20), default="")

    person: Mapped[Person] = relationship()


class RecoveryCode(Base):
    """A code on paper that takes the place of the app once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(HASH))
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Consent(Base):
    """Somebody agreed to something or took it back: when, in which wording and language. Never rewritten."""

    __tablename__ = "consents"
    __table_args__ = (CheckConstraint(f"subject IN ({SUBJECTS})", name="subject_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    subject: Mapped[str] = mapped_column(String(20))
    is_given: Mapped[bool]
    wording: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(Instant)
