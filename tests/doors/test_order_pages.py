"""The order pages: words for each state, cancelling, giving back, the receipt, ordering again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from shop.cart import find_cart
from shop.catalogue import Variant
from shop.database import db, transaction
from shop.delivery import open_point_of_sale, set_point_of_sale_open
from shop.orders import (
    Destination,
    DestinationKind,
    Order,
    PaymentMethod,
    PlacedOrder,
    cancel_lines,
    cancel_order,
    decide_return,
    deliver_parcel,
    expire_order,
    find_order,
    list_returns_of,
    pack_parcel,
    record_paid,
    record_refunded,
    refuse_parcel,
    request_return,
    return_parcel,
    ship_parcel,
)
from shop.web.present_cart import COUNT_COOKIE
from tests.doors.visiting import post, someone
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.people import make_person

pytestmark = pytest.mark.orders_alone

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SoonOrLater = Callable[..., None]


@pytest.fixture(autouse=True)
def at(set_clock: SoonOrLater) -> SoonOrLater:
    set_clock(NOON)
    return set_clock


@pytest.fixture
def three_makers(sqlite_app: Flask) -> dict[int, int]:
    """Two jars of honey, one tea, three bags of rice, from three makers."""
    honey = make_offer("Mật ong rừng", producer="HTX Một", on_hand=100)
    tea = make_offer("Chè Shan", producer="HTX Hai", on_hand=100)
    rice = make_offer("Gạo nếp", producer="HTX Ba", on_hand=100)
    return {honey: 2, tea: 1, rice: 3}


def known(client: FlaskClient, order: PlacedOrder) -> FlaskClient:
    """A browser that proved the order's telephone number."""
    assert post(client, "/tra-cuu-don-hang", code=order.code, phone="0912345678").status_code == 303
    return client


def read(client: FlaskClient, order: PlacedOrder, page: str = "", language: str = "") -> str:
    """What the page says, without its tags."""
    html = client.get(f"{language}/don-hang/{order.code}{page}").text
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|noscript).*?</\1>", "", html)).split())


def whole(order: PlacedOrder) -> Order:
    db.session.rollback()
    found = find_order(order.code)
    assert found is not None
    return found


def pay(order: PlacedOrder) -> None:
    with transaction():
        record_paid(order.id, NOON, at=NOON)


def deliver(order: PlacedOrder, at: object = NOON) -> None:
    for parcel in [parcel.id for parcel in whole(order).parcels]:
        with transaction():
            pack_parcel(parcel, by="maker", at=at)  # type: ignore[arg-type]
            ship_parcel(parcel, carrier="Viettel Post", tracking="VTP42", by="maker", at=at)  # type: ignore[arg-type]
            deliver_parcel(parcel, by="maker", at=at)  # type: ignore[arg-type]


def test_an_unpaid_transfer_says_how_long_and_never_that_it_is_paid(
    client: FlaskClient, three_makers: dict[int, int], at: SoonOrLater
) -> None:
    order = make_order(three_makers)
    known(client, order)
    for later, left, left_en in (
        (timedelta(), "còn 24 giờ", "24 hours left"),
        (timedelta(seconds=1), "còn 23 giờ", "23 hours left"),
        (22 * HOUR + timedelta(seconds=1), "còn 119 phút", "119 minutes left"),
        (23 * HOUR + timedelta(minutes=59), "còn 1 phút", "1 minute left"),
        (23 * HOUR + timedelta(minutes=59, seconds=1), "còn chưa đầy một phút", "less than a minute left"),
    ):
        at(NOON + later)
        words, english = read(client, order), read(client, order, language="/en")
        assert f"Chờ chuyển khoản – {left}" in words
        assert f"Waits for your transfer – {left_en}" in english
        assert "Đã nhận tiền" not in words
        assert "chưa thanh toán" in words
        assert client.get(f"/don-hang/{order.code}/trang-thai").json["left"] == left  # type: ignore[index]
    at(NOON + 24 * HOUR)
    assert "Đã hết giờ thanh toán" in read(client, order)
    assert client.get(f"/don-hang/{order.code}/trang-thai").json["left"] == ""  # type: ignore[index]


