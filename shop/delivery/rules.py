"""What sending a parcel costs and how long it takes. Pure: the table comes as an argument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shop.places import Commune, find_province
from shop.values.refusal import Refusal

# The eight regions of the national statistics, as the three parts of the country that carriers price by.
_PARTS = {
    "north-west": "north",
    "north-east": "north",
    "red-river-delta": "north",
    "north-central": "centre",
    "south-central-coast": "centre",
    "central-highlands": "centre",
    "south-east": "south",
    "mekong-delta": "south",
}


class Zone(StrEnum):
    """How far a parcel goes from its producer's province, the nearest first."""

    PROVINCE = "province"
    REGION = "region"
    PART = "part"
    COUNTRY = "country"


@dataclass(frozen=True)
class FeeRow:
    """Parcels of a zone weighing up to so many grams: fee in dong, and within how many days they arrive."""

    zone: Zone
    up_to_grams: int
    fee_vnd: int
    days_min: int
    days_max: int


@dataclass(frozen=True)
class FeeQuote:
    """What one parcel costs in dong and how many days it takes."""

    fee_vnd: int
    days_min: int
    days_max: int


FREE = FeeQuote(0, 0, 0)


@dataclass
class NoDeliveryThere(Refusal):
    """The table has no fee for a parcel of this weight in this zone."""

    zone: Zone
    grams: int


@dataclass
class NoSuchPoint(Refusal):
    """There is no such point of sale."""

    id: int


@dataclass
class BadFeeTable(Refusal):
    """A table that cannot be: a negative fee, no weight, days the wrong way round, or one step twice."""

    row: FeeRow


@dataclass
class AddressUnclear(Refusal):
    """What was given names no place, or several: `field` is province, commune or street; choose among `candidates`."""

    field: str
    candidates: tuple[Commune, ...] = ()


@dataclass(frozen=True)
class Address:
    """Where somebody lives, by the two levels since 1 July 2025: official codes, and the names as they are today."""

    province_code: str
    province_name: str
    commune_code: str
    commune_name: str
    street: str

    @property
    def words(self) -> str:
        """In one line, as one writes it on a parcel."""
        return f"{self.street}, {self.commune_name}, {self.province_name}"


@dataclass(frozen=True)
class FeeTable:
    """The operator's table, lightest step first."""

    rows: tuple[FeeRow, ...]

    def fee(self, zone: Zone, grams: int) -> FeeQuote:
        """What a parcel of so many grams costs in a zone; refuses NoDeliveryThere where it is too heavy."""
        fitting = [row for row in self.rows if row.zone == zone and row.up_to_grams >= grams]
        if not fitting:
            raise NoDeliveryThere(zone, grams)
        row = min(fitting, key=lambda row: row.up_to_grams)
        return FeeQuote(row.fee_vnd, row.days_min, row.days_max)


def zone_between(origin: str | None, target: str) -> Zone:
    """The zone between two provinces by code; an unknown origin counts as the other end of the country."""
    here, there = find_province(origin) if origin else None, find_province(target)
    if here is None or there is None:
        return Zone.COUNTRY
    if here.code == there.code:
        return Zone.PROVINCE
    if here.region == there.region:
        return Zone.REGION
    return Zone.PART if _PARTS[here.region] == _PARTS[there.region] else Zone.COUNTRY


def check_fees(rows: Iterable[FeeRow]) -> None:
    """Refuse BadFeeTable for a row that cannot be."""
    steps = set()
    for row in rows:
        is_sound = row.fee_vnd >= 0 and row.up_to_grams > 0 and 0 <= row.days_min <= row.days_max
        if not is_sound or (row.zone, row.up_to_grams) in steps:
            raise BadFeeTable(row)
        steps.add((row.zone, row.up_to_grams))
