"""The table of delivery fees as a grid of fields: read from a form, checked, compared with the table in force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from shop.delivery import BadFeeTable, FeeRow, FeeTable, NoDeliveryThere, Zone
from shop.values.money import group_digits
from shop.web.language import current_language
from shop.web.words import _

FIELDS = ("grams", "fee", "min", "max")
SPARE_ROWS = 2
MOST_ROWS = 40
# What the preview weighs, in grams.
SAMPLES = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class GridRow:
    """One step of a zone as it stands in the form: what was typed by field, and what is wrong with it."""

    zone: Zone
    place: int
    typed: Mapping[str, str]
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Is nothing typed in it?"""
        return not any(self.typed.values())


@dataclass(frozen=True)
class Sample:
    """What a parcel of so many grams costs by zone: before and after, None where nothing is delivered."""

    grams: int
    fees: tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True)
class Grid:
    """The whole form: rows by zone, the table they make where nothing is wrong, and what to think about."""

    rows: dict[Zone, list[GridRow]]
    fees: tuple[FeeRow, ...] = ()
    doubts: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[GridRow]:
        """The rows that cannot be."""
        return [row for rows in self.rows.values() for row in rows if row.problem]


def fingerprint(table: FeeTable) -> str:
    """Tells whether the table is still the one that a form began with."""
    return hashlib.sha256(repr(table.rows).encode()).hexdigest()[:16]


def grid_of(table: FeeTable) -> Grid:
    """The table in force as a form, with empty rows for new steps."""
    rows: dict[Zone, list[GridRow]] = {}
    for zone in Zone:
        steps = [row for row in table.rows if row.zone is zone]
        rows[zone] = [GridRow(zone, place, _typed(row)) for place, row in enumerate(steps)]
        rows[zone] += _spare(zone, len(steps))
    return Grid(rows, table.rows)


def read_grid(form: Mapping[str, str]) -> Grid:
    """What was typed, row by row, each with its mistake."""
    rows: dict[Zone, list[GridRow]] = {}
    fees: list[FeeRow] = []
    for zone in Zone:
        seen: set[int] = set()
        rows[zone] = []
        for place in range(MOST_ROWS):
            typed = {name: form.get(f"{zone}-{place}-{name}", "").strip() for name in FIELDS}
            if not any(typed.values()):
                continue
            fee, problem = _read_row(zone, typed, seen)
            rows[zone].append(GridRow(zone, len(rows[zone]), typed, problem))
            if fee is not None:
                fees.append(fee)
                seen.add(fee.up_to_grams)
        rows[zone] += _spare(zone, len(rows[zone]))
    table = tuple(sorted(fees, key=lambda fee: (list(Zone).index(fee.zone), fee.up_to_grams)))
    return Grid(rows, table, _doubts(table))


def compare(before: FeeTable, after: FeeTable) -> list[Sample]:
    """What sample parcels cost before and after."""
    return [
        Sample(grams, tuple((_fee(before, zone, grams), _fee(after, zone, grams)) for zone in Zone))
        for grams in SAMPLES
    ]


def blame_bad_row(grid: Grid, refusal: BadFeeTable) -> Grid:
    """The same form with the refused row marked; for what only the table's own check finds."""
    rows = {
        zone: [
            GridRow(row.zone, row.place, row.typed, _("This row cannot be."))
            if row.zone is refusal.row.zone and _number(row.typed["grams"]) == refusal.row.up_to_grams
            else row
            for row in steps
        ]
        for zone, steps in grid.rows.items()
    }
    return Grid(rows, grid.fees, grid.doubts)


def zone_words(zone: Zone) -> str:
    """How far a zone reaches."""
    return {
        Zone.PROVINCE: _("Within one province"),
        Zone.REGION: _("Within one region"),
        Zone.PART: _("Within one part of the country"),
        Zone.COUNTRY: _("To another part of the country"),
    }[zone]


def _typed(row: FeeRow) -> dict[str, str]:
    return {
        "grams": group_digits(row.up_to_grams, current_language()),
        "fee": group_digits(row.fee_vnd, current_language()),
        "min": str(row.days_min),
        "max": str(row.days_max),
    }


def _spare(zone: Zone, begin: int) -> list[GridRow]:
    return [GridRow(zone, begin + place, dict.fromkeys(FIELDS, "")) for place in range(SPARE_ROWS)]


def _read_row(zone: Zone, typed: Mapping[str, str], seen: set[int]) -> tuple[FeeRow | None, str]:
    """The row, or what is wrong with it."""
    if not all(typed.values()):
        return None, _("Fill in all four, or empty the row to take it out.")
    numbers = [_number(typed[name]) for name in FIELDS]
    if any(number is None for number in numbers):
        return None, _("Write whole numbers only.")
    grams, fee, days_min, days_max = (number or 0 for number in numbers)
    if not grams:
        return None, _("A weight above zero is needed.")
    if grams in seen:
        return None, _("This weight stands twice in the zone.")
    if days_min > days_max:
        return None, _("The days are the wrong way round.")
    return FeeRow(zone, grams, fee, days_min, days_max), ""


def _number(text: str) -> int | None:
    """A whole number as people write it: 25000 or 25.000 or 25,000."""
    digits = text.replace(".", "").replace(",", "").replace(" ", "").replace("\u00a0", "")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER
    return int(digits) if is_number else None


def _doubts(table: tuple[FeeRow, ...]) -> list[str]:
    """What is allowed, but hardly meant."""
    doubts = []
    for zone in Zone:
        steps = [row for row in table if row.zone is zone]
        if not steps:
            doubts.append(_("%(zone)s: without a row nothing is delivered there.", zone=zone_words(zone)))
        elif any(light.fee_vnd > heavy.fee_vnd for light, heavy in pairwise(steps)):
            doubts.append(_("%(zone)s: a heavier parcel costs less than a lighter one.", zone=zone_words(zone)))
    return doubts


def _fee(table: FeeTable, zone: Zone, grams: int) -> int | None:
    try:
        return table.fee(zone, grams).fee_vnd
    except NoDeliveryThere:
        return None
