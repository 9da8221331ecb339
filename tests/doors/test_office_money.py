"""The office: money without an order, refunds, carriers' cash, disputes, and the first page that tells of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.database import db, transaction
from shop.orders import (
    OrderStatus,
    ParcelStatus,
    PaymentMethod,
    PlacedOrder,
    cancel_order,
    expire_order,
    find_order,
    pack_parcel,
    ship_parcel,
)
from shop.payments import (
    BankAccount,
    BankRow,
    Settled,
    amount_to_collect,
    collect_cash,
    get_suspense,
    list_money_to_send,
    list_suspense,
    receive_bank_row,
)
from shop.reports.candidates import is_near
from tests.doors.office_visiting import act, entries, form_key, operator
from tests.factories.buying import NOON, make_offer, make_order

ACCOUNT = BankAccount("970400", "0123456789", "TEST")
LIST = "/van-hanh/tien-treo"


@pytest.fixture
def desk(sqlite_app: Flask, set_clock: Callable[[datetime], None]) -> FlaskClient:
    """An operator's browser, an hour after noon."""
    set_clock(NOON + timedelta(hours=1))
    return operator(sqlite_app)


def transfer(memo: str, amount: int, *, at: datetime | None = None) -> Settled:
    """A transfer as the bank tells it."""
    moment = at or clock.now()
    number = f"row-{memo}-{amount}-{moment.timestamp()}"
    row = BankRow(number, ACCOUNT.number, amount, True, memo, moment, number, "VCB")
    with transaction():
        return receive_bank_row(row, ACCOUNT, source="webhook", body="{}", at=clock.now())


def only_entry() -> int:
    """The number of the only sum that waits."""
    db.session.rollback()
    (entry,) = list_suspense()
    return entry.id


def status_of(order: PlacedOrder) -> str:
    """Where an order stands."""
    found = find_order(order.code)
    assert found
    return found.status


@pytest.mark.parametrize("slip", ["{code}", "{prefix}X", "{swapped}", "hoa {phone}", "nguyen thi hoa tra tien"])
def test_whose_money_it_may_be(desk: FlaskClient, slip: str) -> None:
    order = make_order({make_offer(): 1})
    make_order({make_offer(price=99_000): 1}, contact=replace_contact())
    letters = order.code[4:]
    memo = slip.format(
        code=letters, prefix=letters[:-1], swapped=letters[1] + letters[0] + letters[2:], phone="0912345678"
    )
    assert transfer(memo, 7_000) is Settled.SUSPENSE
    page = desk.get(f"{LIST}/{only_entry()}").text
    assert order.code in page
    assert "khác số tiền" in page


def replace_contact() -> object:
    """Somebody else."""
    from shop.orders import Contact

    return Contact("Lê Văn Minh", "0987 654 321")


def test_slips_of_codes() -> None:
    assert is_near("K7MXPTA", "TRATIENK7MXPTACHODON")
    assert is_near("K7MXPTA", "XK7MPTAX")
    assert is_near("K7MXPTA", "K7XMPTA")
    assert not is_near("K7MXPTA", "KHONGCOGIGIONG")
    assert not is_near("K7MXPTA", "")


def test_a_sum_is_given_to_its_order_once(desk: FlaskClient) -> None:
    order = make_order({make_offer(): 1})
    assert transfer("chuyen tien mua mat ong", order.total_vnd) is Settled.SUSPENSE
    number, key = only_entry(), form_key()
    path = f"{LIST}/{number}"
    assert "chuyen tien mua mat ong" in desk.get(LIST).text
    assert order.code in desk.get(path).text
    assert f'value="{order.code}"' in desk.get(f"{path}?code={order.code}").text
    refused = act(desk, f"{path}/gan-don", code="OCOP0000000", note="thử")
    assert refused.status_code == 422
    assert "thử" in refused.text
    act(desk, f"{path}/nhan")
    for _ in range(2):
        assert act(desk, f"{path}/gan-don", key=key, code=order.code).status_code == 303
    assert status_of(order) == OrderStatus.PAID
    (entry,) = entries("suspense_assigned")
    assert entry.facts == {"order": order.code, "outcome": "paid"}
    assert act(desk, f"{path}/gan-don", code=order.code).status_code == 422
    assert "đã gán cho đơn" in desk.get(f"{LIST}?status=closed").text
    assert "Đã nhận đủ" in desk.get(f"/van-hanh/don-hang/{order.code}").text


