"""The rule of the certificate, at every boundary, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.certification.refusals import (
    CertificateRevoked,
    DayContradictsYear,
    DayIsKnown,
    EvidenceMissing,
    ExtensionOutOfBounds,
    NoCertificateForStars,
    RecognisedInFuture,
    RecognisedTooEarly,
)
from shop.certification.rules import (
    CertificateFacts,
    EntryKind,
    Standing,
    certificate_in_force,
    check_completion,
    check_decided_on,
    check_evidence,
    check_extension,
    check_stars,
    filing_window,
    next_change,
    standing_at,
    timeline,
    validity_from,
    validity_from_year,
)

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


def facts(decided_on: date, *, id: int = 1, stars: int = 4, **changes: object) -> CertificateFacts:
    validity = validity_from(decided_on)
    return CertificateFacts(id, stars, validity.first_day, validity.last_day, **changes)  # type: ignore[arg-type]


def vietnam(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.mark.parametrize(
    ("decided_on", "last_day"),
    [
        (date(2023, 12, 29), date(2026, 12, 29)),
        (date(2024, 2, 29), date(2027, 2, 28)),  # clipped to the end of the month
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2021, 1, 31), date(2024, 1, 31)),
        (date(2022, 8, 31), date(2025, 8, 31)),
        (date(2023, 11, 30), date(2026, 11, 30)),
        (date(2024, 12, 31), date(2027, 12, 31)),
        (date(2019, 12, 23), date(2022, 12, 23)),  # the worked example of Thanh Hóa: dead from 24/12/2022
    ],
)
def test_last_valid_day_is_the_same_day_thirty_six_months_later(decided_on: date, last_day: date) -> None:
    assert validity_from(decided_on).last_day == last_day


@given(DAYS)
def test_thirty_six_months_are_counted_by_the_calendar(decided_on: date) -> None:
    last = validity_from(decided_on).last_day
    assert (last.year, last.month) == (decided_on.year + 3, decided_on.month)
    assert last.day == decided_on.day or (decided_on.month, decided_on.day, last.day) == (2, 29, 28)


@given(DAYS)
def test_a_year_certifies_only_days_that_any_day_of_that_year_would(decided_on: date) -> None:
    certain, whole = validity_from_year(decided_on.year), validity_from(decided_on)
    assert whole.first_day <= certain.first_day <= certain.last_day <= whole.last_day


def test_a_year_certifies_every_day_that_is_certain() -> None:
    assert validity_from_year(2024).first_day == date(2024, 12, 31) == validity_from(date(2024, 12, 31)).first_day
    assert validity_from_year(2024).last_day == date(2027, 1, 1) == validity_from(date(2024, 1, 1)).last_day
    assert not validity_from_year(2024).day_is_known


@pytest.mark.parametrize(
    ("instant", "in_force"),
    [
        (vietnam("2023-12-28T23:59:59.999"), False),
        (vietnam("2023-12-29T00:00:00"), True),
        (vietnam("2026-12-29T23:59:59.999"), True),
        (vietnam("2026-12-30T00:00:00"), False),
        (datetime(2026, 12, 29, 16, 59, 59, 999000, tzinfo=UTC), True),
        (datetime(2026, 12, 29, 17, tzinfo=UTC), False),
    ],
)
def test_in_force_from_the_first_midnight_to_the_last_millisecond(instant: datetime, in_force: bool) -> None:
    assert facts(date(2023, 12, 29)).is_in_force(instant) is in_force


def test_an_extension_counts_through_its_own_last_day() -> None:
    extended = facts(date(2023, 12, 29), extended_through=date(2027, 3, 1))
    assert extended.is_in_force(vietnam("2027-03-01T23:59:59.999"))
    assert not extended.is_in_force(vietnam("2027-03-02T00:00"))


def test_a_revocation_ends_it_at_that_instant() -> None:
    revoked = facts(date(2023, 12, 29), revoked_at=vietnam("2025-05-05T10:00"))
    assert revoked.is_in_force(vietnam("2025-05-05T09:59:59.999"))
    assert not revoked.is_in_force(vietnam("2025-05-05T10:00"))


def test_revoked_before_its_first_day_it_is_never_in_force() -> None:
    revoked = facts(date(2026, 1, 1), revoked_at=vietnam("2025-12-01T10:00"))
    assert revoked.valid_from == revoked.valid_until


def test_a_revocation_after_the_end_changes_nothing() -> None:
    late = facts(date(2020, 1, 1), revoked_at=vietnam("2025-01-01T10:00"))
    assert late.valid_until == facts(date(2020, 1, 1)).valid_until
    assert standing_at([late], vietnam("2026-01-01T00:00")) is Standing.LAPSED


def test_of_two_in_force_the_later_recognition_counts() -> None:
    first, second = facts(date(2023, 5, 1), id=9, stars=5), facts(date(2024, 5, 1), id=2, stars=3)
    assert certificate_in_force([first, second], vietnam("2024-04-30T23:59")) == first
    assert certificate_in_force([first, second], vietnam("2024-05-01T00:00")) == second
    assert certificate_in_force([second, first], vietnam("2026-05-02T00:00")) == second
    assert certificate_in_force([second, first], vietnam("2027-05-02T00:00")) is None


def test_of_two_recognised_on_one_day_the_later_stated_counts() -> None:
    first, second = facts(date(2024, 5, 1), id=1), facts(date(2024, 5, 1), id=2)
    assert certificate_in_force([second, first], vietnam("2025-01-01T00:00")) == second


def test_filing_is_open_from_180_to_120_days_before_the_end() -> None:
    window = filing_window(date(2026, 12, 29))
    assert (window.opens_on, window.closes_on) == (date(2026, 7, 2), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        ("2020-01-01T00:00", Standing.NOT_YET),
        ("2021-08-26T00:00", Standing.CERTIFIED),
        ("2024-08-27T00:00", Standing.LAPSED),
        ("2024-12-30T23:59", Standing.LAPSED),
        ("2024-12-31T00:00", Standing.CERTIFIED),
        ("2025-03-03T08:00", Standing.REVOKED),
        ("2030-01-01T00:00", Standing.REVOKED),
    ],
)
def test_standing_follows_the_certificates(at: str, standing: Standing) -> None:
    year = validity_from_year(2024)
    second = CertificateFacts(2, 4, year.first_day, year.last_day, False, None, vietnam("2025-03-03T08:00"))
    assert standing_at([facts(date(2021, 8, 26)), second], vietnam(at)) is standing


def test_without_any_certificate_it_is_planned_or_awaits_an_officer() -> None:
    at = vietnam("2026-11-21T12:00")
    assert standing_at([], at, is_planned=True) is Standing.PLANNED
    assert standing_at([], at) is Standing.AWAITING_OFFICER


def told(certificates: list[CertificateFacts]) -> list[tuple[str, date, date | None]]:
    return [(entry.kind.value, entry.day, entry.last_day) for entry in timeline(certificates)]


def test_timeline_tells_gap_and_return() -> None:
    entries = timeline([facts(date(2024, 6, 1), id=2, stars=5), facts(date(2020, 6, 1), stars=3)])
    assert told([facts(date(2020, 6, 1), stars=3), facts(date(2024, 6, 1), id=2, stars=5)]) == [
        ("recognised", date(2020, 6, 1), None),
        ("lapsed", date(2023, 6, 2), None),
        ("gap", date(2023, 6, 2), date(2024, 5, 31)),
        ("recognised", date(2024, 6, 1), None),
        ("lapsed", date(2027, 6, 2), None),
    ]
    assert [entry.stars_before for entry in entries if entry.kind is EntryKind.RECOGNISED] == [None, 3]


def test_timeline_tells_overlap_extension_and_revocation() -> None:
    first = facts(date(2020, 6, 1), extended_through=date(2023, 9, 1))
    second = facts(date(2023, 7, 1), id=2, revoked_at=vietnam("2024-02-03T04:05"))
    assert told([first, second]) == [
        ("recognised", date(2020, 6, 1), None),
        ("extended", date(2023, 6, 2), date(2023, 9, 1)),
        ("overlap", date(2023, 7, 1), date(2023, 9, 1)),
        ("recognised", date(2023, 7, 1), None),
        ("lapsed", date(2023, 9, 2), None),
        ("revoked", date(2024, 2, 3), None),
    ]


def test_next_change_is_the_earliest_edge_after_the_instant() -> None:
    register = [facts(date(2023, 12, 29)), facts(date(2024, 1, 17), id=2)]
    assert next_change(register, vietnam("2023-12-29T00:00")) == vietnam("2024-01-17T00:00")
    assert next_change(register, vietnam("2024-01-17T00:00")) == vietnam("2026-12-30T00:00")
    assert next_change(register, vietnam("2027-01-18T00:00")) is None


@pytest.mark.parametrize("stars", [-1, 0, 1, 2, 6, 50])
def test_only_three_to_five_stars_are_certified(stars: int) -> None:
    with pytest.raises(NoCertificateForStars):
        check_stars(stars)


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_three_to_five_stars_are_certified(stars: int) -> None:
    check_stars(stars)


def test_a_recognition_of_tomorrow_is_refused_and_of_today_is_not() -> None:
    check_decided_on(date(2026, 11, 21), date(2026, 11, 21))
    with pytest.raises(RecognisedInFuture):
        check_decided_on(date(2026, 11, 22), date(2026, 11, 21))


def test_nothing_was_recognised_before_the_programme() -> None:
    check_decided_on(date(2013, 1, 1), date(2026, 11, 21))
    with pytest.raises(RecognisedTooEarly):
        check_decided_on(date(2012, 12, 31), date(2026, 11, 21))


def test_an_act_rests_on_a_paper() -> None:
    with pytest.raises(EvidenceMissing):
        check_evidence(" \n")


@pytest.mark.parametrize("days", [-1, 0, 181, 4000])
def test_an_extension_ends_one_to_180_days_after_the_end(days: int) -> None:
    certificate = facts(date(2023, 12, 29))
    check_extension(certificate, certificate.last_day + timedelta(days=1))
    check_extension(certificate, certificate.last_day + timedelta(days=180))
    with pytest.raises(ExtensionOutOfBounds):
        check_extension(certificate, certificate.last_day + timedelta(days=days))


def test_what_was_revoked_is_not_extended() -> None:
    with pytest.raises(CertificateRevoked):
        check_extension(facts(date(2023, 12, 29), revoked_at=vietnam("2025-01-01T00:00")), date(2027, 1, 1))


def test_only_an_unknown_day_is_completed_and_within_its_year() -> None:
    year = validity_from_year(2024)
    unknown = CertificateFacts(1, 4, year.first_day, year.last_day, day_is_known=False)
    check_completion(unknown, date(2024, 2, 5))
    with pytest.raises(DayContradictsYear):
        check_completion(unknown, date(2023, 12, 31))
    with pytest.raises(DayIsKnown):
        check_completion(facts(date(2024, 2, 5)), date(2024, 2, 5))
