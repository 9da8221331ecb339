"""The stall's certificates: what is due, the dossier with its files, calendar, and nothing for strangers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from shop.certification import Certificate, CertifiedGood, RevocationGround
from shop.config import Config
from shop.database import db, transaction
from shop.producers import Producer
from shop.renewals import DossierFile, DossierMark, FilingStep, RenewalFiling
from tests.doors.stall_visiting import STAFF, act, entries, make_stall, owner, staff, stall_path
from tests.doors.visiting import someone
from tests.factories.acts import award_certificate, extend_certificate, revoke_certificate
from tests.factories.people import make_person
from tests.factories.register import make_certificate, make_good

SetClock = Callable[[str | datetime], None]
NOW = datetime.fromisoformat("2026-11-21T09:00:00+07:00")
OFFICER = {"evidence": "CV 12/UBND", "by": "officer@example.vn", "at": NOW}
TABLES = (RenewalFiling, FilingStep, DossierMark, DossierFile)


@pytest.fixture
def stall(sqlite_app: Flask, set_clock: SetClock) -> Producer:
    """A stall with a good whose certificate is good through 20/04/2027: 150 days, the window is open."""
    set_clock(NOW)
    stall = make_stall()
    make_certificate(make_good("Mật ong bạc hà", producer=stall), decided_on="2024-04-20")
    return stall


@pytest.fixture
def lan(sqlite_app: Flask, stall: Producer) -> FlaskClient:
    return owner(sqlite_app, stall)


def code_of(name: str = "Mật ong bạc hà") -> str:
    db.session.rollback()
    query = select(Certificate.code).join(CertifiedGood).where(CertifiedGood.name == name)
    return db.session.scalars(query.order_by(Certificate.id)).all()[-1]


def page(client: FlaskClient, stall: Producer, rest: str = "") -> str:
    return read(client, stall_path(stall, f"/chung-nhan{rest}"))


def read(client: FlaskClient, path: str) -> str:
    got = client.get(path)
    assert got.status_code == 200
    return got.get_data(as_text=True)


def pdf() -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"), "Mẫu 01.pdf"


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "ảnh chụp.jpg"


def counted() -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def private_files(app: Flask) -> list[Path]:
    config: Config = app.config["SHOP"]
    return [path for path in config.media_dir.rglob("private/**/*") if path.is_file()]


def test_every_good_of_the_stall_stands_there_with_what_to_do(stall: Producer, lan: FlaskClient) -> None:
    make_certificate(make_good("Chè dây", producer=stall), decided_on="2024-01-01")
    make_certificate(make_good("Rượu ngô", producer=stall), decided_on="2021-01-05")
    make_certificate(make_good("Gạo nếp", producer=stall), decided_on="2026-05-05")
    make_certificate(make_good("Măng khô", producer=stall), year=2024)
    make_good("Miến dong", producer=stall)
    text = page(lan, stall)
    assert re.findall(r"<h2>(.*?) <span", text) == [
        "Cần làm",
        "Còn hiệu lực",
        "Đã hết: hàng đang ẩn khỏi chợ",
        "Không có chứng nhận",
    ]
    assert "Còn 150 ngày, khoảng 5 tháng" in text
    assert "Nộp hồ sơ trước hết ngày 21/12/2026" in text
    assert "Nộp từ 22/10/2026 đến 21/12/2026" in text
    assert "Thời gian nộp đã hết từ 03/09/2026" in text  # Chè dây, through 01/01/2027
    assert "ngày công nhận chưa rõ" in text
    assert "hàng ẩn khỏi chợ từ 06/01/2024" in text
    assert "Từ 06/11/2028 mới đến lúc nộp hồ sơ" in text
    assert text.count("<svg viewBox") == 3


def test_an_empty_stall_says_what_will_come(sqlite_app: Flask, set_clock: SetClock) -> None:
    set_clock(NOW)
    stall = make_stall("HTX mới")
    assert "Sổ đăng ký chưa có hàng nào của bạn" in page(owner(sqlite_app, stall), stall)


def test_the_checklist_is_kept(stall: Producer, lan: FlaskClient) -> None:
    path = f"/chung-nhan/{code_of()}"
    assert "Xong 0 trên 17 mục" in page(lan, stall, f"/{code_of()}")
    for item, mark in (("story", "ready"), ("quality_system", "not_needed")):
        sent = act(lan, stall_path(stall, f"{path}/danh-dau"), item=item, mark=mark)
        assert (sent.status_code, sent.location.endswith(f"/{code_of()}#{item}")) == (303, True)
    text = page(lan, stall, f"/{code_of()}")
    assert "Xong 2 trên 17 mục" in text
    assert "Đã xong 2 trên 17 mục." in text
    act(lan, stall_path(stall, f"{path}/danh-dau"), item="story", mark="")
    assert "Xong 1 trên 17 mục" in page(lan, stall, f"/{code_of()}")
    assert page(lan, stall, f"/{code_of()}/in").count("–</span>") == 1
    act(lan, stall_path(stall, f"{path}/danh-dau"), item="samples", mark="not_needed")
    assert "Hồ sơ nào cũng phải có giấy này." in page(lan, stall)
    assert [entry.action for entry in entries("dossier_marked")] == ["dossier_marked"] * 3


@pytest.mark.parametrize("fields", [{"item": "gold", "mark": "ready"}, {"item": "story", "mark": "perhaps"}])
def test_forms_that_no_page_of_ours_sends(stall: Producer, lan: FlaskClient, fields: dict[str, str]) -> None:
    assert act(lan, stall_path(stall, f"/chung-nhan/{code_of()}/danh-dau"), **fields).status_code == 400
    assert counted() == [0, 0, 0, 0]


def test_files_are_kept_handed_out_to_be_saved_and_deleted(
    sqlite_app: Flask, stall: Producer, lan: FlaskClient
) -> None:
    path = stall_path(stall, f"/chung-nhan/{code_of()}/giay-to")
    act(lan, path, item="registration", files=[pdf(), photo()])
    text = page(lan, stall, f"/{code_of()}")
    assert "Đã giữ 2 tệp." in text
    numbers = re.findall(r'/giay-to/(\d+)"', text)
    assert "Mẫu 01.pdf" in text
    assert len(private_files(sqlite_app)) == 2
    got = lan.get(f"{path}/{numbers[0]}")
    assert got.data.startswith(b"%PDF-1.4")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    got.close()
    act(lan, f"{path}/{numbers[0]}/bo")
    assert lan.get(f"{path}/{numbers[0]}").status_code == 404
    assert act(lan, f"{path}/{numbers[0]}/bo").status_code == 404
    assert len(private_files(sqlite_app)) == 1
    assert counted() == [1, 0, 1, 1]


def test_of_several_files_all_are_kept_or_none(sqlite_app: Flask, stall: Producer, lan: FlaskClient) -> None:
    path = stall_path(stall, f"/chung-nhan/{code_of()}/giay-to")
    act(lan, path, item="story", files=[pdf(), (io.BytesIO(b"GIF89a no"), "x.pdf")])
    assert counted() == [0, 0, 0, 0]
    assert private_files(sqlite_app) == []
    assert 'role="alert"' in page(lan, stall)
    act(lan, path, item="story")
    assert "Bạn chọn ảnh hoặc tệp PDF trước đã." in page(lan, stall)


def test_the_way_of_a_dossier(stall: Producer, lan: FlaskClient) -> None:
    path = stall_path(stall, f"/chung-nhan/{code_of()}/buoc")
    act(lan, path, step="filed", day="2026-11-20", receipt="45/TN-UBND", seen="0")
    text = page(lan, stall, f"/{code_of()}")
    assert "Nộp ngày 20/11/2026, giấy tiếp nhận số 45/TN-UBND." in text
    assert "Chờ quyết định" in text
    act(lan, path, step="sent", day="2026-11-21", seen="1")
    act(lan, path, step="decided", day="2026-11-21", outcome="granted", seen="2")
    text = page(lan, stall, f"/{code_of()}")
    assert "Đã được công nhận lại: chờ vào sổ" in text
    assert "Đã có</button>" not in text  # nothing is changed any more
    act(lan, path, step="reopened", seen="3")
    text = page(lan, stall, f"/{code_of()}")
    assert "Tôi đã nộp ở xã" in text
    assert "Rút lại: ghi nhầm" in text
    assert "(Lan, 21/11/2026 09:00)" in text
    assert len(entries("dossier_step_noted")) == 4
    act(lan, path, step="filed", day="2026-11-20", seen="4")
    act(lan, path, step="decided", day="2026-11-21", outcome="refused", seen="5")
    assert "Lần này chưa được công nhận" in page(lan, stall)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"step": "filed", "day": "2026-11-22", "seen": "0"}, "22/11/2026 chưa tới"),
        ({"step": "filed", "day": "", "seen": "0"}, "Bạn chọn ngày đã."),
        ({"step": "filed", "day": "2026-11-20"}, "Bạn chọn ngày đã."),
        ({"step": "sent", "day": "2026-11-20", "seen": "0"}, "không nối tiếp"),
        ({"step": "filed", "day": "2026-11-20", "seen": "1"}, "vừa ghi thêm"),
    ],
)
def test_steps_that_are_refused_say_why(stall: Producer, lan: FlaskClient, fields: dict[str, str], words: str) -> None:
    assert act(lan, stall_path(stall, f"/chung-nhan/{code_of()}/buoc"), **fields).status_code == 303
    assert words in page(lan, stall)
    assert counted() == [0, 0, 0, 0]


def test_a_day_before_the_last_step_is_refused(stall: Producer, lan: FlaskClient) -> None:
    path = stall_path(stall, f"/chung-nhan/{code_of()}/buoc")
    act(lan, path, step="filed", day="2026-11-20", seen="0")
    act(lan, path, step="sent", day="2026-11-19", seen="1")
    assert "19/11/2026 lại trước bước liền trước (20/11/2026)" in page(lan, stall)


@pytest.mark.parametrize(
    "fields",
    [
        {"step": "burnt", "day": "2026-11-20", "seen": "0"},
        {"step": "decided", "day": "2026-11-20", "seen": "0"},
        {"step": "filed", "day": "2026-11-20", "seen": "0", "outcome": "granted"},
    ],
)
def test_steps_that_no_page_of_ours_sends(stall: Producer, lan: FlaskClient, fields: dict[str, str]) -> None:
    assert act(lan, stall_path(stall, f"/chung-nhan/{code_of()}/buoc"), **fields).status_code == 400


def test_calendars(stall: Producer, lan: FlaskClient) -> None:
    code = code_of()
    make_certificate(make_good("Rượu ngô", producer=stall), decided_on="2021-01-05")
    got = lan.get(stall_path(stall, f"/chung-nhan/{code}/lich.ics"))
    assert got.content_type == "text/calendar; charset=utf-8"
    assert f'filename="chung-nhan-{code}.ics"' in got.headers["Content-Disposition"]
    lines = got.get_data(as_text=True).replace("\r\n ", "").split("\r\n")
    assert "SUMMARY:Nộp hồ sơ OCOP: Mật ong bạc hà" in lines
    assert {f"UID:{code}-filing@localhost", f"UID:{code}-end@localhost"} < set(lines)
    assert {"DTSTART;VALUE=DATE:20261022", "DTEND;VALUE=DATE:20261222", "DTSTART;VALUE=DATE:20270420"} < set(lines)
    assert lines.count("BEGIN:VALARM") == 7
    whole = lan.get(stall_path(stall, "/chung-nhan/lich.ics")).get_data(as_text=True)
    assert whole.count("BEGIN:VEVENT") == 2  # nothing of what has ended
    assert lan.get(stall_path(stall, f"/chung-nhan/{code_of('Rượu ngô')}/lich.ics")).status_code == 404
    with transaction():
        extend_certificate(code, last_day=date(2027, 6, 1), **OFFICER)
    moved = lan.get(stall_path(stall, f"/chung-nhan/{code}/lich.ics")).get_data(as_text=True)
    assert "DTSTART;VALUE=DATE:20270601" in moved
    assert moved.count("SEQUENCE:1") == 2


def test_an_extension_a_revocation_and_the_next_certificate(
    sqlite_app: Flask, stall: Producer, set_clock: SetClock
) -> None:
    lan = staff(sqlite_app, stall)
    old = code_of()
    act(lan, stall_path(stall, f"/chung-nhan/{old}/danh-dau"), item="story", mark="ready")
    with transaction():
        extend_certificate(old, last_day=date(2027, 6, 1), **OFFICER)
    set_clock("2027-05-01T09:00:00+07:00")
    lan = _again(lan)
    text = page(lan, stall, f"/{old}")
    assert "Gia hạn đến hết 01/06/2027" in text
    assert "Hết 36 tháng ngày 20/04/2027" in text
    with transaction():
        award_certificate(
            db.session.scalars(select(CertifiedGood.id)).one(),
            stars=5,
            decided_on=date(2027, 4, 28),
            decision_number="9/QĐ-UBND",
            issuer="UBND tỉnh",
            **{**OFFICER, "at": datetime.fromisoformat("2027-05-01T09:00:00+07:00")},
        )
    text = page(lan, stall, f"/{old}")
    assert "Giấy này đã có giấy mới thay" in text
    assert "Đã có<span" not in text
    assert "Nâng từ 4 lên 5 sao" in text
    act(lan, stall_path(stall, f"/chung-nhan/{old}/danh-dau"), item="story", mark="")
    assert "Bạn mở giấy mới nhé" in page(lan, stall)
    with transaction():
        revoke_certificate(code_of(), ground=RevocationGround.MARK_MISUSED, **{**OFFICER, "at": NOW.replace(year=2028)})
    set_clock("2028-12-01T09:00:00+07:00")
    text = page(_again(lan), stall)
    assert "Bị thu hồi ngày 21/11/2028" in text
    assert "Giấy đã thu hồi thì không lấy lại được" in text


def _again(client: FlaskClient) -> FlaskClient:
    """The same person, logged in anew after months."""
    return someone(client.application, STAFF)


def test_the_pages_in_english(stall: Producer, lan: FlaskClient) -> None:
    text = read(lan, f"/en{stall_path(stall, f'/chung-nhan/{code_of()}')}")
    assert "150 days left, about 5 months" in text
    assert "File from 22/10/2026 to 21/12/2026" in text
    assert "Dossier for re-evaluation" in read(lan, f"/en{stall_path(stall, f'/chung-nhan/{code_of()}/in')}")


def test_a_tourist_service_wants_no_samples(stall: Producer, lan: FlaskClient) -> None:
    make_certificate(make_good("Nhà sàn", producer=stall, group="tourism"), decided_on="2024-04-20")
    text = page(lan, stall, f"/{code_of('Nhà sàn')}")
    assert "trên 16 mục" in text
    assert "05 mẫu" not in text


def test_strangers_get_nothing_and_change_nothing(sqlite_app: Flask, stall: Producer, lan: FlaskClient) -> None:
    code = code_of()
    act(lan, stall_path(stall, f"/chung-nhan/{code}/giay-to"), item="story", files=[pdf()])
    number = db.session.scalars(select(DossierFile.id)).one()
    before = counted()
    other = make_stall("HTX Nậm Lành")
    minh = owner(sqlite_app, other, "minh@example.vn")
    make_person("hoa@example.vn")
    hoa, nobody = someone(sqlite_app, "hoa@example.vn"), sqlite_app.test_client()
    for reader, home in ((minh, stall), (minh, other), (hoa, stall), (nobody, stall)):
        path = stall_path(home, f"/chung-nhan/{code}")
        for page_of in ("", "/in", "/lich.ics", f"/giay-to/{number}"):
            got = reader.get(path + page_of)
            assert got.status_code == (303 if reader is nobody else 404)
            assert "Mật ong bạc hà" not in got.get_data(as_text=True)
        for target, fields in (
            ("/danh-dau", {"item": "story", "mark": ""}),
            ("/giay-to", {"item": "story", "files": [pdf()]}),
            (f"/giay-to/{number}/bo", {}),
            ("/buoc", {"step": "filed", "day": "2026-11-20", "seen": "0"}),
        ):
            sent = act(reader, path + target, **fields)
            assert sent.status_code in (303, 404)
            assert sent.status_code == 404 or reader is nobody
    assert counted() == before
    assert len(private_files(sqlite_app)) == 1


def test_staff_work_on_dossiers_too(sqlite_app: Flask, stall: Producer) -> None:
    nga = staff(sqlite_app, stall)
    act(nga, stall_path(stall, f"/chung-nhan/{code_of()}/danh-dau"), item="story", mark="ready")
    assert counted() == [1, 0, 1, 0]


def test_the_first_page_of_the_stall_names_what_presses_most(stall: Producer, lan: FlaskClient) -> None:
    def tasks() -> list[tuple[bool, str]]:
        got = read(lan, stall_path(stall))
        rows = re.findall(r'<li class="todo( todo-urgent)?"><a href="[^"]*chung-nhan[^"]*">.*?<span>(.*?)</span>', got)
        return [(bool(urgent), words) for urgent, words in rows]

    assert tasks() == [(False, "Mật ong bạc hà: còn 150 ngày, khoảng 5 tháng. Nộp hồ sơ trước hết ngày 21/12/2026.")]
    for name, day in (("Chè dây", "2023-11-25"), ("Rượu ngô", "2024-01-05"), ("Gạo nếp", "2024-02-05")):
        make_certificate(make_good(name, producer=stall), decided_on=day)
    assert tasks() == [
        (True, "Chè dây: còn 4 ngày. Nộp hồ sơ ngay."),
        (False, "Rượu ngô: còn 45 ngày. Nộp hồ sơ ngay."),
        (False, "Còn 2 giấy chứng nhận khác cần làm lại"),
    ]
    for name in ("Chè dây", "Rượu ngô"):
        path = stall_path(stall, f"/chung-nhan/{code_of(name)}/buoc")
        act(lan, path, step="filed", day="2026-11-20", seen="0")
    assert [words.partition(":")[0] for _, words in tasks()] == ["Gạo nếp", "Mật ong bạc hà"]
