"""What a booth told and could not be taken in as it was: kept whole, once, with a task for a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop.database import db, insert_unless_taken
from shop.fairs.sale_body import (
    LONGEST_CODE,
    identity_of,
    plain_text,
    read_sale,
    told_hash,
    told_sale_id,
    told_seq,
    told_session_id,
    told_text,
    without_what_is_not_needed,
)
from shop.fairs.sale_models import QuarantinedSale
from shop.fairs.sale_rules import BadItem, SaleKind, TaskKind
from shop.fairs.senders import Sender
from shop.fairs.tasks import TaskAbout, open_task

SALE, SESSION = "sale", "session"
# One item that we do not cope with must not keep the others from being recorded.
FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, SQLAlchemyError)
Held = tuple[str, str]


def held_before(device_id: int, hashes: Collection[str]) -> dict[str, Held]:
    """Receipt code and reason of what a device sent before and lies in quarantine, by the hash of the whole item."""
    columns = (QuarantinedSale.body_hash, QuarantinedSale.code, QuarantinedSale.reason)
    query = select(*columns).where(QuarantinedSale.device_id == device_id, QuarantinedSale.body_hash.in_(hashes))
    return {body_hash: (code, reason) for body_hash, code, reason in db.session.execute(query)}


def hold(sender: Sender, item: Any, refusal: BadItem, *, at: datetime, what: str = SALE) -> Held:
    """Keep an item as it came; its receipt code as far as it has one, and the reason."""
    kept, body_hash = identity_of(item)
    code = told_text(item, "code", LONGEST_CODE)
    with db.session.begin_nested():
        number = insert_unless_taken(
            QuarantinedSale,
            what=what,
            device_id=sender.device_id,
            booth_id=sender.booth_id,
            fair_id=sender.fair_id,
            sale_id=told_sale_id(item),
            seq=told_seq(item) if what == SALE else None,
            hash=told_hash(item, "hash"),
            code=code,
            session_id=told_session_id(item),
            total_vnd=_total_as_told(item, at) if what == SALE else None,
            body=kept,
            body_hash=body_hash,
            reason=refusal.reason,
            # Some of it may be the device's own words.
            detail=plain_text(refusal.detail),
            received_at=at,
            settled_as="",
            settled_by="",
            note="",
        )
        if number is not None:
            about = TaskAbout(sender.booth_id, sender.device_id, quarantined_id=number)
            key = f"quarantined:{number}"
            open_task(key, TaskKind.QUARANTINED, sender.fair_id, about, at=at, owner_id=sender.owner_id)
    return code, refusal.reason


def _total_as_told(item: Any, at: datetime) -> int | None:
    """What an item would add to its session's money, where that can be read."""
    try:
        body = read_sale(without_what_is_not_needed(item, came_at=at))
    except BadItem:
        return None
    return body.total_vnd if body.kind is SaleKind.SALE else -body.total_vnd
