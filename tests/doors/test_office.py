"""The office: closed to everybody else, every act once and written down, every list within few statements."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.accounts import Role
from shop.database import db, transaction
from shop.office.action_words import action_words
from shop.orders import OrderStatus, ParcelStatus, PaymentMethod, anonymise_old_orders, find_order
from tests.doors.office_visiting import act, content, entries, form_key, operator
from tests.doors.visiting import post, someone
from tests.factories.buying import make_offer, make_order
from tests.factories.people import make_person
from tests.factories.register import make_producer

COD = PaymentMethod.COD
ROOT = Path(__file__).resolve().parents[2]


def office_routes(app: Flask) -> list[tuple[str, str]]:
    """Method and an address of every route of the office."""
    return sorted(
        (method, re.sub(r"<[^>]+>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint.startswith("office.")
    )


@pytest.mark.parametrize("role", [None, Role.PRODUCER, Role.OFFICER])
def test_for_everybody_else_the_office_does_not_exist(sqlite_app: Flask, role: Role | None) -> None:
    producer_id = make_producer().id if role is Role.PRODUCER else None
    make_person(role=role, producer_id=producer_id)
    make_order({make_offer(): 1}, method=COD)
    client = someone(sqlite_app)
    before = content()
    routes = office_routes(sqlite_app)
    assert len(routes) >= 6
    for method, path in routes:
        for prefix in ("", "/en"):
            answer = client.open(prefix + path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code == 404, path
    assert content() == before


def test_a_stranger_is_asked_to_log_in(sqlite_app: Flask) -> None:
    client, before = sqlite_app.test_client(), content()
    for method, path in office_routes(sqlite_app):
        answer = client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/dang-nhap"), path
    assert content() == before


def test_an_operator_without_a_second_step_is_led_to_it(sqlite_app: Flask) -> None:
    make_person(role=Role.OPERATOR)
    client = someone(sqlite_app)
    for method, path in office_routes(sqlite_app):
        answer = client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.location == "/tai-khoan/xac-thuc-hai-buoc", path


def test_looking_changes_nothing_and_is_kept_by_nobody(sqlite_app: Flask) -> None:
    client = operator(sqlite_app)
    make_order({make_offer(): 1}, method=COD)
    before = content()
    for prefix in ("", "/en"):
        for method, path in office_routes(sqlite_app):
            if method == "GET":
                answer = client.get(prefix + path)
                assert answer.status_code in (200, 404), path
                assert answer.headers["Cache-Control"] == "no-store", path
    assert content() == before


@pytest.fixture
def desk(sqlite_app: Flask) -> FlaskClient:
    """An operator's browser."""
    return operator(sqlite_app)


def test_orders_are_found_however_they_are_asked_for(desk: FlaskClient) -> None:
    first = make_order({make_offer("Chè dây Bắc Hà"): 1}, method=COD)
    second = make_order({make_offer("Mật ong rừng"): 1})
    for words in ("che day", "nguyen thi hoa", "0912345678", "0912 345 678", "vinh yen"):
        assert first.code in desk.get("/van-hanh/don-hang", query_string={"q": words}).text, words
    assert second.code not in desk.get("/van-hanh/don-hang?q=che+day").text
    assert second.code in desk.get("/van-hanh/don-hang?status=awaiting_payment").text
    assert first.code not in desk.get("/van-hanh/don-hang?status=awaiting_payment").text
    assert second.code not in desk.get("/van-hanh/don-hang?method=cod").text
    assert desk.get("/van-hanh/don-hang", query_string={"q": first.code[4:].lower()}).location.endswith(first.code)
    assert desk.get("/van-hanh/don-hang?status=nonsense").status_code == 400
    assert desk.get("/van-hanh/don-hang?page=2").status_code == 404


