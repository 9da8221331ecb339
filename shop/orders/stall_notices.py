"""What a producer's people are told by mail: a parcel to pack, a parcel that goes nowhere, goods that come back.

A row in the outbox for each of them, in the transaction that makes it true, in their language, once for each event. A
mail says which goods and by when; who bought them and where they live stands in the stall only, behind its door.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from shop.accounts import Person, RoleGrant
from shop.database import db
from shop.notifications import queue_message
from shop.orders.models import Order, OrderLine, Parcel
from shop.orders.notices import named_goods
from shop.orders.refund_models import LineWithdrawal
from shop.orders.rules import NEW, ParcelStatus, send_by
from shop.producers import Producer
from shop.values.dates import format_day

_P = ParcelStatus


class StallNotice(StrEnum):
    """What is told; also the kind of the message in the outbox."""

    NEW_PARCEL = "stall_parcel_new"
    CANCELLED = "stall_parcel_cancelled"
    RETURN_ASKED = "stall_return_asked"


# Steps of parcels that their producer must hear of. What never could be packed is never told, nor taken back.
TOLD_STEPS: Mapping[tuple[str, str], StallNotice] = {
    (NEW, _P.PREPARING): StallNotice.NEW_PARCEL,
    (_P.WAITING, _P.PREPARING): StallNotice.NEW_PARCEL,
    (_P.CANCELLED, _P.PREPARING): StallNotice.NEW_PARCEL,
    (_P.PREPARING, _P.CANCELLED): StallNotice.CANCELLED,
    (_P.PACKED, _P.CANCELLED): StallNotice.CANCELLED,
}
BY_STALL = "producer:"


@dataclass(frozen=True)
class Told:
    """What is told of one parcel: `key` names the event within it, `pieces` how many of which line (None: all)."""

    parcel_id: int
    key: str
    pieces: Mapping[int, int] | None = None


@dataclass(frozen=True)
class _Member:
    person_id: int
    email: str
    language: str
    slug: str
    stall: str


def tell_stalls(notice: StallNotice, told: Collection[Told], *, by: str, at: datetime, **facts: object) -> None:
    """Queue a mail to everybody of the stalls whose parcels these are; one statement where nobody has a stall.

    What the stall did itself it need not be told.
    """
    members = {} if by.startswith(BY_STALL) else _members_of([one.parcel_id for one in told])
    if not members:
        return
    lines = _lines_of(members)
    for one in told:
        for member in members.get(one.parcel_id, ()):
            code, since, left = lines[one.parcel_id]
            queue_message(
                notice,
                f"{one.parcel_id}:{one.key}:{member.person_id}",
                to=member.email,
                language=member.language,
                at=at,
                facts={
                    "stall": member.stall,
                    "slug": member.slug,
                    "parcel_id": one.parcel_id,
                    "code": code,
                    "due": format_day(send_by(since or at)),
                    "goods": _goods(left, one.pieces, member.language),
                    **facts,
                },
            )


def _members_of(parcel_ids: Collection[int]) -> dict[int, list[_Member]]:
    query = (
        select(Parcel.id, Person.id, Person.email, Person.language, Producer.slug, Producer.name)
        .join(RoleGrant, RoleGrant.producer_id == Parcel.producer_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Producer, Producer.id == Parcel.producer_id)
        .where(Parcel.id.in_(parcel_ids), Person.email.is_not(None), Person.disabled_at.is_(None))
        .order_by(Parcel.id, Person.id)
    )
    found: dict[int, list[_Member]] = defaultdict(list)
    for row in db.session.execute(query).all():
        parcel_id, *rest = tuple[Any, ...](row)
        found[parcel_id].append(_Member(*rest))
    return found


def _lines_of(parcel_ids: Collection[int]) -> dict[int, tuple[str, datetime | None, dict[OrderLine, int]]]:
    """Code and decisive instant of each parcel's order, and its lines with what is left of them."""
    withdrawn = (
        select(func.coalesce(func.sum(LineWithdrawal.quantity), 0))
        .where(LineWithdrawal.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    query = (
        select(OrderLine, Order.code, Order.decisive_at, withdrawn)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.parcel_id.in_(parcel_ids))
        .order_by(OrderLine.id)
    )
    found: dict[int, tuple[str, datetime | None, dict[OrderLine, int]]] = {}
    for line, code, decisive_at, gone in db.session.execute(query):
        found.setdefault(line.parcel_id, (code, decisive_at, {}))[2][line] = line.quantity - int(gone)
    return found


def _goods(left: Mapping[OrderLine, int], pieces: Mapping[int, int] | None, language: str) -> list[str]:
    wanted = {line.id: number for line, number in left.items()} if pieces is None else pieces
    return named_goods(left, wanted, language)
