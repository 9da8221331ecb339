"""Dossiers for re-evaluation: what a producer's members note, once, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from shop.accounts import Role
from shop.certification import Certificate, CertifiedGood
from shop.database import db, transaction
from shop.renewals import (
    CannotLeaveOut,
    Dossier,
    DossierFile,
    DossierItem,
    DossierMark,
    FilingIsOver,
    FilingMovedOn,
    FilingState,
    FilingStep,
    Mark,
    NewFile,
    NoLongerCurrent,
    NoSuchFile,
    NoSuchRenewal,
    OneRenewal,
    Outcome,
    Phase,
    RenewalFiling,
    Step,
    StepFacts,
    TooManyFiles,
    add_file,
    find_file,
    find_renewal,
    list_renewals,
    mark_item,
    record_step,
    remove_file,
)
from tests.factories.acts import award_certificate
from tests.factories.people import make_person
from tests.factories.register import make_certificate, make_good, make_producer
from tests.racing import all_at_once

NOW = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
TABLES = (RenewalFiling, FilingStep, DossierMark, DossierFile)


@pytest.fixture
def good(app: Flask, set_clock: Callable[[str | datetime], None]) -> CertifiedGood:
    """A good with a certificate through 20/04/2027, of a producer with one member."""
    set_clock(NOW)
    good = make_good("Mật ong bạc hà")
    make_certificate(good, decided_on="2024-04-20")
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=good.producer_id)
    return good


@pytest.fixture
def dossier(good: CertifiedGood) -> Dossier:
    """Its dossier, in the hands of that member, now."""
    code = db.session.scalars(select(Certificate.code)).one()
    assert good.producer_id
    return Dossier(good.producer_id, code, by_id=1, at=NOW)


def file(number: int = 1) -> NewFile:
    return NewFile(stem=f"stem-{number}", form="pdf", size=1000, name=" Mẫu  01.pdf ")


def filed(day: date = date(2026, 11, 20), receipt: str = "45/TN") -> StepFacts:
    return StepFacts(Step.FILED, day, receipt_number=receipt)


def seen(dossier: Dossier) -> OneRenewal:
    db.session.rollback()
    return find_renewal(dossier.producer_id, dossier.code, NOW)


def counted() -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_items_are_marked_and_unmarked(dossier: Dossier) -> None:
    assert (seen(dossier).renewal.settled, seen(dossier).renewal.items) == (0, 17)
    for item, mark in (
        (DossierItem.REGISTRATION, Mark.READY),
        (DossierItem.STORY, Mark.READY),
        (DossierItem.STORY, Mark.NOT_NEEDED),
        (DossierItem.ACCOUNTS, Mark.READY),
        (DossierItem.ACCOUNTS, None),
        (DossierItem.ENVIRONMENT, None),
    ):
        with transaction():
            mark_item(dossier, item, mark)
    assert seen(dossier).marks == {DossierItem.REGISTRATION: Mark.READY, DossierItem.STORY: Mark.NOT_NEEDED}
    assert seen(dossier).renewal.settled == 2


def test_what_is_needed_cannot_be_left_out_and_nothing_is_begun_by_trying(dossier: Dossier) -> None:
    with pytest.raises(CannotLeaveOut), transaction():
        mark_item(dossier, DossierItem.SAMPLES, Mark.NOT_NEEDED)
    assert counted() == [0, 0, 0, 0]


def test_a_file_makes_its_item_ready(dossier: Dossier) -> None:
    with transaction():
        number = add_file(dossier, DossierItem.REGISTRATION, file())
    [held] = seen(dossier).files[DossierItem.REGISTRATION]
    assert (held.id, held.name, held.added_by_id) == (number, "Mẫu 01.pdf", 1)
    assert seen(dossier).marks == {DossierItem.REGISTRATION: Mark.READY}
    with transaction():
        remove_file(dossier, number)
    assert seen(dossier).files == {}
    assert seen(dossier).marks == {DossierItem.REGISTRATION: Mark.READY}  # the paper may lie on the table
    with pytest.raises(NoSuchFile), transaction():
        remove_file(dossier, number)


def test_an_item_takes_ten_files_and_a_dossier_sixty(dossier: Dossier) -> None:
    items = list(DossierItem)
    for number in range(60):
        with transaction():
            add_file(dossier, items[number // 10], file(number))
    for item in (items[0], items[10]):
        with pytest.raises(TooManyFiles), transaction():
            add_file(dossier, item, file(99))
    assert counted()[3] == 60


def test_the_way_of_a_dossier_is_kept_with_who_and_when(dossier: Dossier) -> None:
    with transaction():
        record_step(dossier, filed(), seen=0)
    with transaction():
        record_step(dossier, StepFacts(Step.SENT, date(2026, 11, 21)), seen=1)
    filing = seen(dossier).renewal.filing
    assert (filing.state, filing.receipt_number) == (FilingState.SENT, "45/TN")
    assert [(step.recorded_by_id, step.recorded_at) for step in filing.steps] == [(1, NOW)] * 2
    with pytest.raises(FilingMovedOn), transaction():
        record_step(dossier, StepFacts(Step.REOPENED, date(2026, 11, 21)), seen=1)


def test_a_decided_dossier_stays_as_it_was_unless_that_was_a_mistake(dossier: Dossier) -> None:
    decided = StepFacts(Step.DECIDED, date(2026, 11, 21), outcome=Outcome.GRANTED)
    for number, step in enumerate((filed(), decided)):
        with transaction():
            record_step(dossier, step, seen=number)
    with pytest.raises(FilingIsOver), transaction():
        mark_item(dossier, DossierItem.STORY, Mark.READY)
    with transaction():
        record_step(dossier, StepFacts(Step.REOPENED, date(2026, 11, 21)), seen=2)
    with transaction():
        mark_item(dossier, DossierItem.STORY, Mark.READY)
    assert seen(dossier).renewal.filing.state is FilingState.PREPARING


def test_the_database_keeps_what_was_noted(dossier: Dossier) -> None:
    with transaction():
        record_step(dossier, filed(), seen=0)
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(update(FilingStep).values(receipt_number="1"))


def test_of_two_who_note_at_once_one_is_told(app: Flask, dossier: Dossier) -> None:
    def note(number: int) -> None:
        with transaction():
            record_step(dossier, filed(receipt=str(number)), seen=0)

    results = all_at_once(app, note, racers=4)
    assert sorted(type(result).__name__ for result in results) == ["FilingMovedOn"] * 3 + ["NoneType"]
    assert counted()[:2] == [1, 1]


def test_a_stranger_finds_and_changes_nothing(dossier: Dossier) -> None:
    with transaction():
        number = add_file(dossier, DossierItem.REGISTRATION, file())
    stranger = replace(dossier, producer_id=make_producer("HTX Nậm Lành").id)
    before = counted()
    for work in (
        lambda: find_renewal(stranger.producer_id, stranger.code, NOW),
        lambda: mark_item(stranger, DossierItem.STORY, Mark.READY),
        lambda: add_file(stranger, DossierItem.STORY, file(2)),
        lambda: record_step(stranger, filed(), seen=0),
        lambda: find_renewal(dossier.producer_id, "XXXX-XXXX", NOW),
    ):
        with pytest.raises(NoSuchRenewal), transaction():
            work()
    with pytest.raises(NoSuchFile), transaction():
        remove_file(stranger, number)
    assert find_file(stranger.producer_id, stranger.code, number) is None
    assert find_file(dossier.producer_id, dossier.code, number) is not None
    assert counted() == before
    assert list_renewals(stranger.producer_id, NOW) == []


def test_a_dossier_becomes_history_with_the_next_certificate(good: CertifiedGood, dossier: Dossier) -> None:
    with transaction():
        mark_item(dossier, DossierItem.STORY, Mark.READY)
    with transaction():
        new = award_certificate(
            good.id,
            stars=5,
            decided_on=date(2026, 11, 20),
            decision_number="9/QĐ-UBND",
            issuer="UBND tỉnh",
            evidence="9/QĐ-UBND",
            by="officer@example.vn",
            at=NOW,
        )
    old = seen(dossier)
    assert (old.is_current, old.marks) == (False, {DossierItem.STORY: Mark.READY})
    with pytest.raises(NoLongerCurrent), transaction():
        mark_item(dossier, DossierItem.STORY, None)
    [renewal] = list_renewals(dossier.producer_id, NOW)
    assert (renewal.code, renewal.phase, renewal.settled) == (new.code, Phase.FAR, 0)


def test_the_most_pressing_comes_first(app: Flask) -> None:
    named = {
        "còn lâu": "2026-01-01",
        "đã hết": "2020-01-01",
        "đang mở": "2024-04-20",  # through 20/04/2027, 150 days
        "muộn": "2024-01-01",
        "sắp hết": "2023-11-25",
    }
    for name, day in named.items():
        make_certificate(make_good(name), decided_on=day)
    producer_id = make_good("chưa có").producer_id
    assert producer_id
    found = list_renewals(producer_id, NOW)
    assert [one.good.name for one in found] == ["sắp hết", "muộn", "đang mở", "đã hết", "còn lâu", "chưa có"]
    assert [one.phase for one in found][1:4] == [Phase.LATE, Phase.OPEN, Phase.LAPSED]
    assert (found[-1].code, found[-1].days) == ("", None)
    assert [one.is_pressing for one in found] == [True, True, True, False, False, False]


def test_what_is_filed_presses_no_more(dossier: Dossier) -> None:
    assert list_renewals(dossier.producer_id, NOW)[0].is_pressing
    with transaction():
        record_step(dossier, filed(), seen=0)
    assert not list_renewals(dossier.producer_id, NOW)[0].is_pressing
