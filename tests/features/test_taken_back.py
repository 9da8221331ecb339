"""Which codes phones are told of, because labels with them say more than the register."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from shop.certification import (
    CorrectCertificate,
    RevocationGround,
    Revoke,
    TakenBack,
    Undo,
    do_act,
    list_taken_back,
)
from shop.database import transaction
from tests.factories.register import make_certificate, make_good

MORNING = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
LATER = datetime.fromisoformat("2026-11-21T09:00:00+07:00")


def act(request: object, at: datetime) -> int:
    with transaction():
        return do_act(request, evidence="QĐ 12", by="officer:1", at=at).id  # type: ignore[arg-type]


def correct(code: str, stars: int, number: str) -> int:
    return act(CorrectCertificate(code, stars, date(2025, 3, 12), number, None), MORNING)


def test_what_was_revoked_is_told_until_its_label_would_have_ended(app: Flask) -> None:
    good = make_certificate(make_good("Chè"), decided_on="2025-03-12")
    honey = make_certificate(make_good("Mật ong"), decided_on="2025-03-12")
    old = make_certificate(make_good("Gạo"), decided_on="2022-03-12")
    undone = act(Revoke((honey.code,), RevocationGround.MARK_MISUSED), MORNING)
    assert list_taken_back(LATER) == [TakenBack(honey.code, date(2026, 11, 20))]
    assert list_taken_back(datetime.fromisoformat("2028-09-09T09:00:00+07:00")) == []
    act(Undo(undone), LATER)
    assert list_taken_back(LATER) == []
    assert good.code != old.code


def test_what_was_stated_wrongly_is_told(app: Flask) -> None:
    number = make_certificate(make_good("Chè"), decided_on="2025-03-12")
    stars = make_certificate(make_good("Mật ong"), decided_on="2025-03-12", stars=5)
    correct(number.code, 4, "9/QĐ-UBND")
    undone = correct(stars.code, 4, "2585/QĐ-UBND")
    found = {one.code: one for one in list_taken_back(LATER)}
    assert found[number.code] == TakenBack(number.code, date(2026, 11, 20))
    # The same code: another certificate under it counts, with other stars.
    assert found[stars.code] == TakenBack(stars.code, date(2026, 11, 20), is_corrected=True)
    act(Undo(undone), LATER)
    assert [one.is_corrected for one in list_taken_back(LATER) if one.code == stars.code] in ([], [True])
