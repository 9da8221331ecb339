"""The stall's orders through the door: the list, the next steps, the papers; another's parcel does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.database import db, insert_rows, transaction
from shop.notifications import OutboxMessage, list_messages
from shop.orders import (
    Order,
    Parcel,
    PaymentMethod,
    cancel_order,
    deliver_parcel,
    get_order,
    list_refunds_due,
    pack_parcel,
    request_return,
    ship_parcel,
)
from shop.producers import Producer
from shop.schedule.mails import deliver_mails
from shop.stalls import Stall
from shop.stock import quantities_on_hand
from shop.web.mails import render_mail
from tests.counting import statements
from tests.doors.office_visiting import operator
from tests.doors.stall_visiting import act, content, entries, form_key, make_stall, owner, staff, stall_path
from tests.factories.buying import HOA, NOON, make_offer, make_order
from tests.factories.paying import pay_by_transfer

COD = PaymentMethod.COD
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(set_clock: Callable[[str | datetime], None]) -> None:
    set_clock(NOON)


@pytest.fixture
def lan(sqlite_app: Flask) -> Producer:
    """Lan's stall."""
    return kept(make_stall())


@pytest.fixture
def honey(lan: Producer) -> int:
    """What lan sells."""
    return make_offer("Mật ong rừng", producer=lan.name, on_hand=300, price=125_000)


@pytest.fixture
def visitor(sqlite_app: Flask, lan: Producer) -> FlaskClient:
    """Lan's browser."""
    return owner(sqlite_app, lan)


def kept(producer: Producer) -> Producer:
    """The same, as it is now, whatever becomes of the session."""
    db.session.refresh(producer)
    db.session.expunge(producer)
    return producer


def bought(wanted: dict[int, int], *, at: datetime = NOON, method: PaymentMethod = COD, note: str = "") -> Order:
    placed = make_order(wanted, at=at, method=method, note=note)
    if method is PaymentMethod.VIETQR:
        pay_by_transfer(placed, at=at)
    return whole(placed.id)


def whole(order_id: int) -> Order:
    db.session.rollback()
    order = get_order(order_id)
    assert order is not None
    db.session.expunge_all()
    return order


def here(lan: Producer, order: Order, page: str = "") -> str:
    return stall_path(lan, f"/don-hang/{order.parcels[0].id}{page}")


def status_of(order: Order) -> str:
    return whole(order.id).parcels[0].status


def sent(order: Order) -> None:
    with transaction():
        pack_parcel(order.parcels[0].id, by="producer:1", at=NOON)
        ship_parcel(order.parcels[0].id, carrier="Bưu điện", tracking="VN1", by="producer:1", at=NOON)