def test_an_order_is_cancelled_once_with_a_reason(desk: FlaskClient) -> None:
    order = make_order({make_offer(): 2}, method=COD)
    path = f"/van-hanh/don-hang/{order.code}/huy"
    assert act(desk, path, reason="").status_code == 422
    assert entries("order_cancelled") == []
    key = form_key()
    assert act(desk, path, key=key, reason="Hết hàng ở xưởng").status_code == 303
    assert act(desk, path, key=key, reason="Hết hàng ở xưởng").status_code == 303
    again = act(desk, path, reason="Lần nữa")
    assert again.status_code == 422
    assert "Muộn rồi" in again.text
    (entry,) = entries("order_cancelled")
    assert entry.actor_id and entry.subject_id == order.id
    found = find_order(order.code)
    assert found and found.status == OrderStatus.CANCELLED
    assert "Hết hàng ở xưởng" in desk.get(f"/van-hanh/don-hang/{order.code}").text


def test_pieces_are_left_out_once(desk: FlaskClient) -> None:
    order = make_order({make_offer(): 3, make_offer(): 1}, method=COD)
    found = find_order(order.code)
    assert found
    line = found.parcels[0].lines[0]
    path, field, key = f"/van-hanh/don-hang/{order.code}/bot-hang", f"line-{line.id}", form_key()
    for fields in ({}, {field: "x"}, {field: "1"}, {field: "9", "reason": "Hết"}, {f"line-{'9' * 5000}": "1"}):
        answer = act(desk, path, **fields)
        assert answer.status_code == 422, fields
        assert not fields.get(field) or f'value="{fields[field]}"' in answer.text
    for _ in range(2):
        assert act(desk, path, key=key, reason="Hết hàng", **{field: "1"}).status_code == 303
    (entry,) = entries("order_lines_withdrawn")
    assert entry.facts == {"pieces": {str(line.id): 1}}
    found = find_order(order.code)
    assert found and found.parcels[0].status == ParcelStatus.PREPARING
    assert "còn gửi 2" in desk.get(f"/van-hanh/don-hang/{order.code}").text


def test_a_note_is_kept_once_and_needs_words(desk: FlaskClient) -> None:
    code = make_order({make_offer(): 1}, method=COD).code
    path, key = f"/van-hanh/don-hang/{code}/ghi-chu", form_key()
    act(desk, path, note="  ")
    for _ in range(2):
        act(desk, path, key=key, note="Khách hẹn thứ bảy")
    assert desk.get(f"/van-hanh/don-hang/{code}").text.count("Khách hẹn thứ bảy") == 1
    assert len(entries("order_noted")) == 1


def test_a_form_without_its_key_does_nothing(desk: FlaskClient) -> None:
    code = make_order({make_offer(): 1}, method=COD).code
    before = content()
    for key in ("", "short", "x" * 65, "ễ" * 20):
        assert post(desk, f"/van-hanh/don-hang/{code}/ghi-chu", form_key=key, note="x").status_code == 400
    assert content() == before
    db.session.rollback()


def test_only_late_money_revives_an_order(desk: FlaskClient) -> None:
    code = make_order({make_offer(): 1}, method=COD).code
    answer = desk.get(f"/van-hanh/don-hang/{code}")
    assert "nhan-tien-muon" not in answer.text
    assert act(desk, f"/van-hanh/don-hang/{code}/nhan-tien-muon").status_code == 303
    assert entries("order_revived") == []


def test_old_orders_lose_their_names_here_too(desk: FlaskClient) -> None:
    order = make_order({make_offer("Chè dây Bắc Hà"): 1}, method=COD)
    act(desk, f"/van-hanh/don-hang/{order.code}/ghi-chu", note="Chị Hoa hẹn thứ bảy")
    act(desk, f"/van-hanh/don-hang/{order.code}/huy", reason="Hết hàng")
    with transaction():
        assert anonymise_old_orders(clock.now() + timedelta(days=3 * 366)) == 1
    for words in ("nguyen thi hoa", "0912345678", "hoa"):
        assert order.code not in desk.get("/van-hanh/don-hang", query_string={"q": words}).text
    page = desk.get(f"/van-hanh/don-hang/{order.code}").text
    assert "Hoa hẹn" not in page
    assert "(đã xóa)" in page


def test_every_change_has_words_in_the_log(sqlite_app: Flask) -> None:
    """Whatever the program writes into the audit log, the office can name."""
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shop").rglob("*.py"))
    written = set(re.findall(r'(?:acting|record_change)\(\s*"(\w+)"', source))
    assert len(written) > 30
    with sqlite_app.test_request_context():
        assert {action for action in written if action_words(action) == action} == set()
