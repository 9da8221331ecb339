"""Whatever officers do and take back: on any day the register stands as its entries, told anew, say it does.

Sequences of acts and undos are made up at random; SHOP_TEST_ACT_SEQUENCES and SHOP_TEST_ACTS_EACH make more of them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from shop.certification import (
    Award,
    Certificate,
    CertifiedGood,
    Complete,
    CorrectCertificate,
    CorrectGood,
    EntryKind,
    Extend,
    Merge,
    RegisterAct,
    Request,
    RevocationGround,
    Revoke,
    Signature,
    Split,
    TimelineEntry,
    Undo,
    certificate_in_force_at,
    do_act,
    import_register,
    list_certificates_of,
    standing_of,
)
from shop.certification.replay import load_entries, register_as_kept, replay, strayed_goods
from shop.certification.rules import CertificateFacts, certificate_in_force, standing_at
from shop.database import Base, db, transaction
from shop.register_files.files import read_register_file
from shop.register_files.statements import RegisterFile
from shop.register_files.titles import Decision
from shop.values.refusal import Refusal
from tests.factories.register import make_certificate, make_good

SEQUENCES = int(os.environ.get("SHOP_TEST_ACT_SEQUENCES", "12"))
ACTS_EACH = int(os.environ.get("SHOP_TEST_ACTS_EACH", "14"))
NOW = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
OF_IMPORTS = 0.25
FIRST = date(2022, 1, 1)
GOODS = 3
KINDS = ("award", "extend", "revoke", "complete", "correct", "good", "merge", "split", "undo", "undo", "undo")


HEADER = "Tên sản phẩm,Chủ thể,Xã,Huyện,Tỉnh,Hạng sao,Ngày công nhận,Số quyết định"


def any_file(chance: Random, now: datetime) -> RegisterFile:
    """Some rows as an office might send them: of goods that are known, new, or made by an act."""
    rows = []
    for _ in range(chance.randrange(1, 4)):
        day = FIRST + timedelta(days=chance.randrange((now.date() - FIRST).days))
        stars = chance.choice(("", 3, 4, 4, 5))
        said = chance.choice((f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", str(day.year), ""))
        number = chance.choice(("", f"{chance.randrange(9)}/QĐ"))
        name = chance.choice(("Chè 0", "Chè 1", "Chè 2*", "Tách ra", "Mật ong", "Măng"))
        rows.append(f"{name},HTX Vĩnh Yên,xã Vĩnh Yên,huyện Bảo Yên,Lào Cai,{stars},{said},{number}")
    return read_register_file("phu-luc.csv", "\n".join([HEADER, *rows]).encode(), Decision(), now.date())


def any_request(chance: Random, now: datetime) -> Request | None:
    """Something that an officer might ask for; much of it is refused."""
    goods = db.session.scalars(select(CertifiedGood.id).order_by(CertifiedGood.id)).all()
    codes = db.session.scalars(select(Certificate.code).where(Certificate.counts).order_by(Certificate.id)).all()
    acts = db.session.scalars(select(RegisterAct.id).order_by(RegisterAct.id)).all()
    day = FIRST + timedelta(days=chance.randrange((now.date() - FIRST).days))
    kind = chance.choice(KINDS)
    if kind == "award" or not codes:
        return Award(chance.choice(goods), chance.choice((3, 4, 5)), day, f"{chance.randrange(9)}/QĐ", "UBND tỉnh")
    code = chance.choice(codes)
    held = db.session.scalars(select(Certificate).where(Certificate.code == code, Certificate.counts)).one()
    good = db.session.get_one(CertifiedGood, chance.choice(goods))
    requests: dict[str, Request] = {
        "extend": Extend((code,), held.last_day + timedelta(days=chance.randrange(1, 180))),
        "revoke": Revoke((code,), chance.choice(list(RevocationGround))),
        "complete": Complete(code, date(held.decided_year, 1 + chance.randrange(12), 5)),
        "correct": CorrectCertificate(code, chance.choice((3, 4, 5)), held.decided_on and day, "7/QĐ", "UBND tỉnh"),
        "good": CorrectGood(good.id, f"{good.name}*", "herbal", good.producer_id, good.province_code, None),
        "merge": Merge(chance.choice(goods), good.id),
        "split": Split(held.good_id, (code,), "Tách ra", good.producer_id),
    }
    return Undo(chance.choice(acts)) if kind == "undo" and acts else requests.get(kind)


def act_at_random(chance: Random, count: int) -> list[str]:
    """What was done, by its kind; what was refused leaves no trace."""
    done = []
    for number in range(count):
        now = NOW + timedelta(days=number)
        file = any_file(chance, now) if chance.random() < OF_IMPORTS else None
        request = None if file else any_request(chance, now)
        db.session.rollback()
        try:
            with transaction():
                if file and not import_register(file, Signature(by="officer:1", at=now)).is_refused:
                    done.append("import")
                if request:
                    act = do_act(request, evidence="giấy", by="officer:1", at=now)
                    undone = db.session.get(RegisterAct, act.undoes_id or 0)
                    done.append(f"undo of {undone.kind}" if undone else act.kind)
        except Refusal:
            continue
    return done


def by_lines(lines: Sequence[TimelineEntry], at: datetime) -> int | None:
    """The stars in force at an instant, by the lines of a timeline alone: what began and has not ended, the latest."""
    ends = (EntryKind.LAPSED, EntryKind.REVOKED)
    ended = {line.certificate_id for line in lines if line.kind in ends and line.at <= at}
    begun = [line for line in lines if line.kind is EntryKind.RECOGNISED and line.at <= at]
    alive = [line for line in begun if line.certificate_id not in ended]
    return max(alive, key=lambda line: (line.at, line.certificate_id or 0)).stars if alive else None


def days_that_matter(facts: Sequence[CertificateFacts]) -> list[datetime]:
    """The instants at which anything changes, and those just before; today and the far future."""
    edges = [edge for one in facts for edge in (one.valid_from, one.valid_until)]
    return [*edges, *(edge - timedelta(milliseconds=1) for edge in edges), NOW, NOW + timedelta(days=4000)]


def assert_told_as_kept() -> None:
    db.session.rollback()
    told = replay(load_entries())
    assert told == register_as_kept()
    for good in db.session.scalars(select(CertifiedGood).where(CertifiedGood.counts)):
        facts = told.get(good.id, [])
        held = list_certificates_of([good.id])[good.id]
        for at in days_that_matter(facts):
            expected = certificate_in_force(facts, at)
            in_force = db.session.scalars(
                select(Certificate).where(Certificate.good_id == good.id, certificate_in_force_at(at))
            ).all()
            standing = standing_of(good, at, held)
            assert [one.id for one in in_force] == ([expected.id] if expected else [])
            assert by_lines(standing.timeline, at) == (expected.stars if expected else None)
            assert not facts or standing.standing is standing_at(facts, at)


def forget_everything() -> None:
    """An empty register for the next sequence; a database of its own for each would take too long."""
    with transaction() as session:
        session.execute(update(CertifiedGood).values(act_id=None, withdrawn_by_id=None, merged_into_id=None))
        for table in reversed(Base.metadata.sorted_tables):
            if table.name.startswith(("certificate", "register_", "good_places", "certified_goods")):
                if table.name == "register_acts":
                    session.execute(text("UPDATE register_acts SET kind = 'award', undoes_id = NULL"))
                session.execute(delete(table))


def try_sequence(seed: int) -> list[str]:
    forget_everything()
    for number in range(GOODS):
        good = make_good(f"Chè {number}")
        make_certificate(good, **({"year": 2024} if number else {"decided_on": "2024-02-29"}), stars=3)
    done = act_at_random(Random(seed), ACTS_EACH)  # noqa: S311 - no secret
    assert_told_as_kept()
    return done


def test_the_register_is_what_its_entries_tell(app: Flask) -> None:
    kinds: set[str] = set()

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def any_sequence(seed: int) -> None:
        kinds.update(try_sequence(seed))

    any_sequence()
    assert {"award", "revoke", "merge", "import", "undo of award", "undo of import", "undo of undo"} <= kinds


@pytest.mark.breaks_a_promise
def test_a_register_that_strayed_is_found(app: Flask) -> None:
    """The twin that must fail: an end that no entry tells of."""
    good = make_good()
    make_certificate(good, decided_on="2025-01-05")
    assert strayed_goods() == []
    with transaction() as session:
        session.execute(update(Certificate).values(stars=5, good_id=good.id, last_day=date(2028, 1, 9)))
    assert strayed_goods() == [good.id]
