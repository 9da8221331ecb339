"""The pages of the staged import: what officers see and do, and that nobody else does."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop.certification import Certificate, CertifiedGood, RegisterAct
from shop.database import db
from shop.register_intake import RegisterUpload, staging, work_on_uploads
from tests.conftest import DEMONSTRATION_DAY
from tests.counting import statements
from tests.doors.office_visiting import content, form_key, operator
from tests.doors.programme_visiting import officer
from tests.doors.visiting import post
from tests.factories.hard_appendices import HARD
from tests.features.test_register_intake import read_here

HEADER = "STT,Tên sản phẩm,Chủ thể,Xã,Huyện,Tỉnh,Hạng sao,Ngày công nhận,Số quyết định"
ROW = "1,Mật ong,HTX Ong,xã Bảo Hà,huyện Bảo Yên,Lào Cai,4,5/3/2026,12/QĐ-UBND"
NHAP = "/chuong-trinh/nhap"


@pytest.fixture
def desk(sqlite_app: Flask, set_clock: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(staging, "lines_of_child", read_here)
    set_clock(DEMONSTRATION_DAY)
    return officer(sqlite_app)


def send(client: FlaskClient, text: str | bytes, name: str = "qd.csv", **given: str) -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    return post(client, NHAP, form_key=form_key(), file=(io.BytesIO(data), name), **given)


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


def work(app: Flask) -> None:
    db.session.rollback()
    work_on_uploads(app.config["SHOP"].media_dir)


def upload_now() -> RegisterUpload:
    db.session.rollback()
    return db.session.scalars(select(RegisterUpload).order_by(RegisterUpload.id.desc())).first()  # type: ignore[return-value]


def reviewed(app: Flask, client: FlaskClient, text: str | bytes, **given: str) -> str:
    """A file that was sent and read: the address of its review."""
    answer = send(client, text, **given)
    assert answer.status_code == 303, answer.text
    work(app)
    return str(answer.location)


def settle(app: Flask, client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Say something about rows, by `row_<id>-<field>`."""
    answer = post(
        client,
        f"{address}/dong",
        form_key=form_key(),
        **{name.replace("_", "-", 1): text for name, text in fields.items()},
    )
    work(app)
    return answer


def enter(app: Flask, client: FlaskClient, address: str) -> TestResponse:
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{address}/ap-dung").text)
    assert seen
    answer = post(client, f"{address}/ap-dung", form_key=form_key(), seen=seen[1])
    work(app)
    return answer


def row_ids(page: str) -> list[int]:
    return sorted({int(found) for found in re.findall(r"/dong/(\d+)", page)})


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_decision_goes_in_within_five_pages_and_out_again(sqlite_app: Flask, desk: FlaskClient) -> None:
    assert "Chưa có tệp nào" in desk.get(NHAP).text
    answer = send(desk, table(ROW, ROW.replace("Mật ong", "Phấn hoa").replace("1,", "2,", 1)))
    working = desk.get(answer.location).text
    assert "Đang mở tệp" in working
    assert '<noscript><meta http-equiv="refresh"' in working
    assert desk.get(f"{answer.location}/tien-do").json["busy"] is True
    work(sqlite_app)
    assert desk.get(f"{answer.location}/tien-do").json["busy"] is False
    review = desk.get(answer.location).text
    assert "Phấn hoa" in review
    assert "xã Bảo Hà, huyện Bảo Yên, Lào Cai" in review
    assert count(CertifiedGood) == 0
    assert "Nhập 2 dòng vào sổ đăng ký" in desk.get(f"{answer.location}/ap-dung").text
    assert enter(sqlite_app, desk, answer.location).status_code == 303
    assert (count(CertifiedGood), count(Certificate), count(RegisterAct)) == (2, 2, 1)
    ended = desk.get(answer.location).text
    assert "Đã nhập 2 dòng vào sổ đăng ký." in ended
    undo = f"/chuong-trinh/thao-tac/{upload_now().act_id}/hoan-tac"
    assert post(desk, undo, form_key=form_key(), reason="Nhập nhầm tệp").status_code == 303
    assert "Đã hoàn tác: sổ đăng ký trở lại như trước khi nhập tệp này." in desk.get(answer.location).text
    assert "Đã hoàn tác" in desk.get(NHAP).text


def test_what_cannot_be_read_is_corrected_in_place(sqlite_app: Flask, desk: FlaskClient) -> None:
    wrong = (
        ROW.replace(",4,", ",khá,").replace("5/3/2026", "5/3/26").replace("1,", "2,", 1).replace("Mật ong", "Phấn hoa")
    )
    address = reviewed(sqlite_app, desk, table(ROW, wrong))
    page = desk.get(address).text
    assert "Không hiểu hạng sao &#34;khá&#34;" in page
    [number] = row_ids(page)
    assert f'name="row-{number}-stars"' in page
    assert f'name="row-{number}-decided_on" value="5/3/26"' in page
    assert desk.get(f"{address}/ap-dung").text.count("Nhập 2 dòng") == 0
    answer = post(
        desk,
        f"{address}/dong",
        form_key=form_key(),
        **{f"row-{number}-stars": "4", f"row-{number}-decided_on": "hôm qua"},
    )
    assert answer.status_code == 422
    assert 'value="hôm qua"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert (
        settle(
            sqlite_app, desk, address, **{f"row_{number}-stars": "4", f"row_{number}-decided_on": "5/3/2026"}
        ).status_code
        == 303
    )
    enter(sqlite_app, desk, address)
    assert (count(CertifiedGood), upload_now().totals["stored"]) == (2, 2)


