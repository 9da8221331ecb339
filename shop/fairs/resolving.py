"""What a person decides about something in quarantine: take it in, perhaps corrected, or leave it out for a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from shop.database import changed_one, db
from shop.fairs.intake import record_for_person
from shop.fairs.manifests import compare_closed
from shop.fairs.quarantine import SALE
from shop.fairs.sale_models import QuarantinedSale
from shop.fairs.sale_refusals import NoSuchQuarantined, NotASale, QuarantineIsSettled
from shop.fairs.sale_rules import Settled
from shop.fairs.tasks import resolve_task_of


def take_in_quarantined(
    quarantined_id: int, body: Mapping[str, Any] | None = None, *, note: str, by: str, at: datetime
) -> int:
    """Record a sale out of quarantine, as it came or as a person corrected it; the number of the sale.

    Refuses BadItem for what still cannot be understood, NotASale for a session, NoSuchQuarantined, QuarantineIsSettled.
    """
    held = _settle(quarantined_id, Settled.TAKEN_IN, note=note, by=by, at=at)
    if held.what != SALE:
        raise NotASale(quarantined_id)
    item = json.loads(held.body) if body is None else dict(body)
    number = record_for_person(held.device_id, item, known_as=held.body_hash, at=at, received_at=held.received_at)
    changed = update(QuarantinedSale).where(QuarantinedSale.id == quarantined_id).values(booth_sale_id=number)
    db.session.execute(changed.execution_options(synchronize_session=False))
    compare_closed([held.session_id], at=at)
    return number


def dismiss_quarantined(quarantined_id: int, *, note: str, by: str, at: datetime) -> None:
    """Nothing is recorded of it; it stays to be read. Refuses NoSuchQuarantined, QuarantineIsSettled."""
    held = _settle(quarantined_id, Settled.DISMISSED, note=note, by=by, at=at)
    compare_closed([held.session_id], at=at)


def _settle(quarantined_id: int, settled_as: Settled, *, note: str, by: str, at: datetime) -> QuarantinedSale:
    """One statement decides who of two people does it."""
    still_open = (QuarantinedSale.id == quarantined_id, QuarantinedSale.settled_at.is_(None))
    values = {"settled_at": at, "settled_as": settled_as, "settled_by": by, "note": note}
    changed = update(QuarantinedSale).where(*still_open).values(**values)
    if not changed_one(changed.execution_options(synchronize_session=False)):
        if db.session.get(QuarantinedSale, quarantined_id) is None:
            raise NoSuchQuarantined(quarantined_id)
        raise QuarantineIsSettled(quarantined_id)
    resolve_task_of(f"quarantined:{quarantined_id}", outcome=settled_as, note=note, by=by, at=at)
    query = select(QuarantinedSale).where(QuarantinedSale.id == quarantined_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
