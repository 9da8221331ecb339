"""People of the cast: hoa buys, lan and minh make, an officer and an operator."""

from __future__ import annotations

from datetime import datetime

from shop.accounts import PasswordHasher, Person, Role, create_account, get_person, grant_role
from shop.audit_log import Actor
from shop.database import transaction

BY_TEST = Actor(None, "test")
PASSWORD = "năm con trâu đứng"
HASHER = PasswordHasher(cheap=True)
LONG_AGO = datetime.fromisoformat("2026-01-01T00:00:00+07:00")


def make_person(
    email: str = "hoa@example.vn",
    *,
    role: Role | None = None,
    producer_id: int | None = None,
    password: str | None = PASSWORD,
    language: str = "vi",
    password_hash: str | None = None,
    is_owner: bool = True,
) -> Person:
    """Somebody with a confirmed address and a password."""
    with transaction():
        person = create_account(email, name=email.partition("@")[0].title(), language=language, by=BY_TEST, at=LONG_AGO)
        person.password_hash = password_hash or (HASHER.hash(password) if password else None)
        number = person.id
        if role is not None:
            owns = producer_id is not None and is_owner
            grant_role(number, role, producer_id=producer_id, is_owner=owns, by=BY_TEST, at=LONG_AGO)
    return get_person(number)
