"""The hardest appendices that offices write: every row is right, or named as doubtful, or said to be no row."""

from __future__ import annotations

from datetime import date

import pytest

from shop.certification.register_file import Decision, RegisterFile, read_register_file
from shop.certification.register_statements import Statement
from tests.factories.hard_appendices import HARD, PASSED, Read

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("name", HARD)
def test_every_row_is_right_or_named(name: str) -> None:
    appendix = HARD[name]()
    assert outcome(read_register_file(name, appendix.data, Decision(), TODAY)) == appendix.expected


def outcome(file: RegisterFile) -> dict[tuple[str, int], Read | str]:
    """What became of every line below the headings."""
    said: dict[tuple[str, int], Read | str] = {(sheet, row): PASSED for sheet, row, _ in file.passed_over}
    said |= {(one.sheet, one.row): understood(one) for one in file.statements}
    return said | {(one.sheet, one.row or 0): one.code.value for one in file.refused}


def understood(one: Statement) -> Read:
    """The facts of a row that the expectations name."""
    return Read(one.name, one.producer, one.printed_place, one.stars, one.decided_on, one.number, one.group)
