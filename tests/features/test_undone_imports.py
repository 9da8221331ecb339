"""Imports that are taken back: put back, taken in anew, refused where later acts stand on them."""

from __future__ import annotations

import os
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from shop.certification import (
    CertifiedGood,
    CorrectGood,
    LaterActs,
    Merge,
    RegisterAct,
    Signature,
    Split,
    TakenMeanwhile,
    Undo,
    find_good_by_slug,
    import_register,
    preview_act,
    register_picture,
    strayed_goods,
)
from shop.database import db, transaction
from shop.register_files.files import read_register_file
from shop.register_files.titles import Decision
from tests.counting import statements
from tests.features.test_register_acts import LAN, NOW, do, stars


def take_in(words: str, *, at: datetime = NOW) -> RegisterAct:
    file = read_register_file("phu-luc.csv", f"{HEADER}\n{words}\n".encode(), Decision(), at.date())
    with transaction():
        report = import_register(file, Signature(by=LAN, at=at))
    assert not report.refused
    return db.session.scalars(select(RegisterAct).order_by(RegisterAct.id.desc())).first()  # type: ignore[return-value]


HEADER = "Tên sản phẩm,Chủ thể,Xã,Huyện,Tỉnh,Hạng sao,Ngày công nhận,Số quyết định"
HONEY = "Mật ong,HTX Ong,xã Bảo Hà,huyện Bảo Yên,Lào Cai,4,5/3/2026,12/QĐ-UBND"
TEA = "Chè dây,HTX Chè,xã Tân Tiến,huyện Bảo Yên,Lào Cai,3,5/3/2026,12/QĐ-UBND"


def test_an_import_is_undone_put_back_and_taken_in_anew(app: Flask) -> None:
    first = take_in(f"{HONEY}\n{TEA}")
    honey = find_good_by_slug("mat-ong")
    assert honey is not None and stars(honey) == 4
    assert preview_act(Undo(first.id), at=NOW).hides == 2
    undo = do(Undo(first.id))
    assert (undo.hides, find_good_by_slug("mat-ong"), register_picture(NOW).entries) == (2, None, ())
    again = do(Undo(undo.id))
    assert (again.shows, stars(honey), find_good_by_slug("mat-ong")) == (2, 4, honey)
    gone = do(Undo(again.id))
    right = take_in(HONEY.replace(",4,", ",3,"))
    assert find_good_by_slug("mat-ong") == honey
    assert (stars(honey), find_good_by_slug("che-day"), honey.act_id) == (3, None, right.id)
    with pytest.raises(TakenMeanwhile) as refused:
        do(Undo(gone.id))
    assert refused.value.what == [honey.certificates[0].code]
    assert strayed_goods() == []


def test_what_is_put_back_comes_back_with_its_good(app: Flask) -> None:
    undo = do(Undo(take_in(HONEY).id))
    other = take_in(HONEY.replace(",4,", ",3,").replace("12/", "77/"))
    do(Undo(other.id))
    back = do(Undo(undo.id))
    honey = find_good_by_slug("mat-ong")
    assert honey is not None
    assert (stars(honey), back.shows, strayed_goods()) == (4, 1, [])
    do(Undo(back.id))
    assert (find_good_by_slug("mat-ong"), strayed_goods()) == (None, [])


def test_an_entry_that_was_split_off_comes_back_with_its_certificate(app: Flask) -> None:
    take_in(HONEY)
    take_in(HONEY.replace("5/3/2026", "5/9/2026").replace("12/", "99/"))
    honey = find_good_by_slug("mat-ong")
    assert honey is not None
    undo = do(Undo(do(Split(honey.id, (honey.certificates[0].code,), "Mật khác", honey.producer_id)).id))
    do(Undo(take_in(HONEY.replace("Mật ong", "Mật khác").replace("12/", "55/")).id))
    do(Undo(undo.id))
    other = find_good_by_slug("mat-khac")
    assert other is not None
    assert (len(other.certificates), strayed_goods()) == (1, [])