def test_a_row_is_left_out_and_taken_in_again_on_its_own_page(sqlite_app: Flask, desk: FlaskClient) -> None:
    address = reviewed(sqlite_app, desk, table(ROW))
    [number] = row_ids(desk.get(address).text)
    own = f"{address}/dong/{number}"
    assert "Tệp ghi" in desk.get(own).text
    settle(sqlite_app, desk, address, **{f"row_{number}-leave": "1"})
    assert "Sổ đăng ký đã có mọi nội dung của tệp này." in desk.get(address).text
    settle(sqlite_app, desk, address, **{f"row_{number}-leave": "0", f"row_{number}-name": "Mật ong bạc hà"})
    page = desk.get(own).text
    assert 'value="Mật ong bạc hà"' in page
    settle(sqlite_app, desk, address, **{f"row_{number}-back": "name"})
    assert 'value="Mật ong"' in desk.get(own).text


def test_who_is_meant_is_chosen_among_those_that_look_alike(sqlite_app: Flask, desk: FlaskClient) -> None:
    enter(sqlite_app, desk, reviewed(sqlite_app, desk, table(ROW.replace("HTX Ong", "HTX Ong Bảo Hà"))))
    again = ROW.replace("HTX Ong", "HTX Ong Bảo Hòa").replace("Mật ong", "Sáp ong")
    address = reviewed(sqlite_app, desk, table(again))
    page = desk.get(address).text
    assert "Sổ đăng ký có chủ thể tên gần giống" in page
    [number] = row_ids(page)
    [known] = set(re.findall(rf'name="row-{number}-who" value="(\d+)"', page))
    settle(sqlite_app, desk, address, **{f"row_{number}-who": known})
    enter(sqlite_app, desk, address)
    makers = db.session.scalars(select(CertifiedGood.producer_id).distinct()).all()
    assert [str(maker) for maker in makers] == [known]


def test_doubts_are_taken_as_they_stand_row_by_row_or_all_at_once(sqlite_app: Flask, desk: FlaskClient) -> None:
    rows = [ROW.replace("xã Bảo Hà", "xã Không Có").replace("1,Mật ong", f"{n},Mật ong {n}a") for n in (1, 2, 3)]
    address = reviewed(sqlite_app, desk, table(*rows))
    page = desk.get(address).text
    assert page.count("Không tìm thấy xã, phường hiện nay") == 3
    first = row_ids(page)[0]
    settle(sqlite_app, desk, address, **{f"row_{first}-seen": "1"})
    assert upload_now().totals["open"] == 2
    post(desk, f"{address}/da-xem", form_key=form_key(), code="place_unknown")
    work(sqlite_app)
    assert upload_now().totals["open"] == 0


def test_rows_that_cannot_be_taken_are_left_out_together(sqlite_app: Flask, desk: FlaskClient) -> None:
    bad = [ROW.replace(",4,", ",2,").replace("1,Mật ong", f"{n},Ong {n}a") for n in (2, 3)]
    address = reviewed(sqlite_app, desk, table(ROW, *bad))
    assert post(desk, f"{address}/bo-dong-loi", form_key=form_key()).status_code == 303
    work(sqlite_app)
    assert (upload_now().totals["left_out"], upload_now().totals["refused"]) == (2, 0)
    assert "Ong 2a" in desk.get(f"{address}?phan=left_out").text


def test_a_hidden_row_waits_for_a_word_and_can_be_taken(sqlite_app: Flask, desk: FlaskClient) -> None:
    address = reviewed(sqlite_app, desk, HARD["a list of several decisions"]().data)
    page = desk.get(f"{address}?phan=refused").text
    shown = re.search(r'name="row-(\d+)-index"', page)
    assert shown
    settle(sqlite_app, desk, address, **{f"row_{shown[1]}-index": "1"})
    assert f'name="row-{shown[1]}-index"' not in desk.get(f"{address}?phan=refused").text


def test_a_day_that_may_be_read_two_ways_is_confirmed_by_being_written(sqlite_app: Flask, desk: FlaskClient) -> None:
    turned = ROW.replace("1,Mật ong", "2,Phấn hoa").replace("5/3/2026", "3/25/2026")
    address = reviewed(sqlite_app, desk, table(ROW, turned))
    first, second = row_ids(desk.get(address).text)
    assert f'name="row-{first}-decided_on" value=""' in desk.get(address).text
    settle(sqlite_app, desk, address, **{f"row_{first}-decided_on": "05/03/2026", f"row_{second}-leave": "1"})
    enter(sqlite_app, desk, address)
    assert str(db.session.scalars(select(Certificate.decided_on)).one()) == "2026-03-05"


