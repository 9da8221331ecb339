"""Producers are reminded of a certificate's end: each once, whatever happens to the job, and never without a cause."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop import clock
from shop.accounts import Role, disable_person
from shop.audit_log import Actor
from shop.certification import Certificate, CertifiedGood, RevocationGround
from shop.database import db, transaction
from shop.notifications import OutboxMessage
from shop.renewals import Dossier, Step, StepFacts, record_step
from shop.schedule.certificates import remind_of_certificates
from shop.values.dates import start_of_day
from shop.web.mails import render_mail
from tests.factories.acts import award_certificate, complete_recognition_day, extend_certificate, revoke_certificate
from tests.factories.people import make_person
from tests.factories.register import make_certificate, make_good, make_producer
from tests.racing import all_at_once

SetClock = Callable[[str | datetime], None]
LAST_DAY = date(2027, 3, 12)
OFFICER = {"evidence": "CV 12/UBND", "by": "officer@example.vn"}


def before(days: int, last_day: date = LAST_DAY) -> datetime:
    """Nine in the morning so many days before the last valid day."""
    return start_of_day(last_day - timedelta(days=days)) + timedelta(hours=9)


@pytest.fixture
def good(app: Flask, set_clock: SetClock) -> CertifiedGood:
    """A good of a producer with two members; its certificate is good through 12/03/2027."""
    set_clock(before(400))
    good = make_good("Mật ong bạc hà")
    make_certificate(good, decided_on="2024-03-12")
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=good.producer_id)
    make_person("minh@example.vn", role=Role.PRODUCER, producer_id=good.producer_id, language="en")
    make_person("hoa@example.vn")
    return good


def certificate_of(good: CertifiedGood) -> Certificate:
    found = db.session.scalar(select(Certificate).where(Certificate.good_id == good.id).order_by(Certificate.id))
    assert found is not None
    return found


def told() -> list[tuple[str, int]]:
    """Who was reminded how many days before the end, in order."""
    db.session.rollback()
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.recipient.partition("@")[0], row.facts["days_left"]) for row in rows]


def look(set_clock: SetClock, instant: datetime) -> list[tuple[str, int]]:
    """Run the job at an instant; whom it reminded."""
    known = len(told())
    set_clock(instant)
    remind_of_certificates()
    return told()[known:]


def test_each_member_gets_each_of_the_six_on_its_day(good: CertifiedGood, set_clock: SetClock) -> None:
    for days in range(185, -4, -1):
        look(set_clock, before(days))
    assert told() == [(name, days) for days in (180, 120, 60, 30, 7, 0) for name in ("lan", "minh")]


@pytest.mark.parametrize("seed", range(3))
def test_a_job_that_runs_when_it_can_sends_what_is_due_and_no_flood(
    good: CertifiedGood, set_clock: SetClock, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    looks = sorted((chance.uniform(-3, 200) for _ in range(25)), reverse=True)
    for days in looks:
        sent = look(set_clock, start_of_day(LAST_DAY + timedelta(days=1)) - timedelta(days=days))
        assert max(Counter(name for name, _ in sent).values(), default=0) <= 1
    stages = [next(stage for stage in (0, 7, 30, 60, 120, 180) if left <= stage) for _, left in told()]
    assert max(Counter(zip((name for name, _ in told()), stages, strict=True)).values()) == 1


def test_after_a_long_silence_only_the_one_that_is_due_now_goes(good: CertifiedGood, set_clock: SetClock) -> None:
    assert look(set_clock, before(45)) == [("lan", 45), ("minh", 45)]
    assert look(set_clock, before(44)) == []
    assert look(set_clock, before(30)) == [("lan", 30), ("minh", 30)]


def test_two_jobs_at_once_remind_once(good: CertifiedGood, app: Flask, set_clock: SetClock) -> None:
    set_clock(before(60))
    assert all_at_once(app, lambda _: remind_of_certificates(), racers=4) == [None] * 4
    assert told() == [("lan", 60), ("minh", 60)]


def test_a_new_certificate_silences_the_old_one(good: CertifiedGood, set_clock: SetClock) -> None:
    look(set_clock, before(60))
    with transaction():
        award_certificate(
            good.id,
            stars=5,
            decided_on=date(2027, 1, 20),
            decision_number="9/QĐ-UBND",
            issuer="UBND tỉnh",
            at=clock.now() + timedelta(days=20),
            **OFFICER,
        )
    assert [look(set_clock, before(days)) for days in (30, 7, 0)] == [[], [], []]
    assert look(set_clock, before(180, date(2030, 1, 20))) == [("lan", 180), ("minh", 180)]


def test_a_certificate_that_begins_before_the_old_one_ends_silences_it_already(
    good: CertifiedGood, set_clock: SetClock
) -> None:
    make_certificate(good, decided_on="2027-03-01")
    assert [look(set_clock, before(days)) for days in (60, 30, 0)] == [[], [], []]


def test_a_revoked_certificate_gets_none(good: CertifiedGood, set_clock: SetClock) -> None:
    set_clock(before(100))
    with transaction():
        revoke_certificate(certificate_of(good).code, ground=RevocationGround.MARK_MISUSED, at=before(100), **OFFICER)
    assert [look(set_clock, before(days)) for days in (99, 60, 30, 7, 0)] == [[]] * 5


def test_an_extension_moves_them(good: CertifiedGood, set_clock: SetClock) -> None:
    assert look(set_clock, before(7))
    longer = LAST_DAY + timedelta(days=90)
    with transaction():
        extend_certificate(certificate_of(good).code, last_day=longer, at=before(5), **OFFICER)
    assert look(set_clock, before(4)) == [("lan", 94), ("minh", 94)]  # what is due by the new day, once
    assert look(set_clock, before(0)) == []
    assert look(set_clock, before(60, longer)) == [("lan", 60), ("minh", 60)]
    row = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert row is not None
    assert "gia hạn" in render_mail(row.kind, "vi", row.facts).text


def test_a_day_that_is_found_moves_them(good: CertifiedGood, set_clock: SetClock) -> None:
    other = make_good("Chè dây")
    certificate = make_certificate(other, year=2024)  # counts through 01/01/2027
    set_clock(before(30, date(2027, 1, 1)))
    remind_of_certificates()
    row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith(certificate.code))).first()
    assert row is not None
    assert "ghi rõ ngày" in render_mail(row.kind, "vi", row.facts).text.split("\n\n")[3]
    with transaction():
        complete_recognition_day(certificate.code, decided_on=date(2024, 9, 1), at=clock.now(), **OFFICER)
    keys = [row.key for row in db.session.scalars(select(OutboxMessage))]
    assert not any(key.startswith(f"{certificate.code}:2027-09-01") for key in keys)
    look(set_clock, before(180, date(2027, 9, 1)))
    keys = [row.key for row in db.session.scalars(select(OutboxMessage))]
    assert sum(key.startswith(f"{certificate.code}:2027-09-01:180") for key in keys) == 2


def test_only_members_with_an_open_account_are_reminded(good: CertifiedGood, set_clock: SetClock) -> None:
    person = make_person("an@example.vn", role=Role.PRODUCER, producer_id=good.producer_id)
    with transaction():
        disable_person(person.id, by=Actor(None, "test"), at=clock.now())
    make_person("far@example.vn", role=Role.PRODUCER, producer_id=make_producer("HTX Nậm Lành").id)
    assert look(set_clock, before(60)) == [("lan", 60), ("minh", 60)]


def test_many_reminders_go_in_several_transactions(good: CertifiedGood, set_clock: SetClock) -> None:
    for number in range(25):
        make_certificate(make_good(f"Rau rừng số {number}"), decided_on="2024-03-12")
    assert len(look(set_clock, before(120))) == 52


def test_the_words_follow_the_day_and_the_dossier(good: CertifiedGood, set_clock: SetClock) -> None:
    certificate = certificate_of(good)
    look(set_clock, before(180))
    look(set_clock, before(60))
    lan = db.session.scalars(select(OutboxMessage.facts).where(OutboxMessage.recipient == "lan@example.vn")).all()
    opening, late = (render_mail("certificate_reminder", "vi", facts) for facts in lan)
    assert opening.subject == "Còn 180 ngày: giấy chứng nhận của Mật ong bạc hà"
    assert "từ 13/09/2026 đến 12/11/2026" in opening.text
    assert [len(mail.text.split("\n\n")) for mail in (opening, late)] == [5, 5]  # each thing in a paragraph
    assert "đã hết từ 12/11/2026" in late.text
    assert f"/gian-hang/htx-vinh-yen/chung-nhan/{certificate.code}" in late.text
    assert "ordered" not in render_mail("certificate_reminder", "en", lan[0]).html

    step = StepFacts(Step.FILED, date(2027, 1, 20), receipt_number="45/TN-UBND")
    assert good.producer_id
    with transaction():
        record_step(Dossier(good.producer_id, certificate.code, 1, before(50)), step, seen=0)
    look(set_clock, before(0))
    row = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).all()[1]
    last = render_mail(row.kind, "vi", row.facts)
    assert last.subject == "Hôm nay là ngày cuối của giấy chứng nhận Mật ong bạc hà"
    assert "20/01/2027" in last.text and "45/TN-UBND" in last.text
    assert row.useless_from == start_of_day(LAST_DAY + timedelta(days=1))
