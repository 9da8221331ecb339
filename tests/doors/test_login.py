"""The way in: register, log in and out, the lost password, the second step; strangers learn and change nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop import clock
from shop.accounts import (
    PasswordHasher,
    Role,
    disable_person,
    find_person_by_email,
    get_person,
    grant_role,
    list_people,
)
from shop.accounts.models import LoginSession
from shop.database import db, transaction
from shop.notifications import list_messages
from tests.conftest import running, settings
from tests.doors.visiting import cookie_of, log_in, mailed_token, post, someone
from tests.factories.people import BY_TEST, PASSWORD, make_person

NEW = "trâu ăn cỏ đồng xa"
REGISTRATION = {"name": "Lê Hoa", "email": "hoa@example.vn", "password": PASSWORD, "terms": "yes"}


def is_in(client: FlaskClient) -> bool:
    return client.get("/tai-khoan").status_code == 200


def test_from_registration_to_the_account(client: FlaskClient) -> None:
    answer = post(client, "/dang-ky", **REGISTRATION, news="yes")
    assert (answer.status_code, answer.location) == (303, "/dang-ky/da-gui")
    assert client.get(answer.location).status_code == 200
    address = f"/dang-ky/xac-nhan/{mailed_token('confirm_account')}"
    for _ in range(2):
        assert "hoa@example.vn" in client.get(address).text
    assert post(client, address, password="another password").status_code == 422
    assert list_people() == []
    answer = post(client, address, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/tai-khoan")
    assert "Lê Hoa" in client.get("/tai-khoan").text
    assert client.get(address).status_code == 410
    assert post(client, address, password=PASSWORD).status_code == 410


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "gọi bạn là gì"),
        ("name", "x" * 121, "tối đa 120"),
        ("email", "hoa", "hoa@example.vn"),
        ("password", "ngắn", "ít nhất 12"),
        ("password", "password1234", "quá dễ đoán"),
        ("password", "lê hoa lê hoa 1", "tên hay địa chỉ"),
        ("terms", "", "điều khoản"),
    ],
)
def test_what_was_typed_stays_beside_its_mistake(client: FlaskClient, field: str, value: str, words: str) -> None:
    answer = post(client, "/dang-ky", **{**REGISTRATION, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    if field != "name":
        assert 'value="Lê Hoa"' in answer.text
    assert PASSWORD not in answer.text
    assert list_messages() == []


def test_login_gives_a_new_session_and_logout_kills_it(sqlite_app: Flask) -> None:
    make_person()
    client = sqlite_app.test_client()
    client.set_cookie("session", "planted")
    assert log_in(client).location == "/tai-khoan"
    first = cookie_of(client)
    assert first not in ("", "planted")
    assert log_in(client).status_code == 303
    assert cookie_of(client) != first
    stolen = sqlite_app.test_client()
    stolen.set_cookie("session", first)
    assert not is_in(stolen), "the session of before ended with the new login"
    stolen.set_cookie("session", cookie_of(client))
    assert is_in(stolen)
    assert post(client, "/dang-xuat").location == "/dang-nhap"
    assert not is_in(client)
    assert not is_in(stolen)


def test_a_session_ends_with_what_it_rests_on(sqlite_app: Flask) -> None:
    person_id = make_person().id
    for change in (
        lambda: grant_role(person_id, Role.OFFICER, by=BY_TEST, at=clock.now()),
        lambda: disable_person(person_id, by=BY_TEST, at=clock.now()),
    ):
        client = someone(sqlite_app)
        with transaction():
            change()
        assert not is_in(client)
    assert log_in(sqlite_app.test_client()).status_code == 422


def test_sessions_end_by_the_clock(sqlite_app: Flask) -> None:
    make_person()
    make_person("officer@example.vn", role=Role.OFFICER)
    shopper, officer = someone(sqlite_app), someone(sqlite_app, "officer@example.vn")
    now = clock.now()
    with clock.stopped_at(now + timedelta(minutes=31)):
        assert is_in(shopper)
        assert not is_in(officer)
    with clock.stopped_at(now + timedelta(days=29)):
        assert is_in(shopper)
    with clock.stopped_at(now + timedelta(days=60)):
        assert not is_in(shopper)


def test_the_cookie_is_guarded(sqlite_app: Flask) -> None:
    make_person()
    cookie = log_in(sqlite_app.test_client()).headers["Set-Cookie"]
    for words in ("HttpOnly", "SameSite=Lax", "Path=/", "Expires="):
        assert words in cookie
    assert "Domain" not in cookie


# Whose password it is matters not; its cost is that of the real shop.
REAL_HASH = PasswordHasher().hash(PASSWORD)


@pytest.fixture
def busy_app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A shop that lets one visitor try often."""
    yield from running(settings(sqlite_url, tmp_path, rate_logins=10_000))


