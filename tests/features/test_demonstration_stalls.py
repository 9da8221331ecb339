"""The stalls of the demonstration introduce themselves once, as invented, and claim nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts import Role
from shop.database import Base, db
from shop.demonstration import introduce_stalls
from shop.demonstration.people import HOST
from shop.demonstration.stall_profiles import _wanted
from shop.notifications import OutboxMessage
from shop.stalls import find_bank_account, find_public_stall, list_portraits
from tests.factories.buying import NOON
from tests.factories.people import make_person
from tests.factories.register import make_producer


def whole() -> dict[str, list[str]]:
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(table.select()).all())) for table in Base.metadata.sorted_tables
    }


@pytest.fixture
def stalls(sqlite_app: Flask, tmp_path: Path) -> list[int]:
    numbers = [make_producer(name).id for name in ("HTX Phìn Hồ", "HTX Hằng Hiếu")]
    for owner, number in zip(("lan", "minh"), numbers, strict=True):
        make_person(f"{owner}@{HOST}", role=Role.PRODUCER, producer_id=number)
    introduce_stalls(tmp_path, NOON, print)
    return numbers


def test_every_part_is_there_and_says_that_it_is_invented(stalls: list[int]) -> None:
    for number in stalls:
        stall, people = find_public_stall(number), list_portraits(number)
        assert stall is not None
        assert "minh họa" in stall.story_vi
        assert "demonstration" in stall.story_en
        assert stall.cover is not None
        assert (bool(stall.days), bool(stall.street), bool(stall.phone)) == (True, True, True)
        assert people
        assert all("minh họa" in one.name for one in people)
        account = find_bank_account(number)
        assert account is not None
        assert "MINH HOA" in account.account_name


def test_a_second_time_changes_nothing(stalls: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, files = whole(), sorted(tmp_path.rglob("*"))
    introduce_stalls(tmp_path, NOON, print)
    assert "stalls: 0 introduced themselves" in capsys.readouterr().out
    assert (whole(), sorted(tmp_path.rglob("*"))) == (before, files)
    assert len(db.session.scalars(select(OutboxMessage.id)).all()) == len(stalls)


def test_no_stall_without_its_owner(sqlite_app: Flask, tmp_path: Path) -> None:
    before = whole()
    introduce_stalls(tmp_path, NOON, print)
    assert whole() == before


@pytest.mark.parametrize("word", ["sao ocop", "ocop", "giải thưởng", "chữa", "award", "star", "best"])
def test_nothing_is_claimed(word: str) -> None:
    for one in _wanted():
        assert word not in (one["story_vi"] + one["story_en"]).lower()