def test_what_the_file_does_not_say_is_stated_once(sqlite_app: Flask, desk: FlaskClient) -> None:
    text = "STT;Tên sản phẩm;Chủ thể;Sao\n1;Mật ong;HTX Ong;4\n"
    address = reviewed(
        sqlite_app, desk, text, number="9/QĐ-UBND", decided_on="05/03/2026", issuer="UBND tỉnh", province="Lào Cai"
    )
    enter(sqlite_app, desk, address)
    certificate = db.session.scalars(select(Certificate)).one()
    assert (certificate.decision_number, str(certificate.decided_on), certificate.issuer) == (
        "9/QĐ-UBND",
        "2026-03-05",
        "UBND tỉnh",
    )


@pytest.mark.parametrize(
    ("field", "text"), [("decided_on", "31/02/2026"), ("decided_on", "22/11/2026"), ("number", "9" * 300)]
)
def test_a_statement_that_cannot_be_is_told_and_nothing_is_kept(desk: FlaskClient, field: str, text: str) -> None:
    answer = send(desk, table(ROW), **{field: text})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert count(RegisterUpload) == 0


def test_a_file_that_is_none_says_why(sqlite_app: Flask, desk: FlaskClient) -> None:
    assert post(desk, NHAP, form_key=form_key()).status_code == 422
    assert send(desk, b"  ").status_code == 422
    address = reviewed(sqlite_app, desk, b"%PDF-1.7 ...")
    page = desk.get(address).text
    assert "Không đọc được" in page
    assert "XLSX" in page


def test_a_file_is_given_up_and_kept(sqlite_app: Flask, desk: FlaskClient) -> None:
    address = reviewed(sqlite_app, desk, table(ROW))
    assert post(desk, f"{address}/bo", form_key=form_key()).status_code == 303
    assert "Đã bỏ tệp; không dòng nào được nhập." in desk.get(address).text
    kept = desk.get(f"{address}/tep")
    assert (kept.status_code, kept.data.decode(), kept.headers["Cache-Control"]) == (200, table(ROW), "no-store")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    kept.close()


def test_an_old_look_is_not_entered(sqlite_app: Flask, desk: FlaskClient) -> None:
    address = reviewed(sqlite_app, desk, table(ROW))
    before = content()
    assert post(desk, f"{address}/ap-dung", form_key=form_key(), seen="0" * 64).status_code == 303
    assert content() == before


def test_the_pages_of_a_long_file_are_short_and_ask_little(sqlite_app: Flask, desk: FlaskClient) -> None:
    rows = [ROW.replace("1,Mật ong", f"{n},Mật ong loại {n}a") for n in range(1, 181)]
    address = reviewed(sqlite_app, desk, table(*rows))
    desk.get(address)
    with statements() as few:
        page = desk.get(f"{address}?phan=all&page=3").text
    assert len(row_ids(page)) == 50
    assert len(few) <= 8, few
    assert desk.get(f"{address}?phan=all&page=9").status_code == 404
    assert "loại 77a" in desk.get(f"{address}?phan=all&q=loai+77a").text


def test_strangers_see_and_change_nothing(sqlite_app: Flask, desk: FlaskClient) -> None:
    wrong = ROW.replace(",4,", ",khá,").replace("1,Mật ong", "2,Canarium album")
    address = reviewed(sqlite_app, desk, table(ROW, wrong))
    [number] = row_ids(desk.get(address).text)
    others = {
        "another province": officer(sqlite_app, "bn@example.vn", province="24"),
        "operator": operator(sqlite_app),
        "stranger": sqlite_app.test_client(),
    }
    before = content()
    for who, client in others.items():
        for path in ("", "/tien-do", f"/dong/{number}", "/ap-dung", "/tep"):
            answer = client.get(f"{address}{path}")
            assert answer.status_code in (302, 303, 404), (who, path)
            assert "Canarium" not in answer.text
        for path in ("/dong", "/bo-dong-loi", "/da-xem", "/ap-dung", "/bo"):
            answer = post(client, f"{address}{path}", form_key=form_key(), **{f"row-{number}-leave": "1"})
            assert answer.status_code in (302, 303, 404), (who, path)
    changed = {name for name, rows in content().items() if rows != before[name]}
    assert changed <= {"used_forms", "sessions"}, changed


def test_an_officer_of_a_province_enters_only_its_own(sqlite_app: Flask, desk: FlaskClient) -> None:
    local = officer(sqlite_app, "lc@example.vn", province="15")
    elsewhere = ROW.replace("1,Mật ong,HTX Ong,xã Bảo Hà,huyện Bảo Yên,Lào Cai", "2,Gạo,HTX Gạo,,,Thái Nguyên")
    address = reviewed(sqlite_app, local, table(ROW, elsewhere))
    assert upload_now().totals["refused"] == 1
    assert "Thái Nguyên" in local.get(address).text
    [number] = row_ids(local.get(address).text)
    settle(sqlite_app, local, address, **{f"row_{number}-leave": "1"})
    enter(sqlite_app, local, address)
    assert db.session.scalars(select(CertifiedGood.province_code)).all() == ["15"]