def speaker(client: FlaskClient, language: str) -> Callable[[PlacedOrder, str, str], None]:
    """Asserts that the page of an order says something, in the language."""

    def says(order: PlacedOrder, vietnamese: str, english: str) -> None:
        known(client, order)
        assert (english if language else vietnamese) in read(client, order, language=language)

    return says


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_order_without_money_says_first_how_it_stands(
    client: FlaskClient, three_makers: dict[int, int], language: str
) -> None:
    says = speaker(client, language)
    order = make_order(three_makers, method=PaymentMethod.CARD)
    says(order, "Chờ thanh toán thẻ – còn 35 phút", "Waits for your card payment – 35 minutes left")
    with transaction():
        expire_order(order.id, at=NOON + HOUR)
    says(order, "Quá giờ thanh toán – đơn đã khép lại", "Not paid in time – the order is closed")

    order = make_order(three_makers, method=PaymentMethod.COD)
    says(order, "Đã nhận đơn – đang chuẩn bị hàng", "Order received – being prepared")
    says(order, "Kiện nào đến thì trả tiền kiện ấy", "You pay each parcel when it comes")
    with transaction():
        cancel_order(order.id, by="shopper", at=NOON, reason="changed_mind")
    says(order, "Đơn hàng đã hủy", "The order is cancelled")


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_paid_order_says_first_how_it_stands(
    client: FlaskClient, three_makers: dict[int, int], language: str
) -> None:
    says = speaker(client, language)
    order = make_order(three_makers)
    pay(order)
    says(order, "Đã nhận tiền – đang chuẩn bị hàng", "Payment received – being prepared")
    first, *others = [parcel.id for parcel in whole(order).parcels]
    with transaction():
        pack_parcel(first, by="maker", at=NOON)
        ship_parcel(first, carrier="Viettel Post", tracking="VTP42", by="maker", at=NOON)
    says(order, "1 trong 3 kiện đã lên đường", "1 of 3 parcels sent")
    says(order, "Viettel Post VTP42", "Viettel Post VTP42")
    says(order, "Dự kiến đến từ 23/11/2026 đến 25/11/2026", "Expected between 23/11/2026 and 25/11/2026")
    with transaction():
        refuse_parcel(first, by="carrier", at=NOON)
        return_parcel(first, by="maker", at=NOON)
    says(order, "Đã về lại người làm", "Back at the maker")
    says(order, "Có 1 kiện không giao được", "A parcel could not be handed over")
    for parcel in others:
        with transaction():
            pack_parcel(parcel, by="maker", at=NOON)
            ship_parcel(parcel, carrier="", tracking="", by="maker", at=NOON)
    for parcel in others:
        with transaction():
            deliver_parcel(parcel, by="maker", at=NOON)
    says(order, "Đã giao, nhưng chưa đủ", "Delivered, but not everything")

    order = make_order(three_makers)
    pay(order)
    for parcel in [parcel.id for parcel in whole(order).parcels]:
        with transaction():
            pack_parcel(parcel, by="maker", at=NOON)
            ship_parcel(parcel, carrier="", tracking="", by="maker", at=NOON)
    says(order, "Hàng đang trên đường đến", "Everything is on its way")

    order = make_order(three_makers)
    pay(order)
    deliver(order)
    says(order, "Đã giao xong", "Everything is delivered")

    order = make_order(three_makers)
    pay(order)
    with transaction():
        cancel_order(order.id, by="shopper", at=NOON)
    says(order, "Cả đơn hàng", "The whole order")
    says(order, "Đã hủy – hoàn lại 840.000 ₫", "Cancelled – ₫840,000 comes back to you")
    with transaction():
        record_refunded(whole(order).refunds[0].id, at=NOON + DAY, by="operator")
    says(order, "Đã hủy – đã hoàn 840.000 ₫", "Cancelled – ₫840,000 has been sent back")
    says(order, "Đã hoàn 840.000 ₫", "₫840,000 has been sent back")


def test_pieces_that_are_not_sent_are_named(client: FlaskClient, three_makers: dict[int, int]) -> None:
    order = make_order(three_makers)
    pay(order)
    honey = whole(order).parcels[0].lines[0].id
    with transaction():
        cancel_lines(order.id, {honey: 1}, by="maker", at=NOON, reason="certificate_revoked")
    words = read(known(client, order), order)
    assert "1 món không gửi được." in words
    assert "Có giấy chứng nhận bị thu hồi" in words
    assert "Hoàn lại cho bạn -125.000 ₫" in words


