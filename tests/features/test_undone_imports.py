"""Imports that are taken back: put back, taken in anew, refused where later acts stand on them."""

from __future__ import annotations

import os
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from shop.certification import (
    Decision,
    LaterActs,
    Merge,
    RegisterAct,
    Signature,
    TakenMeanwhile,
    Undo,
    find_good_by_slug,
    import_register,
    preview_act,
    read_register_file,
    register_picture,
    strayed_goods,
)
from shop.database import db, transaction
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
