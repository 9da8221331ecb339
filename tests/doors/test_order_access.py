"""Who may see an order: its account, and who proves code and telephone number. Everybody else learns nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.orders import PlacedOrder
from shop.storefront.order_access import MOST
from tests.conftest import running, settings
from tests.doors.visiting import log_in, post, someone
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.people import make_person

PHONE = "0912 345 678"
OTHER_PHONE = "0987 654 321"
UNKNOWN = "OCOPK7M3XWN"
PAGES = ("", "/trang-thai", "/huy", "/tra-hang", "/phieu", "/da-thanh-toan")
WRITES = ("/huy", "/tra-hang", "/thanh-toan")


@pytest.fixture(autouse=True)
def noon(set_clock: Callable[..., None]) -> Callable[..., None]:
    set_clock(NOON)
    return set_clock


@pytest.fixture
def of_a_guest(sqlite_app: Flask) -> PlacedOrder:
    return make_order({make_offer(on_hand=100): 1})


@pytest.fixture
def of_hoa(sqlite_app: Flask) -> PlacedOrder:
    hoa, minh = make_person(), make_person("minh@example.vn")
    assert hoa.id != minh.id
    return make_order({make_offer(on_hand=100): 1}, account_id=hoa.id)


def look_up(client: FlaskClient, code: str, phone: str = PHONE) -> int:
    return post(client, "/tra-cuu-don-hang", code=code, phone=phone).status_code


def sees(client: FlaskClient, code: str) -> bool:
    """Whether a visitor sees the order; all its pages and writes must agree."""
    answers = {client.get(f"/don-hang/{code}{page}").status_code == 404 for page in PAGES}
    answers |= {client.get(f"/en/don-hang/{code}{page}").status_code == 404 for page in PAGES}
    if True in answers:
        answers |= {post(client, f"/don-hang/{code}{page}").status_code == 404 for page in WRITES}
    assert len(answers) == 1
    return not answers.pop()


def test_a_stranger_learns_nothing(client: FlaskClient, of_a_guest: PlacedOrder) -> None:
    assert not sees(client, of_a_guest.code)
    assert not sees(client, UNKNOWN)
    there, nowhere = (client.get(f"/don-hang/{code}").text for code in (of_a_guest.code, UNKNOWN))
    assert there.replace(of_a_guest.code, UNKNOWN) == nowhere
    assert "Đơn này mở bằng số điện thoại" in there


def test_the_account_of_the_order_sees_it_and_no_other(sqlite_app: Flask, of_hoa: PlacedOrder) -> None:
    assert sees(someone(sqlite_app), of_hoa.code)
    assert not sees(someone(sqlite_app, "minh@example.vn"), of_hoa.code)


def test_code_and_telephone_number_are_read_as_people_type_them(sqlite_app: Flask, of_a_guest: PlacedOrder) -> None:
    code = of_a_guest.code
    codes = [code.lower(), f" {code[:4]} {code[4:7]}-{code[7:]} ", code.replace("OCOP", "0c0p"), code[4:]]
    phones = ["0912345678", "+84 912 345 678", "84912345678", "0912.345.678", "(0912) 345-678"]
    for typed, phone in [(code, phone) for phone in phones] + [(typed, PHONE) for typed in codes]:
        client = sqlite_app.test_client()
        answer = post(client, "/tra-cuu-don-hang", code=typed, phone=phone)
        assert (answer.status_code, answer.location) == (303, f"/don-hang/{code}"), (typed, phone)
        assert client.get(f"/don-hang/{code}").status_code == 200


def test_a_wrong_number_and_an_unknown_code_are_answered_the_same(client: FlaskClient, of_a_guest: PlacedOrder) -> None:
    wrong = post(client, "/tra-cuu-don-hang", code=of_a_guest.code, phone=OTHER_PHONE)
    unknown = post(client, "/tra-cuu-don-hang", code=UNKNOWN, phone=OTHER_PHONE)
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(of_a_guest.code, UNKNOWN) == unknown.text
    assert not sees(client, of_a_guest.code)


@pytest.mark.parametrize(
    ("code", "phone", "words"),
    [
        ("", PHONE, "Xin cho biết mã đơn"),
        ("OCOPK7M3XWX", PHONE, "có chữ chưa đúng"),
        (UNKNOWN, "", "Xin cho biết số điện thoại"),
        (UNKNOWN, "12", "chưa phải số điện thoại"),
    ],
)
def test_slips_of_the_keys_are_said(client: FlaskClient, code: str, phone: str, words: str) -> None:
    answer = post(client, "/tra-cuu-don-hang", code=code, phone=phone)
    assert answer.status_code == 422
    assert words in answer.text


def test_guesses_at_one_code_are_counted(
    client: FlaskClient, of_a_guest: PlacedOrder, noon: Callable[..., None]
) -> None:
    numbers = [f"09876543{number:02d}" for number in range(10)]
    assert {look_up(client, of_a_guest.code, number) for number in numbers} == {422}
    refused = post(client, "/tra-cuu-don-hang", code=of_a_guest.code, phone=PHONE)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "360")
    assert not sees(client, of_a_guest.code)
    noon(NOON + timedelta(minutes=6))
    assert look_up(client, of_a_guest.code) == 303


def test_the_owner_forgets_the_guesses_of_before(client: FlaskClient, of_a_guest: PlacedOrder) -> None:
    for _ in range(3):
        assert [look_up(client, of_a_guest.code, OTHER_PHONE) for _ in range(9)] == [422] * 9
        assert look_up(client, of_a_guest.code) == 303


def test_tries_of_one_visitor_are_counted_over_all_codes(sqlite_url: str, tmp_path: Path) -> None:
    for app in running(settings(sqlite_url, tmp_path, rate_lookups=6)):
        assert [look_up(app.test_client(), UNKNOWN, PHONE) for _ in range(4)] == [422, 422, 422, 429]


def test_a_browser_keeps_the_last_twenty_orders(client: FlaskClient) -> None:
    offer = make_offer(on_hand=100)
    codes = [make_order({offer: 1}).code for _ in range(MOST + 1)]
    assert {look_up(client, code) for code in codes} == {303}
    assert [sees(client, code) for code in (codes[0], codes[1], codes[-1])] == [False, True, True]


def test_logging_in_and_out_takes_the_proof_along(sqlite_app: Flask, of_a_guest: PlacedOrder) -> None:
    make_person()
    client = sqlite_app.test_client()
    assert look_up(client, of_a_guest.code) == 303
    log_in(client)
    assert not sees(client, of_a_guest.code)
    assert look_up(client, of_a_guest.code) == 303
    assert sees(client, of_a_guest.code)
    post(client, "/dang-xuat")
    assert not sees(client, of_a_guest.code)


def test_the_link_of_a_mail_fills_the_code_and_leads_on_who_may_see_it(
    client: FlaskClient, of_a_guest: PlacedOrder
) -> None:
    address = f"/tra-cuu-don-hang?code={of_a_guest.code}"
    assert f'value="{of_a_guest.code}"' in client.get(address).text
    assert look_up(client, of_a_guest.code) == 303
    assert client.get(address).location == f"/don-hang/{of_a_guest.code}"


def test_a_made_up_cookie_opens_nothing(client: FlaskClient, of_a_guest: PlacedOrder) -> None:
    client.set_cookie("session", "eyJvcmRlcnMiOlsiT0NPUCJdfQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert not sees(client, of_a_guest.code)
