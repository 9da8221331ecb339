"""The people of the demonstration: one for each role. Their password is printed and opens nothing else."""

from __future__ import annotations

from datetime import datetime

from shop.accounts import Role, create_account, find_person_by_email, grant_role
from shop.audit_log import Actor
from shop.catalogue import busiest_producers, current_shelf
from shop.producers import find_producer_by_slug

# Long enough for the rules, and plainly not a secret.
PASSWORD = "phien-cho-trinh-dien-2026"  # noqa: S105
BY_DEMONSTRATION = Actor(None, "demonstration")
# Two cooperatives of the register with several goods each: teas of which older certificates have ended, honey.
STALLS = ("hop-tac-xa-che-bien-che-phin-ho", "htx-dich-vu-nong-nghiep-hang-hieu")
# Two for the whole country, as an act that hides many goods wants a second person; one for a province.
OFFICERS = (
    ("officer", None, "officer"),
    ("officer2", None, "officer, the second person"),
    ("officer.lao-cai", "15", "officer of Lào Cai"),
)
# An address that can never receive mail (RFC 2606).
HOST = "cho-phien.example"


def add_people(password_hash: str, at: datetime) -> list[tuple[str, str]]:
    """Whoever is missing comes in; who is there already keeps what they have. Address and role of each, in words."""
    others = (entry.slug for entry in busiest_producers(current_shelf(at), 2))
    found = (find_producer_by_slug(slug) for slug in (*STALLS, *others))
    producers = [producer for producer in found if producer is not None][:2]
    _add("hoa", "Hoa", password_hash, at)
    people = [(f"hoa@{HOST}", "shopper")]
    for local, producer in zip(("lan", "minh"), producers, strict=False):
        _add(local, local.title(), password_hash, at, Role.PRODUCER, producer.id)
        people.append((f"{local}@{HOST}", f"producer: {producer.name}"))
    for local, province_code, words in OFFICERS:
        _add(local, local.title(), password_hash, at, Role.OFFICER, whose=province_code)
        people.append((f"{local}@{HOST}", words))
    _add("operator", "Operator", password_hash, at, Role.OPERATOR)
    people.append((f"operator@{HOST}", str(Role.OPERATOR)))
    return people


def _add(
    local: str, name: str, password_hash: str, at: datetime, role: Role | None = None, whose: int | str | None = None
) -> None:
    """`whose` is the number of the producer or the code of the province that the role is for."""
    email = f"{local}@{HOST}"
    if find_person_by_email(email) is not None:
        return
    person = create_account(email, name=name, language="vi", by=BY_DEMONSTRATION, at=at)
    person.password_hash, person.is_demonstration = password_hash, True
    if role is not None:
        producer_id = whose if isinstance(whose, int) else None
        grant_role(
            person.id,
            role,
            producer_id=producer_id,
            is_owner=producer_id is not None,
            province_code=whose if isinstance(whose, str) else None,
            by=BY_DEMONSTRATION,
            at=at,
        )
