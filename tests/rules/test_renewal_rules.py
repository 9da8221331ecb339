"""When which reminder is due, where a certificate stands, and what may be noted of a dossier; no database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.certification import CertificateFacts, validity_from
from shop.renewals.dossier import (
    EVIDENCE,
    FORMS,
    NEEDED,
    DossierItem,
    Filing,
    FilingState,
    Mark,
    Outcome,
    Step,
    StepFacts,
    check_change,
    check_mark,
    check_step,
    dossier_of,
)
from shop.renewals.refusals import (
    CannotLeaveOut,
    FilingIsOver,
    FilingMovedOn,
    NotInThisDossier,
    StepBeforeLast,
    StepInFuture,
    StepOutOfOrder,
)
from shop.renewals.rules import STAGES, Phase, certificate_to_watch, days_of, phase_of, stage_due, useless_after
from shop.values.dates import start_of_day

TODAY = date(2026, 11, 21)


def at(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=9)


def facts(decided_on: date, *, id: int = 1, **changes: object) -> CertificateFacts:
    validity = validity_from(decided_on)
    return CertificateFacts(id, 4, validity.first_day, validity.last_day, **changes)  # type: ignore[arg-type]


def ending(days_left: int, **changes: object) -> CertificateFacts:
    """A certificate whose 36 months end so many days from today."""
    last = TODAY + timedelta(days=days_left)
    return CertificateFacts(1, 4, last - timedelta(days=1095), last, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days_left", "stage"),
    [(181, None), (180, 180), (121, 180), (120, 120), (61, 120), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7)]
    + [(1, 7), (0, 0), (-1, None), (400, None)],
)
def test_the_latest_reminder_whose_day_has_come_is_due(days_left: int, stage: int | None) -> None:
    assert stage_due(days_left) == stage


@given(st.lists(st.integers(-30, 400), min_size=1, max_size=60))
def test_however_seldom_somebody_looks_each_reminder_comes_at_most_once_and_none_late(looks: list[int]) -> None:
    """On any days on which the job runs: what is sent is due on that day, and whoever looks daily misses none."""
    sent: list[int] = []
    for days_left in sorted(looks, reverse=True):
        stage = stage_due(days_left)
        if stage is not None and stage not in sent:
            sent.append(stage)
            nearer = [other for other in STAGES if other < stage]
            assert stage >= days_left > max(nearer, default=-1)
    assert sent == sorted(set(sent), reverse=True)
    assert set(sent) == {stage_due(days_left) for days_left in looks} - {None}


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(STAGES))
def test_a_reminder_is_of_use_until_the_next_is_due(last_day: date, stage: int) -> None:
    until = useless_after(last_day, stage)
    assert stage_due((last_day - until).days) == stage
    assert stage_due((last_day - until).days - 1) != stage


def test_looked_at_each_day_all_six_come_on_their_days() -> None:
    told = {}
    for days_left in range(200, -5, -1):
        stage = stage_due(days_left)
        if stage is not None:
            told.setdefault(stage, days_left)
    assert told == {stage: stage for stage in STAGES}


@pytest.mark.parametrize(
    ("days_left", "phase"),
    [
        (181, Phase.FAR),
        (180, Phase.OPEN),
        (120, Phase.OPEN),
        (119, Phase.LATE),
        (0, Phase.LATE),
        (-1, Phase.LAPSED),
    ],
)
def test_the_window_of_180_to_120_days(days_left: int, phase: Phase) -> None:
    assert phase_of(ending(days_left), at(TODAY)) is phase


def test_other_phases() -> None:
    extended = ending(-3, extended_through=TODAY + timedelta(days=80))
    assert phase_of(extended, at(TODAY)) is Phase.EXTENDED
    assert phase_of(ending(50, extended_through=TODAY + timedelta(days=80)), at(TODAY)) is Phase.LATE
    assert phase_of(ending(50, revoked_at=at(TODAY) - timedelta(days=1)), at(TODAY)) is Phase.REVOKED
    assert phase_of(facts(TODAY + timedelta(days=1)), at(TODAY)) is Phase.NOT_YET
    assert phase_of(None, at(TODAY)) is Phase.NONE


def test_the_days_of_an_extended_certificate_move_and_its_window_does_not() -> None:
    plain, extended = ending(10), ending(10, extended_through=TODAY + timedelta(days=100))
    assert (days_of(plain, TODAY).days_left, days_of(extended, TODAY).days_left) == (10, 100)
    assert days_of(plain, TODAY).window == days_of(extended, TODAY).window


def test_the_certificate_that_ends_last_is_watched() -> None:
    old, new = facts(date(2024, 1, 10)), facts(date(2026, 10, 1), id=2)
    assert certificate_to_watch([old, new], at(TODAY)) == new
    assert certificate_to_watch([old], at(TODAY)) == old
    assert certificate_to_watch([facts(date(2021, 1, 1))], at(TODAY)) is None
    revoked = facts(date(2026, 10, 1), id=2, revoked_at=at(date(2026, 10, 5)))
    assert certificate_to_watch([old, revoked], at(TODAY)) == old


def test_a_certificate_that_begins_before_the_old_one_ends_silences_it() -> None:
    old = facts(date(2023, 12, 1))  # through 01/12/2026
    assert certificate_to_watch([old, facts(date(2026, 12, 2), id=2)], at(TODAY)).id == 2  # type: ignore[union-attr]
    assert certificate_to_watch([old, facts(date(2026, 12, 3), id=2)], at(TODAY)) == old  # a day without any


def test_a_dossier_holds_two_forms_thirteen_pieces_of_evidence_samples_and_the_report() -> None:
    assert (len(FORMS), len(EVIDENCE), len(dossier_of("food"))) == (2, 13, 17)
    assert EVIDENCE[0] is DossierItem.BUSINESS_REGISTRATION
    assert EVIDENCE[-1] is DossierItem.QUALITY_SYSTEM
    assert DossierItem.SAMPLES not in dossier_of("tourism")


def noted(*steps: tuple[Step, int]) -> Filing:
    made = [
        StepFacts(step, TODAY + timedelta(days=day), outcome=Outcome.GRANTED if step is Step.DECIDED else None)
        for step, day in steps
    ]
    return Filing(tuple(made))


def check(filing: Filing, step: Step, day: int = 0, seen: int | None = None) -> None:
    seen = len(filing.steps) if seen is None else seen
    check_step(filing, StepFacts(step, TODAY + timedelta(days=day)), seen=seen, today=TODAY)


def test_a_dossier_goes_from_the_commune_to_the_province_to_a_decision() -> None:
    filing = noted()
    assert filing.state is FilingState.PREPARING
    check(filing, Step.FILED)
    filing = noted((Step.FILED, -9))
    assert (filing.state, filing.is_filed) == (FilingState.FILED, True)
    check(filing, Step.SENT, -9)
    filing = noted((Step.FILED, -9), (Step.SENT, -5))
    assert filing.state is FilingState.SENT
    check(filing, Step.DECIDED)
    filing = noted((Step.FILED, -9), (Step.SENT, -5), (Step.DECIDED, -1))
    assert (filing.state, filing.is_filed) == (FilingState.DECIDED, False)


def test_a_mistake_is_taken_back_and_what_was_noted_stays() -> None:
    filing = noted((Step.FILED, -3), (Step.REOPENED, -2))
    assert filing.state is FilingState.PREPARING
    assert filing.of(Step.FILED) is None
    assert len(filing.steps) == 2
    check(filing, Step.FILED, -9)  # days count from what is valid now
    again = Filing((*filing.steps, StepFacts(Step.FILED, TODAY, receipt_number="12/TN")))
    assert again.receipt_number == "12/TN"


@pytest.mark.parametrize(
    ("filing", "step", "day", "seen", "refusal"),
    [
        (noted(), Step.SENT, 0, None, StepOutOfOrder),
        (noted(), Step.REOPENED, 0, None, StepOutOfOrder),
        (noted((Step.FILED, -1)), Step.FILED, 0, None, StepOutOfOrder),
        (noted((Step.FILED, -2), (Step.DECIDED, -1)), Step.SENT, 0, None, StepOutOfOrder),
        (noted(), Step.FILED, 1, None, StepInFuture),
        (noted((Step.FILED, -1)), Step.SENT, -2, None, StepBeforeLast),
        (noted((Step.FILED, -1)), Step.SENT, 0, 0, FilingMovedOn),
    ],
)
def test_steps_that_are_refused(
    filing: Filing, step: Step, day: int, seen: int | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check(filing, step, day, seen)


def test_what_no_dossier_goes_without_cannot_be_left_out() -> None:
    for item in NEEDED:
        with pytest.raises(CannotLeaveOut):
            check_mark(item, Mark.NOT_NEEDED)
        check_mark(item, Mark.READY)
    check_mark(DossierItem.QUALITY_SYSTEM, Mark.NOT_NEEDED)
    check_mark(DossierItem.REGISTRATION, None)


def test_changes_that_are_refused() -> None:
    with pytest.raises(NotInThisDossier):
        check_change(noted(), DossierItem.SAMPLES, "tourism")
    with pytest.raises(FilingIsOver):
        check_change(noted((Step.FILED, -2), (Step.DECIDED, -1)), DossierItem.STORY, "food")
    check_change(noted((Step.FILED, -2)), DossierItem.STORY, "food")  # the commune may ask for more
