"""What booths sold, read in the office: lists that narrow, each sale whole, the report of a shift."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.database import db
from shop.fairs import SaleException, sale_reading
from shop.office.fairs.sale_words import exception_words
from tests.doors.office_visiting import act, content, operator
from tests.factories.booths import Device, make_device, put_at_booth
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import make_booth

FAIRS = "/van-hanh/hoi-cho"
SHIFT = "5f0c6d1e-7a52-4b73-9a8e-0c5b4f4f1a01"


@pytest.fixture
def desk(sqlite_app: Flask, set_clock: object) -> FlaskClient:
    """An operator's browser."""
    set_clock(NOON)  # type: ignore[operator]
    return operator(sqlite_app)


@pytest.fixture
def tablet(desk: FlaskClient) -> Device:
    """A tablet of the booth HOI-CHO-1; Mai sells there under the code 01."""
    device = make_device(make_booth())
    act(desk, f"{FAIRS}/1/nguoi-ban", name="Mai", pin="2580")
    return device


def send(app: Flask, tablet: Device, *items: dict[str, Any], kind: str = "sales") -> list[dict[str, Any]]:
    answer = app.test_client().post(f"/kiosk/api/{kind}", json={kind: list(items)}, headers=tablet.headers)
    assert answer.status_code == 200, answer.text
    return list(answer.json[kind])  # type: ignore[index]


def shift(**changes: Any) -> dict[str, Any]:
    """A shift as a tablet tells of it, open."""
    return {
        "session_id": SHIFT,
        "opened_at": (NOON - timedelta(hours=3)).isoformat(),
        "clock_offset_ms": 0,
        "cashier": "01",
        "float_vnd": 500_000,
        "drawer": [
            {
                "entry_id": "5f0c6d1e-7a52-4b73-9a8e-0c5b4f4f1a02",
                "at": (NOON - timedelta(hours=1)).isoformat(),
                "kind": "out",
                "amount_vnd": 200_000,
                "reason": "Mua nước cho quầy",
                "cashier": "01",
            }
        ],
        "closed": None,
        **changes,
    }


def closing(tablet: Device, counted: int, expected: int, reason: str = "") -> dict[str, Any]:
    """How a tablet closes its shift after all that is in its log."""
    signs = {"sale": 1, "void": -1, "return": -1}
    sums = [
        signs[one["kind"]] * sum(line["quantity"] * line["unit_vnd"] for line in one["lines"] if line["kind"] == "sale")
        for one in tablet.log
    ]
    return {
        "closed_at": NOON.isoformat(),
        "clock_offset_ms": 0,
        "cashier": "01",
        "counted_vnd": counted,
        "denominations": {"100000": 4, "50000": 1},
        "expected_vnd": expected,
        "difference_reason": reason,
        "unsent_reason": "",
        "manifest": {
            "count": len(tablet.log),
            "sum_vnd": sum(sums),
            "first_seq": 1,
            "last_seq": len(tablet.log),
            "hash": tablet.log[-1]["hash"],
        },
    }


