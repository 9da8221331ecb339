"""Lots behind their doors: a stall writes them down, a code leads to one, the page of a good shows none too old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.catalogue import Product
from shop.database import db, transaction
from shop.lots import PlantingArea, list_goods_with_lots, list_lots
from shop.producers import Producer
from tests.doors.office_visiting import act, content, entries
from tests.doors.stall_visiting import make_stall, owner, staff, stall_path
from tests.factories.buying import NOON, make_offer
from tests.factories.lots import AREA, make_area, make_lot_of

LOTS = "/lo-hang"
AREAS = "/vung-trong"


@pytest.fixture
def producer(sqlite_app: Flask, set_clock: Callable[[object], None]) -> Producer:
    set_clock(NOON)
    make_offer("Chè dây")
    return make_stall()


@pytest.fixture
def lan(sqlite_app: Flask, producer: Producer) -> FlaskClient:
    return owner(sqlite_app, producer)


def lot_form(producer: Producer, **changes: str) -> dict[str, str]:
    good = str(list_goods_with_lots(producer.id)[0].id)
    return {"good": good, "number": "L26-11", "made_on": "2026-11-01", "best_before_on": "2027-05-01", **changes}


def label(**facts: object) -> None:
    with transaction():
        product = db.session.scalars(select(Product)).one()
        for name, value in facts.items():
            setattr(product, name, value)


def test_a_stall_writes_a_lot_down_and_a_pack_leads_to_it(
    sqlite_app: Flask, producer: Producer, lan: FlaskClient
) -> None:
    area = str(make_area(producer.id))
    assert producer.name in lan.get(stall_path(producer, LOTS)).text
    assert 'value="2026-11-21"' in lan.get(stall_path(producer, f"{LOTS}/moi")).text
    answer = act(lan, stall_path(producer, f"{LOTS}/moi"), **lot_form(producer, area=area, note_vi="Vụ thu"))
    [lot] = list_lots(producer.id)
    assert answer.headers["Location"] == stall_path(producer, f"{LOTS}/{lot.id}")
    for page in (LOTS, f"{LOTS}/{lot.id}", f"{LOTS}/{lot.id}/nhan"):
        assert "L26-11" in lan.get(stall_path(producer, page)).text
    assert f"/truy-xuat/{lot.code}" in lan.get(stall_path(producer, f"{LOTS}/{lot.id}")).text
    assert lan.get(stall_path(producer, f"{LOTS}/{lot.id}/nhan")).text.count('class="tag tag-lot"') == 21
    [entry] = entries("lot_made")
    assert (entry.subject_id, entry.facts["number"]) == (lot.id, "L26-11")
    page = sqlite_app.test_client().get(f"/truy-xuat/{lot.code}").text
    for words in ("L26-11", "01/11/2026", "01/05/2027", AREA.code, AREA.issuer, "Vụ thu", "Chè dây", producer.name):
        assert words in page
    assert "/chung-nhan/" in page
    assert "/san-pham/che-day" in page


def test_a_code_is_typed_in_any_writing(sqlite_app: Flask, producer: Producer) -> None:
    code, client = make_lot_of(producer).code, sqlite_app.test_client()
    assert client.get("/truy-xuat").status_code == 200
    assert client.get(f"/truy-xuat?code={code.lower()}").headers["Location"] == f"/truy-xuat/{code}"
    assert client.get(f"/truy-xuat/{code.lower()}").headers["Location"] == f"/truy-xuat/{code}"
    assert "khong-phai" in client.get("/truy-xuat?code=khong-phai").text
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert client.get(f"/truy-xuat/{wrong}").status_code == 404
    assert client.get("/truy-xuat?code=x&code=y").status_code == 400


def test_the_page_of_the_good_shows_the_lot_on_sale_and_none_that_is_past_its_day(
    sqlite_app: Flask, producer: Producer, set_clock: Callable[[object], None]
) -> None:
    label(batch="NHÃN-CŨ", made_on=date(2026, 1, 1), best_before_on=date(2027, 1, 1))
    client = sqlite_app.test_client()
    assert "NHÃN-CŨ" in client.get("/san-pham/che-day").text
    old = make_lot_of(producer, "LÔ-MỘT", best_before_on=date(2026, 12, 31)).code
    make_lot_of(producer, "LÔ-HAI", made_on=date(2026, 11, 20), best_before_on=date(2026, 11, 30))
    page = client.get("/san-pham/che-day").text
    assert ("LÔ-HAI" in page, "LÔ-MỘT" in page, "NHÃN-CŨ" in page) == (True, False, False)
    set_clock("2026-11-30T23:59:00+07:00")
    assert "LÔ-HAI" in client.get("/san-pham/che-day").text
    set_clock("2026-12-01T00:00:00+07:00")
    page = client.get("/san-pham/che-day").text
    assert ("LÔ-HAI" in page, "LÔ-MỘT" in page, f"/truy-xuat/{old}" in page) == (False, True, True)
    set_clock("2027-01-01T00:00:00+07:00")
    page = client.get("/san-pham/che-day").text
    assert not any(words in page for words in ("LÔ-HAI", "LÔ-MỘT", "NHÃN-CŨ", "Hạn dùng"))
    assert "Lô này dùng tốt đến hết ngày 31/12/2026" in client.get(f"/truy-xuat/{old}").text


def test_a_label_past_its_own_day_is_not_shown_either(
    sqlite_app: Flask, producer: Producer, set_clock: Callable[[object], None]
) -> None:
    label(batch="NHÃN-CŨ", made_on=date(2026, 1, 1), best_before_on=date(2026, 11, 21))
    client = sqlite_app.test_client()
    assert "NHÃN-CŨ" in client.get("/san-pham/che-day").text
    set_clock("2026-11-22T00:00:00+07:00")
    assert "NHÃN-CŨ" not in client.get("/san-pham/che-day").text


def test_a_lot_that_is_called_back_says_so_to_whoever_scans_it(
    sqlite_app: Flask, producer: Producer, lan: FlaskClient
) -> None:
    lot = make_lot_of(producer)
    lot_id, code = lot.id, lot.code
    client = sqlite_app.test_client()
    assert "L26-11" in client.get("/san-pham/che-day").text
    for reason in ("", "a" * 501, "Hạng 5 sao OCOP nhưng độ ẩm cao"):
        refused = act(lan, stall_path(producer, f"{LOTS}/{lot_id}/thu-hoi"), reason=reason)
        assert (refused.status_code, 'id="reason-error"' in refused.text, reason in refused.text) == (422, True, True)
    assert entries("lot_recalled") == []
    act(lan, stall_path(producer, f"{LOTS}/{lot_id}/thu-hoi"), reason="Độ ẩm cao")
    assert len(entries("lot_recalled")) == 1
    assert "Độ ẩm cao" in client.get(f"/truy-xuat/{code}").text
    assert "Độ ẩm cao" in lan.get(stall_path(producer, f"{LOTS}/{lot_id}")).text
    assert "L26-11" not in client.get("/san-pham/che-day").text
    assert lan.get(stall_path(producer, f"{LOTS}/{lot_id}/nhan")).status_code == 404
    again = act(lan, stall_path(producer, f"{LOTS}/{lot_id}/sua"), **lot_form(producer, number="L99"))
    assert again.status_code == 303
    assert [one.number for one in list_lots(producer.id)] == ["L26-11"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"good": ""}, "good"),
        ({"number": ""}, "number"),
        ({"number": "l 26-11"}, "number"),
        ({"made_on": ""}, "made_on"),
        ({"made_on": "2026-11-22"}, "made_on"),
        ({"best_before_on": "2026-10-31"}, "best_before_on"),
        ({"area": "x"}, "area"),
        ({"made_on": "0001-01-01"}, "made_on"),
        ({"note_vi": "x" * 201}, "note_vi"),
        ({"note_vi": "OCOP 5 sao, đạt chuẩn"}, "note_vi"),
        ({"note_en": "Five stars"}, "note_en"),
        ({"number": "OCOP 5*"}, "number"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    producer: Producer, lan: FlaskClient, changes: dict[str, str], field: str
) -> None:
    lot_id = make_lot_of(producer).id
    before = content()
    first = {"number": "L2"} if "number" not in changes else {}
    answer = act(lan, stall_path(producer, f"{LOTS}/moi"), **lot_form(producer, **{**first, **changes}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    if field not in ("good", "number"):
        changed = act(lan, stall_path(producer, f"{LOTS}/{lot_id}/sua"), **lot_form(producer, **changes))
        assert changed.status_code == 422
    assert content() == before


def test_a_lot_is_put_right_and_the_log_keeps_both(producer: Producer, lan: FlaskClient) -> None:
    lot = make_lot_of(producer)
    lot_id, code = lot.id, lot.code
    make_lot_of(producer, "L26-12")
    path = stall_path(producer, f"{LOTS}/{lot_id}/sua")
    assert 'value="L26-11"' in lan.get(path).text
    assert act(lan, path, **lot_form(producer, number="L26-12")).status_code == 422
    assert act(lan, path, **lot_form(producer, number="L26-13")).status_code == 303
    found = {one.number: one.code for one in list_lots(producer.id)}
    assert found["L26-13"] == code
    [entry] = entries("lot_changed")
    before, after = entry.facts["before"], entry.facts["after"]
    assert (before["number"], after["number"]) == ("L26-11", "L26-13")


def test_planting_areas_are_written_down_changed_and_left(producer: Producer, lan: FlaskClient) -> None:
    path = stall_path(producer, AREAS)
    typed = {"code": "VN-1", "issuer": "Chi cục", "crop": "chè", "place": "thôn Một"}
    assert act(lan, path, code="", issuer="").status_code == 422
    assert act(lan, path, **{**typed, "code": "ß" * 60}).status_code == 422
    for field in typed:
        assert f'id="{field}-error"' in act(lan, path, **{**typed, field: "OCOP 5 sao"}).text
    assert act(lan, path, **typed).status_code == 303
    assert act(lan, path, **typed).status_code == 422
    [area] = db.session.scalars(select(PlantingArea))
    number = area.id
    assert 'value="VN-1"' in lan.get(f"{path}/{number}").text
    assert act(lan, f"{path}/{number}", code="", issuer="").status_code == 422
    make_area(producer.id)
    assert act(lan, f"{path}/{number}", **{**typed, "code": AREA.code}).status_code == 422
    assert act(lan, f"{path}/{number}", **{**typed, "code": "VN-2"}).status_code == 303
    act(lan, f"{path}/{number}/thoi-dung", back="no")
    assert "VN-2" not in lan.get(stall_path(producer, f"{LOTS}/moi")).text
    assert "VN-2" in lan.get(path).text
    act(lan, f"{path}/{number}/thoi-dung", back="yes")
    assert "VN-2" in lan.get(stall_path(producer, f"{LOTS}/moi")).text


def test_other_stalls_reach_no_lot(sqlite_app: Flask, producer: Producer) -> None:
    lot_id, area_id = make_lot_of(producer).id, make_area(producer.id)
    other = make_stall("HTX Mường Lò")
    minh, before = staff(sqlite_app, other), content()
    for page in (f"{LOTS}/{lot_id}", f"{LOTS}/{lot_id}/sua", f"{LOTS}/{lot_id}/nhan", f"{AREAS}/{area_id}"):
        assert minh.get(stall_path(other, page)).status_code == 404
    for page in (f"{LOTS}/{lot_id}/thu-hoi", f"{AREAS}/{area_id}/thoi-dung"):
        assert act(minh, stall_path(other, page), reason="x").status_code == 404
    act(minh, stall_path(other, f"{LOTS}/moi"), **lot_form(producer))
    assert content()["lots"] == before["lots"]
    assert minh.get(stall_path(other, f"{LOTS}?page=9")).status_code == 404