@pytest.mark.breaks_a_promise
def test_a_certificate_that_counts_on_a_good_that_does_not_is_found(app: Flask) -> None:
    """The twin that must fail: a good that was withdrawn, its certificate not."""
    act = take_in(HONEY)
    good = db.session.scalars(select(CertifiedGood)).one()
    with transaction():
        good.withdrawn_by_id = act.id
    assert strayed_goods() == [good.id]


def test_undoing_a_correction_keeps_what_an_import_learnt_since(app: Flask) -> None:
    take_in("Mật ong,HTX Ong,,,Lào Cai,4,5/3/2026,12/QĐ-UBND")
    honey = find_good_by_slug("mat-ong")
    assert honey is not None

    def correct(name: str, group: str | None, province: str) -> RegisterAct:
        return do(CorrectGood(honey.id, name, group, honey.producer_id, province, None))

    renamed, moved = correct("Mật ong rừng", honey.group, "15"), correct("Mật ong", "food", "15")
    take_in(HONEY.replace("5/3/2026", "5/9/2026").replace("12/", "99/"))
    learnt = honey.commune_code
    assert learnt
    do(Undo(moved.id))
    assert (honey.name, honey.group, honey.commune_code) == ("Mật ong rừng", None, learnt)
    do(Undo(renamed.id))
    assert (honey.name, honey.commune_code, honey.former_district) == ("Mật ong", learnt, "huyện Bảo Yên")


def test_a_moved_good_is_not_moved_back_beneath_what_an_import_learnt(app: Flask) -> None:
    take_in("Mật ong,HTX Ong,,,Lào Cai,4,5/3/2026,12/QĐ-UBND")
    honey = find_good_by_slug("mat-ong")
    assert honey is not None
    do(CorrectGood(honey.id, honey.name, honey.group, honey.producer_id, "08", None))
    back = do(CorrectGood(honey.id, honey.name, honey.group, honey.producer_id, "15", None))
    later = take_in(HONEY.replace("5/3/2026", "5/9/2026").replace("12/", "99/"))
    assert "goods" in later.facts
    with pytest.raises(LaterActs):
        do(Undo(back.id))


def test_an_import_on_which_others_stand_is_not_undone(app: Flask) -> None:
    first = take_in(HONEY)
    second = take_in(f"{HONEY}\n{TEA}".replace("12/QĐ-UBND", "12/QĐ-UBND "))
    third = take_in("Mật ong,HTX Ong,xã Bảo Hà,huyện Bảo Yên,Lào Cai,5,5/9/2026,40/QĐ-UBND")
    with pytest.raises(LaterActs) as refused:
        do(Undo(first.id))
    assert third.id in [act.id for act in refused.value.acts]
    for act in (third, second, first):
        if act.id != first.id or second.id != first.id:
            do(Undo(act.id))
    assert register_picture(NOW).entries == ()


def test_a_merged_entry_takes_its_spelling_along(app: Flask) -> None:
    take_in(HONEY)
    take_in(HONEY.replace("Mật ong", "Mật ong rừng"))
    kept, gone = find_good_by_slug("mat-ong"), find_good_by_slug("mat-ong-rung")
    assert kept is not None and gone is not None
    do(Merge(kept.id, gone.id))
    take_in(HONEY.replace("Mật ong", "Mật ong rừng").replace("5/3/2026", "5/9/2026").replace("12/", "99/"))
    assert (len(kept.certificates), len(register_picture(NOW).entries)) == (2, 1)


ROWS = int(os.environ.get("SHOP_TEST_UNDONE_ROWS", "60"))


def test_undoing_an_import_costs_as_many_statements_however_many_rows(app: Flask) -> None:
    counts = []
    for size in (3, ROWS):
        rows = [f"Trà {size} số {n},HTX {n % 7},xã Bảo Hà,huyện Bảo Yên,Lào Cai,3,5/3/2020,1/QĐ" for n in range(size)]
        act = take_in("\n".join(rows))
        with statements() as sent:
            do(Undo(act.id))
        counts.append(len(sent))
    assert counts[0] == counts[1]
