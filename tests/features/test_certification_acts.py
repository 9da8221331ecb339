"""Acts on certificates: each leaves a row, each refuses what the law does not allow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shop.certification import (
    AlreadyAwarded,
    Certificate,
    CertificateExtension,
    CertificateRevocation,
    CertificateRevoked,
    CertifiedGood,
    DayIsKnown,
    EvidenceMissing,
    ExtensionOutOfBounds,
    NoCertificateForStars,
    NoSuchCertificate,
    NoSuchGood,
    ProducerUnknown,
    RecognisedInFuture,
    RevocationGround,
    find_certificate,
    good_is_certified_at,
    list_due_certificates,
)
from shop.database import db, read_public_version, transaction
from tests.factories.acts import award_certificate, complete_recognition_day, extend_certificate, revoke_certificate
from tests.factories.register import make_certificate, make_good

NOW = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
BY = {"evidence": "Quyết định 9/QĐ-UBND", "by": "officer@example.vn", "at": NOW}


def award(good_id: int, **changes: Any) -> Certificate:
    facts = {"stars": 4, "decided_on": date(2026, 11, 2), "decision_number": "9/QĐ-UBND", "issuer": "UBND tỉnh", **BY}
    with transaction():
        return award_certificate(good_id, **{**facts, **changes})


def is_certified(at: datetime) -> bool:
    return db.session.scalar(select(func.count()).select_from(CertifiedGood).where(good_is_certified_at(at))) == 1


def test_an_award_makes_the_good_certified_from_its_day(app: Flask) -> None:
    version = read_public_version()
    certificate = award(make_good().id)
    assert (certificate.first_day, certificate.last_day) == (date(2026, 11, 2), date(2029, 11, 2))
    assert certificate.recorded_by == "officer@example.vn"
    assert is_certified(NOW)
    assert not is_certified(datetime.fromisoformat("2026-11-01T23:59:59.999+07:00"))
    assert read_public_version() > version


def test_one_decision_certifies_a_good_once(app: Flask) -> None:
    good_id = make_good().id
    first = award(good_id)
    with pytest.raises(AlreadyAwarded) as refused:
        award(good_id, decision_number="9/qđ-ubnd", stars=5)
    assert refused.value.code == first.code


def test_the_same_number_of_another_day_is_another_decision(app: Flask) -> None:
    good_id = make_good().id
    assert award(good_id).code != award(good_id, decided_on=date(2026, 11, 3)).code


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"stars": 2}, NoCertificateForStars),
        ({"stars": 6}, NoCertificateForStars),
        ({"decided_on": date(2026, 11, 22)}, RecognisedInFuture),
        ({"decision_number": " "}, EvidenceMissing),
        ({"issuer": ""}, EvidenceMissing),
        ({"evidence": "\n"}, EvidenceMissing),
    ],
)
def test_an_award_that_the_law_does_not_allow_is_refused(
    app: Flask, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    good_id = make_good().id
    with pytest.raises(refusal):
        award(good_id, **changes)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_a_good_needs_a_known_producer_and_must_exist(app: Flask) -> None:
    with pytest.raises(ProducerUnknown):
        award(make_good("Gạo", producer=None).id)
    with pytest.raises(NoSuchGood):
        award(4_000)


def test_an_extension_moves_the_end_and_is_recorded(app: Flask) -> None:
    certificate = make_certificate(make_good(), decided_on="2023-12-01")
    with transaction():
        extend_certificate(certificate.code, last_day=date(2027, 1, 31), **BY)
    assert certificate.last_day == date(2026, 12, 1)
    assert certificate.last_valid_day == date(2027, 1, 31)
    assert certificate.valid_until == datetime.fromisoformat("2027-02-01T00:00+07:00")
    assert db.session.scalars(select(CertificateExtension.recorded_by)).all() == ["officer@example.vn"]


def test_the_extension_recorded_last_counts(app: Flask) -> None:
    certificate = make_certificate(make_good(), decided_on="2023-12-01")
    with transaction():
        extend_certificate(certificate.code, last_day=date(2027, 3, 31), **BY)
        extend_certificate(certificate.code, last_day=date(2027, 1, 31), **BY)
    db.session.expire_all()
    assert certificate.last_valid_day == date(2027, 1, 31)
    assert len(certificate.extensions) == 2


@pytest.mark.parametrize("last_day", [date(2026, 12, 1), date(2027, 5, 31)])
def test_an_extension_beyond_180_days_or_before_the_end_is_refused(app: Flask, last_day: date) -> None:
    certificate = make_certificate(make_good(), decided_on="2023-12-01")
    with pytest.raises(ExtensionOutOfBounds), transaction():
        extend_certificate(certificate.code, last_day=last_day, **BY)
    assert db.session.scalar(select(func.count()).select_from(CertificateExtension)) == 0


def test_a_revocation_acts_at_once_and_stays(app: Flask) -> None:
    certificate = make_certificate(make_good(), decided_on="2025-01-17")
    with transaction():
        revoke_certificate(certificate.code, ground=RevocationGround.MARK_MISUSED, **BY)
    assert is_certified(NOW - timedelta(milliseconds=1))
    assert not is_certified(NOW)
    assert certificate.last_day == date(2028, 1, 17)
    with pytest.raises(CertificateRevoked), transaction():
        revoke_certificate(certificate.code, ground=RevocationGround.LAW_BROKEN, **BY)
    with pytest.raises(CertificateRevoked), transaction():
        extend_certificate(certificate.code, last_day=date(2028, 2, 1), **BY)


def test_a_revocation_wants_a_paper_and_a_lawful_ground(app: Flask) -> None:
    certificate = make_certificate(make_good(), decided_on="2025-01-17")
    with pytest.raises(EvidenceMissing), transaction():
        revoke_certificate(certificate.code, ground=RevocationGround.LAW_BROKEN, **{**BY, "evidence": ""})
    with pytest.raises(ValueError, match="bad mood"), transaction():
        revoke_certificate(certificate.code, ground="bad mood", **BY)  # type: ignore[arg-type]
    told = {"evidence": "x", "recorded_by": "x", "recorded_at": NOW, "revoked_at": NOW}
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(CertificateRevocation(certificate_id=certificate.id, ground="bad mood", **told))


def test_completing_the_day_counts_36_months_from_it_under_the_same_code(app: Flask) -> None:
    certificate = make_certificate(make_good(), year=2024)
    code = certificate.code
    assert not is_certified(datetime.fromisoformat("2024-06-01T00:00+07:00"))
    with transaction():
        complete_recognition_day(code, decided_on=date(2024, 2, 5), **BY)
    assert (certificate.code, certificate.last_day) == (code, date(2027, 2, 5))
    assert is_certified(datetime.fromisoformat("2024-06-01T00:00+07:00"))
    assert certificate.completion is not None
    assert certificate.completion.recorded_by == "officer@example.vn"
    with pytest.raises(DayIsKnown), transaction():
        complete_recognition_day(code, decided_on=date(2024, 2, 6), **BY)


def test_completing_keeps_a_revocation(app: Flask) -> None:
    certificate = make_certificate(make_good(), year=2024)
    with transaction():
        revoke_certificate(certificate.code, ground=RevocationGround.PRODUCTION_STOPPED, **BY)
        complete_recognition_day(certificate.code, decided_on=date(2024, 2, 5), **BY)
    assert certificate.valid_until == NOW


def test_a_code_that_nobody_holds_is_refused(app: Flask) -> None:
    with pytest.raises(NoSuchCertificate), transaction():
        complete_recognition_day("AAAAA-AAAAA-A", decided_on=date(2024, 2, 5), **BY)


def test_a_certificate_is_found_however_its_code_is_typed(app: Flask) -> None:
    certificate = make_certificate(make_good(), year=2024)
    typed = f"{certificate.code[:4]} {certificate.code[4:8]}-{certificate.code[8:]}".lower()
    found = find_certificate(typed)
    assert found is not None
    assert found.id == certificate.id
    assert find_certificate("nothing") is None


def test_due_lists_what_is_in_force_and_ends_within_the_days(app: Flask) -> None:
    soon = make_certificate(make_good("Kem đậu xanh"), decided_on="2023-12-29")
    make_certificate(make_good("Chè đinh"), decided_on="2025-01-17")
    renewed = make_good("Miến dong")
    make_certificate(renewed, decided_on="2023-12-01")
    make_certificate(renewed, decided_on="2026-10-01")
    [due] = list_due_certificates(NOW, 45)
    assert due.certificate.id == soon.id
    assert (due.last_day, due.days_left) == (date(2026, 12, 29), 38)
    assert due.filing.closes_on == date(2026, 8, 31)
