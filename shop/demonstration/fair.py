"""A fair of the demonstration that runs now, and its booth with goods that several producers brought along.

The fair, its place and its sellers are invented and say so; the goods and their certificates are the register's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select

from shop.accounts import find_person_by_email
from shop.catalogue import Offer, Variant, list_offers, visible_products
from shop.database import db, transaction
from shop.demonstration.chance import share
from shop.demonstration.people import HOST, STALLS
from shop.fairs import (
    FairWritten,
    HandOverWanted,
    HashedPin,
    Note,
    OtherEnd,
    add_booth,
    add_cashier,
    change_fair,
    find_booth_by_code,
    hand_out,
    hash_pin,
    open_fair,
)
from shop.values.dates import vietnam_day

BY_DEMONSTRATION = "demonstration"
BOOTH_CODE = "HOI-CHO-1"
BOOTH_NAME = "Quầy 1 (trình diễn)"
NAMES = ("Hội chợ OCOP (trình diễn)", "OCOP fair (demonstration)")
PLACE = "Sân trình diễn, không có thật"
REMARK = "Bàn giao trình diễn: không có thật."
# Who sells, each with a PIN that the README tells.
CASHIERS = (("Mai (trình diễn)", "2580"), ("Tùng (trình diễn)", "1470"))
MOST_MAKERS, MOST_PACKS = 9, 4
# It began yesterday and ends tomorrow.
DAYS_EACH_SIDE = timedelta(days=1)
LEAST, MORE = 6, 40


def add_fair(at: datetime, tell: Callable[[str], None]) -> None:
    """Open the fair with its booth, its sellers and their goods; it goes on where it would be over by now."""
    owner = find_person_by_email(f"operator@{HOST}")
    if owner is None:
        tell("fair: none, as nobody would answer for it")
        return
    written, booth = _fair_around(at, owner.id), find_booth_by_code(BOOTH_CODE)
    if booth is None:
        pins = [(name, hash_pin(pin)) for name, pin in CASHIERS]
        with transaction():
            _open(written, pins, at)
        sellers = ", ".join(f"{name} PIN {pin}" for name, pin in CASHIERS)
        tell(f"fair: {written.name}, booth {BOOTH_CODE}; {sellers}")
    elif booth.fair.is_open and booth.fair.ends_on < vietnam_day(at):
        with transaction():
            change_fair(booth.fair_id, replace(written, starts_on=booth.fair.starts_on))
        tell("fair: goes on")
    else:
        tell("fair: there already")


def choose_goods(at: datetime) -> Iterator[tuple[int, list[Offer]]]:
    """What a few producers would bring: those that somebody can log in as, spirits, what ends first, what lasts."""
    products = select(visible_products(at).subquery().c.id)
    numbers = db.session.scalars(select(Variant.id).where(Variant.product_id.in_(products)).order_by(Variant.id)).all()
    offers = [offer for _, offer in sorted(list_offers(numbers, at).items()) if not offer.is_service]
    by_maker = {
        number: list(group)
        for number, group in groupby(sorted(offers, key=lambda offer: offer.producer_id), lambda one: one.producer_id)
    }
    for number in list(dict.fromkeys(_makers(offers)))[:MOST_MAKERS]:
        yield number, by_maker[number][:MOST_PACKS]


def pieces_of(offer: Offer) -> int:
    """How many pieces of a pack lie at the booth; the same whenever it is asked."""
    return LEAST + int(share(offer.slug, offer.pack_vi, "booth") * MORE)


def _fair_around(at: datetime, owner_id: int) -> FairWritten:
    day = vietnam_day(at)
    return FairWritten(*NAMES, PLACE, day - DAYS_EACH_SIDE, day + DAYS_EACH_SIDE, owner_id)


def _open(written: FairWritten, pins: Sequence[tuple[str, HashedPin]], at: datetime) -> None:
    fair = open_fair(written, at=at)
    booth = add_booth(fair.id, code=BOOTH_CODE, name=BOOTH_NAME, at=at)
    for name, pin in pins:
        add_cashier(fair.id, name, pin, at=at)
    for producer_id, offers in choose_goods(at):
        wanted = [HandOverWanted(offer.variant_id, pieces_of(offer), OtherEnd.PRODUCER) for offer in offers]
        hand_out(Note(booth.id, producer_id, BY_DEMONSTRATION, REMARK), wanted, at=at)


def _makers(offers: Sequence[Offer]) -> Iterator[int]:
    """Producers in the order in which they are asked to come; one may be named twice."""
    last = sorted(offers, key=lambda offer: offer.valid_until)
    yield from (offer.producer_id for offer in offers if offer.producer_slug in STALLS)
    yield from (offer.producer_id for offer in [one for one in offers if one.is_alcohol][:2])
    yield from (offer.producer_id for offer in last[:1])
    yield from (offer.producer_id for offer in reversed(last))