def figures_on(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


def test_nothing_sold_yet_says_what_will_come(desk: FlaskClient, tablet: Device) -> None:
    assert "Chưa bán đơn nào" in desk.get(f"{FAIRS}/1/ban-hang").text
    assert "Chưa có ca nào" in desk.get(f"{FAIRS}/1/ca").text


def test_sales_are_found_by_what_they_are(sqlite_app: Flask, desk: FlaskClient, tablet: Device) -> None:
    honey, tea = make_offer("Mật ong rừng"), make_offer("Chè dây")
    put_at_booth(tablet, {honey: 10, tea: 10})
    cash = tablet.sell({honey: 2})
    transfer = tablet.sell({tea: 1, honey: 1}, tender="vietqr", seen_by="01", received_vnd=0)
    back = tablet.take_back(cash, {honey: 1})
    yesterday = tablet.sell({tea: 1}, at=NOON - timedelta(days=1))
    statuses = {one["status"] for one in send(sqlite_app, tablet, cash, transfer, back, yesterday)}
    assert statuses == {"recorded"}
    path = f"{FAIRS}/1/ban-hang"
    page = desk.get(path).text
    assert all(one["code"] in page for one in (cash, transfer, back, yesterday))
    assert "và 1 mặt hàng khác" in page
    said = figures_on(page)
    assert "Cả hội chợ 500.000 ₫ 3 đơn" in said
    assert "Tiền mặt 375.000 ₫" in said
    assert "Chuyển khoản 250.000 ₫" in said
    assert "-125.000 ₫" in said or "−125.000 ₫" in said
    assert said.count("Mai · Chuyển khoản") == 1

    def shown(**asked: str) -> list[bool]:
        text = desk.get(path, query_string=asked).text
        return [f">{one['code']}<" in text for one in (cash, transfer, back)]

    assert shown(which="cash")[:2] == [True, False]
    assert shown(which="vietqr") == [False, True, False]
    assert shown(which="back") == [False, False, True]
    assert shown(which="odd") == [False, False, False]
    assert shown(q=transfer["code"][2:].lower()) == [False, True, False]
    assert "Không có đơn nào như vậy" in desk.get(path, query_string={"q": "ZZZZ"}).text
    assert desk.get(path, query_string={"booth": str(tablet.booth_id)}).text.count("HC") >= 3
    assert "Không có đơn nào như vậy" in desk.get(path, query_string={"booth": "999"}).text
    assert desk.get(path, query_string={"which": "no"}).status_code == 400
    assert desk.get(path, query_string={"page": "2"}).status_code == 404


def test_a_sale_is_read_whole_with_what_took_it_back(sqlite_app: Flask, desk: FlaskClient, tablet: Device) -> None:
    honey = make_offer("Mật ong rừng")
    put_at_booth(tablet, {honey: 1})
    lines = [
        {
            "variant_id": honey,
            "quantity": 2,
            "unit_vnd": 125_000,
            "kind": "sale",
            "over_allotment": True,
            "reason": "Hàng mới về",
        },
        {"variant_id": honey, "quantity": 1, "unit_vnd": 0, "kind": "tasting", "reason": "Mời khách"},
    ]
    lines[0]["over_allotment"] = True
    sold = tablet.write(
        {"lines": lines, "received_vnd": 300_000, "change_vnd": 50_000, "sold_at": NOON.isoformat(), "reason": ""}
    )
    back = tablet.take_back(sold)
    send(sqlite_app, tablet, sold, back)
    db.session.rollback()
    page = figures_on(desk.get(f"{FAIRS}/ban-hang/1").text)
    for words in (
        f"Phiếu {sold['code']}",
        "Mật ong rừng",
        "bán vượt",
        "Hàng mới về",
        "Dùng thử: Mời khách",
        "Khách đưa 300.000 ₫",
        "50.000 ₫",
        "Người bán Mai",
        "Bán nhiều hơn số có ở quầy.",
        "đã hỏi: đủ 18 tuổi",
        "Đã hủy đơn",
    ):
        assert words in page, words
    other = figures_on(desk.get(f"{FAIRS}/ban-hang/2").text)
    assert sold["code"] in other
    assert "Khách đổi ý" in other
    assert "điều cần xem" in desk.get(f"{FAIRS}/1/ban-hang?which=odd").text
    glance = desk.get(f"{FAIRS}/1").text
    assert f'href="{FAIRS}/can-xu-ly?fair=1"' in glance
    assert "Cần xử lý" in glance


def test_the_report_of_a_shift_says_what_was_sold_and_counted(
    sqlite_app: Flask, desk: FlaskClient, tablet: Device
) -> None:
    honey = make_offer("Mật ong rừng")
    put_at_booth(tablet, {honey: 10})
    sold = tablet.sell({honey: 2}, session_id=SHIFT)
    transfer = tablet.sell({honey: 1}, tender="vietqr", seen_by="01", received_vnd=0, session_id=SHIFT)
    send(sqlite_app, tablet, shift(), kind="sessions")
    send(sqlite_app, tablet, sold, transfer)
    page = figures_on(desk.get(f"{FAIRS}/1/ca").text)
    assert "2 đơn" in page
    assert "375.000 ₫" in page
    closed = closing(tablet, 450_000, 550_000, "Thối nhầm tiền")
    (answer,) = send(sqlite_app, tablet, shift(closed=closed), kind="sessions")
    assert answer["manifest"]["agrees"] is True
    assert "đã về đủ" in desk.get(f"{FAIRS}/1/ca").text
    report = figures_on(desk.get(f"{FAIRS}/ca/1").text)
    for words in (
        "Báo cáo chốt ca",
        "Tiền đầu ca 500.000 ₫",
        "Bán thu tiền mặt 250.000 ₫",
        "Mua nước cho quầy",
        "550.000 ₫ Đếm được 450.000 ₫",
        "Giải thích: Thối nhầm tiền",
        "100.000 ₫ × 4 400.000 ₫",
        "Mai 2 250.000 ₫ 125.000 ₫ – 375.000 ₫",
        "Đơn của ca này đã về đủ: 2 mục.",
        "tiền lệch",
    ):
        assert words in report, words
    assert "Report of a shift" in desk.get(f"/en{FAIRS}/ca/1").text


def test_a_shift_names_the_numbers_that_never_came(sqlite_app: Flask, desk: FlaskClient, tablet: Device) -> None:
    honey = make_offer("Mật ong rừng")
    put_at_booth(tablet, {honey: 10})
    first, lost, last = (tablet.sell({honey: 1}, session_id=SHIFT) for _ in range(3))
    send(sqlite_app, tablet, first, last)
    send(sqlite_app, tablet, shift(closed=closing(tablet, 675_000, 675_000)), kind="sessions")
    report = figures_on(desk.get(f"{FAIRS}/ca/1").text)
    assert "Đơn của máy chưa về đủ." in report
    assert "Thiếu các số: 2." in report
    assert "Máy báo 3 mục, ở đây có 2." in report
    assert "chưa về đủ" in desk.get(f"{FAIRS}/1/ca").text
    send(sqlite_app, tablet, lost)
    assert "Đơn của ca này đã về đủ: 3 mục." in figures_on(desk.get(f"{FAIRS}/ca/1").text)


def test_every_exception_has_words(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert len({exception_words(code) for code in SaleException}) == len(SaleException)


def test_reading_changes_nothing_and_what_is_not_there_is_not_found(desk: FlaskClient, tablet: Device) -> None:
    before = content()
    for path in ("1/ban-hang", "1/ca"):
        assert desk.get(f"{FAIRS}/{path}").status_code == 200
    for path in ("999/ban-hang", "999/ca", "ban-hang/999", "ca/999", f"ban-hang/{2**40}", f"ca/{2**70}"):
        assert desk.get(f"{FAIRS}/{path}").status_code == 404, path
    assert sale_reading.list_sessions_of_fair(1) == []
    assert content() == before
