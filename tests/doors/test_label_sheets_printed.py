"""Labels and cards, from the stall and from the programme office: what stands on them, and for what there are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from shop.schedule.keys import keep_signing_key
from tests.doors.office_visiting import operator
from tests.doors.programme_visiting import officer as officer_of
from tests.doors.stall_visiting import make_stall, owner, staff, stall_path
from tests.doors.visiting import someone
from tests.factories.people import make_person
from tests.factories.register import make_certificate, make_good

NOON = "2026-11-21T12:00:00+07:00"


@pytest.fixture(autouse=True)
def noon(set_clock: Callable[[str], None]) -> None:
    set_clock(NOON)


def test_the_goods_of_a_stall_that_have_labels(sqlite_app: Flask) -> None:
    lan = make_stall()
    kept = make_certificate(make_good("Mật ong"), decided_on="2025-03-12", stars=4)
    ended = make_certificate(make_good("Trà cũ"), decided_on="2022-03-12")
    other = make_certificate(make_good("Gạo", producer=make_stall("HTX Khác")), decided_on="2025-03-12")
    page = staff(sqlite_app, lan).get(stall_path(lan, "/tem-nhan")).text
    assert stall_path(lan, f"/tem-nhan/{kept.code}") in page
    assert stall_path(lan, f"/tem-nhan/{ended.code}") not in page
    assert "Trà cũ" in page
    assert other.code not in page


def test_a_sheet_says_what_is_certified_until_when(sqlite_app: Flask) -> None:
    lan = make_stall()
    code = make_certificate(make_good("Mật ong"), decided_on="2025-03-12", stars=4).code
    address = stall_path(lan, f"/tem-nhan/{code}")
    client = owner(sqlite_app, lan)
    plain = client.get(f"{address}?size=8").text
    assert plain.count("Mật ong</p>") == 8
    assert plain.count("12/03/2028") >= 8
    assert f'src="/chung-nhan/{code}/qr.svg"' in plain
    keep_signing_key()
    signed = client.get(f"{address}?size=8&first=3&count=9").text
    assert signed.count(f'src="/chung-nhan/{code}/qr-co-ky.svg"') == 9
    assert signed.count("tag-none") == 7
    small = client.get(f"/en{address}?size=65").text
    assert "The signed code has no room here" in small
    assert f'src="/en/chung-nhan/{code}/qr.svg"' in small
    assert client.get(f"{address}?size=12").status_code == 400
    assert client.get(f"{address}?count=601").status_code == 400


def test_what_has_ended_gets_no_labels(sqlite_app: Flask, set_clock: Callable[[str], None]) -> None:
    lan = make_stall()
    code = make_certificate(make_good("Mật ong"), decided_on="2023-11-21").code
    client = owner(sqlite_app, lan)
    address = f"/en{stall_path(lan, f'/tem-nhan/{code}')}"
    assert "label-sheet" in client.get(address).text
    set_clock("2026-11-22T00:00:00+07:00")
    page = client.get(address)
    assert page.status_code == 200
    assert "No labels for this certificate" in page.text
    assert "label-sheet" not in page.text


def test_another_stalls_certificate_has_no_labels_here(sqlite_app: Flask) -> None:
    lan = make_stall()
    other = make_certificate(make_good("Gạo", producer=make_stall("HTX Khác")), decided_on="2025-03-12")
    assert owner(sqlite_app, lan).get(stall_path(lan, f"/tem-nhan/{other.code}")).status_code == 404


def test_an_officer_prints_for_any_producer_and_nobody_else_does(sqlite_app: Flask) -> None:
    code = make_certificate(make_good("Mật ong"), decided_on="2025-03-12").code
    address = f"/chuong-trinh/tem-nhan/{code}"
    officer = officer_of(sqlite_app, province="15")
    assert officer.get(f"{address}?size=a6").text.count('class="tag"') == 4
    assert officer.get("/chuong-trinh/tem-nhan/00000000000").status_code == 404
    stranger = officer_of(sqlite_app, "officer.other@example.vn", province="01")
    assert stranger.get(address).status_code == 404
    make_person("hoa@example.vn")
    assert someone(sqlite_app, "hoa@example.vn").get(address).status_code == 404
    assert operator(sqlite_app).get(address).status_code == 404
    assert sqlite_app.test_client().get(address).status_code in (302, 303)