def test_cash_is_asked_for_parcel_by_parcel(client: FlaskClient, three_makers: dict[int, int]) -> None:
    order = make_order(three_makers, method=PaymentMethod.COD)
    honey = whole(order).parcels[0].lines[0].id
    with transaction():
        cancel_lines(order.id, {honey: 1}, by="maker", at=NOON, reason="sold_out")
    words = read(known(client, order), order)
    assert [f"Trả khi nhận kiện này: {amount}.000 ₫" in words for amount in (155, 155, 405)] == [True] * 3


def test_the_mark_of_the_page_is_that_of_the_small_answer_and_changes_with_each_step(
    client: FlaskClient, three_makers: dict[int, int]
) -> None:
    order = make_order(three_makers)
    known(client, order)
    seen: list[str] = []

    def look(*, live: bool = True) -> None:
        page = re.search(r'data-mark="([^"]+)"( data-live)?', client.get(f"/don-hang/{order.code}").text)
        answer = client.get(f"/don-hang/{order.code}/trang-thai").json
        assert page and answer and (page[1], bool(page[2])) == (answer["mark"], answer["live"])
        assert page[1] not in seen and answer["live"] is live
        seen.append(page[1])

    look()
    pay(order)
    look()
    honey = whole(order).parcels[0].lines[0].id
    with transaction():
        cancel_lines(order.id, {honey: 1}, by="maker", at=NOON, reason="sold_out")
    look()
    with transaction():
        record_refunded(whole(order).refunds[0].id, at=NOON, by="operator")
    look()
    deliver(order)
    look(live=False)
    with transaction():
        wish = request_return(order.id, {honey: 1}, reason="damaged", note="", at=NOON)[0].id
    look(live=False)
    with transaction():
        decide_return(wish, accepted=True, by="operator", at=NOON)
    look(live=False)


def test_cancelling_asks_first_and_is_done_once(client: FlaskClient, three_makers: dict[int, int]) -> None:
    order = make_order(three_makers)
    pay(order)
    known(client, order)
    assert "Hủy đơn hàng này?" in read(client, order, "/huy")
    assert whole(order).status == "paid"
    answer = post(client, f"/don-hang/{order.code}/huy", reason="takes_too_long")
    assert (answer.status_code, answer.location) == (303, f"/don-hang/{order.code}")
    assert whole(order).status == "refund_due"
    assert "Thời gian giao quá lâu." in read(client, order)
    assert post(client, f"/don-hang/{order.code}/huy").status_code == 409
    assert [refund.amount_vnd for refund in whole(order).refunds] == [840_000]


def test_what_is_packed_can_no_longer_be_cancelled(client: FlaskClient, three_makers: dict[int, int]) -> None:
    order = make_order(three_makers, method=PaymentMethod.COD)
    known(client, order)
    assert f"/don-hang/{order.code}/huy" in client.get(f"/don-hang/{order.code}").text
    with transaction():
        pack_parcel(whole(order).parcels[0].id, by="maker", at=NOON)
    assert f"/don-hang/{order.code}/huy" not in client.get(f"/don-hang/{order.code}").text
    for answer in (client.get(f"/don-hang/{order.code}/huy"), post(client, f"/don-hang/{order.code}/huy")):
        assert answer.status_code == 409
        assert "Đơn này không hủy được nữa" in answer.text
    assert whole(order).status == "placed"