def answers(app: Flask, path: str, email: str, **fields: str) -> tuple[object, ...]:
    answer = post(app.test_client(), path, email=email, **fields)
    text = answer.text.replace(email, "")
    headers = {name: value for name, value in answer.headers if name != "Set-Cookie"}
    return answer.status_code, headers, text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/dang-nhap", {"password": "not this one here"}),
        ("/quen-mat-khau", {}),
        ("/dang-ky", {"name": "Hoa", "password": NEW, "terms": "yes"}),
    ],
)
def test_a_stranger_does_not_learn_who_has_an_account(busy_app: Flask, path: str, fields: dict[str, str]) -> None:
    """Same status, headers and words; and the same work, at the quickest of twenty, with real hashes.

    Time of the processor, not of the wall: what else runs on the machine says nothing about us.
    """
    busy_app.extensions["password_hasher"] = PasswordHasher()
    times: dict[str, list[float]] = {"known": [], "other": []}
    for number in range(20):
        make_person(f"known{number:03}@example.vn", password_hash=REAL_HASH)
        seen = []
        for who in ("known", "other") if number % 2 else ("other", "known"):
            began = time.thread_time()
            seen.append(answers(busy_app, path, f"{who}{number:03}@example.vn", **fields))
            times[who].append(time.thread_time() - began)
        assert seen[0] == seen[1]
    assert abs(min(times["known"]) - min(times["other"])) < 0.005


def test_guessing_is_slowed_down_and_the_owner_gets_in_by_mail(sqlite_app: Flask, client: FlaskClient) -> None:
    make_person()
    statuses = [log_in(client, password="not this one here").status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    locked = log_in(client)
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) > 0
    assert "/quen-mat-khau" in locked.text
    assert log_in(client, "nobody@example.vn", "not this one here").status_code == 422
    post(client, "/quen-mat-khau", email="hoa@example.vn")
    assert post(client, f"/dat-lai-mat-khau/{mailed_token('reset_password')}", password=NEW).status_code == 303
    assert log_in(client, password=NEW).status_code == 303


def test_one_visitor_cannot_try_everybody(sqlite_app: Flask, client: FlaskClient) -> None:
    statuses = [log_in(client, f"p{number}@example.vn", "not this one here").status_code for number in range(40)]
    assert statuses == [422] * 30 + [429] * 10


def test_a_mailbox_is_not_flooded(client: FlaskClient) -> None:
    statuses = [post(client, "/quen-mat-khau", email="hoa@example.vn").status_code for _ in range(7)]
    assert statuses == [303] * 5 + [429] * 2
    assert len(list_messages()) == 5


def test_a_lost_password_is_replaced_once(sqlite_app: Flask, client: FlaskClient) -> None:
    make_person()
    elsewhere = someone(sqlite_app)
    assert post(client, "/quen-mat-khau", email="Hoa@Example.vn").location == "/quen-mat-khau/da-gui"
    address = f"/dat-lai-mat-khau/{mailed_token('reset_password')}"
    for _ in range(2):
        assert client.get(address).status_code == 200
    assert post(client, address, password="short").status_code == 422
    assert post(client, address, password=NEW).location == "/dang-nhap"
    assert not is_in(elsewhere)
    for method in (client.get, lambda path: post(client, path, password=PASSWORD)):
        assert method(address).status_code == 410
    assert client.get("/dat-lai-mat-khau/made-up").status_code == 410
    assert log_in(client).status_code == 422
    assert log_in(client, password=NEW).status_code == 303


