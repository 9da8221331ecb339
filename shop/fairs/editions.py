"""Has anything changed that a booth's device should hear of? Asked at every sign of life, so it must cost little."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import func, literal, select, union_all

from shop.database import db
from shop.fairs.goods import booth_stock
from shop.fairs.goods_models import BoothCount, BoothWriteOff, HandOver
from shop.fairs.models import BoothDevice, Cashier


def goods_edition(booth_id: int) -> str:
    """Moves whenever somebody brings goods to a booth, takes some away or counts them; not with its own sales."""
    parts = [
        select(literal(table.__tablename__), func.max(table.id)).where(table.booth_id == booth_id)
        for table in (HandOver, BoothCount, BoothWriteOff)
    ]
    return ".".join(str(number or 0) for _, number in sorted(db.session.execute(union_all(*parts)).all()))


def device_edition(device: BoothDevice) -> str:
    """Moves with whatever a device's snapshot depends on beside the catalogue and the time; three statements.

    The device is loaded with its booth and fair.
    """
    booth, fair = device.booth, device.booth.fair
    cashiers = db.session.execute(
        select(Cashier.code, Cashier.name, Cashier.pin_hash).where(
            Cashier.fair_id == fair.id, Cashier.retired_at.is_(None)
        )
    )
    parts = [
        goods_edition(booth.id),
        sorted((variant_id, pieces > 0) for variant_id, pieces in booth_stock(booth.id).items()),
        sorted(tuple(row) for row in cashiers),
        [device.id, device.name, booth.code, booth.name],
        [fair.name, fair.name_en, fair.place, fair.starts_on.isoformat(), fair.ends_on.isoformat()],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
