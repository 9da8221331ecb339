"""What was done to the register before acts were kept gets its acts, in the order of time; going back loses nothing."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from shop.certification import (
    Certificate,
    RegisterAct,
    RevocationGround,
    Undo,
    do_act,
    find_certificate,
    list_acts_of_good,
    strayed_goods,
)
from shop.database import db, transaction
from tests.factories.acts import award_certificate, extend_certificate, revoke_certificate
from tests.factories.buying import NOON
from tests.factories.register import make_certificate, make_good

BEFORE = "0025"
BY = {"evidence": "9/QĐ", "by": "officer:1", "at": NOON}


def certificates() -> list[tuple[object, ...]]:
    found = text("SELECT code, good_id, stars, first_day, last_day, valid_until FROM certificates ORDER BY id")
    return [tuple(row) for row in db.session.execute(found)]


def test_everything_that_was_done_gets_its_act(app: Flask) -> None:
    good = make_good()
    imported = make_certificate(good, decided_on="2024-03-01")
    code, good_id = imported.code, good.id
    with transaction():
        extend_certificate(code, last_day=date(2027, 5, 1), **BY)
        revoke_certificate(code, ground=RevocationGround.LAW_BROKEN, **BY)
        award_certificate(
            good_id, stars=4, decided_on=date(2026, 5, 4), decision_number="2/QĐ", issuer="UBND tỉnh", **BY
        )
    kept = certificates()
    db.session.rollback()
    downgrade(revision=BEFORE)
    assert certificates() == kept
    db.session.rollback()
    upgrade()
    assert certificates() == kept
    acts = list_acts_of_good(good_id)
    assert [act.kind for act in acts] == ["import", "award", "extend", "revoke"]
    assert [act.turn for act in acts] == [1, 2, 3, 4]
    assert {act.province_code for act in acts[1:]} == {"15"}
    assert strayed_goods() == []
    db.session.rollback()
    with transaction():
        do_act(Undo(acts[3].id), **BY)
    held = find_certificate(code)
    assert held is not None and held.revocation is None and held.last_valid_day == date(2027, 5, 1)


def test_going_back_leaves_out_what_was_withdrawn(app: Flask) -> None:
    good_id = make_good().id
    with transaction():
        award_certificate(
            good_id, stars=4, decided_on=date(2026, 5, 4), decision_number="2/QĐ", issuer="UBND tỉnh", **BY
        )
    act = db.session.scalars(select(RegisterAct)).one()
    with transaction():
        do_act(Undo(act.id), **BY)
    db.session.rollback()
    downgrade(revision=BEFORE)
    assert certificates() == []
    db.session.rollback()
    upgrade()
    assert db.session.scalars(select(Certificate)).all() == []