def test_a_link_of_a_disabled_person_opens_nothing(sqlite_app: Flask, client: FlaskClient) -> None:
    person_id = make_person().id
    post(client, "/quen-mat-khau", email="hoa@example.vn")
    with transaction():
        disable_person(person_id, by=BY_TEST, at=clock.now())
    answer = post(client, f"/dat-lai-mat-khau/{mailed_token('reset_password')}", password=NEW)
    assert answer.status_code in (404, 410)


def with_second_step(app: Flask) -> tuple[FlaskClient, str, list[str]]:
    """Somebody who has just set up the second step; the secret and the codes on paper."""
    client = someone(app)
    assert post(client, "/tai-khoan/xac-thuc-hai-buoc/chuan-bi", password=PASSWORD).status_code == 303
    person = find_person_by_email("hoa@example.vn")
    assert person is not None
    secret = str(person.totp_secret)
    page = post(client, "/tai-khoan/xac-thuc-hai-buoc/bat", code=pyotp.TOTP(secret).at(clock.now()))
    assert page.status_code == 200
    codes = [line.split("</li>")[0] for line in page.text.split("<li>") if line.count("-") >= 2 and "</li>" in line]
    return client, secret, [code for code in codes if len(code) == 14]


def test_the_second_step_stands_between_password_and_account(sqlite_app: Flask) -> None:
    make_person()
    now = clock.now()
    with clock.stopped_at(now):
        client, secret, codes = with_second_step(sqlite_app)
        assert is_in(client)
        assert len(codes) == 10
        other = sqlite_app.test_client()
        answer = post(other, "/dang-nhap", email="hoa@example.vn", password=PASSWORD, next="/tai-khoan/phien")
        assert answer.location == "/dang-nhap/ma?next=/tai-khoan/phien"
        assert not is_in(other)
        used = post(other, "/dang-nhap/ma", code=pyotp.TOTP(secret).at(now))
        assert used.status_code == 422, "the code that switched it on does not count twice"
    with clock.stopped_at(now + timedelta(minutes=1)):
        code = pyotp.TOTP(secret).at(clock.now())
        assert post(other, "/dang-nhap/ma", code=code, next="/tai-khoan/phien").location == "/tai-khoan/phien"
        assert is_in(other)
        third = sqlite_app.test_client()
        log_in(third)
        assert post(third, "/dang-nhap/ma", code=code).status_code == 422
        assert post(third, "/dang-nhap/ma", code=codes[0].lower()).status_code == 303
        fourth = sqlite_app.test_client()
        log_in(fourth)
        assert post(fourth, "/dang-nhap/ma", code=codes[0]).status_code == 422


def test_codes_cannot_be_tried_out(sqlite_app: Flask) -> None:
    make_person()
    with_second_step(sqlite_app)
    client = sqlite_app.test_client()
    log_in(client)
    statuses = [post(client, "/dang-nhap/ma", code=f"{number:06}").status_code for number in range(12)]
    # Setting it up took one of the ten.
    assert statuses == [422] * 9 + [429] * 3


def test_without_a_password_there_is_no_second_step(client: FlaskClient) -> None:
    assert client.get("/dang-nhap/ma").location == "/dang-nhap"
    assert post(client, "/dang-nhap/ma", code="123456").location == "/dang-nhap"


def test_people_of_the_demonstration_open_nothing_else(sqlite_app: Flask) -> None:
    client_before = None
    person_id = make_person().id
    client_before = someone(sqlite_app)
    with transaction():
        get_person(person_id).is_demonstration = True
    assert not is_in(client_before)
    assert log_in(sqlite_app.test_client()).status_code == 422


def test_public_pages_know_nobody(sqlite_app: Flask) -> None:
    make_person()
    client = someone(sqlite_app)
    mine, theirs = client.get("/chung-nhan"), sqlite_app.test_client().get("/chung-nhan")
    assert mine.data == theirs.data
    assert "Set-Cookie" not in mine.headers
    assert "Cookie" not in mine.headers.get("Vary", "")
    assert db.session.scalar(select(LoginSession.id)) is not None
