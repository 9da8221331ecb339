"""Somebody's own pages: theirs alone, never kept by anybody, every write only from here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from shop import clock
from shop.accounts import Role, find_person_by_email, get_person, list_sessions
from shop.address_book import AddressEntry, add_address
from shop.config import Config
from shop.database import db, transaction
from shop.web.guards import role_only
from shop.web.own_addresses import own_address
from tests.conftest import running, settings
from tests.doors.routes import content
from tests.doors.visiting import log_in, mailed_token, post, someone
from tests.factories.buying import HANOI
from tests.factories.people import PASSWORD, make_person
from tests.factories.register import make_producer

NEW = "trâu ăn cỏ đồng xa"


def own_pages(app: Flask) -> list[tuple[str, str]]:
    """Method and address of everything behind the guard."""
    return [
        (method, re.sub(r"<[^>]+>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if rule.endpoint.startswith("storefront.account.")
    ]


def test_a_stranger_is_sent_to_the_login_and_changes_nothing(sqlite_app: Flask) -> None:
    make_person()
    client, before = sqlite_app.test_client(), content()
    pages = own_pages(sqlite_app)
    assert len(pages) >= 15
    for method, path in pages:
        answer = client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"}, data={"code": "1"})
        assert answer.status_code == 303, path
        assert answer.location == ("/dang-nhap?next=" + path if method == "GET" else "/dang-nhap"), path
    assert content() == before


def test_looking_changes_nothing_and_is_kept_by_nobody(sqlite_app: Flask) -> None:
    hoa = make_person().id
    with transaction():
        add_address(hoa, AddressEntry("Hoa", "+84912345678", HANOI), at=clock.now())
    client = someone(sqlite_app)
    before = content()
    for prefix in ("", "/en"):
        for method, path in own_pages(sqlite_app):
            if method == "GET":
                for answer in (client.get(prefix + path), client.head(prefix + path)):
                    assert answer.status_code == 200, path
                    assert answer.headers["Cache-Control"] == "no-store", path
    assert content() == before


@pytest.mark.parametrize("path", ["/dang-ky", "/dang-nhap", "/quen-mat-khau", "/dang-ky/da-gui", "/dat-lai-mat-khau/x"])
def test_the_way_in_is_kept_by_nobody_and_sets_no_cookie(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert 'content="noindex"' in answer.text


ELSEWHERE = [
    "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", "/%09/evil.test", "/%5cevil.test",
    "/%2f/evil.test", "/%2fevil.test", "https://evil.test", "http:evil.test", "https:/evil.test", "evil.test",
    "javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "/\n/evil.test", "/\r\nLocation: //evil.test",
    " //evil.test", "\x00//evil.test", "//evil.test/tai-khoan", "//localhost@evil.test", "http://localhost@evil.test/",
    "/@evil.test", "//user@evil.test/", "/dang-xuat", "/khong-co", "/en//evil.test", "/en/\\evil.test", "/./evil",
    "//еvil.test", "/tai-khoan\\..\\x", "?next=//evil.test", "#x", "", "/" + "a" * 600, "https:///evil.test",
    "/tai-khoan/../../evil", "http://localhost/tai-khoan", "//localhost/tai-khoan",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_login_leads_to_no_other_place(sqlite_app: Flask, target: str) -> None:
    make_person()
    client = sqlite_app.test_client()
    answer = post(client, "/dang-nhap", email="hoa@example.vn", password=PASSWORD, next=target)
    assert (answer.status_code, answer.location) == (303, "/tai-khoan")
    assert client.get("/dang-nhap", query_string={"next": target}).location == "/tai-khoan"


@pytest.mark.parametrize("target", ["/tai-khoan/phien", "/en/tai-khoan", "/san-pham?q=m%C3%A2t&stars=5", "/", "/en"])
def test_the_login_leads_on_to_pages_of_the_shop(sqlite_app: Flask, target: str) -> None:
    with sqlite_app.test_request_context():
        assert own_address(target) == target


def test_a_device_is_logged_out_by_its_owner_only(sqlite_app: Flask) -> None:
    hoa, minh = make_person().id, make_person("minh@example.vn").id
    here, there, stranger = someone(sqlite_app), someone(sqlite_app), someone(sqlite_app, "minh@example.vn")
    older = list_sessions(hoa, clock.now())[0].id
    assert post(stranger, f"/tai-khoan/phien/{older}/dang-xuat").status_code == 404
    assert there.get("/tai-khoan").status_code == 200
    assert post(here, f"/tai-khoan/phien/{older}/dang-xuat").status_code == 303
    assert there.get("/tai-khoan").status_code == 303
    again = someone(sqlite_app)
    assert post(here, "/tai-khoan/phien/dang-xuat-het").status_code == 303
    assert again.get("/tai-khoan").status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    db.session.rollback()
    assert len(list_sessions(minh, clock.now())) == 1


def test_a_new_password_asks_for_the_old_and_keeps_this_device(sqlite_app: Flask) -> None:
    make_person()
    here, there = someone(sqlite_app), someone(sqlite_app)
    cookie = here.get_cookie("session")
    assert post(here, "/tai-khoan/mat-khau", present="not this one here", password=NEW).status_code == 422
    assert post(here, "/tai-khoan/mat-khau", present=PASSWORD, password="ngắn").status_code == 422
    assert there.get("/tai-khoan").status_code == 200
    assert post(here, "/tai-khoan/mat-khau", present=PASSWORD, password=NEW).status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    assert here.get_cookie("session") != cookie
    assert there.get("/tai-khoan").status_code == 303
    assert log_in(sqlite_app.test_client(), password=NEW).status_code == 303


def test_another_address_needs_password_and_both_mailboxes(sqlite_app: Flask) -> None:
    person_id = make_person().id
    client = someone(sqlite_app)
    wish = {"email": "le.hoa@example.vn"}
    assert post(client, "/tai-khoan/dia-chi-thu", **wish, password="not this one here").status_code == 422
    assert post(client, "/tai-khoan/dia-chi-thu", **wish, password=PASSWORD).status_code == 303
    for kind in ("email_change_old", "email_change_new"):
        address = f"/doi-dia-chi-thu/{mailed_token(kind)}"
        assert client.get(address).status_code == 200
        assert get_person(person_id).email == "hoa@example.vn"
        assert post(client, address).status_code == 303
    db.session.rollback()
    assert get_person(person_id).email == "le.hoa@example.vn"
    assert client.get("/tai-khoan").status_code == 303
    assert post(client, address).status_code == 410


def test_name_and_language_are_kept(sqlite_app: Flask) -> None:
    person_id = make_person().id
    client = someone(sqlite_app)
    assert post(client, "/tai-khoan", name=" Lê  Thị Hoa ", language="en").status_code == 303
    assert post(client, "/tai-khoan", name="", language="en").status_code == 422
    assert post(client, "/tai-khoan", name="x", language="fr").status_code == 422
    db.session.rollback()
    assert (get_person(person_id).name, get_person(person_id).language) == ("Lê Thị Hoa", "en")


def test_everything_kept_can_be_taken_along(sqlite_app: Flask) -> None:
    make_person()
    client = someone(sqlite_app)
    assert post(client, "/tai-khoan/du-lieu/tin-tuc", news="yes").status_code == 303
    assert "checked" in client.get("/tai-khoan/du-lieu").text
    answer = client.get("/tai-khoan/du-lieu/tai-ve")
    assert "attachment" in answer.headers["Content-Disposition"]
    exported = json.loads(answer.data)
    assert exported["account"]["email"] == "hoa@example.vn"
    assert [(c["subject"], c["given"]) for c in exported["consents"]] == [("marketing", True)]
    assert "argon2" not in answer.text


def test_an_account_is_closed_by_who_means_it(sqlite_app: Flask) -> None:
    make_person()
    client = someone(sqlite_app)
    assert post(client, "/tai-khoan/du-lieu/dong", password=PASSWORD).status_code == 422
    assert post(client, "/tai-khoan/du-lieu/dong", password="not this one here", sure="yes").status_code == 422
    assert post(client, "/tai-khoan/du-lieu/dong", password=PASSWORD, sure="yes").location == "/dang-nhap"
    db.session.rollback()
    assert find_person_by_email("hoa@example.vn") is None
    assert client.get("/tai-khoan").status_code == 303


def test_the_last_operator_cannot_go(sqlite_app: Flask) -> None:
    make_person("operator@example.vn", role=Role.OPERATOR)
    client = someone(sqlite_app, "operator@example.vn")
    answer = post(client, "/tai-khoan/du-lieu/dong", password=PASSWORD, sure="yes")
    assert answer.status_code == 422
    assert "giao vai trò" in answer.text


@pytest.fixture
def guarded(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Flask, Config]]:
    """A shop with a door for officers and one for producers, as later doors will be built."""
    config = settings(sqlite_url, tmp_path)
    for app in running(config):
        for name, role in (("programme", Role.OFFICER), ("dashboard", Role.PRODUCER)):
            door = Blueprint(f"{name}_probe", __name__, url_prefix=f"/{name}")
            role_only(door, role)
            door.add_url_rule("/", "index", lambda: "inside")
            app.register_blueprint(door)
        yield app, config


def test_a_door_lets_in_its_role_with_its_second_step(guarded: tuple[Flask, Config]) -> None:
    app, _ = guarded
    make_person()
    make_person("officer@example.vn", role=Role.OFFICER)
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=make_producer().id)
    assert app.test_client().get("/programme/").location == "/dang-nhap?next=/programme/"
    hoa, officer, lan = (someone(app, f"{name}@example.vn") for name in ("hoa", "officer", "lan"))
    assert hoa.get("/programme/").status_code == 404
    assert lan.get("/programme/").status_code == 404
    assert officer.get("/dashboard/").status_code == 404
    assert lan.get("/dashboard/").text == "inside"
    assert officer.get("/programme/").location == "/tai-khoan/xac-thuc-hai-buoc"


def test_the_demonstrations_mailbox_is_no_page_of_a_real_shop(client: FlaskClient) -> None:
    assert client.get("/hop-thu-trinh-dien").status_code == 404
