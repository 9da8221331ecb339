"""One at a time at a booth: whoever moves its stock, or closes its fair, holds its row first."""

from __future__ import annotations

from sqlalchemy import select

from shop.database import db
from shop.fairs.models import Booth, Fair
from shop.fairs.refusals import FairClosed, NoSuchBooth, NoSuchFair


def lock_booth(booth_id: int) -> Booth:
    """The booth, nobody else moving its goods until the transaction ends; refuses NoSuchBooth.

    Taken before anything else, it keeps transactions that move many packs in different orders from a deadlock.
    """
    booth: Booth | None = db.session.scalar(select(Booth).where(Booth.id == booth_id).with_for_update())
    if booth is None:
        raise NoSuchBooth(booth_id)
    return booth


def lock_open_booth(booth_id: int) -> Booth:
    """The same, of a fair that is not closed; refuses FairClosed too."""
    booth = lock_booth(booth_id)
    fresh_fair(booth.fair_id)
    return booth


def lock_booths_of(fair_id: int) -> None:
    """All booths of a fair, in their order."""
    db.session.execute(select(Booth.id).where(Booth.fair_id == fair_id).order_by(Booth.id).with_for_update())


def fresh_fair(fair_id: int) -> Fair:
    """A fair that is not closed, as it is now; refuses NoSuchFair, FairClosed."""
    fair: Fair | None = db.session.scalar(
        select(Fair).where(Fair.id == fair_id).execution_options(populate_existing=True)
    )
    if fair is None:
        raise NoSuchFair(fair_id)
    if not fair.is_open:
        raise FairClosed(fair_id)
    return fair