def test_a_return_is_asked_for_within_seven_days(
    client: FlaskClient, three_makers: dict[int, int], at: SoonOrLater
) -> None:
    order = make_order(three_makers)
    pay(order)
    known(client, order)
    assert client.get(f"/don-hang/{order.code}/tra-hang").status_code == 409
    deliver(order)
    honey, tea, _ = [line.id for parcel in whole(order).parcels for line in parcel.lines]
    address = f"/don-hang/{order.code}/tra-hang"
    at(NOON + 7 * DAY - timedelta(seconds=1))
    assert client.get(address).status_code == 200
    wish = {f"quantity_{honey}": "2", f"quantity_{tea}": "0", "reason": "damaged", "note": "Nắp vỡ"}
    assert post(client, address, **wish).status_code == 303
    assert [(w.order_line_id, w.quantity, w.reason, w.note) for w in list_returns_of(order.id)] == [
        (honey, 2, "damaged", "Nắp vỡ")
    ]
    words = read(client, order)
    assert "Trả lại 2 món: Đã nhận yêu cầu" in words
    assert "Yêu cầu trả lại: 2 × Mật ong rừng" in words
    assert post(client, address, **wish).status_code == 422
    db.session.rollback()
    with transaction():
        decide_return(list_returns_of(order.id)[0].id, accepted=False, by="operator", at=NOON, note="Hàng còn nguyên.")
    assert "Không được chấp nhận.“Hàng còn nguyên.”" in read(client, order).replace(". “", ".“")
    at(NOON + 7 * DAY)
    assert client.get(address).status_code == 409
    assert post(client, address, **wish).status_code == 409
    assert len(list_returns_of(order.id)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quantity": "0"}, "Xin chọn ít nhất một món."),
        ({"quantity": "3"}, "không quá số được trả"),
        ({"quantity": "-1"}, "không quá số được trả"),
        ({"quantity": "9999999"}, "không quá số được trả"),
        ({"reason": ""}, "Xin cho biết lý do."),
        ({"reason": "made up"}, "Xin cho biết lý do."),
        ({"reason": "other", "note": " "}, "Xin nói vài lời cho rõ."),
    ],
)
def test_mistakes_in_a_return_are_said_and_nothing_is_kept(
    client: FlaskClient, three_makers: dict[int, int], changes: dict[str, str], words: str
) -> None:
    order = make_order(three_makers)
    pay(order)
    deliver(order)
    honey = whole(order).parcels[0].lines[0].id
    form = {"quantity": "1", "reason": "damaged", "note": "Nắp vỡ"} | changes
    form[f"quantity_{honey}"] = form.pop("quantity")
    answer = post(known(client, order), f"/don-hang/{order.code}/tra-hang", **form)
    assert answer.status_code == 422
    assert words in answer.text
    assert list_returns_of(order.id) == []


def test_lines_of_another_order_cannot_be_given_back(client: FlaskClient, three_makers: dict[int, int]) -> None:
    mine, theirs = make_order(three_makers), make_order(three_makers)
    for order in (mine, theirs):
        pay(order)
        deliver(order)
    line = whole(theirs).parcels[0].lines[0].id
    answer = post(
        known(client, mine), f"/don-hang/{mine.code}/tra-hang", **{f"quantity_{line}": "1", "reason": "damaged"}
    )
    assert answer.status_code == 422
    assert list_returns_of(theirs.id) == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_receipt_says_what_was_bought_and_that_it_is_no_invoice(
    client: FlaskClient, three_makers: dict[int, int], language: str
) -> None:
    order = make_order(three_makers)
    known(client, order)
    words = read(client, order, "/phieu", language)
    assert ("not paid" if language else "chưa thanh toán") in words
    pay(order)
    words = read(client, order, "/phieu", language)
    parts = ["HTX Một", "HTX Hai", "HTX Ba", "12 Phố Huế", "0912 345 678", order.code, "12/03/2028"]
    parts += ["₫840,000", "no tax invoice"] if language else ["840.000 ₫", "không phải hóa đơn thuế", "Mật ong rừng"]
    assert [part for part in parts if part not in words] == []


def test_the_same_again_leaves_out_what_cannot_be_bought(client: FlaskClient, at: SoonOrLater) -> None:
    honey, rice = make_offer("Mật ong rừng", on_hand=9), make_offer("Gạo nếp", on_hand=9)
    tea = make_offer("Chè Shan", decided_on="2023-11-21")
    order = make_order({honey: 2, tea: 1, rice: 3})
    known(client, order)
    with transaction() as session:
        session.get_one(Variant, rice).product.published_at = NOON + 9 * DAY
    at(NOON + 12 * HOUR)
    answer = post(client, f"/don-hang/{order.code}/mua-lai")
    assert (answer.status_code, answer.location) == (303, "/gio-hang")
    assert (cookie := client.get_cookie(COUNT_COOKIE)) and cookie.value == "2"
    words = client.get("/gio-hang").text
    assert "Đã cho 1 món vào giỏ." in words
    assert "Để lại: Chè Shan – giấy chứng nhận đã hết hạn ngày" in words
    assert "Để lại: Gạo nếp – người làm hiện không bán." in words
    assert str(honey) in words


def test_when_nothing_can_be_bought_again_the_order_says_why(client: FlaskClient, sqlite_app: Flask) -> None:
    offer = make_offer("Mật ong rừng", on_hand=1)
    order = make_order({offer: 1})
    known(client, order)
    answer = post(client, f"/don-hang/{order.code}/mua-lai")
    assert answer.location == f"/don-hang/{order.code}"
    assert "Để lại: Mật ong rừng – đã hết hàng." in client.get(answer.location).text


