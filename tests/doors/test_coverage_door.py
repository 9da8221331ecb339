"""The pages of coverage and targets: what an officer sees and does, and that nobody's money is on them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from shop import clock
from shop.accounts import Role
from shop.certification import register_picture
from shop.database import db, transaction
from shop.notifications import list_messages
from shop.places import find_places
from shop.targets import CoverageMonth, CoverageNotice, CoverageTarget, list_targets
from shop.web.mails import render_mail
from tests.counting import statements
from tests.doors.office_visiting import content, entries, form_key, operator
from tests.doors.programme_visiting import officer
from tests.doors.visiting import post, someone
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person
from tests.factories.products import make_product
from tests.factories.register import make_certificate, make_good, make_producer
from tests.factories.settling import sell
from tests.factories.stalls import open_stall

BASE = "/chuong-trinh"
# Who is there, what waits in the menu, and the five of the coverage itself.
MOST = 14
LUC_NAM = ("", "huyện Lục Nam", "Bắc Giang")
A_COMMUNE = next(place.id for place in find_places("Lục Nam") if place.kind == "commune")
MISSING = f"{BASE}/bao-phu/con-thieu"
TARGET = {"place": "fd:lao-cai/bao-yen", "year": "2026", "measure": "online_percent", "value": "100", "source": "KH 12"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


def act(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return post(client, BASE + path, form_key=form_key(), **fields)


def test_one_look_says_how_far_it_is_and_who_is_missing(sqlite_app: Flask) -> None:
    make_product("Mật ong", producer="HTX Một")
    make_product("Chè", producer="HTX Hai", place=LUC_NAM)
    client = officer(sqlite_app)
    page = client.get(f"{BASE}/bao-phu").text
    assert "0 trên 2 sản phẩm còn hiệu lực đã lên mạng" in page
    assert "HTX Một" in page and "HTX Hai" in page and "Chưa mở gian hàng" in page
    assert f'href="{BASE}/bao-phu?place=p:15"' in page
    province = client.get(f"{BASE}/bao-phu?place=p:15").text
    assert "0 trên 1 sản phẩm" in province and "HTX Hai" not in province
    assert "Huyện Bảo Yên (cũ)" in client.get(f"{BASE}/bao-phu?place=p:15&level=fd").text
    assert "Độ phủ: Huyện Bảo Yên (cũ)" in client.get(f"{BASE}/bao-phu?q=bao+yen&place=fd:lao-cai/bao-yen").text
    assert "place=fd:lao-cai/bao-yen" in client.get(f"{BASE}/bao-phu?q=bao+yen").text
    assert "Coverage: The whole country" in client.get(f"/en{BASE}/bao-phu").text


def test_groups_and_stars_narrow_everything(sqlite_app: Flask) -> None:
    make_product("Mật ong", producer="HTX Một", stars=3)
    make_product("Khăn thổ cẩm", producer="HTX Hai", stars=5, group="handicraft")
    client = officer(sqlite_app)
    assert "0 trên 1 sản phẩm" in client.get(f"{BASE}/bao-phu?group=handicraft").text
    page = client.get(f"{BASE}/bao-phu?stars=3").text
    assert "HTX Một" in page and "HTX Hai" not in page
    for odd in ("group=honey", "stars=2", "level=x", "place=p:15&level=fc", "place=p:99", "place=fd:lao-cai/khong-co"):
        assert client.get(f"{BASE}/bao-phu?{odd}").status_code in (400, 404), odd


def test_few_statements_however_many_goods(sqlite_app: Flask) -> None:
    client = officer(sqlite_app)
    costs = []
    for round_ in range(2):
        for number in range(2 + 8 * round_):
            make_product(f"Mật {round_}-{number}", producer=f"HTX {round_}-{number}")
        register_picture(NOON)
        db.session.rollback()
        for path in (f"{BASE}/bao-phu", f"{BASE}/bao-phu?place=p:15", MISSING, f"{BASE}/muc-tieu"):
            client.get(path)
            with statements() as sent:
                assert client.get(path).status_code == 200
            costs.append((path, len(sent)))
    assert costs[:4] == costs[4:], "the same however many"
    assert max(cost for _, cost in costs) <= MOST, costs


def test_no_page_and_no_file_holds_one_producers_money(sqlite_app: Flask) -> None:
    canaries = [137_000, 241_000]
    for number, dong in enumerate(canaries):
        pack = make_offer(f"Mật {number}", producer=f"HTX {number}", decided_on="2024-01-10", price=dong)
        sell({pack: 1})
    client = officer(sqlite_app)
    names = ("137", "241", "378")
    for path in ("/bao-phu", "/bao-phu?place=p:15", "/bao-phu?group=food", "/bao-phu/con-thieu", "/muc-tieu"):
        page = re.sub(r"<svg.*?</svg>", "", client.get(BASE + path).text, flags=re.DOTALL)
        assert not [name for name in names if f"{name}.000" in page or f"{name},000" in page], path
    assert ">ít chủ thể<" in client.get(f"{BASE}/bao-phu").text
    for path in ("/bao-phu/tai-ve.csv", "/bao-phu/con-thieu/tai-ve.csv"):
        text = client.get(BASE + path).get_data(as_text=True)
        assert not [name for name in names if f"{name}000" in text], path
    for number in range(2, 5):
        sell({make_offer(f"Mật {number}", producer=f"HTX {number}", decided_on="2024-01-10", price=100_000): 1})
    assert "khoảng 680.000" in client.get(f"{BASE}/bao-phu").text
    assert ";680000" in client.get(f"{BASE}/bao-phu/tai-ve.csv").get_data(as_text=True)


def test_the_tables_leave_as_files(sqlite_app: Flask) -> None:
    make_product("Mật ong", producer="HTX Một")
    client = officer(sqlite_app)
    answer = client.get(f"{BASE}/bao-phu/tai-ve.xlsx?place=p:15")
    assert "do-phu-tinh-lao-cai" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Địa bàn", "Nhóm sản phẩm", "Số sao", "Còn hiệu lực theo tháng"]
    assert [cell.value for cell in book["Nhóm sản phẩm"][2]][:3] == ["Thực phẩm", 1, 0]
    assert [cell.value for cell in book["Còn hiệu lực theo tháng"][37]][1] == 1
    assert "Xã Nghĩa Đô" in client.get(f"{BASE}/bao-phu/tai-ve.csv?place=p:15").get_data(as_text=True)
    # A commune is taken apart no further: the file says it whole.
    assert '"Phường Lục Nam"' in client.get(f"{BASE}/bao-phu/tai-ve.csv?place={A_COMMUNE}").get_data(as_text=True)
    rows = load_workbook(io.BytesIO(client.get(f"{MISSING}/tai-ve.xlsx").data)).active
    assert rows is not None and [cell.value for cell in rows[2]][:2] == ["HTX Một", "Mật ong"]
    for odd in ("/bao-phu/tai-ve.pdf", "/bao-phu/con-thieu/tai-ve.pdf"):
        assert client.get(BASE + odd).status_code == 404


def test_whoever_is_behind_is_written_to_once_in_two_weeks(sqlite_app: Flask) -> None:
    maker, other = make_producer("HTX Một"), make_producer("HTX Hai")
    for name, producer in (("Mật ong", "HTX Một"), ("Chè", "HTX Một"), ("Gạo", "HTX Hai")):
        make_product(name, producer=producer)
    open_stall(maker.id)
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=maker.id)
    client = officer(sqlite_app)
    page = client.get(MISSING).text
    assert "Gửi thư cho 1 gian hàng" in page
    assert f"{BASE}/gian-hang?producer={other.slug}#invite" in page
    assert act(client, "/bao-phu/con-thieu/thong-bao").location.endswith(MISSING)
    db.session.rollback()
    [mail] = [message for message in list_messages() if message.kind == "coverage_notice"]
    assert mail.recipient == "lan@example.vn"
    words = render_mail("coverage_notice", "vi", mail.facts)
    assert words.subject == "HTX Một: còn 2 sản phẩm có chứng nhận chưa lên mạng"
    assert "- Mật ong\n- Chè" in words.text or "- Chè\n- Mật ong" in words.text
    assert "tài khoản" in words.text and "Gian hàng chưa mở" not in words.text
    english = render_mail("coverage_notice", "en", {**mail.facts, "more": 3, "gaps": ["no_stall", "not_listed"]})
    assert "and 3 more" in english.text and "The stall is not open" in english.text
    assert db.session.query(CoverageNotice).one().producer_id == maker.id
    [entry] = entries("coverage_notices_sent")
    assert entry.facts["producers"] == 1
    # Told already: nothing more for two weeks, and the page says so.
    assert "Đã báo ngày 21/11/2026" in client.get(MISSING).text
    act(client, "/bao-phu/con-thieu/thong-bao", producer=str(maker.id))
    assert "đều đã được báo" in client.get(MISSING).text
    with transaction() as session:
        session.query(CoverageNotice).update({"sent_at": NOON - timedelta(days=14)})
    act(client, "/bao-phu/con-thieu/thong-bao", producer=str(maker.id))
    db.session.rollback()
    assert db.session.query(CoverageNotice).count() == 2
    assert act(client, "/bao-phu/con-thieu/thong-bao", producer=str(other.id)).status_code == 404
    assert act(client, "/bao-phu/con-thieu/thong-bao", producer="99999").status_code == 404


def test_months_that_were_measured_are_drawn(sqlite_app: Flask) -> None:
    make_product("Mật ong")
    make_certificate(make_good("Cam", place=("", "", "xứ lạ")), decided_on="2025-01-10")
    with transaction() as session:
        for month in (9, 10, 11):
            figures = dict.fromkeys(("listed", "with_stall", "with_account", "online", "in_stock", "sold"), month)
            measured = {"month": date(2026, month, 1), "measured_on": date(2026, month, 21), "certified": 20}
            session.add(CoverageMonth(place_id="p:15", **measured, **figures))
    client = officer(sqlite_app)
    page = client.get(f"{BASE}/bao-phu?place=p:15").text
    assert page.count('class="line line-') == 4 and "9 (45 %)" in page and "21/09/2026" in page
    assert 'class="line' not in client.get(f"{BASE}/bao-phu?place=p:15&stars=3").text, "measured of a whole place only"
    country = client.get(f"{BASE}/bao-phu").text
    assert "Sổ đăng ký chưa ghi" in country, "a place that nobody knows has a row of its own"
    both = client.get(f"{BASE}/bao-phu?group=food&stars=3").text
    assert "không nêu" not in both.split('id="by-group"')[1], "no sums below one group"


def test_the_list_is_cut_by_what_is_missing_and_paged(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make_product(f"Mật {number}", producer=f"HTX {number}")
    make_certificate(make_good("Cam", producer=None), decided_on="2025-01-10")
    client = officer(sqlite_app)
    assert "Sổ đăng ký chưa ghi chủ thể" in client.get(f"{MISSING}?gap=not_listed").text
    assert "HTX 1" not in client.get(f"{MISSING}?gap=not_listed").text
    assert client.get(f"{MISSING}?gap=whatever").status_code == 400
    monkeypatch.setattr("shop.programme.behind.PER_PAGE", 2)
    assert "page=2" in client.get(MISSING).text
    assert client.get(f"{MISSING}?page=3").status_code == 404
    assert "Ở đây không còn thiếu ai" in client.get(f"{MISSING}?place=p:24").text


def test_targets_are_set_changed_and_taken_back(sqlite_app: Flask) -> None:
    make_product("Mật ong")
    client = officer(sqlite_app)
    assert "Huyện Bảo Yên (cũ)" in client.get(f"{BASE}/muc-tieu?q=bao yen").text
    assert 'value="fd:lao-cai/bao-yen"' in client.get(f"{BASE}/muc-tieu?place=fd:lao-cai/bao-yen").text
    assert act(client, "/muc-tieu", **TARGET).location.endswith("/muc-tieu?year=2026")
    page = client.get(f"{BASE}/muc-tieu").text
    assert "100 %" in page and "0 trên 1" in page and "KH 12" in page
    assert "100 %" in client.get(f"{BASE}/bao-phu?place=p:15").text, "the province shows the targets of its places"
    assert "KH 12" in client.get(f"{BASE}/bao-phu?place=fp:lao-cai").text
    assert "KH 12" not in client.get(f"{BASE}/bao-phu?place=p:24").text
    for _twice in range(2):
        act(client, "/muc-tieu", **{**TARGET, "value": "80"})
    act(client, "/muc-tieu", **{**TARGET, "place": "vn", "measure": "producers", "value": "1"})
    assert "1 chủ thể" in client.get(f"{BASE}/muc-tieu").text
    db.session.rollback()
    assert [(one.place_id, one.value) for one in list_targets()] == [("fd:lao-cai/bao-yen", 80), ("vn", 1)]
    assert db.session.query(CoverageTarget).count() == 3, "what was changed stays"
    number = list_targets()[0].id
    assert act(client, f"/muc-tieu/{number}/bo").status_code == 303
    assert act(client, f"/muc-tieu/{number}/bo").status_code == 404
    db.session.rollback()
    assert [one.place_id for one in list_targets()] == ["vn"]
    assert [entry.subject_id for entry in entries("target_ended")] == [number]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "101"}, "Từ 0 đến 100."),
        ({"value": "-3"}, "Hãy ghi một số nguyên."),
        ({"value": "nhiều"}, "Hãy ghi một số nguyên."),
        ({"year": ""}, "Hãy ghi một số nguyên."),
        ({"year": "2017"}, "Từ 2018 đến 2036."),
        ({"year": "99999999999999"}, "Hãy ghi một số nguyên."),
        ({"source": " "}, "Hãy ghi văn bản giao chỉ tiêu"),
        ({"measure": "money"}, "Hãy ghi một số nguyên."),
    ],
)
def test_what_cannot_be_a_target_is_said_beside_its_field(
    sqlite_app: Flask, changed: dict[str, str], said: str
) -> None:
    client = officer(sqlite_app)
    before = content()
    answer = act(client, "/muc-tieu", **{**TARGET, **changed})
    assert answer.status_code == 422 and said in answer.text
    assert content() == before


def test_an_officer_of_a_province_sees_and_sets_only_their_own(sqlite_app: Flask) -> None:
    make_product("Mật ong", producer="HTX Một")
    make_product("Chè", producer="HTX Hai", place=LUC_NAM)
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=make_producer("HTX Hai").id)
    country = officer(sqlite_app)
    for place in ("vn", "p:24", "p:15"):
        act(country, "/muc-tieu", **{**TARGET, "place": place, "source": f"của {place}"})
    client = officer(sqlite_app, "lao-cai@example.vn", province="15")
    page = client.get(f"{BASE}/bao-phu").text
    assert "Độ phủ: Tỉnh Lào Cai" in page and "HTX Hai" not in page and "Cả nước" not in page
    assert "HTX Hai" not in client.get(MISSING).text
    assert "Lục Nam" not in client.get(f"{BASE}/bao-phu?q=luc nam").text
    targets = client.get(f"{BASE}/muc-tieu").text
    assert "của p:15" in targets and "của p:24" not in targets and "của vn" not in targets
    db.session.rollback()
    foreign = next(one.id for one in list_targets() if one.place_id == "p:24")
    before = content()
    for place in ("vn", "p:24", "fp:bac-giang", "fd:bac-giang/luc-nam", A_COMMUNE):
        for path in (
            "/bao-phu",
            "/bao-phu/con-thieu",
            "/bao-phu/tai-ve.csv",
            "/bao-phu/con-thieu/tai-ve.csv",
            "/muc-tieu",
        ):
            assert client.get(f"{BASE}{path}?place={place}").status_code == 404, (path, place)
        assert act(client, "/muc-tieu", **{**TARGET, "place": place}).status_code == 404
        assert act(client, "/bao-phu/con-thieu/thong-bao", place=place).status_code == 404
    assert act(client, f"/muc-tieu/{foreign}/bo").status_code == 404
    hai = make_producer("HTX Hai").id
    assert act(client, "/bao-phu/con-thieu/thong-bao", producer=str(hai)).status_code == 404
    assert content() == before


def test_strangers_find_nothing_there_and_change_nothing(sqlite_app: Flask) -> None:
    make_product("Mật ong")
    make_person("hoa@example.vn")
    maker = make_producer("HTX Vĩnh Yên")
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=maker.id)
    strangers = [operator(sqlite_app), someone(sqlite_app), someone(sqlite_app, "lan@example.vn")]
    before = content()
    for client in strangers:
        for path in ("/bao-phu", "/bao-phu/con-thieu", "/bao-phu/tai-ve.csv", "/muc-tieu"):
            assert client.get(BASE + path).status_code in (303, 404), path
        for path, fields in (("/muc-tieu", TARGET), ("/bao-phu/con-thieu/thong-bao", {}), ("/muc-tieu/1/bo", {})):
            assert act(client, path, **fields).status_code in (303, 404), path
    assert sqlite_app.test_client().get(f"{BASE}/bao-phu").status_code in (303, 404)
    assert content() == before
