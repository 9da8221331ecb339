"""Who sends what a booth sold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.database import db
from shop.fairs.locking import lock_booth
from shop.fairs.models import Booth, BoothDevice, Fair


@dataclass(frozen=True)
class Sender:
    """A device of a booth at a fair; `owner_id` is the person who answers for the fair."""

    device_id: int
    booth_id: int
    fair_id: int
    owner_id: int
    paired_at: datetime
    revoked_at: datetime | None


def sender_of(device_id: int) -> Sender:
    """Who a device speaks for; nobody else moves goods of its booth until the transaction ends.

    So two requests of one device, or two devices of one booth, never wait for each other crosswise.
    """
    query = (
        select(BoothDevice.booth_id, Booth.fair_id, Fair.owner_id, BoothDevice.paired_at, BoothDevice.revoked_at)
        .join(Booth, BoothDevice.booth_id == Booth.id)
        .join(Fair, Booth.fair_id == Fair.id)
        .where(BoothDevice.id == device_id)
    )
    row = db.session.execute(query).one()
    lock_booth(row.booth_id)
    return Sender(device_id, *row)
