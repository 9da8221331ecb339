"""What officers write into the cells of a row, read as the cells themselves are, and the row with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from shop.register_files.addresses import province_name
from shop.register_files.cells import (
    is_empty,
    read_decision_number,
    read_group,
    read_stars,
)
from shop.register_files.days import read_day, read_year
from shop.register_files.lengths import LONGEST, fields_too_long
from shop.register_files.reasons import CellRefused, Reason, ReasonCode
from shop.register_files.statements import Statement
from shop.register_files.vocabulary import Field
from shop.values.folding import tidy
from shop.values.ocop import FIRST_YEAR, GROUPS
from shop.values.producer_names import kind_of

# What may be corrected, in the order of a form, and how long it may be.
CORRECTABLE: dict[str, int] = {
    "name": LONGEST[Field.NAME],
    "producer": LONGEST[Field.PRODUCER],
    "commune": LONGEST[Field.COMMUNE],
    "district": LONGEST[Field.DISTRICT],
    "province": LONGEST[Field.PROVINCE],
    "group": 40,
    "stars": 20,
    "decided_on": 60,
    "year": 20,
    "number": LONGEST[Field.NUMBER],
    "issuer": LONGEST[Field.ISSUER],
    "planned": 1,
    # What only has to be looked at: a hidden row that belongs to the list, an end of validity that is not the law's.
    "index": 1,
    "until": 1,
}
# Which problems of the reader a correction settles: those of the cells that the field comes from.
_SETTLES: dict[str, frozenset[str]] = {
    "stars": frozenset({"stars", *(f"stars_{number}" for number in range(1, 6))}),
    "decided_on": frozenset({"decided_on", "year", "until"}),
    "year": frozenset({"decided_on", "year"}),
    "commune": frozenset({"commune", "address"}),
    "district": frozenset({"district", "address"}),
    "province": frozenset({"province", "address"}),
    "planned": frozenset({"note"}),
}


def read_correction(field: str, text: str) -> Any:
    """The value of a typed text. Refuses CellRefused; a dash empties the cell."""
    tidied = tidy(text)
    if len(tidied) > CORRECTABLE[field]:
        raise CellRefused(ReasonCode.TOO_LONG, most=CORRECTABLE[field])
    return _READERS.get(field, _text)(tidied)


def corrected(statement: Statement, corrections: Mapping[str, str]) -> Statement:
    """The row as officers corrected it. The texts were read before, when they were written."""
    changes: dict[str, Any] = {}
    for field, text in corrections.items():
        changes |= _changes(field, read_correction(field, text))
    if changes.get("decided_on"):
        changes["year"] = changes["decided_on"].year
    elif "year" in changes and statement.decided_on and changes["year"] != statement.decided_on.year:
        changes["decided_on"] = None
    return replace(statement, **changes)


def left_problems(problems: Sequence[Reason], corrections: Mapping[str, str]) -> list[Reason]:
    """What is still wrong with the cells of a row."""
    settled = {about for field in corrections for about in _SETTLES.get(field, frozenset({field}))}
    return [problem for problem in problems if not problem.about or problem.about not in settled]


def faults_of(statement: Statement, today: date) -> list[Reason]:
    """What a row cannot say, whoever wrote it: what the reader asks of every row, asked again of a corrected one."""
    found: list[tuple[ReasonCode, str, dict[str, str | int]]] = []
    if not statement.name:
        found.append((ReasonCode.NAME_MISSING, "name", {}))
    elif not re.search(r"[^\W\d_]", statement.name):
        found.append((ReasonCode.NAME_UNREADABLE, "name", {"text": statement.name}))
    if not statement.province:
        found.append((ReasonCode.PROVINCE_MISSING, "province", {}))
    elif province_name(statement.province) is None:
        found.append((ReasonCode.PROVINCE_UNKNOWN, "province", {"text": statement.province}))
    found += [(ReasonCode.TOO_LONG, field, {"most": LONGEST[field]}) for field in fields_too_long(statement)]
    found += _faults_of_day(statement, today)
    return [Reason(code, facts, statement.row, sheet=statement.sheet, about=about) for code, about, facts in found]


def _faults_of_day(statement: Statement, today: date) -> list[tuple[ReasonCode, str, dict[str, str | int]]]:
    day, year = statement.decided_on, statement.year
    if year and (year > today.year or (day and day > today)):
        return [(ReasonCode.DAY_IN_FUTURE, "decided_on", {"day": str(day or year), "today": str(today)})]
    if year and year < FIRST_YEAR:
        return [(ReasonCode.YEAR_TOO_EARLY, "year", {"year": year, "first": FIRST_YEAR})]
    if statement.is_planned and day:
        return [(ReasonCode.PLAN_WITH_DECISION, "planned", {})]
    return []


def _changes(field: str, value: Any) -> dict[str, Any]:
    if field == "producer":
        return {"producer": value, "kind": kind_of(value) if value else None}
    if field == "decided_on":
        return {"decided_on": value.day, "year": value.year}
    if field in ("index", "until"):
        return {}
    if field == "planned":
        return {"is_planned": value}
    return {field: value}


def _text(text: str) -> str:
    return "" if is_empty(text) else text


def _or_none(text: str) -> str | None:
    return _text(text) or None


def _group(text: str) -> str | None:
    if is_empty(text):
        return None
    return text if text in GROUPS else read_group(text)


_READERS: dict[str, Callable[[str], Any]] = {
    "group": _group,
    "stars": read_stars,
    "decided_on": read_day,
    "year": read_year,
    "number": read_decision_number,
    "issuer": _or_none,
    "planned": lambda text: text == "1",
}
