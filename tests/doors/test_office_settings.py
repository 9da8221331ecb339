"""The office: fees all or nothing, points of sale, accounts and roles, mails, the log, timed work."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.accounts import Role, find_person, find_person_by_email, get_person, list_sessions
from shop.database import db, transaction
from shop.delivery import list_points_of_sale, read_fee_table, replace_fees
from shop.job_runs import note_run
from shop.notifications import claim_message, list_messages, mark_failed, queue_message
from tests.doors.office_visiting import OPERATOR, act, entries, form_key, operator
from tests.doors.visiting import someone
from tests.factories.buying import FEES, make_offer, make_order
from tests.factories.people import make_person
from tests.factories.register import make_producer

FEE_PAGE, POINT_PAGE, PEOPLE, MAILS = (
    "/van-hanh/phi-giao-hang",
    "/van-hanh/diem-ban",
    "/van-hanh/tai-khoan",
    "/van-hanh/thu",
)
ROW = {"province-0-grams": "2.000", "province-0-fee": "18.000", "province-0-min": "1", "province-0-max": "2"}


@pytest.fixture
def desk(sqlite_app: Flask) -> FlaskClient:
    """An operator's browser."""
    return operator(sqlite_app)


def seen(desk: FlaskClient) -> str:
    """What the fee form says it began with."""
    found = re.search(r'name="seen" value="(\w+)"', desk.get(FEE_PAGE).text)
    assert found
    return found[1]


def test_fees_are_kept_all_or_none(desk: FlaskClient) -> None:
    assert "Chưa có phí" in desk.get(FEE_PAGE).text
    key, begun = form_key(), seen(desk)
    for _ in range(2):
        assert act(desk, FEE_PAGE, key=key, seen=begun, **ROW).status_code == 303
    assert [(row.up_to_grams, row.fee_vnd) for row in read_fee_table().rows] == [(2000, 18000)]
    (entry,) = entries("fees_replaced")
    assert entry.facts == {"before": [], "after": [["province", 2000, 18000, 1, 2]]}
    assert act(desk, FEE_PAGE, seen=begun, **{**ROW, "province-0-fee": "1"}).status_code == 409
    db.session.rollback()
    assert read_fee_table().rows[0].fee_vnd == 18000


