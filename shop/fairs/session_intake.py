"""Taking in the sessions of a booth's devices: told again and again as they grow, closed once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from shop.database import db, insert_if_missing, insert_unless_taken
from shop.fairs.manifests import Comparison, compare_anew
from shop.fairs.quarantine import FAULTS, SESSION, held_before, hold
from shop.fairs.sale_body import identity_of, told_text
from shop.fairs.sale_models import BoothSession, DrawerMove
from shop.fairs.sale_rules import BadItem, QuarantineReason, SaleStatus, correct_time
from shop.fairs.senders import Sender, sender_of
from shop.fairs.session_body import Closing, DrawerEntry, SessionBody, ToldTime, read_session

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SessionAnswer:
    """What a device is told of one session; `manifest` for a closed one, as it is compared now."""

    session_id: str | None
    status: SaleStatus
    manifest: Comparison | None = None


def take_in_sessions(device_id: int, items: Sequence[Any], *, at: datetime) -> list[SessionAnswer]:
    """Record what is new of a device's sessions; the answers in the order of the items."""
    sender = sender_of(device_id)
    held = set(held_before(device_id, {identity_of(item)[1] for item in items}))
    return [_take(sender, item, held, at) for item in items]


def _take(sender: Sender, item: Any, held: set[str], at: datetime) -> SessionAnswer:
    echo = told_text(item, "session_id") or None
    body_hash = identity_of(item)[1]
    if body_hash not in held:
        try:
            with db.session.begin_nested():
                return _record(sender, item, at)
        except BadItem as refusal:
            hold(sender, item, refusal, at=at, what=SESSION)
        except (OperationalError, InterfaceError):
            raise
        except FAULTS as error:
            log.exception("a booth's session could not be taken in")
            fault = BadItem(QuarantineReason.FAULT, type(error).__name__)
            hold(sender, item, fault, at=at, what=SESSION)
        held.add(body_hash)
    return SessionAnswer(echo, SaleStatus.QUARANTINED)


def _record(sender: Sender, item: Any, at: datetime) -> SessionAnswer:
    body = read_session(item)
    is_new = _open(sender, body, at)
    query = select(BoothSession).where(BoothSession.session_id == body.session_id)
    session = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if session.device_id != sender.device_id:
        raise BadItem(QuarantineReason.OTHER_DEVICE)
    if session.opening_hash != body.opening_hash:
        raise BadItem(QuarantineReason.OTHER_BODY, "opening")
    for entry in body.drawer:
        is_new |= _move(sender, session, entry, at)
    if body.closing:
        is_new |= _close(sender, session, body.closing, at)
    status = SaleStatus.RECORDED if is_new else SaleStatus.ALREADY_RECORDED
    comparison = compare_anew(session, at=at) if session.closed_at else None
    return SessionAnswer(item["session_id"], status, comparison)


def _open(sender: Sender, body: SessionBody, at: datetime) -> bool:
    number = insert_unless_taken(
        BoothSession,
        session_id=body.session_id,
        device_id=sender.device_id,
        booth_id=sender.booth_id,
        fair_id=sender.fair_id,
        cashier=body.cashier,
        float_vnd=body.float_vnd,
        opened_at=_instant(sender, body.opened, at),
        received_at=at,
        closing_cashier="",
        denominations={},
        difference_reason="",
        unsent_reason="",
        opening_hash=body.opening_hash,
        closing_hash="",
        manifest={},
    )
    return number is not None


def _move(sender: Sender, session: BoothSession, entry: DrawerEntry, at: datetime) -> bool:
    told = {
        "kind": entry.kind,
        "amount_vnd": entry.amount_vnd,
        "reason": entry.reason,
        "cashier": entry.cashier,
    }
    moved_at = _instant(sender, entry.time, at)
    keys = {"booth_session_id": session.id, "entry_id": entry.entry_id}
    if insert_if_missing(DrawerMove, **keys, **told, moved_at=moved_at):
        return True
    there = db.session.scalars(select(DrawerMove).filter_by(**keys)).one()
    if {name: getattr(there, name) for name in told} != told:
        raise BadItem(QuarantineReason.OTHER_BODY, "drawer")
    return False


def _close(sender: Sender, session: BoothSession, closing: Closing, at: datetime) -> bool:
    if session.closing_hash:
        if session.closing_hash != closing.hash:
            raise BadItem(QuarantineReason.OTHER_BODY, "closed")
        return False
    values = {
        "closed_at": _instant(sender, closing.time, at),
        "closing_cashier": closing.cashier,
        "counted_vnd": closing.counted_vnd,
        "denominations": dict(closing.denominations),
        "expected_vnd": closing.expected_vnd,
        "difference_reason": closing.difference_reason,
        "unsent_reason": closing.unsent_reason,
        "closing_hash": closing.hash,
        "manifest": closing.manifest.plain,
    }
    db.session.execute(
        update(BoothSession)
        .where(BoothSession.id == session.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(session)
    return True


def _instant(sender: Sender, time: ToldTime, at: datetime) -> datetime:
    return correct_time(time.told_at, time.offset_ms, earliest=sender.paired_at, received=at).at