def test_a_wrong_amount_pays_nothing(desk: FlaskClient) -> None:
    order = make_order({make_offer(): 1})
    assert transfer(order.code, order.total_vnd - 1_000) is Settled.SUSPENSE
    answer = act(desk, f"{LIST}/{only_entry()}/gan-don", code=order.code)
    assert answer.status_code == 422
    assert "Phải đúng" in answer.text
    assert status_of(order) == OrderStatus.AWAITING_PAYMENT
    assert entries("suspense_assigned") == []


def test_a_sum_is_sent_back_and_the_transfer_written_down(desk: FlaskClient) -> None:
    transfer("nham", 50_000)
    number = only_entry()
    refused = act(desk, f"{LIST}/{number}/tra-lai", bank="VCB")
    assert refused.status_code == 422
    assert 'value="VCB"' in refused.text
    key = form_key()
    for _ in range(2):
        assert act(desk, f"{LIST}/{number}/tra-lai", key=key).status_code == 303
    (back,) = list_money_to_send()
    sent = f"/van-hanh/hoan-tien/gui/{back.id}"
    db.session.rollback()
    assert "Chưa biết trả về đâu" in desk.get("/van-hanh/hoan-tien").text
    assert act(desk, f"{sent}/tai-khoan", bank="VCB", account="1", name="").status_code == 422
    assert act(desk, f"{sent}/tai-khoan", bank="VCB", account="0071", name="LE VAN A").status_code == 303
    assert "0071" in desk.get("/van-hanh/hoan-tien").text
    assert act(desk, f"{sent}/da-gui", reference=" ").status_code == 422
    key = form_key()
    for _ in range(2):
        assert act(desk, f"{sent}/da-gui", key=key, reference="FT26").status_code == 303
    assert act(desk, f"{sent}/da-gui", reference="FT27").status_code == 422
    assert [len(entries(name)) for name in ("suspense_sent_back", "refund_account_set", "refund_sent")] == [1, 1, 1]
    assert list_money_to_send() == []


def test_a_sum_is_closed_with_a_note_only(desk: FlaskClient) -> None:
    transfer("tien thue nha", 50_000)
    number = only_entry()
    assert act(desk, f"{LIST}/{number}/dong", note=" ").status_code == 422
    assert act(desk, f"{LIST}/{number}/dong", note="Tiền thuê quầy").status_code == 303
    db.session.rollback()
    assert get_suspense(number).outcome == "closed"
    assert "Tiền thuê quầy" in desk.get(f"{LIST}/{number}").text
    assert "Tiền nào cũng có đơn" in desk.get(LIST).text
    for path in ("", "/dong", "/gan-don", "/tra-lai", "/nhan"):
        answer = desk.get(f"{LIST}/99") if not path else act(desk, f"{LIST}/99{path}", note="x", code="x")
        assert answer.status_code in (404, 422)


def test_sums_are_found_by_what_one_knows(desk: FlaskClient) -> None:
    transfer("tien thue nha", 50_000)
    transfer("mua che", 70_000)
    for words, count in (("thue", 1), ("70.000", 1), ("50000", 1), ("vcb", 2), ("khong co", 0)):
        found = desk.get(LIST, query_string={"q": words}).text
        assert found.count('class="row"') == count, words
    assert desk.get(f"{LIST}?page=2").status_code == 404


def test_late_money_is_accepted_after_all(desk: FlaskClient, set_clock: Callable[[datetime], None]) -> None:
    order = make_order({make_offer(): 1})
    set_clock(NOON + timedelta(hours=25))
    with transaction():
        expire_order(order.id, at=clock.now())
    assert transfer(order.code, order.total_vnd) is Settled.REFUND_DUE
    fresh = operator(desk.application, "minh@example.vn")
    assert "Tiền đến muộn" in fresh.get("/van-hanh").text
    assert "nhan-tien-muon" in fresh.get(f"/van-hanh/don-hang/{order.code}").text
    key = form_key()
    for _ in range(2):
        assert act(fresh, f"/van-hanh/don-hang/{order.code}/nhan-tien-muon", key=key).status_code == 303
    assert status_of(order) == OrderStatus.PAID
    assert len(entries("order_revived")) == 1


