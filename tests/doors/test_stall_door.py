"""The door of the stalls: open to a stall's people, for everybody else there is no such stall."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.accounts import Role, disable_person, find_person_by_email, get_person, grant_role
from shop.dashboard.menu import MENU, MORE
from shop.database import transaction
from tests.doors.office_visiting import operator
from tests.doors.stall_visiting import content, make_stall, owner, staff, stall_path
from tests.doors.visiting import someone
from tests.factories.people import BY_TEST, LONG_AGO, make_person


def test_its_people_come_in_and_find_their_way(sqlite_app: Flask) -> None:
    lan = make_stall()
    for client in (owner(sqlite_app, lan), staff(sqlite_app, lan)):
        assert client.get("/gian-hang").location == stall_path(lan)
        page = client.get(stall_path(lan))
        assert page.status_code == 200
        assert "HTX Vĩnh Yên" in page.text
        assert f'href="{stall_path(lan, "/them")}"' in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert f'href="/en{stall_path(lan, "/them")}"' in client.get("/en" + stall_path(lan)).text


def test_whoever_has_several_stalls_chooses(sqlite_app: Flask) -> None:
    lan, minh = make_stall(), make_stall("HTX Mường Lò")
    owner(sqlite_app, lan)
    person = find_person_by_email("lan@example.vn")
    assert person
    with transaction():
        grant_role(person.id, Role.PRODUCER, producer_id=minh.id, by=BY_TEST, at=LONG_AGO)
    with transaction():
        get_person(person.id).totp_since = None
    page = someone(sqlite_app, "lan@example.vn").get("/gian-hang")
    assert f'href="{stall_path(lan)}"' in page.text
    assert f'href="{stall_path(minh)}"' in page.text
    assert "Bạn là chủ gian hàng" in page.text
    assert "Bạn là người phụ giúp" in page.text


def test_whoever_has_none_is_told_how_to_get_one(sqlite_app: Flask) -> None:
    make_person()
    assert "Bạn chưa có gian hàng" in someone(sqlite_app).get("/gian-hang").text


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.OPERATOR, Role.PRODUCER])
def test_for_everybody_else_there_is_no_stall(sqlite_app: Flask, role: Role | None) -> None:
    lan, minh = make_stall(), make_stall("HTX Mường Lò")
    if role is Role.OPERATOR:
        client = operator(sqlite_app)
    else:
        make_person(role=role, producer_id=minh.id if role is Role.PRODUCER else None, is_owner=False)
        client = someone(sqlite_app)
    before = content()
    for path in (stall_path(lan), stall_path(lan, "/them"), "/gian-hang/khong-co"):
        for prefix in ("", "/en"):
            answer = client.get(prefix + path)
            assert answer.status_code == 404, path
            assert "HTX Vĩnh Yên" not in answer.text
    assert content() == before


def test_strangers_are_asked_to_log_in_whether_there_is_such_a_stall_or_not(client: FlaskClient) -> None:
    lan = make_stall()
    for path in (stall_path(lan), "/gian-hang/khong-co"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (303, f"/dang-nhap?next={path}")


def test_an_owner_without_a_second_step_is_led_to_it_and_staff_are_not(sqlite_app: Flask) -> None:
    lan = make_stall()
    make_person("lan@example.vn", role=Role.PRODUCER, producer_id=lan.id)
    client = someone(sqlite_app, "lan@example.vn")
    assert client.get(stall_path(lan)).location == "/tai-khoan/xac-thuc-hai-buoc"
    assert staff(sqlite_app, lan).get(stall_path(lan)).status_code == 200
    # The people of the demonstration may look at once.
    sqlite_app.config["SHOP"] = replace(sqlite_app.config["SHOP"], environment="demonstration")
    assert client.get(stall_path(lan)).status_code == 200


def test_a_stopped_account_opens_no_stall(sqlite_app: Flask) -> None:
    lan = make_stall()
    client = owner(sqlite_app, lan)
    person = find_person_by_email("lan@example.vn")
    assert person
    with transaction():
        disable_person(person.id, by=BY_TEST, at=LONG_AGO)
    assert client.get(stall_path(lan)).status_code == 303


def test_every_entry_of_the_menu_leads_somewhere(sqlite_app: Flask) -> None:
    entries = [entry for group in MENU for entry in group.entries] + [MORE]
    assert {entry.endpoint for entry in entries} <= set(sqlite_app.view_functions)
    lan = make_stall()
    client = owner(sqlite_app, lan)
    addresses = set(re.findall(rf'href="({stall_path(lan)}[^"#]*)"', client.get(stall_path(lan, "/them")).text))
    assert len(addresses) >= len(entries)
    for address in addresses:
        assert client.get(address).status_code == 200, address