def test_orders_stand_by_the_day_they_are_due(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    late, today, later = (bought({honey: 1}, at=NOON - days * DAY) for days in (4, 2, 0))
    page = visitor.get(stall_path(lan, "/don-hang")).text
    places = [
        page.index(words) for words in ("Quá hạn", late.code, "Hôm nay phải gửi", today.code, "Sắp tới", later.code)
    ]
    assert places == sorted(places)
    assert "đã quá hạn 19/11/2026" in page
    assert "Phường Ba Đình" in page
    assert HOA.name not in page  # who it is stands on the order's own page
    empty = visitor.get(stall_path(lan, "/don-hang?tab=packed")).text
    assert "Chưa có đơn nào chờ giao" in empty


@pytest.mark.parametrize("tab", ["preparing", "packed", "sent", "over"])
def test_every_heading_shows_something_when_it_is_empty(lan: Producer, visitor: FlaskClient, tab: str) -> None:
    for language in ("", "/en"):
        assert visitor.get(language + stall_path(lan, f"/don-hang?tab={tab}")).status_code == 200
    assert visitor.get(stall_path(lan, f"/don-hang?tab={tab}&page=9")).status_code == 404


@pytest.mark.breaks_a_promise
def test_two_hundred_orders_cost_few_statements(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    for _ in range(12):
        order = bought({honey: 1})
    _multiply(order, 200)
    visitor.get(stall_path(lan, "/don-hang"))
    for path in (
        "/don-hang",
        "/don-hang?page=3",
        "/don-hang/nhat-hang?due=all",
        f"/don-hang/{order.parcels[0].id}",
        "/so-moi",
    ):
        with statements() as found:
            assert visitor.get(stall_path(lan, path)).status_code == 200
        assert len(found) <= 8, (path, len(found), found)


def _multiply(order: Order, times: int) -> None:
    """More parcels like this one, past all operations: only for counting what a page costs."""
    like = order.parcels[0]
    names = ("order_id", "producer_id", "kind", "status", "seq", "weight_grams", "goods_vnd", "fee_vnd", "days_min")
    row = {name: getattr(like, name) for name in (*names, "days_max")}
    with transaction():
        insert_rows(Parcel, [{**row, "carrier": "", "tracking": ""} for _ in range(times)])


def test_an_order_is_found_by_its_code(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    one, two = bought({honey: 1}), bought({honey: 1})
    found = visitor.get(stall_path(lan, f"/don-hang?q={one.code.lower()}"))
    assert found.location == here(lan, one)
    both = visitor.get(stall_path(lan, "/don-hang?q=OCOP")).text
    assert one.code in both
    assert two.code in both
    assert "Không có đơn nào" in visitor.get(stall_path(lan, "/don-hang?q=zzz")).text


def test_what_is_to_be_fetched_is_summed(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    first = bought({honey: 2}, at=NOON - 3 * DAY)
    bought({honey: 3}, at=NOON - 2 * DAY)
    bought({honey: 9})
    today = visitor.get(stall_path(lan, "/don-hang/nhat-hang")).text
    assert '<b class="pieces">5</b>' in today
    assert f"{first.code} × 2" in today
    assert '<b class="pieces">14</b>' in visitor.get(stall_path(lan, "/don-hang/nhat-hang?due=all")).text


def test_packed_and_sent_one_by_one(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 2}, note="Gọi trước khi giao")
    page = visitor.get(here(lan, order)).text
    for words in (HOA.name, "0912 345 678", "12 Phố Huế", "Gọi trước khi giao", "Thu tiền mặt"):
        assert words in page
    for private in (HOA.email, "cod"):
        assert private not in page
    assert act(visitor, here(lan, order, "/dong-goi")).location == here(lan, order)
    assert status_of(order) == "packed"
    refused = act(visitor, here(lan, order, "/gui"), carrier=" ", tracking="VN123")
    assert (refused.status_code, 'value="VN123"' in refused.text) == (422, True)
    assert act(visitor, here(lan, order, "/gui"), carrier="Viettel Post", tracking="VN123").status_code == 303
    assert status_of(order) == "shipped"
    assert [mail.facts["tracking"] for mail in list_messages() if mail.kind == "order_shipped"] == ["VN123"]
    assert [entry.facts["producer_id"] for entry in entries("parcels_shipped")] == [lan.id]


def test_a_double_tap_does_it_once(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order, key = bought({honey: 1}), form_key()
    for _ in range(2):
        assert act(visitor, here(lan, order, "/dong-goi"), key=key).status_code == 303
    assert len(entries("parcels_packed")) == 1


def test_several_are_packed_and_sent_at_once(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    one, two = bought({honey: 1}), bought({honey: 2})
    numbers = [order.parcels[0].id for order in (one, two)]
    path = stall_path(lan, "/don-hang/dong-goi")
    assert act(visitor, path, parcel=numbers).location == stall_path(lan, "/don-hang?tab=packed")
    form = visitor.get(stall_path(lan, f"/don-hang/gui?parcel={numbers[0]}&parcel={numbers[1]}")).text
    assert form.count('name="parcel"') == 2
    ship = stall_path(lan, "/don-hang/gui")
    refused = act(visitor, ship, parcel=numbers, carrier="", **{f"tracking-{numbers[0]}": "A1"})
    assert (refused.status_code, 'value="A1"' in refused.text) == (422, True)
    assert (status_of(one), status_of(two)) == ("packed", "packed")
    act(visitor, ship, parcel=numbers, carrier="EMS", **{f"tracking-{numbers[0]}": "A1"})
    assert [whole(order.id).parcels[0].tracking for order in (one, two)] == ["A1", ""]
    assert act(visitor, path).status_code == 303  # nothing ticked
    assert "Bạn chưa chọn đơn nào" in visitor.get(stall_path(lan, "/don-hang")).text


def test_the_shopper_cancels_while_the_parcel_is_packed(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 1})
    with transaction():
        cancel_order(order.id, by="shopper", at=NOON, reason="changed_mind")
    act(visitor, here(lan, order, "/dong-goi"))
    page = visitor.get(here(lan, order)).text
    assert "Đơn này vừa bị hủy" in page
    assert HOA.name not in page
    assert "12 Phố Huế" not in page
    assert status_of(order) == "cancelled"


def test_cash_is_collected_with_the_parcel(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 1})
    sent(order)
    page = visitor.get(here(lan, order)).text
    assert f'name="collected" value="{order.total_vnd}"' in page
    act(visitor, here(lan, order, "/da-giao"), collected="1")
    assert status_of(order) == "shipped"
    act(visitor, here(lan, order, "/da-giao"), collected=str(order.total_vnd))
    assert status_of(order) == "delivered"


def test_what_is_paid_is_handed_over_by_hand(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 1}, method=PaymentMethod.VIETQR)
    act(visitor, here(lan, order, "/dong-goi"))
    assert "Tôi tự giao tận tay khách" in visitor.get(here(lan, order)).text
    act(visitor, here(lan, order, "/da-giao"))
    assert status_of(order) == "delivered"


def test_what_cannot_be_supplied_is_left_out_and_owed_back(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 3}, method=PaymentMethod.VIETQR)
    line = order.parcels[0].lines[0].id
    refused = act(visitor, here(lan, order, "/khong-co"), **{f"left-out-{line}": "2"}, reason="other", words=" ")
    assert refused.status_code == 422
    assert 'value="2"' in refused.text
    too_many = act(visitor, here(lan, order, "/khong-co"), **{f"left-out-{line}": "4"}, reason="out_of_stock")
    assert (too_many.status_code, "Chỉ còn 3 cái phải gửi" in too_many.text) == (422, True)
    act(visitor, here(lan, order, "/khong-co"), **{f"left-out-{line}": "2"}, reason="other", words="Gặp mưa đá")
    assert [due.amount_vnd for due in list_refunds_due()] == [250_000]
    page = visitor.get(here(lan, order)).text
    assert "“Gặp mưa đá”" in page
    [mail] = [mail for mail in list_messages() if mail.kind == "order_cancelled"]
    said = render_mail(mail.kind, mail.language, mail.facts).text
    assert "2 × Mật ong rừng (Hộp 500 g)" in said
    assert "“Gặp mưa đá”" in said


def test_a_parcel_that_comes_back_fills_the_stock_by_what_is_good(
    lan: Producer, honey: int, visitor: FlaskClient
) -> None:
    order = bought({honey: 3})
    sent(order)
    line = order.parcels[0].lines[0].id
    act(visitor, here(lan, order, "/khong-nhan"), reason="không nghe máy")
    assert status_of(order) == "refused"
    assert "“không nghe máy”" in visitor.get(here(lan, order)).text
    for typed in ("4", "x"):
        assert act(visitor, here(lan, order, "/da-ve"), **{f"sellable-{line}": typed}).status_code == 422
    act(visitor, here(lan, order, "/da-ve"), **{f"sellable-{line}": "2", f"spoiled-{line}": "1"}, remark="vỡ một")
    assert status_of(order) == "returned"
    assert quantities_on_hand([honey]) == {honey: 299}
    assert "vỡ một" in visitor.get(here(lan, order)).text


def test_a_return_is_said_and_the_operator_decides(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 2}, method=PaymentMethod.VIETQR)
    sent(order)
    line = order.parcels[0].lines[0].id
    with transaction():
        deliver_parcel(order.parcels[0].id, by="producer:1", at=NOON)
        [asked] = [row.id for row in request_return(order.id, {line: 2}, reason="damaged", note="vỡ nắp", at=NOON)]
    page = visitor.get(stall_path(lan, "/tra-hang")).text
    assert "vỡ nắp" in page
    path = stall_path(lan, f"/tra-hang/{asked}/hang-ve")
    assert act(visitor, path, **{f"sellable-{asked}": "3"}).status_code == 422
    assert act(visitor, path, **{f"sellable-{asked}": "1", f"spoiled-{asked}": "1"}, remark="nắp hở").status_code == 303
    assert quantities_on_hand([honey]) == {honey: 299}
    office = operator(visitor.application).get("/van-hanh/tra-hang").text
    assert "“nắp hở”" in office
    act(visitor, path, **{f"sellable-{asked}": "1"})
    assert quantities_on_hand([honey]) == {honey: 299}
    assert "nắp hở" in visitor.get(stall_path(lan, "/tra-hang?tab=over")).text
    assert visitor.get(stall_path(lan, "/tra-hang?page=2")).status_code == 404
    over = act(visitor, here(lan, order, "/khong-co"), **{f"left-out-{line}": "1"}, reason="out_of_stock")
    assert "Đơn này đã xong" in over.text
    assert "Chưa có ai muốn trả hàng" in visitor.get(stall_path(lan, "/tra-hang")).text
    assert list_refunds_due() == []


