"""What the programme's documents say was certified, beside what the register says: counted alike, never typed in.

The counts stand in data/seed_facts.csv with their source. Where the register holds fewer, it says so: a count that its
rows do not bear out is shown as open, and nothing is made to fit.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from sqlalchemy import select

from shop.certification import RegisterPicture
from shop.config import ROOT
from shop.database import MILLISECOND, db
from shop.places import Place, find_former_province, find_place_by_id, resolve_printed
from shop.producers import Producer
from shop.reports.coverage_history import History
from shop.reports.coverage_places import entries_of
from shop.targets import Measure, Wish
from shop.values.dates import end_of_day
from shop.values.producer_names import ProducerKind

FACTS = ROOT / "data" / "seed_facts.csv"
_PART = re.compile(r"(\d+) ([a-z-]+)")


class Claimed(StrEnum):
    """What a document counts."""

    GOODS = "goods"  # certified on a day, by stars
    PRODUCERS = "producers"  # of goods certified on a day, by kind
    RECOGNISED = "recognised"  # recognised in a year with so many stars
    GROUPS = "groups"  # of goods that the register names at a place


@dataclass(frozen=True)
class Fact:
    """One line of the documents' counts."""

    fact_id: str
    place_id: str
    claimed: Claimed
    # The day for which it speaks; the last of the year for a year.
    day: date
    stated: int
    parts: tuple[tuple[str, int], ...]
    stars: int | None


@dataclass(frozen=True)
class Claim:
    """What a document says, and what the register says of the same; parts are stars, kinds of producers."""

    fact: Fact
    counted: int
    parts: tuple[tuple[str, int], ...]

    @property
    def agrees(self) -> bool:
        """Whether both say the same, part for part."""
        return self.counted == self.fact.stated and (not self.fact.parts or self.parts == self.fact.parts)


_PARTS: Mapping[Claimed, Mapping[str, str]] = {
    Claimed.GOODS: {"five-star": "5", "four-star": "4", "three-star": "3"},
    Claimed.PRODUCERS: {kind: kind for kind in ProducerKind},
    Claimed.RECOGNISED: {},
    Claimed.GROUPS: {},
}
# Which of the documents' counts the register can answer at all; docs/seed-facts.md goes through every one.
_COMPARED: Mapping[str, tuple[Claimed, int | None]] = {
    "S11": (Claimed.GOODS, None),
    "S12": (Claimed.GOODS, None),
    "S21": (Claimed.GOODS, None),
    "S22": (Claimed.PRODUCERS, None),
    "S25": (Claimed.GOODS, None),
    "S26": (Claimed.RECOGNISED, 4),
    "S30": (Claimed.GROUPS, None),
}


# Which of them are plans that can be set as targets.
_PLANNED: Mapping[str, Measure] = {
    "S01": Measure.NEW_GOODS,
    "S02": Measure.REEVALUATED_GOODS,
    "S04": Measure.ONLINE_PERCENT,
    "S28": Measure.NEW_GOODS,
    "S29": Measure.REEVALUATED_GOODS,
}


@cache
def list_facts() -> tuple[Fact, ...]:
    """The documents' counts that can be compared, in the order of the documents."""
    return tuple(_fact(row) for row in _rows() if row["fact_id"] in _COMPARED)


def list_planned_targets() -> list[Wish]:
    """The documents' plans as targets, each with the document that sets it."""
    return [
        Wish(
            place_id=place_id_of(row["place"], row["place_level"]),
            year=int(row["period"]),
            measure=_PLANNED[row["fact_id"]],
            value=int(row["value"]),
            source=f"Kế hoạch năm {row['period']} của {row['place']}, phiếu nguồn {row['fact_id']}",
        )
        for row in _rows()
        if row["fact_id"] in _PLANNED
    ]


def _rows() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def claims_within(place: Place | None, register: RegisterPicture, history: History) -> list[Claim]:
    """What the documents say of a place and of the former ones in it, with what the register says; None: all."""
    return [_answer(fact, register, history) for fact in list_facts() if _lies_in(fact, place)]


def _lies_in(fact: Fact, place: Place | None) -> bool:
    if place is None or fact.place_id in place.member_ids:
        return True
    found = find_place_by_id(fact.place_id)
    return place.kind == "province" and found is not None and found.province_code == place.province_code


def _fact(row: Mapping[str, str]) -> Fact:
    claimed, stars = _COMPARED[row["fact_id"]]
    try:
        day = date.fromisoformat(row["as_of"])
    except ValueError:
        day = date(int(row["period"]), 12, 31)
    return Fact(
        fact_id=row["fact_id"],
        place_id=place_id_of(row["place"], row["place_level"]),
        claimed=claimed,
        day=day,
        stated=int(row["value"]),
        parts=_parts(row["breakdown"], claimed),
        stars=stars,
    )


def place_id_of(printed: str, level: str) -> str:
    """The id of a place as the documents name it: "huyện Bảo Yên (Lào Cai)", "tỉnh Bắc Kạn"; all before the merger."""
    name, _, province = printed.removesuffix(")").partition(" (")
    if level == "province":
        former = find_former_province(name.removeprefix("tỉnh "))
        return former.id if former else ""
    district = resolve_printed("", name, province).former_district
    return district.id if district else ""


def _parts(words: str, claimed: Claimed) -> tuple[tuple[str, int], ...]:
    """("4", 18) of "18 four-star", ("cooperative", 6) of "6 cooperatives"; what is neither is left out."""
    found = []
    for number, word in _PART.findall(words):
        name = _PARTS[claimed].get(word.removesuffix("s") if claimed is Claimed.PRODUCERS else word)
        if name:
            found.append((name, int(number)))
    return tuple(found)


def _answer(fact: Fact, register: RegisterPicture, history: History) -> Claim:
    entries = {entry.good_id: entry for entry in entries_of(register, find_place_by_id(fact.place_id), history)}
    if fact.claimed is Claimed.RECOGNISED:
        return Claim(fact, len(history.recognised_in(fact.day.year, fact.stars or 0, entries)), ())
    if fact.claimed is Claimed.GROUPS:
        return Claim(fact, len({entry.group for entry in entries.values()} - {None}), ())
    stars = history.stars_at(end_of_day(fact.day) - MILLISECOND, entries)
    if fact.claimed is Claimed.GOODS:
        counted = Counter(str(number) for number in stars.values())
        names = [name for name in ("5", "4", "3") if name in _names(fact) or counted[name]]
        return Claim(fact, len(stars), tuple((name, counted[name]) for name in names))
    makers = {slug for good_id in stars if (slug := entries[good_id].producer_slug)}
    kinds = Counter(db.session.scalars(select(Producer.kind).where(Producer.slug.in_(makers))))
    return Claim(fact, len(makers), tuple((name, kinds[name]) for name in _names(fact)))


def _names(fact: Fact) -> list[str]:
    return [name for name, _ in fact.parts]
