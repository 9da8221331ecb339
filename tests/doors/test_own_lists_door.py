"""Address book and saved goods at the door: theirs alone, forms that say what is missing, nothing lapsed for sale."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from shop.address_book import MOST_ADDRESSES, AddressEntry, add_address, list_addresses
from shop.catalogue import Variant
from shop.database import db, transaction
from shop.saved_goods import list_saved_goods
from tests.doors.visiting import PASSWORD, post, someone
from tests.factories.buying import HANOI, NOON, make_offer
from tests.factories.people import make_person

HOME = {"name": "Lê Hoa", "phone": "0912 345 678", "province": "15", "commune": "Xã Nghĩa Đô", "street": "Thôn 3"}
BOOK = "/tai-khoan/dia-chi"


@pytest.fixture(autouse=True)
def noon(set_clock: Callable[[object], None]) -> None:
    set_clock(NOON)


def book(person_id: int) -> list[tuple[str, str, bool]]:
    db.session.rollback()
    return [(entry.name, entry.address.words, entry.is_default) for entry in list_addresses(person_id)]


def slug_of(variant_id: int) -> str:
    return db.session.get_one(Variant, variant_id).product.slug


def test_an_address_is_added_changed_made_usual_and_taken_out(app: Flask) -> None:
    hoa = make_person().id
    browser = someone(app)
    assert "Chưa có địa chỉ nào" in browser.get(BOOK).text
    assert 'value="Hoa"' in browser.get(f"{BOOK}/them").text, "the account's name is offered"
    old_words = HOME | {"commune": "xã Vĩnh Yên, huyện Bảo Yên", "street": "Thôn 5"}
    assert post(browser, f"{BOOK}/them", **HOME).location == BOOK
    assert post(browser, f"{BOOK}/them", **old_words, usual="yes").location == BOOK
    assert [entry[2] for entry in book(hoa)] == [True, False]
    assert book(hoa)[0][1].startswith("Thôn 5, Xã Nghĩa Đô, ")
    first, second = sorted(entry.id for entry in list_addresses(hoa))
    assert "0912 345 678" in browser.get(f"{BOOK}/{first}").text
    assert post(browser, f"{BOOK}/{first}", **HOME | {"name": "Mẹ Hoa"}, usual="yes").location == BOOK
    assert book(hoa)[0] == ("Mẹ Hoa", book(hoa)[0][1], True)
    post(browser, f"{BOOK}/{second}/mac-dinh")
    assert [entry.id for entry in list_addresses(hoa)] == [second, first]
    post(browser, f"{BOOK}/{second}/bo")
    assert book(hoa) == [("Mẹ Hoa", book(hoa)[0][1], True)]


@pytest.mark.parametrize(
    ("field", "value", "vietnamese", "english"),
    [
        ("name", "", "Vui lòng cho biết ai nhận hàng.", "Please say who receives the parcels."),
        ("phone", "12", "ví dụ 0912 345 678", "such as 0912 345 678"),
        ("phone", "", "ví dụ 0912 345 678", "such as 0912 345 678"),
        ("commune", "", "commune-error", "commune-error"),
        ("street", "", "street-error", "street-error"),
        ("province", "", "province-error", "province-error"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    sqlite_app: Flask, field: str, value: str, vietnamese: str, english: str
) -> None:
    hoa = make_person().id
    browser = someone(sqlite_app)
    for prefix, said in (("", vietnamese), ("/en", english)):
        answer = post(browser, f"{prefix}{BOOK}/them", **HOME | {field: value})
        assert answer.status_code == 422
        assert said in answer.text
        kept = {"name": "Lê Hoa", "street": "Thôn 3"}
        kept.pop(field, None)
        assert all(text in answer.text for text in kept.values())
    assert book(hoa) == []


def test_nobody_reaches_into_another_book(app: Flask) -> None:
    hoa = make_person().id
    make_person("lan@example.vn")
    with transaction():
        number = add_address(hoa, AddressEntry("Hoa", "+84912345678", HANOI), at=NOON)
    stranger, before = someone(app, "lan@example.vn"), book(hoa)
    assert stranger.get(f"{BOOK}/{number}").status_code == 404
    for path in (f"/{number}", f"/{number}/mac-dinh", f"/{number}/bo", "/999999999999", "/999999999999/bo"):
        assert post(stranger, BOOK + path, **HOME).status_code == 404
    assert book(hoa) == before


def test_a_full_book_says_so(app: Flask) -> None:
    hoa = make_person().id
    with transaction():
        for _ in range(MOST_ADDRESSES):
            add_address(hoa, AddressEntry("Hoa", "+84912345678", HANOI), at=NOON)
    browser = someone(app)
    assert f'href="{BOOK}/them"' not in browser.get(BOOK).text
    post(browser, f"{BOOK}/them", **HOME)
    assert "Sổ địa chỉ đã đầy" in browser.get(BOOK).text
    assert len(book(hoa)) == MOST_ADDRESSES


def test_a_good_is_saved_found_and_taken_off(app: Flask, set_clock: Callable[[object], None]) -> None:
    hoa = make_person().id
    slug = slug_of(make_offer("Chè Shan tuyết"))
    browser = someone(app)
    assert "Chưa lưu món nào" in browser.get("/tai-khoan/da-luu").text
    assert post(browser, "/tai-khoan/da-luu", slug=slug).location == "/tai-khoan/da-luu"
    said = browser.get("/tai-khoan/da-luu").text
    assert f'data-product="{slug}"' in said
    post(browser, "/tai-khoan/da-luu", slug="khong-co")
    assert "chưa lưu được" in browser.get("/tai-khoan/da-luu").text
    set_clock(NOON.replace(year=2040))
    later = someone(app).get("/tai-khoan/da-luu").text
    assert "data-product=" not in later
    assert "giấy chứng nhận hết hạn ngày" in later
    set_clock(NOON)
    post(browser, "/tai-khoan/da-luu/bo", slug=slug)
    assert list_saved_goods(hoa, NOON) == ()


def test_a_stranger_saves_after_the_login(app: Flask) -> None:
    make_person()
    slug = slug_of(make_offer("Chè Shan tuyết"))
    browser = app.test_client()
    form = re.search(r'action="(/tai-khoan/da-luu[^"]*)"', browser.get(f"/san-pham/{slug}").text)
    assert form is not None
    asked = post(browser, form[1].replace("&amp;", "&"), slug=slug)
    assert asked.status_code == 303
    assert asked.location.startswith("/dang-nhap?next=")
    login = browser.get(asked.location).text
    onward = re.search(r'name="next" value="([^"]+)"', login)
    assert onward is not None
    answer = post(browser, "/dang-nhap", email="hoa@example.vn", password=PASSWORD, next=onward[1])
    assert answer.location == f"/tai-khoan/da-luu?luu={slug}"
    assert "Lưu Chè Shan tuyết?" in browser.get(answer.location).text
    assert post(app.test_client(), "/tai-khoan/da-luu?next=//evil.test", slug=slug).location == (
        "/dang-nhap?next=//evil.test"
    )
    evil = post(app.test_client(), "/dang-nhap", email="hoa@example.vn", password=PASSWORD, next="//evil.test")
    assert evil.location == "/tai-khoan"