def test_no_paper_says_a_price(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    paid, cash = bought({honey: 2}, method=PaymentMethod.VIETQR), bought({honey: 1})
    chosen = f"?parcel={paid.parcels[0].id}&parcel={cash.parcels[0].id}"
    slips = visitor.get(stall_path(lan, f"/don-hang/phieu{chosen}")).text
    assert slips.count('class="slip"') == 2
    assert "₫" not in slips
    for size in ("a4", "100x150"):
        labels = visitor.get(stall_path(lan, f"/don-hang/nhan{chosen}&size={size}")).text
        assert labels.count('class="label"') == 2
        assert f"labels-{size}" in labels
        assert labels.count("₫") == 1  # what the carrier collects, no price
        assert "125.000" not in labels
        assert "Mật ong" not in labels
    assert visitor.get(stall_path(lan, f"/don-hang/nhan{chosen}&size=a3")).status_code == 404


def test_a_cancelled_parcel_has_no_label_any_more(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 1})
    with transaction():
        cancel_order(order.id, by="shopper", at=NOON)
    page = visitor.get(stall_path(lan, f"/don-hang/nhan?parcel={order.parcels[0].id}"))
    assert (page.status_code, HOA.name in page.text) == (200, False)
    assert HOA.name not in visitor.get(stall_path(lan, f"/don-hang/phieu?parcel={order.parcels[0].id}")).text