def test_a_member_orders_again_into_their_own_cart(sqlite_app: Flask, three_makers: dict[int, int]) -> None:
    hoa = make_person()
    order = make_order(three_makers, account_id=hoa.id)
    client = someone(sqlite_app)
    assert post(client, f"/don-hang/{order.code}/mua-lai").location == "/gio-hang"
    db.session.rollback()
    assert find_cart(account_id=hoa.id) is not None


def test_an_order_page_asks_little(sqlite_app: Flask, three_makers: dict[int, int]) -> None:
    """At most eight statements a page, the session's own included; the small answer at most five."""
    hoa = make_person()
    order = make_order(three_makers, account_id=hoa.id)
    pay(order)
    deliver(order)
    lines = [line.id for parcel in whole(order).parcels for line in parcel.lines]
    with transaction():
        wishes = [w.id for w in request_return(order.id, dict.fromkeys(lines, 1), reason="damaged", note="", at=NOON)]
    for wish in wishes:
        with transaction():
            decide_return(wish, accepted=True, by="operator", at=NOON)
    client, asked = someone(sqlite_app), []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for page, most in (("", 8), ("/trang-thai", 5), ("/phieu", 8), ("/tra-hang", 8), ("/huy", 8)):
        db.session.rollback()
        asked.clear()
        assert client.get(f"/don-hang/{order.code}{page}").status_code in (200, 409)
        assert len(asked) <= most, (page, asked)
    asked.clear()
    assert client.get("/tai-khoan/don-hang").status_code == 200
    assert len(asked) <= 8


def test_somebodys_orders_can_be_filtered_and_paged(sqlite_app: Flask) -> None:
    hoa, _ = make_person(), make_person("minh@example.vn")
    offer = make_offer(on_hand=100)
    empty = someone(sqlite_app, "minh@example.vn")
    assert "Chưa có đơn hàng nào" in empty.get("/tai-khoan/don-hang").text
    orders = [make_order({offer: 1}, account_id=hoa.id) for _ in range(12)]
    guest = make_order({offer: 1})
    with transaction():
        cancel_order(orders[3].id, by="shopper", at=NOON)
    client = someone(sqlite_app)
    codes = re.findall(r">(OCOP\w{7})<", client.get("/tai-khoan/don-hang").text)
    assert codes == [order.code for order in reversed(orders)][:10]
    assert re.findall(r">(OCOP\w{7})<", client.get("/en/tai-khoan/don-hang?page=2").text) == [
        orders[1].code,
        orders[0].code,
    ]
    assert re.findall(r">(OCOP\w{7})<", client.get("/tai-khoan/don-hang?show=ended").text) == [orders[3].code]
    assert "Không có đơn nào loại này" in client.get("/tai-khoan/don-hang?show=done").text
    assert guest.code not in client.get("/tai-khoan/don-hang?page=2").text
    for odd in ("page=3", "page=0", "page=x", "page=99999999"):
        assert client.get(f"/tai-khoan/don-hang?{odd}").status_code == 404
    assert sqlite_app.test_client().get("/tai-khoan/don-hang").status_code == 303


def test_what_is_picked_up_says_where_and_when(sqlite_app: Flask, three_makers: dict[int, int]) -> None:
    with transaction():
        point = open_point_of_sale(
            ("Nhà văn hóa Ba Đình", "Ba Dinh house"),
            place=("01", "00004", "5 Phố Huế"),
            hours=("8 giờ đến 17 giờ", "8 to 17"),
        ).id
    hoa = make_person()
    there = Destination(DestinationKind.PICKUP, point_of_sale_id=point)
    order = make_order(three_makers, destination=there, account_id=hoa.id)
    pay(order)
    client, asked = someone(sqlite_app), []
    with transaction():
        for parcel in [parcel.id for parcel in whole(order).parcels]:
            pack_parcel(parcel, by="maker", at=NOON)
        set_point_of_sale_open(point, is_open=False)
    words = read(client, order)
    parts = ["Hàng đã sẵn, mời đến lấy", "Nhận tại Nhà văn hóa Ba Đình", "8 giờ đến 17 giờ", "miễn phí"]
    assert [part for part in parts if part not in words] == []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert "Ready to be picked up" in read(client, order, language="/en")
    assert len(asked) <= 8, asked
    assert "Ba Dinh house" in read(client, order, "/phieu", "/en")
