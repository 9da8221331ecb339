"""Which goods of the register belong to a place of today or of before, and into what a place is taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from shop.certification import RegisterEntry, RegisterPicture
from shop.database import EPOCH, MILLISECOND
from shop.places import Place, find_former_province, find_province
from shop.reports.coverage_history import History
from shop.values.dates import start_of_day
from shop.values.folding import fold

# Resolution 202/2025/QH15: from then on the 34 provinces and the two levels of today.
MERGED_ON = date(2025, 7, 1)


class Level(StrEnum):
    """The kinds of places into which a place is taken apart; each with how the ids of such places begin."""

    PROVINCE = "p"
    COMMUNE = "c"
    FORMER_PROVINCE = "fp"
    FORMER_DISTRICT = "fd"
    FORMER_COMMUNE = "fc"


_LEVELS: dict[str, tuple[Level, ...]] = {
    "country": (Level.PROVINCE,),
    "province": (Level.COMMUNE, Level.FORMER_DISTRICT, Level.FORMER_PROVINCE),
    "former_province": (Level.FORMER_DISTRICT, Level.COMMUNE),
    "former_district": (Level.FORMER_COMMUNE, Level.COMMUNE),
}


def levels_of(place: Place | None) -> tuple[Level, ...]:
    """Into which kinds of places a place is taken apart, the first unless another is asked for; None: the country."""
    levels = _LEVELS.get(place.kind if place else "country", ())
    if place is not None and place.kind == "province":
        province = find_province(place.province_code)
        if province is not None and len(province.former) == 1:
            return levels[:-1]
    return levels


def id_at(level: Level, entry: RegisterEntry) -> str:
    """The place of a good at a level; "" where the register does not say."""
    beginning = f"{level}:"
    return min((place_id for place_id in entry.place_ids if place_id.startswith(beginning)), default="")


def entries_of(register: RegisterPicture, place: Place | None, history: History) -> Sequence[RegisterEntry]:
    """All goods of the register that belong to a place; None: the country.

    Who printed "Lào Cai" before the merger meant the former province, though a province of today has the name: such a
    good belongs to it, unless it names a district of another.
    """
    if place is None:
        return register.entries
    found = register.in_places(place.member_ids)
    former = find_former_province(place.short_name) if place.kind == "former_province" else None
    if former is None:
        return found
    merged = (start_of_day(MERGED_ON) - EPOCH) // MILLISECOND
    key = fold(former.short_name)
    more = [
        entry
        for entry in register.entries
        if entry.province_code == former.province_code
        and not id_at(Level.FORMER_PROVINCE, entry)
        and fold(entry.printed_place.rpartition(", ")[2]).removeprefix("tinh ") == key
        and any(held.valid_from < merged for held in history.by_good.get(entry.good_id, ())[:1])
    ]
    return [*found, *more]
