"""What the register would make of every row, decided in memory: from the database, or while a file is being read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from shop.certification.staged_import import (
    KnownGood,
    KnownProducer,
    KnownRegister,
    LookAlikes,
    Plan,
    load_known_register,
    register_edition,
)
from shop.database import db
from shop.register_files import Reason, ReasonCode, Statement
from shop.register_intake.rules import NEW_ENTRY, Choice
from shop.register_intake.staged_rows import StagedRow


@dataclass(frozen=True)
class Frame:
    """For whom and when a plan is made."""

    province_code: str | None
    at: datetime
    today: date


@dataclass(frozen=True)
class Draft:
    """Rows with what the register's own plan makes of them, and all that has to be asked to complete the plan.

    It holds as long as the register's edition is the same, for the same province and on the same day.
    """

    rows: list[StagedRow]
    core: Plan
    # The register as it was before the rows were decided.
    alike: LookAlikes
    edition: str
    frame: Frame

    def holds(self, frame: Frame) -> bool:
        """Would it come to the same if it were made now?"""
        is_same = (self.frame.province_code, self.frame.today) == (frame.province_code, frame.today)
        return is_same and register_edition() == self.edition


def make_draft(staged: Iterator[StagedRow], frame: Frame, told: Callable[[int], None]) -> Draft:
    """Decide all rows, each as soon as it is there. `told` hears how many were decided.

    Only reads, and all that it reads before the first row: whoever gives the rows may write in between.
    """
    register, edition = _settled_register()
    alike = LookAlikes(register.producers.all, register.goods)
    rows: list[StagedRow] = []
    core = _Deciding(register, frame, rows).decide(staged, told)
    return Draft(rows, core, alike, edition, frame)


def _settled_register() -> tuple[KnownRegister, str]:
    """The register and its edition, read until nothing changed in between."""
    while True:
        db.session.rollback()
        edition = register_edition()
        register = load_known_register()
        db.session.rollback()
        if register_edition() == edition:
            return register, edition


class _Deciding:
    """Runs the rows through the register's own plan, each under the choice that an officer made for it."""

    def __init__(self, register: KnownRegister, frame: Frame, rows: list[StagedRow]) -> None:
        self._register = register
        self._frame = frame
        self._rows = rows
        self._present: StagedRow | None = None

    def decide(self, staged: Iterator[StagedRow], told: Callable[[int], None]) -> Plan:
        """All rows into the list, and the plan of those that can be taken."""
        taken: dict[tuple[str, int], StagedRow] = {}
        core = self._register.plan(self._pass(staged, taken, told), self._find)
        for planned in core.rows:
            taken[planned.statement.sheet, planned.statement.row].planned = planned
        for reason in core.refused:
            taken[reason.sheet, reason.row or 0].reasons = (reason,)
        return core

    def _pass(
        self, staged: Iterator[StagedRow], taken: dict[tuple[str, int], StagedRow], told: Callable[[int], None]
    ) -> Iterator[Statement]:
        for count, row in enumerate(staged, 1):
            self._rows.append(row)
            told(count)
            if row.is_left_out:
                row.reasons = ()
                continue
            if row.statement.fingerprint in self._register.fingerprints:
                row.reasons = ()  # what the register took before stands there, however it is read now
            elif outside := _outside(row.statement, self._frame.province_code):
                row.reasons = (*row.reasons, outside)
            if not row.reasons:
                said, row.choice = row.choice, self._that_holds(row.choice)
                row.was_chosen_otherwise = row.choice != said
                self._present = row
                taken[row.sheet, row.number] = row
                yield row.statement

    def _that_holds(self, choice: Choice) -> Choice:
        """What is left of a choice: the register changed since, or it was made by somebody who may say more."""
        if not choice.good_id and not choice.producer_id:
            return choice
        good_id, producer_id = choice.good_id, choice.producer_id
        if producer_id:
            producer = self._register.producers.all.get(producer_id)
            producer_id = producer.id if producer and self._is_within(producer) else None
        if good_id:
            known = self._register.goods.all.get(good_id)
            good = self._register.goods.meant_by(known) if known else None
            good_id = good.id if good and good.counts and self._is_within(good) else None
        return Choice(producer_id, good_id)

    def _is_within(self, known: KnownGood | KnownProducer) -> bool:
        return self._frame.province_code in (None, known.province_code)

    def _find(self, statement: Statement) -> KnownGood:
        choice = self._present.choice if self._present else Choice()
        chosen = self._register.goods.all.get(choice.good_id or NEW_ENTRY)
        producer = self._find_producer(statement, choice)
        if chosen is not None:
            return chosen
        good = self._register.goods.find_or_add(statement, producer)
        if choice.good_id == NEW_ENTRY and good.id is not None:
            good = self._register.goods.add(statement, producer)
        return good

    def _find_producer(self, statement: Statement, choice: Choice) -> KnownProducer | None:
        producers = self._register.producers
        if not statement.producer or choice.good_id:
            return None
        chosen = producers.all.get(choice.producer_id or NEW_ENTRY)
        if chosen is not None:
            return producers.take(statement, chosen)
        known = producers.find_or_add(statement)
        if choice.producer_id == NEW_ENTRY and known is not None and known.id is not None:
            return producers.add(statement)
        return known


def _outside(statement: Statement, province_code: str | None) -> Reason | None:
    province = statement.place.province
    if province_code is None or (province is not None and province.code == province_code):
        return None
    facts = {"name": statement.name, "province": province.name if province else statement.province or "?"}
    return Reason(ReasonCode.OUTSIDE_SCOPE, facts, statement.row, sheet=statement.sheet, about="province")
