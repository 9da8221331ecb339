"""Fairs in the office: set up step by step, tablets paired and shut out, goods out and back with a note, counted."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.accounts import Role
from shop.database import db, transaction
from shop.fairs import (
    BadPairingCode,
    BoothDevice,
    Contact,
    Fair,
    get_cashier,
    goods_at_booths,
    list_booths,
    list_cashiers,
    list_devices,
    list_fairs,
    list_hand_overs,
    note_contact,
    pair_at_terminal,
    pair_device,
    pin_is_right,
)
from shop.stock import MoveKind, StockChange, stock_by_location, take_regardless
from tests.doors.office_visiting import act, content, entries, form_key, operator
from tests.doors.visiting import SAME_ORIGIN, someone
from tests.factories.booths import make_device
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import make_booth, make_fair
from tests.factories.people import make_person
from tests.factories.register import make_producer

FAIRS = "/van-hanh/hoi-cho"
A_FAIR = {
    "name": "Hội chợ OCOP Hạ Long",
    "place": "Quảng trường 30/10",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-05",
}


@pytest.fixture
def desk(sqlite_app: Flask, set_clock: object) -> FlaskClient:
    """An operator's browser at noon of the demonstration's day."""
    set_clock(NOON)  # type: ignore[operator]
    return operator(sqlite_app)


@pytest.fixture
def booth(desk: FlaskClient) -> int:
    """The number of the booth HOI-CHO-1 of a fair that is on."""
    return make_booth()


def fair_of(booth_id: int) -> int:
    db.session.rollback()
    return next(fair.id for fair in list_fairs() for booth in fair.booths if booth.id == booth_id)


def producer_of(variant_id: int) -> int:
    db.session.rollback()
    return next(
        row[0]
        for row in db.session.execute(
            db.text("SELECT p.producer_id FROM products p JOIN variants v ON v.product_id = p.id WHERE v.id = :n"),
            {"n": variant_id},
        )
    )


def hand(desk: FlaskClient, booth_id: int, variant_id: int, quantity: str, **fields: str) -> object:
    path = f"{FAIRS}/quay/{booth_id}/ban-giao/{producer_of(variant_id)}"
    return act(desk, path, **{f"quantity-{variant_id}-0": quantity, "other_end": "producer", **fields})


def figures(booth_id: int) -> dict[int, object]:
    number = fair_of(booth_id)
    return {row.variant_id: row.figures for row in goods_at_booths(number, booth_id)}


def close(fair_id: int) -> None:
    with transaction() as session:
        session.get_one(Fair, fair_id).closed_at = NOON


# The fair


def test_without_a_fair_the_page_says_what_one_is(desk: FlaskClient) -> None:
    page = desk.get(FAIRS).text
    assert "Chưa có hội chợ nào" in page
    assert page.count(f'href="{FAIRS}/moi"') == 1


def test_a_fair_is_added_and_says_what_comes_next(desk: FlaskClient) -> None:
    key = form_key()
    answer = act(desk, f"{FAIRS}/moi", key=key, **A_FAIR)
    assert answer.status_code == 303
    (fair,) = list_fairs()
    assert (fair.name, fair.owner_id, f"{fair.starts_on:%d/%m}") == (A_FAIR["name"], 1, "01/12")
    page = desk.get(answer.location).text
    assert "Chuẩn bị trước ngày mở" in page
    assert "Xong 0 trên 4 việc" in page
    assert "còn 10 ngày" in page
    assert page.count('class="button"') == 1
    assert act(desk, f"{FAIRS}/moi", key=key, **A_FAIR).status_code == 303
    assert len(list_fairs()) == 1
    assert [entry.subject_id for entry in entries("fair_opened")] == [fair.id]
    assert "01–05/12/2026" in desk.get(FAIRS).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Hãy ghi tên hội chợ"),
        ({"place": ""}, "Hãy ghi nơi tổ chức"),
        ({"starts_on": "hôm nào"}, "Xin ghi ngày"),
        ({"ends_on": ""}, "Xin ghi ngày"),
        ({"ends_on": "2026-11-30"}, "sớm hơn ngày đầu"),
        ({"ends_on": "2027-11-30"}, "dài hơn 60 ngày"),
    ],
)
def test_what_is_typed_of_a_fair_stays(desk: FlaskClient, wrong: dict[str, str], words: str) -> None:
    before = content()
    answer = act(desk, f"{FAIRS}/moi", **{**A_FAIR, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    kept = {**A_FAIR, **wrong}
    assert all(f'value="{kept[name].strip()}"' in answer.text for name in A_FAIR)
    assert content() == before


def test_a_fair_is_changed_and_keeps_its_owner_where_none_is_named(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    page = desk.get(f"{FAIRS}/{number}/sua").text
    assert 'value="Quảng trường 3/2"' in page
    assert act(desk, f"{FAIRS}/{number}/sua", **{**A_FAIR, "ends_on": "x"}).status_code == 422
    assert act(desk, f"{FAIRS}/{number}/sua", **A_FAIR, owner="777").status_code == 303
    page = desk.get(f"{FAIRS}/{number}").text
    assert A_FAIR["name"] in page
    assert len(entries("fair_changed")) == 1


def test_a_fair_is_called_by_its_english_name(desk: FlaskClient, booth: int) -> None:
    assert "OCOP fair" in desk.get(f"/en{FAIRS}/{fair_of(booth)}").text


def test_past_and_closed_fairs_stand_below(desk: FlaskClient, booth: int) -> None:
    page = desk.get(FAIRS).text
    assert "Đang diễn ra" in page
    assert "Hội chợ đã qua" not in page
    with transaction() as session:
        session.get_one(Fair, fair_of(booth)).ends_on = date(2026, 11, 20)
    page = desk.get(FAIRS).text
    assert page.index("Hội chợ đã qua") < page.index("Đã hết ngày, chờ đóng")
    assert "Hiện không có hội chợ nào" in page
    close(fair_of(booth))
    assert "Hội chợ đã đóng" in desk.get(FAIRS).text


def test_all_steps_done_make_room_for_the_goods(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    assert "Xong 1 trên 4 việc" in desk.get(f"{FAIRS}/{number}").text
    act(desk, f"{FAIRS}/{number}/nguoi-ban", name="Chị Hoa", pin="1234")
    with transaction():
        pair_at_terminal("HOI-CHO-1", at=NOON)
    hand(desk, booth, make_offer(), "4")
    page = desk.get(f"{FAIRS}/{number}").text
    assert "Chuẩn bị trước ngày mở" not in page
    assert "Hàng của 1 chủ thể" in page
    assert "còn 4 món · đã bán 0" in page
    assert f'href="{FAIRS}/quay/{booth}/ban-giao"' in page


# Booths


def test_a_booth_gets_a_code_of_its_own(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    path = f"{FAIRS}/{number}/quay-moi"
    for code, words in (("", "mã ngắn"), ("Quầy 2", "chữ không dấu"), ("hoi-cho-1", "Đã có quầy mang mã này")):
        answer = act(desk, path, name="Quầy khu B", code=code)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="Quầy khu B"' in answer.text
    assert len(list_booths(number)) == 1
    answer = act(desk, path, name="Quầy khu B", code="hoi-cho-2")
    assert answer.status_code == 303
    assert "HOI-CHO-2" in desk.get(answer.location).text
    assert "Quầy chưa có hàng" in desk.get(answer.location).text
    assert [entry.facts["booth_id"] for entry in entries("booth_added")] == [2]


def test_a_closed_fair_takes_no_booth(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    close(number)
    answer = act(desk, f"{FAIRS}/{number}/quay-moi", name="Quầy khu B", code="HOI-CHO-2")
    assert answer.status_code == 422
    assert "Hội chợ đã đóng" in answer.text
    assert "quay-moi" not in desk.get(f"{FAIRS}/{number}").text
    assert "Bàn giao hàng" not in desk.get(f"{FAIRS}/quay/{booth}").text


def test_a_booth_is_renamed_and_keeps_its_code(desk: FlaskClient, booth: int) -> None:
    path = f"{FAIRS}/quay/{booth}/sua"
    assert 'value="Quầy số 1"' in desk.get(path).text
    assert act(desk, path, name="").status_code == 422
    assert act(desk, path, name="Quầy cổng chính").status_code == 303
    page = desk.get(f"{FAIRS}/quay/{booth}").text
    assert "Quầy cổng chính" in page
    assert "HOI-CHO-1" in page


# Tablets


def code_on(page: str) -> str:
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}<", page)
    assert found, page
    return found[0].rstrip("<")


def test_a_tablet_is_paired_by_a_code_that_no_page_shows_again(desk: FlaskClient, booth: int) -> None:
    path, key = f"{FAIRS}/quay/{booth}/thiet-bi", form_key()
    assert "Chưa ghép máy nào" in desk.get(path).text
    answer = act(desk, f"{path}/ma", key=key)
    assert answer.status_code == 200
    code = code_on(answer.text)
    assert "data:image/svg+xml;base64," in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert code not in desk.get(path).text
    assert act(desk, f"{path}/ma", key=key).status_code == 303
    with transaction():
        pair_device(code, name="Máy bàn 1", at=NOON)
    assert "Máy bàn 1" in desk.get(path).text
    with pytest.raises(BadPairingCode), transaction():
        pair_device(code, name="Máy bàn 2", at=NOON)
    assert [entry.subject_id for entry in entries("device_pairing_offered")] == [booth]
    assert code.replace("-", "") not in str(entries("device_pairing_offered")[0].facts)


def test_a_closed_fair_pairs_no_tablet(desk: FlaskClient, booth: int) -> None:
    close(fair_of(booth))
    before = content()
    answer = act(desk, f"{FAIRS}/quay/{booth}/thiet-bi/ma")
    assert answer.status_code == 409
    assert "Hội chợ đã đóng" in answer.text
    assert content() == before
    assert "thiet-bi/ma" not in desk.get(f"{FAIRS}/quay/{booth}/thiet-bi").text


def test_how_a_tablet_is_stands_wherever_its_booth_does(desk: FlaskClient, booth: int, set_clock: object) -> None:
    with transaction():
        device_id = pair_at_terminal("HOI-CHO-1", at=NOON).device.id
    pages = [f"{FAIRS}/{fair_of(booth)}", f"{FAIRS}/quay/{booth}/thiet-bi"]
    assert all("Chưa kết nối lần nào" in desk.get(page).text for page in pages)
    with transaction():
        note_contact(device_id, Contact(clock_offset_ms=-7 * 3_600_000, unsent_count=3), at=NOON)
    for page in [*pages, f"{FAIRS}/quay/{booth}"]:
        text = desk.get(page).text
        assert "Đang kết nối" in text, page
        assert "3 đơn chưa gửi" in text, page
        assert "Đồng hồ máy nhanh 7 giờ" in text, page
    with transaction():
        note_contact(device_id, Contact(clock_offset_ms=119_000, unsent_count=0), at=NOON)
    set_clock(NOON + timedelta(minutes=11))  # type: ignore[operator]
    text = desk.get(pages[0]).text
    assert "Mất mạng" in text
    assert "Đồng hồ" not in text
    assert "chưa gửi" not in text
    assert "Đồng hồ máy chậm 3 ngày" in desk_with_offset(desk, device_id, 3 * 86_400_000, pages[0])
    assert "Đồng hồ máy chậm 5 phút" in desk_with_offset(desk, device_id, 5 * 60_000, pages[0])


def desk_with_offset(desk: FlaskClient, device_id: int, offset_ms: int, page: str) -> str:
    with transaction():
        note_contact(device_id, Contact(clock_offset_ms=offset_ms), at=NOON)
    return desk.get(page).text


def test_a_tablet_is_renamed_and_shut_out_once(desk: FlaskClient, booth: int) -> None:
    with transaction():
        device_id = pair_at_terminal("HOI-CHO-1", at=NOON).device.id
    path = f"{FAIRS}/thiet-bi/{device_id}"
    wrong = act(desk, f"{path}/ten", name=" ")
    assert wrong.status_code == 422
    assert "Hãy đặt tên" in wrong.text
    assert act(desk, f"{path}/ten", name="Máy của Hoa").status_code == 303
    key = form_key()
    for _ in range(2):
        assert act(desk, f"{path}/thu-hoi", key=key).status_code == 303
    (device,) = list_devices(fair_of(booth))
    assert (device.name, device.is_live) == ("Máy của Hoa", False)
    page = desk.get(f"{FAIRS}/quay/{booth}/thiet-bi").text
    assert "Máy của Hoa" in page
    assert "thu-hoi" not in page
    assert len(entries("device_revoked")) == 1


# Who sells


def test_somebody_sells_with_a_pin_that_no_page_repeats(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    path = f"{FAIRS}/{number}/nguoi-ban"
    for name, pin in (("Chị Hoa", "12"), ("Chị Hoa", "12a4"), ("Chị Hoa", ""), ("", "739155")):
        answer = act(desk, path, name=name, pin=pin)
        assert answer.status_code == 422
        assert f'value="{name}"' in answer.text
        assert not pin or f'value="{pin}"' not in answer.text
    assert list_cashiers(number) == []
    assert act(desk, path, name="Chị Hoa", pin="739155").status_code == 303
    page = desk.get(path).text
    assert "Chị Hoa" in page
    assert "739155" not in page
    (cashier,) = list_cashiers(number)
    assert pin_is_right(cashier, "739155")
    assert "739155" not in str([entry.facts for entry in entries("cashier_added")])


def test_a_pin_is_changed_and_somebody_sells_no_more(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    path = f"{FAIRS}/{number}/nguoi-ban"
    act(desk, path, name="Chị Hoa", pin="1111")
    db.session.rollback()
    cashier_id = list_cashiers(number)[0].id
    assert act(desk, f"{path}/{cashier_id}/pin", pin="1").status_code == 422
    assert act(desk, f"{path}/{cashier_id}/pin", pin="2222").status_code == 303
    db.session.rollback()
    assert pin_is_right(get_cashier(number, cashier_id), "2222")
    assert act(desk, f"{path}/{cashier_id}/nghi").status_code == 303
    page = desk.get(path).text
    assert "Từng bán ở đây" in page
    assert "Chưa có ai" in page


def test_nobody_of_another_fair_is_changed(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    act(desk, f"{FAIRS}/{number}/nguoi-ban", name="Chị Hoa", pin="1111")
    db.session.rollback()
    cashier_id, other = list_cashiers(number)[0].id, make_fair(owner_id=1)
    before = content()
    for path in (f"{other}/nguoi-ban/{cashier_id}", f"{number}/nguoi-ban/999", f"{number}/nguoi-ban/{2**40}"):
        assert act(desk, f"{FAIRS}/{path}/pin", pin="2222").status_code == 404
        assert act(desk, f"{FAIRS}/{path}/nghi").status_code == 404
    assert content() == before


def test_a_closed_fair_takes_nobody(desk: FlaskClient, booth: int) -> None:
    number = fair_of(booth)
    close(number)
    answer = act(desk, f"{FAIRS}/{number}/nguoi-ban", name="Chị Hoa", pin="1234")
    assert (answer.status_code, "Hội chợ đã đóng" in answer.text) == (409, True)


# Goods out


def test_only_whose_goods_may_be_sold_can_hand_out(desk: FlaskClient, booth: int) -> None:
    path = f"{FAIRS}/quay/{booth}/ban-giao"
    assert "Chưa chủ thể nào có hàng được phép bán" in desk.get(path).text
    make_offer("Mật ong", producer="HTX Vĩnh Yên")
    make_offer("Chè dây", producer="HTX Tân Tiến", decided_on="2020-01-01")
    make_offer("Ở nhà sàn", producer="HTX Bản Liền", kind="homestay")
    make_offer("Gạo nếp", producer="HTX Yến Dương")
    page = desk.get(path).text
    assert [name in page for name in ("Vĩnh Yên", "Tân Tiến", "Bản Liền", "Yến Dương")] == [True, False, False, True]
    assert "1 mặt hàng được phép bán" in page
    found = desk.get(path, query_string={"q": "yen duong"}).text
    assert [name in found for name in ("HTX Vĩnh Yên", "HTX Yến Dương")] == [False, True]
    assert "Không tìm thấy chủ thể nào" in desk.get(path, query_string={"q": "khong co ai"}).text


def test_what_lapsed_is_handed_to_nobody(desk: FlaskClient, booth: int) -> None:
    lapsed = make_offer("Chè dây", decided_on="2020-01-01")
    path = f"{FAIRS}/quay/{booth}/ban-giao/{producer_of(lapsed)}"
    assert "Không có gì để bàn giao" in desk.get(path).text
    before = content()
    assert hand(desk, booth, lapsed, "3").status_code == 422  # type: ignore[attr-defined]
    assert content() == before


def test_goods_brought_along_reach_the_booth_with_a_note(desk: FlaskClient, booth: int) -> None:
    honey = make_offer("Mật ong rừng")
    key = form_key()
    fields = {
        f"quantity-{honey}-0": "12",
        f"lot-{honey}-0": "L2611",
        f"best_before-{honey}-0": "2027-06-30",
        f"quantity-{honey}-1": "3",
        "other_end": "producer",
        "remark": "Giao lúc mở cửa",
    }
    path = f"{FAIRS}/quay/{booth}/ban-giao/{producer_of(honey)}"
    answer = act(desk, path, key=key, **fields)
    assert answer.status_code == 303
    assert act(desk, path, key=key, **fields).status_code == 303
    assert stock_by_location(honey) == {f"booth:{booth}": 15, "web": 10}
    note = desk.get(answer.location).text
    for words in (
        "Phiếu bàn giao hàng",
        "01/BG-HOI-CHO-1",
        "L2611",
        "30/06/2027",
        "Giao lúc mở cửa",
        "Đại diện bên giao",
    ):
        assert words in note, words
    assert re.search(r"Tổng cộng</th>.*?<td class=\"number\">15<", note)
    (row,) = list_hand_overs(fair_of(booth))
    assert (row.number, row.pieces, row.lines) == (1, 15, 2)
    listed = desk.get(f"{FAIRS}/quay/{booth}/phieu").text
    assert "01/BG-HOI-CHO-1" in listed
    (entry,) = entries("goods_handed_out")
    assert entry.facts == {"pieces": 15, "note_id": row.id}


def test_goods_of_the_webs_stock_leave_it(desk: FlaskClient, booth: int) -> None:
    honey = make_offer(on_hand=10)
    before = content()
    answer = hand(desk, booth, honey, "11", other_end="web", remark="Giữ lại")
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "Kho bán trên mạng chỉ còn 10" in answer.text  # type: ignore[attr-defined]
    assert 'value="11"' in answer.text  # type: ignore[attr-defined]
    assert 'value="Giữ lại"' in answer.text  # type: ignore[attr-defined]
    assert content() == before
    hand(desk, booth, honey, "10", other_end="web")
    assert stock_by_location(honey) == {f"booth:{booth}": 10, "web": 0}
    answer = hand(desk, booth, honey, "1", other_end="web")
    assert "Kho bán trên mạng đã hết" in answer.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quantity": ""}, "ít nhất một mặt hàng"),
        ({"quantity": "0"}, "ít nhất một mặt hàng"),
        ({"quantity": "ba"}, "Hãy ghi số nguyên"),
        ({"quantity": "-2"}, "Hãy ghi số nguyên"),
        ({"quantity": "10001"}, "nhiều nhất 10.000"),
        ({"quantity": "2", "best_before": "mai"}, "Xin ghi ngày"),
        ({"quantity": "2", "lot": "x" * 41}, "Số lô dài nhất 40"),
    ],
)
def test_what_is_typed_of_goods_stays(desk: FlaskClient, booth: int, fields: dict[str, str], words: str) -> None:
    honey = make_offer()
    before = content()
    sent = {f"{name}-{honey}-0": value for name, value in fields.items()}
    answer = act(desk, f"{FAIRS}/quay/{booth}/ban-giao/{producer_of(honey)}", **sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert all(f'value="{value}"' in answer.text for value in fields.values() if value != "0")
    assert content() == before


def test_nobody_elses_pack_slips_onto_a_note(desk: FlaskClient, booth: int) -> None:
    mine, other = make_offer("Mật ong", producer="HTX Vĩnh Yên"), make_offer("Gạo nếp", producer="HTX Yến Dương")
    path = f"{FAIRS}/quay/{booth}/ban-giao/{producer_of(mine)}"
    act(desk, path, **{f"quantity-{mine}-0": "1", f"quantity-{other}-0": "5"})
    assert stock_by_location(other) == {"web": 10}


def test_a_closed_fair_hands_nothing_out(desk: FlaskClient, booth: int) -> None:
    honey = make_offer()
    close(fair_of(booth))
    before = content()
    answer = hand(desk, booth, honey, "1")
    assert (answer.status_code, "Hội chợ đã đóng" in answer.text) == (409, True)  # type: ignore[attr-defined]
    assert content() == before


# Goods back, counted, written off


def test_goods_go_home_or_back_into_the_webs_stock(desk: FlaskClient, booth: int) -> None:
    honey = make_offer("Mật ong rừng", on_hand=10)
    choose = f"{FAIRS}/quay/{booth}/nhan-lai"
    assert "Quầy không còn hàng" in desk.get(choose).text
    hand(desk, booth, honey, "8")
    assert "còn 8 món ở quầy" in desk.get(choose).text
    path = f"{choose}/{producer_of(honey)}"
    assert f'name="quantity-{honey}-0" value="8"' in desk.get(path + "?all=1").text
    assert f'name="quantity-{honey}-0" value=""' in desk.get(path).text
    too_many = act(desk, path, **{f"quantity-{honey}-0": "9", "other_end": "web"})
    assert (too_many.status_code, "Ở quầy chỉ còn 8" in too_many.text) == (409, True)
    assert act(desk, path).status_code == 422
    answer = act(desk, path, **{f"quantity-{honey}-0": "5", "other_end": "web"})
    assert "Phiếu nhận lại hàng" in desk.get(answer.location).text
    assert "01/NL-HOI-CHO-1" in desk.get(answer.location).text
    assert stock_by_location(honey) == {f"booth:{booth}": 3, "web": 15}
    act(desk, path, **{f"quantity-{honey}-0": "3", "other_end": "producer"})
    assert stock_by_location(honey) == {f"booth:{booth}": 0, "web": 15}
    assert "Không còn hàng của chủ thể này" in desk.get(path).text
    close(fair_of(booth))
    assert act(desk, path, **{f"quantity-{honey}-0": "1"}).status_code in (409, 422)


def test_unsent_sales_are_named_before_goods_are_counted_or_go_home(desk: FlaskClient, booth: int) -> None:
    honey = make_offer()
    hand(desk, booth, honey, "8")
    with transaction():
        device_id = pair_at_terminal("HOI-CHO-1", at=NOON).device.id
        note_contact(device_id, Contact(unsent_count=2), at=NOON)
    for path in (f"nhan-lai/{producer_of(honey)}", "kiem-dem"):
        assert "còn 2 đơn chưa gửi" in desk.get(f"{FAIRS}/quay/{booth}/{path}").text


def test_the_books_follow_what_was_counted_with_a_reason(desk: FlaskClient, booth: int) -> None:
    honey, tea = make_offer("Mật ong rừng"), make_offer("Chè dây")
    path = f"{FAIRS}/quay/{booth}/kiem-dem"
    assert "Chưa có gì để đếm" in desk.get(path).text
    hand(desk, booth, honey, "8")
    hand(desk, booth, tea, "5")
    sheet = {f"expected-{honey}": "8", f"expected-{tea}": "5"}
    for fields, words in (
        ({}, "ít nhất một mặt hàng"),
        ({f"counted-{honey}": "bảy"}, "Hãy ghi số nguyên"),
        ({f"counted-{honey}": "7"}, "lệch sổ"),
    ):
        answer = act(desk, path, **sheet, **fields)
        assert answer.status_code == 422
        assert words in answer.text
        assert all(f'value="{value}"' in answer.text for value in fields.values())
    answer = act(desk, path, **sheet, **{f"counted-{honey}": "7", f"reason-{honey}": "chưa rõ", f"counted-{tea}": "5"})
    assert answer.status_code == 303
    assert stock_by_location(honey)[f"booth:{booth}"] == 7
    page = desk.get(path).text
    assert "đếm 2 mặt hàng · 1 lệch sổ" in page
    act(desk, path, **{f"expected-{tea}": "5", f"counted-{tea}": "5"})
    assert "đủ hàng" in desk.get(path).text


def test_what_was_sold_while_somebody_counted_is_said(desk: FlaskClient, booth: int) -> None:
    honey = make_offer()
    hand(desk, booth, honey, "8")
    with transaction():
        take_regardless(StockChange(honey, f"booth:{booth}", -2, MoveKind.SALE, "sale:x"), at=NOON)
    answer = act(
        desk,
        f"{FAIRS}/quay/{booth}/kiem-dem",
        **{f"expected-{honey}": "8", f"counted-{honey}": "8", f"reason-{honey}": ""},
    )
    assert answer.status_code in (303, 409)
    answer = act(
        desk,
        f"{FAIRS}/quay/{booth}/kiem-dem",
        **{f"expected-{honey}": "8", f"counted-{honey}": "5", f"reason-{honey}": "vỡ"},
    )
    assert answer.status_code == 409
    assert "đổi từ 8 thành 6" in answer.text
    assert 'value="vỡ"' in answer.text
    assert stock_by_location(honey)[f"booth:{booth}"] == 6


def test_what_was_tasted_and_damaged_is_written_off(desk: FlaskClient, booth: int) -> None:
    honey = make_offer("Mật ong rừng")
    path = f"{FAIRS}/quay/{booth}/xuat-khac"
    assert "Quầy không còn hàng" in desk.get(path).text
    hand(desk, booth, honey, "5")
    taste = {"variant": str(honey), "kind": "tasting", "quantity": "2"}
    for wrong, words in (
        ({"variant": ""}, "Hãy chọn mặt hàng"),
        ({"variant": "999"}, "Hãy chọn mặt hàng"),
        ({"kind": "lost"}, "Có chỗ"),
        ({"quantity": "0"}, "Có chỗ"),
        ({"kind": "damage"}, "hàng bị làm sao"),
    ):
        answer = act(desk, path, **{**taste, **wrong})
        assert answer.status_code == 422, wrong
        assert words in answer.text or "Something" in answer.text, wrong
    too_many = act(desk, path, **{**taste, "quantity": "6"})
    assert (too_many.status_code, "Ở quầy chỉ còn 5" in too_many.text) == (409, True)
    assert act(desk, path, **taste).status_code == 303
    assert act(desk, path, **{**taste, "kind": "damage", "quantity": "1", "reason": "Vỡ nắp"}).status_code == 303
    page = desk.get(path).text
    assert "2 × Mật ong rừng" in page
    assert "Vỡ nắp" in page
    found = figures(booth)[honey]
    assert (found.tasted, found.damaged, found.on_hand) == (2, 1, 2)  # type: ignore[attr-defined]
    shown = desk.get(f"{FAIRS}/quay/{booth}").text
    assert "giao 5 · bán 0 · thử 2 · hỏng 1" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown))


def test_pieces_sold_beyond_what_lay_there_are_named(desk: FlaskClient, booth: int) -> None:
    honey = make_offer()
    hand(desk, booth, honey, "1")
    with transaction():
        take_regardless(StockChange(honey, f"booth:{booth}", -3, MoveKind.SALE, "sale:y"), at=NOON)
    assert "bán vượt 2 so với số bàn giao" in desk.get(f"{FAIRS}/quay/{booth}").text


# Whoever has no business here


@pytest.mark.parametrize("role", [None, Role.PRODUCER, Role.OFFICER, "nobody"])
def test_strangers_reach_nothing_of_a_fair_and_change_nothing(
    sqlite_app: Flask, set_clock: object, role: Role | str | None
) -> None:
    set_clock(NOON)  # type: ignore[operator]
    client = operator(sqlite_app)
    booth = make_booth()
    number, honey = fair_of(booth), make_offer()
    act(client, f"{FAIRS}/{number}/nguoi-ban", name="Chị Hoa", pin="1111")
    hand(client, booth, honey, "5")
    tablet = make_device(booth)
    sold = {"sales": [tablet.sell({honey: 1})]}
    assert sqlite_app.test_client().post("/kiosk/api/sales", json=sold, headers=tablet.headers).status_code == 200
    stranger = sqlite_app.test_client()
    if role != "nobody":
        make_person(role=role, producer_id=make_producer("HTX Khác").id if role is Role.PRODUCER else None)
        stranger = someone(sqlite_app)
    values = {"fair_id": number, "booth_id": booth, "device_id": tablet.number, "cashier_id": 1, "note_id": 1}
    values |= {"producer_id": producer_of(honey)}
    fields = {**A_FAIR, "pin": "9999", "code": "HOI-CHO-9", f"quantity-{honey}-0": "1", f"counted-{honey}": "1"}
    fields |= {f"reason-{honey}": "x", "variant": str(honey), "kind": "tasting", "quantity": "1"}
    before, walked, seen = content(), 0, 0
    for rule in sqlite_app.url_map.iter_rules():
        if not rule.endpoint.startswith("office.fairs."):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], 1)), rule.rule)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            data = {"form_key": form_key(), **fields} if method == "POST" else None
            answer = stranger.open(path, method=method, data=data, headers=SAME_ORIGIN)
            assert answer.status_code == (303 if role == "nobody" else 404), path
            seen += method == "GET" and client.get(path).status_code == 200
            walked += 1
    assert walked >= 30
    # There was something behind the addresses that were refused.
    assert seen >= 18
    assert content() == before


def test_what_is_not_there_is_not_found(desk: FlaskClient, booth: int) -> None:
    for number in (999, 2**31, 2**70):
        for path in (
            "{}",
            "{}/sua",
            "{}/quay-moi",
            "{}/nguoi-ban",
            "quay/{}",
            "quay/{}/sua",
            "quay/{}/thiet-bi",
            "phieu/{}",
        ):
            assert desk.get(f"{FAIRS}/{path.format(number)}").status_code == 404, (path, number)
        assert desk.get(f"{FAIRS}/quay/{booth}/ban-giao/{number}").status_code == 404
        assert act(desk, f"{FAIRS}/thiet-bi/{number}/thu-hoi").status_code == 404


def test_a_tablet_that_nobody_named_is_called_by_its_number(desk: FlaskClient, booth: int) -> None:
    with transaction() as session:
        device = pair_at_terminal("HOI-CHO-1", at=NOON).device
        session.get_one(BoothDevice, device.id).name = ""
    for path in (f"{fair_of(booth)}", f"quay/{booth}/thiet-bi"):
        assert "Máy 1" in desk.get(f"{FAIRS}/{path}").text


def test_large_numbers_of_pieces_are_grouped(desk: FlaskClient, booth: int) -> None:
    honey = make_offer()
    for _ in range(2):
        hand(desk, booth, honey, "6.000")
    assert "12.000" in desk.get(f"{FAIRS}/quay/{booth}").text
    assert "12,000" in desk.get(f"/en{FAIRS}/{fair_of(booth)}").text
