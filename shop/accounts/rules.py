"""Who people are here, how long they stay logged in, and what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.values.refusal import Refusal

LONGEST_EMAIL = 254
LONGEST_NAME = 120
# Addresses that every mail server takes; marks in them need an extension that many lack.
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)
# Which wording of the terms and of the question about news somebody agreed to; the texts are pages of the shop.
WORDING = "2026-11"


class Role(StrEnum):
    """What somebody may be beside a shopper, which everybody is."""

    PRODUCER = "producer"
    OFFICER = "officer"
    OPERATOR = "operator"


class ConsentSubject(StrEnum):
    """What somebody agrees to; each apart from the others."""

    TERMS = "terms"
    MARKETING = "marketing"


class SessionEnd(StrEnum):
    """Why a session was ended before its time."""

    LOGOUT = "logout"
    REVOKED = "revoked"
    REPLACED = "replaced"
    PASSWORD = "password"  # noqa: S105 - a reason, no secret
    ROLES = "roles"
    DISABLED = "disabled"
    DELETED = "deleted"


@dataclass(frozen=True)
class Lifetime:
    """A session ends after `idle` without a sign of life, and at `longest` after the login whatever happens."""

    idle: timedelta
    longest: timedelta | None


SHOPPER_LIFETIME = Lifetime(idle=timedelta(days=30), longest=None)
STAFF_LIFETIME = Lifetime(idle=timedelta(minutes=30), longest=timedelta(hours=12))
# Between the password and the code of the second step.
HALFWAY_LIFETIME = Lifetime(idle=timedelta(minutes=10), longest=timedelta(minutes=10))
# A sign of life is written down at most so often.
COARSELY = timedelta(minutes=1)

REGISTRATION_HOURS = 24
PASSWORD_LINK_HOURS = 1
FIRST_PASSWORD_HOURS = 72
EMAIL_CHANGE_HOURS = 24


class NoSuchPerson(Refusal):
    """Nobody has this account, or it is closed."""


class LinkNotValid(Refusal):
    """A link from a mail was used before, is too old, or was never sent."""


class EmailTaken(Refusal):
    """Somebody else has an account with this address."""


class WrongPassword(Refusal):
    """The password is not this person's."""


class WrongCode(Refusal):
    """A code of the second step is wrong, or was used before."""


class LastOperator(Refusal):
    """Without this person nobody could run the shop any more."""


class LastOwner(Refusal):
    """Without this person nobody could decide for the stall any more."""


class RoleNeedsProducer(Refusal):
    """The role of a producer names whose stall it is; the other roles name none."""


class ProvinceOfOfficers(Refusal):
    """Only officers keep one province's goods."""


def normal_email(text: str) -> str:
    """The address as it is stored and compared: trimmed, small letters."""
    return text.strip().lower()


def is_email(text: str) -> bool:
    """Can a normal address be written to?"""
    is_short = len(text) <= LONGEST_EMAIL and len(text.partition("@")[0]) <= 64
    return is_short and _EMAIL.fullmatch(text) is not None


def veil_email(address: str) -> str:
    """An address as others may see it: `h•••@example.vn`."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"


def lifetime_of(*, is_staff: bool, is_halfway: bool) -> Lifetime:
    """How long a session lives: shoppers and producers long, operators and officers short (OWASP ASVS 7.3).

    A producer who packs parcels would be logged out ten times a day; what is dangerous asks for the password again.
    """
    if is_halfway:
        return HALFWAY_LIFETIME
    return STAFF_LIFETIME if is_staff else SHOPPER_LIFETIME


def session_end(lifetime: Lifetime, began_at: datetime, seen_at: datetime) -> datetime:
    """The instant, itself excluded, until which a session lives when nothing more is seen of it."""
    idle_end = seen_at + lifetime.idle
    return idle_end if lifetime.longest is None else min(idle_end, began_at + lifetime.longest)


def check_role(role: Role, producer_id: int | None) -> None:
    """Refuses RoleNeedsProducer unless exactly the producers' role names a producer."""
    if (role is Role.PRODUCER) != (producer_id is not None):
        raise RoleNeedsProducer(role)
