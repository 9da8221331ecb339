"""A stall's goods at fairs: its people see theirs and nobody else's, in pieces, and may print what was signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from shop.database import transaction
from shop.fairs import (
    CountedLine,
    HandOverWanted,
    Note,
    OtherEnd,
    WriteOff,
    WrittenOff,
    count_booth,
    hand_out,
    list_days_of,
    list_fairs_of,
    take_back,
    take_in_sales,
    write_off_at_booth,
)
from shop.stock import MoveKind, StockChange, take_regardless
from tests.counting import statements
from tests.doors.stall_visiting import make_stall, owner, staff, stall_path
from tests.factories.booths import make_device
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import BY, give_out, make_booth, make_fair, producer_of

LAN, MINH = "HTX Vĩnh Yên", "HTX Mường Lò"


def words_of(answer: TestResponse) -> str:
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


@pytest.fixture
def booth(sqlite_app: Flask, set_clock: Callable[[object], None]) -> int:
    set_clock(NOON)
    make_stall(LAN)
    return make_booth(fair_id=make_fair(name_en="Bac Ninh fair", name="Hội chợ Bắc Ninh"))


def test_a_stall_without_fairs_is_told_what_will_stand_there(sqlite_app: Flask, booth: int) -> None:
    page = owner(sqlite_app, make_stall(LAN)).get(stall_path(make_stall(LAN), "/hoi-cho"))
    assert "Hàng của bạn chưa đi hội chợ nào" in words_of(page)


def test_staff_see_what_became_of_their_goods_and_of_no_others(sqlite_app: Flask, booth: int) -> None:
    honey, tea = make_offer("Mật ong", producer=LAN), make_offer("Chè của Minh", producer=MINH)
    give_out(booth, {honey: 12, tea: 99})
    with transaction():
        take_regardless(StockChange(honey, f"booth:{booth}", -5, MoveKind.SALE, "s:1"), at=NOON)
        write_off_at_booth(booth, WrittenOff(honey, 1, WriteOff.TASTING), by=BY, at=NOON)
        count_booth(booth, [CountedLine(honey, 6, 5, "mất một lọ")], by=BY, at=NOON)
    client = staff(sqlite_app, make_stall(LAN))
    listed = words_of(client.get(stall_path(make_stall(LAN), "/hoi-cho")))
    assert "Bàn giao 12, đã bán 5, còn ở quầy 5" in listed
    assert "Đang diễn ra" in listed
    fair = list_fairs_of(producer_of(honey))[0].fair.id
    shown = words_of(client.get(stall_path(make_stall(LAN), f"/hoi-cho/{fair}")))
    for words in ("Hội chợ Bắc Ninh", "Mật ong", "Mời dùng thử", "Chênh khi kiểm đếm", "20/11/2026 – 23/11/2026"):
        assert words in shown
    assert "Hư hỏng" not in shown
    assert "Chè của Minh" not in shown
    assert "Bac Ninh fair" in words_of(client.get("/en" + stall_path(make_stall(LAN), f"/hoi-cho/{fair}")))


def test_packs_of_two_booths_are_put_together(sqlite_app: Flask, booth: int) -> None:
    honey = make_offer("Mật ong", producer=LAN)
    producer = producer_of(honey)
    give_out(booth, {honey: 3})
    fair = list_fairs_of(producer)[0].fair.id
    give_out(make_booth("HOI-CHO-2", fair_id=fair), {honey: 4})
    found = list_fairs_of(producer)[0]
    assert [(one.variant_id, one.on_hand) for one in found.goods] == [(honey, 7)]


def test_a_note_can_be_read_and_printed(sqlite_app: Flask, booth: int) -> None:
    honey = make_offer("Mật ong", producer=LAN)
    producer = producer_of(honey)
    with transaction():
        wanted = [HandOverWanted(honey, 4, OtherEnd.PRODUCER, "L-07", date(2027, 3, 1)), HandOverWanted(honey, 2)]
        number = hand_out(Note(booth, producer, BY, "Giao buổi sáng"), wanted, at=NOON).id
        back = take_back(Note(booth, producer, BY), [HandOverWanted(honey, 1)], at=NOON).id
    client = owner(sqlite_app, make_stall(LAN))
    page = words_of(client.get(stall_path(make_stall(LAN), f"/hoi-cho/phieu/{number}")))
    for words in (
        "Phiếu bàn giao số 1",
        "Lô L-07",
        "hạn dùng 01/03/2027",
        "Giao buổi sáng",
        "Lấy từ",
        "Kệ hàng trên web",
    ):
        assert words in page
    returned = words_of(client.get(stall_path(make_stall(LAN), f"/hoi-cho/phieu/{back}")))
    assert "Phiếu trả hàng số 1" in returned
    assert "Trả về" in returned


def test_owners_see_what_it_brought_in_and_staff_do_not(sqlite_app: Flask, booth: int) -> None:
    honey, tea = make_offer("Mật ong", producer=LAN), make_offer("Chè của Minh", producer=MINH, price=77_000)
    give_out(booth, {honey: 12, tea: 9})
    device = make_device(booth, at=NOON - timedelta(days=1))
    first = device.sell({honey: 3, tea: 2}, at=NOON - timedelta(hours=13), unit=125_000)
    device.sell({honey: 1})
    device.take_back(first, {honey: 1})
    with transaction():
        take_in_sales(device.number, device.log, at=NOON)
    producer = producer_of(honey)
    fair = list_fairs_of(producer)[0].fair.id
    days = list_days_of(producer, fair)
    assert [(day.day.day, day.pieces, day.goods_vnd) for day in days] == [(20, 2, 250_000), (21, 1, 125_000)]
    assert sum(day.commission_vnd + day.share_vnd for day in days) == 375_000
    path = stall_path(make_stall(LAN), f"/hoi-cho/{fair}")
    seen = words_of(owner(sqlite_app, make_stall(LAN)).get(path))
    assert "Phần của bạn" in seen
    assert "250.000" in seen
    assert "154.000" not in seen
    hidden = words_of(staff(sqlite_app, make_stall(LAN)).get(path))
    assert "Phần của bạn" not in hidden
    assert "250.000" not in hidden


def test_fairs_and_notes_of_others_do_not_exist(sqlite_app: Flask, booth: int) -> None:
    tea = make_offer("Chè của Minh", producer=MINH)
    note = give_out(booth, {tea: 1})[0]
    fair = list_fairs_of(producer_of(tea))[0].fair.id
    client = owner(sqlite_app, make_stall(LAN))
    for page in (f"/hoi-cho/{fair}", "/hoi-cho/99", f"/hoi-cho/phieu/{note}", "/hoi-cho/phieu/99"):
        assert client.get(stall_path(make_stall(LAN), page)).status_code == 404


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-19", "Sắp diễn ra"), ("2026-11-23", "Đang diễn ra"), ("2026-11-24", "Đã xong, còn hàng ở quầy")],
)
def test_where_a_fair_stands(
    sqlite_app: Flask, booth: int, set_clock: Callable[[object], None], day: str, words: str
) -> None:
    give_out(booth, {make_offer("Mật ong", producer=LAN): 1})
    set_clock(f"{day}T12:00:00+07:00")
    assert words in words_of(owner(sqlite_app, make_stall(LAN)).get(stall_path(make_stall(LAN), "/hoi-cho")))


def test_a_fair_that_is_over_and_cleared(sqlite_app: Flask, booth: int, set_clock: Callable[[object], None]) -> None:
    honey = make_offer("Mật ong", producer=LAN)
    give_out(booth, {honey: 1})
    producer = producer_of(honey)
    with transaction():
        take_back(Note(booth, producer, BY), [HandOverWanted(honey, 1)], at=NOON)
    set_clock("2026-11-24T12:00:00+07:00")
    page = words_of(owner(sqlite_app, make_stall(LAN)).get(stall_path(make_stall(LAN), "/hoi-cho")))
    assert "Đã xong" in page
    assert "còn hàng" not in page


def test_more_goods_take_no_more_statements(sqlite_app: Flask, booth: int) -> None:
    give_out(booth, {make_offer(producer=LAN): 1})
    client = owner(sqlite_app, make_stall(LAN))
    path = stall_path(make_stall(LAN), "/hoi-cho")
    with statements() as one:
        client.get(path)
    give_out(booth, {make_offer(producer=LAN): 1 for _ in range(5)})
    with statements() as many:
        client.get(path)
    assert len(many) == len(one)
