"""What taking a file into the register would do, row by row, before anything is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shop.certification.register_known import (
    Goods,
    KnownCertificate,
    KnownGood,
    KnownProducer,
    Producers,
    commune_codes,
)
from shop.register_files import Reason, ReasonCode, Statement, number_key


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    RENEWED = "renewed"
    UNCHANGED = "unchanged"
    PLANNED = "planned"
    AWAITING_OFFICER = "awaiting_officer"
    REFUSED = "refused"


@dataclass(eq=False, slots=True)
class PlannedRow:
    """One row with what would become of it; `is_stored` where its wording is new to the register."""

    statement: Statement
    outcome: Outcome
    good: KnownGood
    certificate: KnownCertificate | None = None
    is_stored: bool = True
    completes_day: bool = False


@dataclass
class Plan:
    """All rows of a file, and what speaks against taking it."""

    producers: Producers
    goods: Goods
    rows: list[PlannedRow] = field(default_factory=list)
    refused: list[Reason] = field(default_factory=list)


def make_plan(
    statements: Iterable[Statement],
    producers: Producers,
    goods: Goods,
    stored: dict[str, KnownGood],
    on_row: Callable[[int], None] | None = None,
    find: Callable[[Statement], KnownGood] | None = None,
) -> Plan:
    """Decide every row against what is known; contradictions go to `refused`. Changes only the objects given.

    `stored` gives for the fingerprint of every row that is in the register the good that it speaks of. `find` says of
    which good another row speaks; what is known decides where it is not given.
    """
    plan = Plan(producers, goods)
    seen: dict[KnownGood, list[Statement]] = defaultdict(list)
    known = dict(stored)
    find = find or (lambda statement: goods.find_or_add(statement, producers.find_or_add(statement)))
    for count, statement in enumerate(statements, 1):
        fingerprint = statement.fingerprint
        good = known.get(fingerprint) or find(statement)
        # What the register took before stands there as officers left it, whatever is printed.
        contradiction = None if fingerprint in stored else _contradiction(statement, good, seen.get(good, ()))
        if contradiction:
            plan.refused.append(contradiction)
        elif fingerprint in known:
            plan.rows.append(PlannedRow(statement, Outcome.UNCHANGED, good, is_stored=False))
        else:
            plan.rows.append(_decide(statement, good))
        if statement.stars is not None and not statement.is_planned:
            seen[good].append(statement)  # what a later row may contradict
        known[fingerprint] = good
        if on_row:
            on_row(count)
    return plan


def _decide(statement: Statement, good: KnownGood) -> PlannedRow:
    _learn_more(statement, good)
    if statement.is_planned:
        return PlannedRow(statement, Outcome.PLANNED, good)
    if statement.awaiting:
        return PlannedRow(statement, Outcome.AWAITING_OFFICER, good)
    return _decide_recognition(statement, good)


def _decide_recognition(statement: Statement, good: KnownGood) -> PlannedRow:
    same = next((known for known in good.certificates if _is_same_recognition(known, statement)), None)
    if same is None:
        outcome = Outcome.RENEWED if good.certificates else Outcome.NEW
        certificate = _certificate_of(statement)
        good.certificates.append(certificate)
        return PlannedRow(statement, outcome, good, certificate)
    completes = same.decided_on is None and statement.decided_on is not None
    if completes:
        same.decided_on = statement.decided_on
        same.completed_by = statement if same.id else None
        same.first = statement if same.first else None
        return PlannedRow(statement, Outcome.RENEWED, good, same, completes_day=True)
    return PlannedRow(statement, Outcome.UNCHANGED, good, same)


def _certificate_of(statement: Statement) -> KnownCertificate:
    if statement.stars is None or statement.year is None:
        raise ValueError("a recognition has stars and a year")
    return KnownCertificate(
        stars=statement.stars,
        year=statement.year,
        decided_on=statement.decided_on,
        number_key=number_key(statement.number),
        first=statement,
    )


def _is_same_recognition(known: KnownCertificate, statement: Statement) -> bool:
    """Whether a row states a recognition that is known: certainly, or possibly and with the same stars."""
    if _is_certainly_same(known, statement):
        return True
    return known.stars == statement.stars and _may_be_same(known, statement)


def _is_certainly_same(known: KnownCertificate, statement: Statement) -> bool:
    number = number_key(statement.number)
    same_day = known.decided_on is not None and known.decided_on == statement.decided_on
    same_number = bool(number) and known.number_key == number and known.year == statement.year
    days_differ = None not in (known.decided_on, statement.decided_on) and not same_day
    return (same_day and _fit(known.number_key, number)) or (same_number and not days_differ)


def _may_be_same(known: KnownCertificate, statement: Statement) -> bool:
    """The same year, at least one of the two without its day, and no two different numbers."""
    one_is_vague = known.decided_on is None or statement.decided_on is None
    return known.year == statement.year and one_is_vague and _fit(known.number_key, number_key(statement.number))


def _fit(one: str, other: str) -> bool:
    return one == other or not one or not other


def _contradiction(statement: Statement, good: KnownGood, earlier: Sequence[Statement]) -> Reason | None:
    """Other stars for one recognition: within the file, or against a certificate of the register."""
    if statement.stars is None or statement.is_planned:
        return None
    for other in earlier:
        if other.stars != statement.stars and _speak_of_one(other, statement):
            return _reason(ReasonCode.CONTRADICTS_ROW, statement, other=other.stars or 0, other_row=other.row)
    for known in good.certificates:
        if known.id and known.stars != statement.stars and _is_certainly_same(known, statement):
            return _reason(ReasonCode.CONTRADICTS_REGISTER, statement, other=known.stars, certificate=known.code)
    return None


def _reason(code: ReasonCode, statement: Statement, **facts: str | int) -> Reason:
    said: dict[str, str | int] = {"name": statement.name, "stars": statement.stars or 0, **facts}
    return Reason(code, said, statement.row, sheet=statement.sheet)


def _speak_of_one(one: Statement, other: Statement) -> bool:
    """Whether two rows may state one recognition: no two days, years or numbers that differ."""
    pairs = ((one.decided_on, other.decided_on), (one.year, other.year))
    apart = any(a is not None and b is not None and a != b for a, b in pairs)
    return not apart and _fit(number_key(one.number), number_key(other.number))


def _learn_more(statement: Statement, good: KnownGood) -> None:
    """A later row may name the district or the group that the first did not; never another one."""
    if good.first is not statement and statement.printed_place != good.printed_place:
        codes, before = commune_codes(*statement.printed_place), good.commune_codes
        if codes and (not before or codes < before):
            good.printed_place, good.placed_by = statement.printed_place, statement
    if statement.group and good.group is None:
        good.group, good.grouped_by = statement.group, statement


__all__ = ["KnownProducer", "Outcome", "Plan", "PlannedRow", "make_plan"]
