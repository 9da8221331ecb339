"""The due list and its letters through their door: an officer's way, its borders, the private calendar."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from shop import clock
from shop.accounts import Role, get_person
from shop.database import db, transaction
from shop.notifications import OutboxMessage
from shop.programme.due.words import due_days_words, due_dossier_words, due_stall_words, due_window_words
from shop.renewals import (
    CalendarFeed,
    Dossier,
    DueAsk,
    NoticeLetter,
    NoticeSender,
    Outcome,
    Step,
    StepFacts,
    list_all_due,
    record_step,
)
from shop.web.mails import render_mail
from tests.doors.office_visiting import act, entries
from tests.doors.programme_visiting import LAO_CAI
from tests.doors.programme_visiting import officer as log_in_as_officer
from tests.doors.visiting import someone
from tests.factories.acts import extend_certificate
from tests.factories.people import LONG_AGO, make_person
from tests.factories.register import make_producer
from tests.factories.stalls import open_stall
from tests.features.test_due_list import HA_GIANG, ends, stall_person

SetClock = Callable[[str], None]
DUE = "/chuong-trinh/den-han"
SENDER = {
    "parent_name": "Sở A",
    "name": "Văn phòng B",
    "symbol": "VPB-NV",
    "place": "Lào Cai",
    "title": "Chánh Văn phòng",
    "signer": "Người Ký",
    "copies_to": "Phòng C",
}


@pytest.fixture(autouse=True)
def noon(set_clock: SetClock) -> None:
    set_clock("2026-11-21T12:00:00+07:00")


@pytest.fixture
def officer(sqlite_app: Flask) -> FlaskClient:
    return log_in_as_officer(sqlite_app)


def words(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return " ".join(answer.text.split())


def issue(client: FlaskClient, **fields: str) -> None:
    act(client, f"{DUE}/co-quan", **SENDER)
    assert act(client, f"{DUE}/phat-hanh", **fields).status_code == 303


def test_the_list_shows_what_is_to_be_done_and_its_filters_narrow_it(officer: FlaskClient) -> None:
    near, far = ends("Chè dây", 150), ends("Gạo nếp", 400)
    other = ends("Mật ong", 100, producer="HTX Đồng Văn", place=HA_GIANG)
    page = words(officer, DUE)
    assert near in page and other in page and far not in page
    assert "còn 150 ngày" in page
    assert far in words(officer, f"{DUE}?giai-doan=chua-den")
    assert near not in words(officer, f"{DUE}?tinh=tuyen-quang")
    assert other not in words(officer, f"{DUE}?tinh=lao-cai&giai-doan=tat-ca")
    assert near in words(officer, f"{DUE}?chu-the=htx-vinh-yen&nop=chua&gian-hang=khong&thong-bao=chua&q=che")
    assert "HTX Đồng Văn" in words(officer, f"{DUE}?theo=chu-the")
    assert words(officer, f"{DUE}?theo=xa").count("due_group") == 0
    for by in ("xa", "chu-the", "co-quan"):
        address = re.search(r'href="([^"]*/den-han\?[^"]*giai-doan=den-ky[^"]*)"', officer.get(f"{DUE}?theo={by}").text)
        assert address and near in words(officer, address[1].replace("&amp;", "&"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("giai-doan=gi-do", 400),
        ("tinh=atlantis", 400),
        ("theo=sao", 400),
        ("page=9", 404),
        ("xa=00000", 404),
        ("chu-the=khong-co-ai", 404),
    ],
)
def test_what_cannot_be_read_or_is_not_there_is_refused(officer: FlaskClient, query: str, status: int) -> None:
    assert officer.get(f"{DUE}?{query}").status_code == status


def test_files_hold_what_the_filters_say(officer: FlaskClient) -> None:
    near = ends("=Chè dây", 150)
    ends("Gạo nếp", 400)
    table = officer.get(f"{DUE}/xuat.csv?q={near}")
    assert table.headers["Content-Disposition"] == 'attachment; filename="den-han-2026-11-21.csv"'
    lines = table.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and near in lines[1] and "'=Chè dây" in lines[1]
    book = load_workbook(io.BytesIO(officer.get(f"{DUE}/xuat.xlsx?giai-doan=tat-ca").data))
    assert book.active is not None and book.active.max_row == 3
    calendar = officer.get(f"{DUE}/lich.ics?giai-doan=tat-ca").data.decode()
    assert calendar.count("BEGIN:VEVENT") == 6
    assert f"UID:{near}-office-closes@" in calendar


def test_an_officer_says_who_sends_and_letters_follow(officer: FlaskClient) -> None:
    ends("Chè dây", 150)
    ends("Mật ong", 20, producer="HTX Bảo Hà")
    number = stall_person()
    draft = words(officer, f"{DUE}/soan")
    assert "Nhập cơ quan ban hành" in draft and "Phát hành" not in draft
    assert act(officer, f"{DUE}/co-quan", **{**SENDER, "signer": ""}).status_code == 422
    assert db.session.query(NoticeSender).count() == 0
    act(officer, f"{DUE}/co-quan", **SENDER)
    assert "Phát hành 2 văn bản" in words(officer, f"{DUE}/soan")
    answer = act(officer, f"{DUE}/phat-hanh", so="21", thu="yes")
    assert answer.status_code == 303
    log = words(officer, answer.location)
    assert "21/VPB-NV" in log and "22/VPB-NV" in log
    mail = db.session.query(OutboxMessage).filter_by(kind="due_notice").one()
    assert mail.recipient == "hoa@example.vn"
    rendered = render_mail(mail.kind, "vi", mail.facts)
    assert "Văn phòng B" in rendered.subject and "Chè dây" in rendered.text and "Mật ong" not in rendered.text
    assert f"/gian-hang/htx-vinh-yen/chung-nhan/van-ban/{mail.facts['letter']}" in rendered.text
    assert "letter" in render_mail(mail.kind, "en", mail.facts).subject.lower()
    assert entries("notices_issued")[0].facts["letters"] == 2
    told = words(officer, f"{DUE}/van-ban/{mail.facts['letter']}")
    assert get_person(number).name in told and "thư điện tử" in told
    # Issued once: the list draws no second letter.
    assert "Không có gì để soạn" in words(officer, f"{DUE}/soan")


def test_the_letter_has_the_form_of_the_decree(officer: FlaskClient) -> None:
    ends("Chè dây", 150)
    issue(officer)
    page = words(officer, f"/en{DUE}/van-ban/1")
    places = [
        page.index(text)
        for text in (
            "Sở A",
            "Văn phòng B",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 01/VPB-NV",
            "V/v đánh giá lại sản phẩm OCOP đến hạn",
            "Lào Cai, ngày 21 tháng 11 năm 2026",
            "Kính gửi:",
            "Chè dây",
            "thực hiện./.",
            "Nơi nhận:",
            "- Lưu: VT.",
            "Chánh Văn phòng",
            "Người Ký",
        )
    ]
    assert places == sorted(places)
    assert '<article class="official-letter" lang="vi">' in page
    assert "01/VPB-NV" in words(officer, f"{DUE}/van-ban/in?dot=1")


def test_what_becomes_of_a_letter_is_written_down(officer: FlaskClient) -> None:
    ends("Chè dây", 150)
    issue(officer)
    letter = f"{DUE}/van-ban/1"
    act(officer, f"{letter}/giao", cach="hand", ngay="21/11/2026", **{"nguoi-nhan": "Bà Hoa"})
    assert "Bà Hoa" in words(officer, letter)
    assert "01/VPB-NV" in words(officer, f"{DUE}/van-ban?trang-thai=da-gui&q=vinh")
    assert '<input type="hidden" name="trang-thai"' not in officer.get(f"{DUE}/van-ban").text
    act(officer, f"{letter}/giao", cach="hand", ngay="hôm qua")
    act(officer, f"{letter}/giao", cach="hand", ngay="20/11/2026")
    assert act(officer, f"{letter}/giao", cach="mail", ngay="21/11/2026").status_code == 400
    assert len(db.session.get(NoticeLetter, 1).deliveries) == 1
    act(officer, f"{letter}/gui-thu")
    assert db.session.query(OutboxMessage).count() == 0
    stall_person()
    act(officer, f"{DUE}/van-ban/dot/1/gui-thu")
    assert db.session.query(OutboxMessage).count() == 1
    act(officer, f"{letter}/huy", **{"ly-do": ""})
    assert "ĐÃ HUỶ" not in words(officer, letter)
    act(officer, f"{letter}/huy", **{"ly-do": "Sai tên"})
    assert "ĐÃ HUỶ" in words(officer, letter) and "Sai tên" in words(officer, letter)
    assert [entry.action for entry in entries("notice_voided")] == ["notice_voided"]
    for path in ("/van-ban/99", "/van-ban/in?dot=99", "/van-ban?dot=99", "/van-ban?page=7"):
        words(officer, DUE + path, 404)


def test_a_log_without_letters_says_how_they_come_about(officer: FlaskClient) -> None:
    assert "Chưa có văn bản nào" in words(officer, f"{DUE}/van-ban")
    assert "Không có văn bản nào khớp" in words(officer, f"{DUE}/van-ban?trang-thai=da-gui")


@pytest.mark.parametrize("typed", ["x", "0", "99999"])
def test_a_first_number_that_is_none_issues_nothing(officer: FlaskClient, typed: str) -> None:
    ends("Chè dây", 150)
    act(officer, f"{DUE}/co-quan", **SENDER)
    answer = act(officer, f"{DUE}/phat-hanh", so=typed, thu="yes")
    assert answer.status_code == 422
    assert f'name="so" value="{typed}"' in answer.text and "Chè dây" in answer.text
    assert db.session.query(NoticeLetter).count() == 0


def test_ticked_certificates_alone_are_written_about(officer: FlaskClient) -> None:
    near = ends("Chè dây", 150)
    ends("Mật ong", 20, producer="HTX Bảo Hà")
    issue(officer, c=near)
    assert [letter.producer.name for letter in db.session.query(NoticeLetter)] == ["HTX Vĩnh Yên"]


def test_a_stall_reads_its_own_letters_and_no_others(sqlite_app: Flask, officer: FlaskClient) -> None:
    ends("Chè dây", 150)
    ends("Mật ong", 20, producer="HTX Bảo Hà")
    issue(officer)
    number = stall_person()
    hoa = someone(sqlite_app, "hoa@example.vn")
    with transaction():
        get_person(number).totp_since = LONG_AGO
    mine = {letter.producer.name: letter.id for letter in db.session.query(NoticeLetter)}
    start = "/gian-hang/htx-vinh-yen/chung-nhan"
    assert "VPB-NV" in words(hoa, start)
    assert "Kính gửi:" in words(hoa, f"{start}/van-ban/{mine['HTX Vĩnh Yên']}")
    words(hoa, f"{start}/van-ban/{mine['HTX Bảo Hà']}", 404)
    act(officer, f"{DUE}/van-ban/{mine['HTX Vĩnh Yên']}/huy", **{"ly-do": "Sai"})
    words(hoa, f"{start}/van-ban/{mine['HTX Vĩnh Yên']}", 404)


def test_a_calendar_reads_the_list_by_a_private_link_until_it_is_closed(
    sqlite_app: Flask, officer: FlaskClient
) -> None:
    ends("Chè dây", 150)
    ends("Mật ong", -20)
    made = act(officer, f"{DUE}/lich/tao")
    link = re.search(r"/lich-den-han/([\w-]+)\.ics", made.text)
    assert link and made.headers["Cache-Control"] == "no-store"
    stranger = sqlite_app.test_client()
    answer = stranger.get(link[0])
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.data.decode().count("BEGIN:VEVENT") == 3
    assert "Set-Cookie" not in answer.headers
    assert link[1] not in words(officer, f"{DUE}/lich")
    number = db.session.query(CalendarFeed).one().id
    act(officer, f"{DUE}/lich/{number}/dong")
    assert stranger.get(link[0]).status_code == 404
    assert act(officer, f"{DUE}/lich/{number}/dong").status_code == 404


def test_whoever_guesses_links_is_stopped(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    answers = [client.get(f"/lich-den-han/guess-{number}.ics").status_code for number in range(22)]
    assert answers[0] == 404 and answers[-1] == 429


def test_strangers_and_others_find_no_due_list(sqlite_app: Flask) -> None:
    ends("Chè dây", 150)
    stall_person()
    make_person("operator@example.vn", role=Role.OPERATOR)
    for path in ("", "/soan", "/van-ban", "/co-quan", "/lich", "/xuat.csv", "/lich.ics"):
        assert sqlite_app.test_client().get(DUE + path).status_code == 303
        for email in ("hoa@example.vn", "operator@example.vn"):
            assert someone(sqlite_app, email).get(DUE + path).status_code == 404
    hoa = someone(sqlite_app, "hoa@example.vn")
    for path in ("/phat-hanh", "/co-quan", "/lich/tao", "/van-ban/1/huy"):
        assert act(hoa, DUE + path, **SENDER).status_code == 404
    assert db.session.query(NoticeLetter).count() == db.session.query(NoticeSender).count() == 0


def test_an_officer_of_a_province_sees_and_writes_for_it_alone(sqlite_app: Flask, officer: FlaskClient) -> None:
    near = ends("Chè dây", 150)
    other = ends("Mật ong", 100, producer="HTX Đồng Văn", place=HA_GIANG)
    act(officer, f"{DUE}/co-quan?tinh=tuyen-quang", **SENDER)
    act(officer, f"{DUE}/phat-hanh", tinh="tuyen-quang", c=other)
    theirs = db.session.query(NoticeLetter).one()
    assert (theirs.province_code, theirs.producer.name) == ("08", "HTX Đồng Văn")
    local = log_in_as_officer(sqlite_app, "lao-cai@example.vn", province=LAO_CAI)
    page = words(local, f"{DUE}?giai-doan=tat-ca")
    assert near in page and other not in page
    for query in ("?tinh=tuyen-quang", "/soan?tinh=tuyen-quang", "/co-quan?tinh=tuyen-quang", "?xa=00691"):
        words(local, DUE + query, 404)
    for path in (f"/van-ban/{theirs.id}", f"/van-ban/in?dot={theirs.round_id}", f"/van-ban?dot={theirs.round_id}"):
        words(local, DUE + path, 404)
    assert other not in local.get(f"{DUE}/xuat.csv?giai-doan=tat-ca").text
    for path, fields in (
        (f"/van-ban/{theirs.id}/huy", {"ly-do": "x"}),
        (f"/van-ban/{theirs.id}/giao", {"cach": "hand", "ngay": "21/11/2026"}),
        (f"/van-ban/{theirs.id}/gui-thu", {}),
        (f"/van-ban/dot/{theirs.round_id}/gui-thu", {}),
        ("/phat-hanh", {"tinh": "tuyen-quang"}),
        ("/co-quan?tinh=tuyen-quang", SENDER),
    ):
        assert act(local, DUE + path, **fields).status_code == 404, path
    db.session.expire_all()
    assert not theirs.is_void and not theirs.deliveries
    # Its own letters, in its own numbers; certificates of others that were ticked are no part of them.
    act(local, f"{DUE}/co-quan", **SENDER)
    act(local, f"{DUE}/phat-hanh", c=[near, other])
    own = db.session.query(NoticeLetter).filter_by(province_code="15").one()
    assert (own.number, [line.certificate_id for line in own.lines]) == (1, [1])
    link = re.search(r"/lich-den-han/([\w-]+)\.ics", act(local, f"{DUE}/lich/tao").text)
    assert link is not None
    calendar = sqlite_app.test_client().get(link[0]).text
    assert "Chè dây" in calendar and "Mật ong" not in calendar


@pytest.mark.parametrize(
    ("days", "words_of_days", "words_of_window"),
    [
        (400, "còn 400 ngày", "nộp hồ sơ từ"),
        (150, "còn 150 ngày", "nộp hồ sơ đến"),
        (1, "còn 1 ngày", "đã qua"),
        (0, "hôm nay là ngày cuối", "đã qua"),
        (-1, "đã hết hạn 1 ngày", ""),
    ],
)
def test_days_and_windows_in_words(sqlite_app: Flask, days: int, words_of_days: str, words_of_window: str) -> None:
    ends("Chè dây", days)
    row = next(list_all_due(DueAsk(), clock.now()))
    assert due_days_words(row) == words_of_days
    assert words_of_window in due_window_words(row)
    assert due_dossier_words(row).label == "Chưa ghi hồ sơ"
    assert due_stall_words(row) == "chưa có gian hàng"


def test_a_dossier_and_a_stall_in_words(sqlite_app: Flask) -> None:
    code = ends("Chè dây", -3)
    producer, person = make_producer().id, stall_person()
    open_stall(producer)
    with transaction():
        extend_certificate(code, last_day=date(2026, 12, 5), evidence="CV 5", by="officer:1", at=clock.now())

    def note(step: Step, seen: int, outcome: Outcome | None = None) -> str:
        with transaction():
            dossier = Dossier(producer, code, by_id=person, at=clock.now())
            record_step(dossier, StepFacts(step, date(2026, 11, 20), outcome=outcome), seen=seen)
        return due_dossier_words(next(list_all_due(DueAsk(), clock.now()))).label

    assert note(Step.FILED, 0) == "Đã nộp 20/11/2026"
    assert note(Step.SENT, 1) == "Đã nộp 20/11/2026"
    assert note(Step.DECIDED, 2, Outcome.GRANTED) == "Có quyết định 20/11/2026"
    row = next(list_all_due(DueAsk(), clock.now()))
    assert due_window_words(row).startswith("hết 36 tháng ngày 18/11/2026")
    assert due_stall_words(row) == "gian hàng có 1 người"