def test_a_debt_is_begun_once(desk: FlaskClient) -> None:
    order = make_order({make_offer(): 1})
    transfer(order.code, order.total_vnd)
    with transaction():
        cancel_order(order.id, by="test", at=clock.now(), reason="Hết hàng")
    found = find_order(order.code)
    assert found
    number, key = found.refunds[0].id, form_key()
    assert "Hết hàng" in desk.get("/van-hanh/hoan-tien").text
    for _ in range(2):
        assert act(desk, f"/van-hanh/hoan-tien/{number}/bat-dau", key=key).status_code == 303
    act(desk, f"/van-hanh/hoan-tien/{number}/bat-dau")
    assert len(entries("refund_started")) == 1
    assert order.code in desk.get("/van-hanh/hoan-tien?status=begun").text
    assert "phải hoàn" in desk.get(f"/van-hanh/don-hang/{order.code}").text
    assert act(desk, "/van-hanh/hoan-tien/99/bat-dau").status_code == 404


def cash_order() -> tuple[PlacedOrder, int]:
    """An order whose cash a carrier has; its payment."""
    order = make_order({make_offer(price=100_000): 1}, method=PaymentMethod.COD)
    found = find_order(order.code)
    assert found
    parcel_id, now = found.parcels[0].id, clock.now()
    with transaction():
        pack_parcel(parcel_id, by="test", at=now)
        ship_parcel(parcel_id, carrier="Xe nhà", tracking="1", by="test", at=now)
        return order, collect_cash(parcel_id, amount_to_collect(parcel_id), by="test", at=now)


def test_a_carrier_pays_what_it_collected(desk: FlaskClient) -> None:
    assert "Không có tiền mặt ở ngoài" in desk.get("/van-hanh/tien-mat").text
    order, payment = cash_order()
    assert status_of(order) == OrderStatus.COMPLETED
    page = "/van-hanh/tien-mat"
    assert "130.000" in desk.get(page).text
    typed = {"carrier": "Xe nhà", "reference": "FT1", "amount": "120.000"}
    for fields in ({}, {"payment": payment, **typed}, {"payment": payment, **typed, "fee": "10.000", "reference": ""}):
        answer = act(desk, f"{page}/ban-giao", **fields)
        assert answer.status_code == 422, fields
    assert 'value="10.000"' in answer.text
    key = form_key()
    for _ in range(2):
        fields = {"payment": payment, **typed, "fee": "10.000"}
        assert act(desk, f"{page}/ban-giao", key=key, **fields).status_code == 303
    (entry,) = entries("cash_remitted")
    assert entry.facts == {"payments": [payment], "came": 120_000, "kept": 10_000}
    assert "giữ 10.000" in desk.get(page).text
    db.session.rollback()


def test_the_first_page_says_that_all_is_well_and_what_is_missing(desk: FlaskClient) -> None:
    text = desk.get("/van-hanh").text
    for words in (
        "không có việc gì cần người làm",
        "từng đồng đều đúng chỗ",
        "Chưa có phí giao hàng",
        "chưa bán được gì",
    ):
        assert words in text
    assert "BANK_BIN" in text
    assert "STRIPE_SECRET_KEY" in text


def test_the_first_page_counts_what_waits(desk: FlaskClient, set_clock: Callable[[datetime], None]) -> None:
    transfer("khong biet", 50_000)
    order = make_order({make_offer(): 2}, method=PaymentMethod.COD)
    text = desk.get("/van-hanh").text
    assert "Khoản tiền chưa khớp đơn" in text
    assert '<th scope="row">21/11</th>' in text
    assert "<svg" in text
    set_clock(NOON + timedelta(days=4))
    later = operator(desk.application, "minh@example.vn").get("/van-hanh").text
    assert "Kiện hàng quá hạn gửi" in later
    assert "Tiền chưa khớp đơn, đã quá hạn" in later
    assert ParcelStatus.PREPARING in {parcel.status for parcel in find_order(order.code).parcels}  # type: ignore[union-attr]


def test_disputes_are_shown(desk: FlaskClient) -> None:
    assert "Không có khoản thẻ nào bị tranh chấp" in desk.get("/van-hanh/tranh-chap").text


@pytest.mark.parametrize("query", ["hoan-tien?status=due", "tra-hang?status=accepted", "danh-gia?status=waiting"])
def test_a_page_that_ran_empty_while_it_was_decided_leads_to_the_last_one(desk: FlaskClient, query: str) -> None:
    answer = desk.get(f"/van-hanh/{query}&page=3")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/van-hanh/{query}")