def test_two_weeks_after_delivery_nobody_is_named(
    lan: Producer, honey: int, visitor: FlaskClient, set_clock: Callable[[str | datetime], None]
) -> None:
    order = bought({honey: 1}, method=PaymentMethod.VIETQR, note="cửa sau")
    sent(order)
    act(visitor, here(lan, order, "/da-giao"))
    assert HOA.name in visitor.get(here(lan, order)).text
    set_clock(NOON + 14 * DAY)
    nga = staff(visitor.application, lan)
    for path in ("", "/don-hang?tab=over"):
        page = nga.get(here(lan, order) if not path else stall_path(lan, path)).text
        for private in (HOA.name, "0912", "12 Phố Huế", "Ba Đình", "cửa sau"):
            assert private not in page


def test_numbers_stay_true_without_reloading(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    assert set(visitor.get(stall_path(lan, "/so-moi")).get_json().values()) == {0}
    bought({honey: 1})
    answer = visitor.get(stall_path(lan, "/so-moi"))
    assert {name: number for name, number in answer.get_json().items() if number} == {"parcels": 1}
    assert answer.headers["Cache-Control"] == "no-store"
    page = visitor.get(stall_path(lan)).text
    assert f'data-counts="{stall_path(lan, "/so-moi")}"' in page
    assert 'data-count="parcels"' in page


def test_anothers_order_does_not_exist(lan: Producer, honey: int, sqlite_app: Flask) -> None:
    minh = kept(make_stall("HTX Mường Lò"))
    make_offer("Chè", producer=minh.name)
    order = bought({honey: 1})
    stranger = owner(sqlite_app, minh, "minh@example.vn")
    number, line = order.parcels[0].id, order.parcels[0].lines[0].id
    before = content()
    for page in (f"/don-hang/{number}", f"/don-hang/phieu?parcel={number}", f"/don-hang/nhan?parcel={number}"):
        answer = stranger.get(stall_path(minh, page))
        assert (answer.status_code, order.code in answer.text, HOA.name in answer.text) == (404, False, False)
    assert stranger.get(stall_path(minh, f"/don-hang/gui?parcel={number}")).status_code == 404
    for page, fields in (
        (f"/don-hang/{number}/dong-goi", {}),
        (f"/don-hang/{number}/gui", {"carrier": "x"}),
        (f"/don-hang/{number}/da-giao", {"collected": "1"}),
        (f"/don-hang/{number}/khong-nhan", {}),
        (f"/don-hang/{number}/da-ve", {f"sellable-{line}": "1"}),
        (f"/don-hang/{number}/khong-co", {f"left-out-{line}": "1", "reason": "out_of_stock"}),
        ("/don-hang/dong-goi", {"parcel": [number]}),
        ("/don-hang/gui", {"parcel": [number], "carrier": "x"}),
        ("/tra-hang/1/hang-ve", {"sellable-1": "1"}),
    ):
        assert act(stranger, stall_path(minh, page), **fields).status_code == 404, page
    found = stranger.get(stall_path(minh, f"/don-hang?q={order.code}"))
    assert (found.status_code, f"/don-hang/{number}" in found.text) == (200, False)
    assert content() == before


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999", "²", "-1", "1.5"])
def test_odd_numbers_are_no_orders(lan: Producer, honey: int, visitor: FlaskClient, number: str) -> None:
    before = content()
    for page in (f"/don-hang/{number}", f"/don-hang/phieu?parcel={number}", f"/don-hang/nhan?parcel={number}"):
        assert visitor.get(stall_path(lan, page)).status_code == 404, page
    for page in (f"/don-hang/{number}/dong-goi", f"/tra-hang/{number}/hang-ve"):
        assert act(visitor, stall_path(lan, page)).status_code == 404, page
    assert act(visitor, stall_path(lan, "/don-hang/dong-goi"), parcel=[number]).status_code in (303, 404)
    assert content() == before


def test_a_voucher_goes_nowhere_and_is_handed_over(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    order = bought({honey: 1}, method=PaymentMethod.VIETQR)
    with transaction() as session:
        session.get_one(Parcel, order.parcels[0].id).kind = "voucher"
    page = visitor.get(here(lan, order)).text
    assert HOA.name in page
    assert "12 Phố Huế" not in page
    act(visitor, here(lan, order, "/dong-goi"))
    assert "Đã gói, chờ trao cho khách" in visitor.get(here(lan, order)).text
    act(visitor, here(lan, order, "/da-giao"))
    assert status_of(order) == "delivered"


def test_a_label_says_where_it_comes_from(lan: Producer, honey: int, visitor: FlaskClient) -> None:
    with transaction() as session:
        session.add(Stall(producer_id=lan.id, phone="+84912000111", street="Thôn 3", commune_code="", province_code=""))
    order = bought({honey: 1})
    page = visitor.get(stall_path(lan, f"/don-hang/nhan?parcel={order.parcels[0].id}")).text
    assert "0912 000 111" in page
    assert "Thôn 3" in page


def test_mails_to_a_stall_can_be_said_in_both_languages(
    lan: Producer, honey: int, visitor: FlaskClient, sqlite_app: Flask
) -> None:
    order = bought({honey: 2}, method=PaymentMethod.VIETQR)
    sent(order)
    with transaction():
        deliver_parcel(order.parcels[0].id, by="producer:1", at=NOON)
        request_return(order.id, {order.parcels[0].lines[0].id: 1}, reason="damaged", note="x", at=NOON)
    gone = bought({honey: 1})
    with transaction():
        cancel_order(gone.id, by="shopper", at=NOON)
    mails: dict[str, OutboxMessage] = {mail.kind: mail for mail in list_messages() if mail.kind.startswith("stall_")}
    assert set(mails) == {"stall_parcel_new", "stall_parcel_cancelled", "stall_return_asked"}
    for mail in mails.values():
        for language in ("vi", "en"):
            said = render_mail(mail.kind, language, mail.facts)
            prefix = "" if language == "vi" else "/en"
            assert f"http://localhost{prefix}{stall_path(lan, '/don-hang/')}" in said.text
            for part in (said.subject, said.text, said.html):
                assert "{{" not in part
                assert HOA.name not in part
    deliver_mails()
    assert json.dumps([mail.trouble for mail in list_messages()]) == json.dumps([""] * len(list_messages()))
