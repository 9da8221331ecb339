"""Reads of fairs, booths, devices and cashiers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from shop.database import db
from shop.fairs.models import Booth, BoothDevice, Cashier, Fair
from shop.fairs.refusals import NoSuchBooth, NoSuchDevice, NoSuchFair
from shop.fairs.rules import parse_booth_code

_OF_BOOTH = joinedload(BoothDevice.booth).joinedload(Booth.fair)


def list_fairs() -> Sequence[Fair]:
    """All fairs with their booths, those that end last first."""
    query = select(Fair).options(selectinload(Fair.booths)).order_by(Fair.ends_on.desc(), Fair.id.desc())
    return db.session.scalars(query).all()


def find_fair(fair_id: int) -> Fair | None:
    """A fair with its booths."""
    query = select(Fair).where(Fair.id == fair_id).options(selectinload(Fair.booths))
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def get_fair(fair_id: int) -> Fair:
    """The same; refuses NoSuchFair."""
    fair = find_fair(fair_id)
    if fair is None:
        raise NoSuchFair(fair_id)
    return fair


def find_booth(booth_id: int) -> Booth | None:
    """A booth with its fair."""
    return db.session.scalars(select(Booth).where(Booth.id == booth_id).options(joinedload(Booth.fair))).one_or_none()


def get_booth(booth_id: int) -> Booth:
    """The same; refuses NoSuchBooth."""
    booth = find_booth(booth_id)
    if booth is None:
        raise NoSuchBooth(booth_id)
    return booth


def find_booth_by_code(text: str) -> Booth | None:
    """The booth under a code as a person types it, with its fair."""
    query = select(Booth).where(Booth.code == (parse_booth_code(text) or "")).options(joinedload(Booth.fair))
    return db.session.scalars(query).one_or_none()


def list_booths(fair_id: int) -> Sequence[Booth]:
    """The booths of a fair, in the order in which they were added."""
    return db.session.scalars(select(Booth).where(Booth.fair_id == fair_id).order_by(Booth.id)).all()


def list_devices(fair_id: int) -> Sequence[BoothDevice]:
    """The devices of a fair with their booths, those that may still speak first, then by number."""
    query = select(BoothDevice).join(Booth).where(Booth.fair_id == fair_id).options(_OF_BOOTH)
    return db.session.scalars(query.order_by(BoothDevice.revoked_at.is_not(None), BoothDevice.id)).all()


def get_device(device_id: int) -> BoothDevice:
    """A device with its booth and fair; refuses NoSuchDevice."""
    device = db.session.scalars(select(BoothDevice).where(BoothDevice.id == device_id).options(_OF_BOOTH)).one_or_none()
    if device is None:
        raise NoSuchDevice(device_id)
    return device


def list_cashiers(fair_id: int, *, retired: bool = True) -> Sequence[Cashier]:
    """Who sells at a fair, by code; without those that were retired on demand."""
    query = select(Cashier).where(Cashier.fair_id == fair_id).order_by(Cashier.id)
    return db.session.scalars(query if retired else query.where(Cashier.retired_at.is_(None))).all()