@pytest.mark.parametrize(
    ("name", "typed"),
    [("grams", ""), ("grams", "0"), ("fee", "-1"), ("fee", "mười"), ("min", "9"), ("fee", "9" * 12), ("max", "1.5.x")],
)
def test_a_row_that_cannot_be_keeps_what_was_typed(desk: FlaskClient, name: str, typed: str) -> None:
    with transaction():
        replace_fees(FEES)
    answer = act(desk, FEE_PAGE, seen=seen(desk), **{**ROW, f"province-0-{name}": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    db.session.rollback()
    assert len(read_fee_table().rows) == len(FEES)


def test_a_weight_stands_once_in_a_zone(desk: FlaskClient) -> None:
    twice = ROW | {name.replace("-0-", "-1-"): value for name, value in ROW.items()}
    assert act(desk, FEE_PAGE, seen=seen(desk), **twice).status_code == 422


def test_the_effect_is_shown_before_it_is_kept(desk: FlaskClient) -> None:
    with transaction():
        replace_fees(FEES)
    answer = act(desk, FEE_PAGE, seen=seen(desk), do="preview", **ROW)
    assert answer.status_code == 200
    assert "không giao" in answer.text
    assert "Trong cùng vùng: không có dòng nào" in answer.text
    db.session.rollback()
    assert len(read_fee_table().rows) == len(FEES)


POINT = {
    "name_vi": "Quầy Bắc Hà",
    "name_en": "Bắc Hà stall",
    "province": "15",
    "commune": "Xã Bắc Hà",
    "street": "Chợ trung tâm",
    "phone": "0912 345 678",
    "offers_pickup": "yes",
}


def test_a_point_of_sale_is_opened_changed_and_closed(desk: FlaskClient) -> None:
    assert "Chưa có điểm bán" in desk.get(POINT_PAGE).text
    key = form_key()
    for _ in range(2):
        assert act(desk, f"{POINT_PAGE}/moi", key=key, **POINT).status_code == 303
    (point,) = list_points_of_sale()
    number = point.id
    db.session.rollback()
    assert "Quầy Bắc Hà" in desk.get(f"{POINT_PAGE}/{number}").text
    assert act(desk, f"{POINT_PAGE}/{number}", **{**POINT, "name_vi": "Quầy chợ"}).status_code == 303
    assert act(desk, f"{POINT_PAGE}/{number}/mo", open="no").status_code == 303
    db.session.rollback()
    assert list_points_of_sale() == []
    assert "Quầy chợ" in desk.get(POINT_PAGE).text
    assert act(desk, f"{POINT_PAGE}/{number}/mo", open="yes").status_code == 303
    assert len(entries("point_of_sale_opened")) == 2
    for path in ("99", "99/mo"):
        assert act(desk, f"{POINT_PAGE}/{path}", **POINT).status_code == 404
    assert desk.get(f"{POINT_PAGE}/99").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"name_vi": ""}, {"name_en": ""}, {"province": ""}, {"commune": "Không Có"}, {"street": ""}, {"phone": "12"}],
)
def test_an_unclear_point_of_sale_is_not_kept(desk: FlaskClient, wrong: dict[str, str]) -> None:
    assert act(desk, f"{POINT_PAGE}/moi", **{**POINT, **wrong}).status_code == 422
    act(desk, f"{POINT_PAGE}/moi", **POINT)
    db.session.rollback()
    (point,) = list_points_of_sale()
    answer = act(desk, f"{POINT_PAGE}/{point.id}", **{**POINT, "hours_vi": "8 giờ", **wrong})
    assert answer.status_code == 422
    assert "8 giờ" in answer.text
    assert len(entries("point_of_sale_opened")) == 1
    assert entries("point_of_sale_changed") == []


def test_roles_are_given_and_taken(sqlite_app: Flask, desk: FlaskClient) -> None:
    hoa, producer = make_person().id, make_producer()
    slug, name, producer_id = producer.slug, producer.name, producer.id
    browser = someone(sqlite_app)
    path, key = f"{PEOPLE}/{hoa}", form_key()
    for _ in range(2):
        assert act(desk, f"{path}/vai-tro", key=key, role="producer", producer=slug).status_code == 303
    assert browser.get("/tai-khoan").status_code == 303
    act(desk, f"{path}/vai-tro", role="producer", producer="Không có")
    act(desk, f"{path}/vai-tro", role="king")
    act(desk, f"{path}/vai-tro", role="officer", producer=name, province="15")
    assert get_person(hoa).officer_scope == "15"
    assert "Lào Cai · " in desk.get(path).text
    assert act(desk, f"{path}/vai-tro", role="officer", province="00").status_code == 400
    assert len(entries("role_granted")) - 1 == 2
    person = get_person(hoa)
    assert person.has_role(Role.PRODUCER, producer_id)
    assert person.has_role(Role.OFFICER)
    act(desk, f"{path}/vai-tro/bo", role="producer", producer_id=str(producer_id))
    act(desk, f"{path}/vai-tro/bo", role="officer")
    db.session.rollback()
    assert not get_person(hoa).is_staff
    assert "Bỏ vai trò" in desk.get(path).text


def test_the_last_operator_stays(desk: FlaskClient) -> None:
    found = find_person_by_email(OPERATOR)
    assert found
    number = found.id
    act(desk, f"{PEOPLE}/{number}/vai-tro/bo", role="operator")
    act(desk, f"{PEOPLE}/{number}/khoa")
    assert entries("role_taken") == entries("account_disabled") == []
    assert "người vận hành cuối cùng" in desk.get(f"{PEOPLE}/{number}").text


