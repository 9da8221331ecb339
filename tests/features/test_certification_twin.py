"""The rule exists twice, in Python and in SQL. Here both answer the same questions, at every boundary."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from shop.certification import (
    Certificate,
    CertificateExtension,
    CertificateRevocation,
    CertifiedGood,
    RevocationGround,
    certificate_in_force_at,
    good_is_certified_at,
    next_change_after,
    standing_of,
)
from shop.certification.codes import certificate_code
from shop.certification.rules import (
    CertificateFacts,
    Standing,
    certificate_in_force,
    next_change,
    standing_at,
    validity_from,
    validity_from_year,
)
from shop.database import db, transaction
from shop.values.dates import end_of_day, start_of_day

MOMENT = timedelta(milliseconds=1)
_numbers = count()


def vietnam(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def by_day(day: str, *, stars: int = 4, extended: str | None = None, revoked: str | None = None) -> CertificateFacts:
    validity = validity_from(date.fromisoformat(day))
    extended_through = date.fromisoformat(extended) if extended else None
    revoked_at = vietnam(revoked) if revoked else None
    return CertificateFacts(
        next(_numbers), stars, validity.first_day, validity.last_day, True, extended_through, revoked_at
    )


def by_year(year: int, stars: int = 3) -> CertificateFacts:
    validity = validity_from_year(year)
    return CertificateFacts(next(_numbers), stars, validity.first_day, validity.last_day, day_is_known=False)


# Each list is one good.
REGISTER = [
    [by_day("2023-12-29")],
    [by_day("2024-02-29")],
    [by_day("2021-01-31"), by_day("2022-11-30"), by_day("2024-08-31", stars=3)],
    [by_year(2023), by_year(2024)],
    [by_year(2021), by_day("2021-06-30", stars=5)],
    [by_day("2023-05-01", extended="2026-10-28")],
    [by_day("2023-05-01", extended="2026-10-28", revoked="2026-08-08T08:08:08.888")],
    [by_day("2025-01-17", revoked="2025-06-07T15:30"), by_day("2025-06-26")],
    [by_day("2024-03-03", stars=3), by_day("2024-03-03", stars=5)],  # one day, two decisions: the later stated
    [by_day("2026-01-01", revoked="2025-12-24T09:00")],  # revoked before it began
    [by_day("2020-12-07"), by_day("2024-12-07")],  # a gap of a year
    [by_day("2024-12-07"), by_day("2021-12-07")],  # the older one stated later
    [by_day("2026-12-01")],  # only to come
    [],
]


def store(goods: list[list[CertificateFacts]]) -> list[tuple[CertifiedGood, list[CertificateFacts]]]:
    """The goods in the database, each with its facts under the ids that they got there."""
    with transaction() as session:
        stored = []
        for certificates in goods:
            good = CertifiedGood(slug=f"good-{next(_numbers)}", name="Mật ong", name_key="mat ong")
            session.add(good)
            session.flush()
            stored.append((good.id, [_store_certificate(good.id, facts) for facts in certificates]))
        session.expire_all()
    return [(db.session.get_one(CertifiedGood, good_id), facts) for good_id, facts in stored]


def _store_certificate(good_id: int, facts: CertificateFacts) -> CertificateFacts:
    certificate = Certificate(
        good_id=good_id,
        code=certificate_code(str(next(_numbers))),
        stars=facts.stars,
        decided_year=facts.first_day.year,
        first_day=facts.first_day,
        last_day=facts.last_day,
        day_is_known=facts.day_is_known,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        recorded_by="test",
        recorded_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    told = {"evidence": "paper", "recorded_by": "test", "recorded_at": datetime(2020, 1, 1, tzinfo=UTC)}
    if facts.extended_through:
        certificate.extensions.append(CertificateExtension(last_day=facts.extended_through, **told))
    if facts.revoked_at:
        ground = RevocationGround.MARK_MISUSED
        certificate.revocation = CertificateRevocation(ground=ground, revoked_at=facts.revoked_at, **told)
    db.session.add(certificate)
    db.session.flush()
    return certificate.facts


def assert_twins_agree(goods: list[tuple[CertifiedGood, list[CertificateFacts]]], at: datetime) -> None:
    """SQL and Python name the same goods and the same certificates, and the same next change."""
    certified = set(db.session.scalars(select(CertifiedGood.id).where(good_is_certified_at(at))))
    in_force = list(db.session.execute(select(Certificate.good_id, Certificate.id).where(certificate_in_force_at(at))))
    expected = {good.id: chosen.id for good, facts in goods if (chosen := certificate_in_force(facts, at))}
    assert certified == set(expected)
    assert len(in_force) == len(expected)
    assert dict(map(tuple, in_force)) == expected
    some = [facts for _, certificates in goods for facts in certificates if facts.valid_from < facts.valid_until]
    assert next_change_after(at) == next_change(some, at)


def boundaries(goods: list[list[CertificateFacts]]) -> list[datetime]:
    """For every certificate: its edges, the day before and after, the midnights of its 36 months and extension."""
    edges = {edge for good in goods for facts in good for edge in (facts.valid_from, facts.valid_until)}
    edges |= {end_of_day(facts.last_day) for good in goods for facts in good}
    edges |= {start_of_day(date(2027, 3, 1)), end_of_day(date(2027, 2, 28)), datetime(2026, 12, 29, 17, tzinfo=UTC)}
    day = timedelta(days=1)
    return sorted({edge + step for edge in edges for step in (-day, -MOMENT, timedelta(), MOMENT, day)})


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The machine's own time zone, which must decide nothing."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_python_and_sql_agree_at_every_boundary(app: Flask, server_zone: None) -> None:
    goods = store(REGISTER)
    for at in boundaries(REGISTER):
        assert_twins_agree(goods, at)


def test_every_standing_agrees_with_the_rule_at_every_boundary(app: Flask) -> None:
    goods = store(REGISTER)
    for at in boundaries(REGISTER)[::7]:
        expected = [standing_at(facts, at) for _, facts in goods]
        assert [standing_of(good, at).standing for good, _ in goods] == expected


DAYS = st.dates(date(2023, 1, 1), date(2023, 4, 30))
INSTANTS = st.datetimes(datetime(2022, 12, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def certificates(draw: st.DrawFn) -> CertificateFacts:
    validity = validity_from_year(2023) if draw(st.booleans()) else validity_from(draw(DAYS))
    extended = validity.last_day + timedelta(days=draw(st.integers(1, 180))) if draw(st.booleans()) else None
    revoked = draw(st.none() | INSTANTS)
    if revoked is not None:
        revoked = revoked.replace(microsecond=revoked.microsecond // 1000 * 1000)
    stars = draw(st.integers(3, 5))
    return CertificateFacts(0, stars, validity.first_day, validity.last_day, True, extended, revoked)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(goods=st.lists(st.lists(certificates(), max_size=4), max_size=4), at=INSTANTS)
def test_python_and_sql_agree_on_any_intervals(app: Flask, goods: list[list[CertificateFacts]], at: datetime) -> None:
    with transaction() as session:
        for table in (CertificateExtension, CertificateRevocation, Certificate, CertifiedGood):
            session.execute(delete(table))
    stored = store(goods)
    for instant in [at, *boundaries(goods)[::9]]:
        assert_twins_agree(stored, instant)


def test_a_gap_says_when_the_good_returns(app: Flask) -> None:
    [(good, _)] = store([[by_day("2020-12-07"), by_day("2024-12-07")]])
    standing = standing_of(good, vietnam("2024-01-01T12:00"))
    assert (standing.standing, standing.returns_at) == (Standing.LAPSED, vietnam("2024-12-07T00:00"))
    assert standing.certificate is not None
    assert standing.certificate.first_day == date(2020, 12, 7)