def test_an_account_is_stopped_logged_out_and_let_go_on(sqlite_app: Flask, desk: FlaskClient) -> None:
    number = make_person().id
    browser = someone(sqlite_app)
    session = list_sessions(number, clock.now())[0].id
    assert "hoa@example.vn" in desk.get(f"{PEOPLE}?q=HOA@").text
    assert "hoa@example.vn" not in desk.get(f"{PEOPLE}?role=officer").text
    act(desk, f"{PEOPLE}/{number}/phien", session=str(session))
    assert browser.get("/tai-khoan").status_code == 303
    again = someone(sqlite_app)
    act(desk, f"{PEOPLE}/{number}/phien")
    assert again.get("/tai-khoan").status_code == 303
    act(desk, f"{PEOPLE}/{number}/khoa")
    db.session.rollback()
    assert find_person(number).disabled_at  # type: ignore[union-attr]
    assert "đã khóa" in desk.get(PEOPLE).text
    act(desk, f"{PEOPLE}/{number}/mo-khoa")
    db.session.rollback()
    assert not find_person(number).disabled_at  # type: ignore[union-attr]
    assert [len(entries(name)) for name in ("sessions_ended", "account_disabled", "account_enabled")] == [2, 1, 1]
    for path in ("99", f"{number}/x"):
        assert desk.get(f"{PEOPLE}/{path}").status_code == 404
    assert act(desk, f"{PEOPLE}/99/khoa").status_code == 404


def given_up() -> int:
    """The number of an order's mail that could not be sent."""
    make_order({make_offer(): 1})
    (message,) = list_messages()
    number = message.id
    with transaction():
        claimed = claim_message(number, clock.now())
        assert claimed
        mark_failed(claimed, "550 no such mailbox", clock.now(), for_good=True)
    return number


def test_a_mail_that_was_given_up_is_tried_again_once(desk: FlaskClient) -> None:
    number = given_up()
    assert "550 no such mailbox" in desk.get(f"{MAILS}?status=given_up").text
    page = desk.get(f"{MAILS}/{number}").text
    assert "Xin chào" in page
    key = form_key()
    for _ in range(2):
        assert act(desk, f"{MAILS}/{number}/gui-lai", key=key).status_code == 303
    (message,) = list_messages()
    assert (message.state, message.tries) == ("waiting", 0)
    assert len(entries("mail_sent_again")) == 1
    assert desk.get(f"{MAILS}/99").status_code == 404


def test_links_of_mails_are_nobodys_business(desk: FlaskClient) -> None:
    with transaction():
        queue_message(
            "reset_password", "k", to="hoa@example.vn", language="vi", at=clock.now(), secrets={"token": "sesame"}
        )
    (message,) = list_messages()
    page = desk.get(f"{MAILS}/{message.id}").text
    assert "sesame" not in page
    assert "Không hiện nội dung" in page
    with transaction():
        claimed = claim_message(message.id, clock.now())
        assert claimed
        mark_failed(claimed, "x", clock.now(), for_good=True)
    with transaction() as session:
        row = list_messages()[0]
        row.recipient = ""
        session.flush()
    assert act(desk, f"{MAILS}/{message.id}/gui-lai").status_code == 303
    assert entries("mail_sent_again") == []


def test_the_log_is_narrowed_by_who_what_and_when(desk: FlaskClient) -> None:
    code = make_order({make_offer(): 1}).code
    act(desk, f"/van-hanh/don-hang/{code}/ghi-chu", note="x")
    (entry,) = entries("order_noted")
    page = "/van-hanh/nhat-ky"
    for query, count in (
        (f"?actor={entry.actor_id}", 1),
        ("?actor=999", 0),
        ("?action=order_noted", 1),
        (f"?kind=order&number={entry.subject_id}", 1),
        ("?from=2026-01-01&to=2099-01-01&action=order_noted", 1),
        ("?to=2020-01-01", 0),
        ("?from=nonsense&action=order_noted", 1),
    ):
        assert desk.get(page + query).text.count('class="row"') == count, query
    assert desk.get(page + "?page=9").status_code == 404


def test_timed_work_says_how_it_is(desk: FlaskClient) -> None:
    assert "Chưa chạy lần nào" in desk.get("/van-hanh/viec-dinh-ky").text
    with transaction():
        note_run("mails", clock.now(), "OSError: out of breath")
    assert "out of breath" in desk.get("/van-hanh/viec-dinh-ky").text
