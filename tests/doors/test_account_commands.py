"""Commands that let people in, and show what the outbox holds."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from shop.accounts import Role, find_person_by_email
from shop.database import db
from shop.demonstration import PASSWORD
from tests.doors.visiting import log_in, post
from tests.factories.people import make_person
from tests.factories.register import make_producer

NEW = "trâu ăn cỏ đồng xa"


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    db.session.rollback()
    return result.exit_code, result.output


def test_an_account_is_made_and_its_first_password_set_by_link(sqlite_app: Flask) -> None:
    code, output = run(sqlite_app, "accounts", "create", "Officer@Example.vn", "--role", "officer", "--name", "Minh")
    assert code == 0
    link = re.search(r"http://localhost(/dat-lai-mat-khau/\S+)", output)
    assert link
    client = sqlite_app.test_client()
    assert post(client, link.group(1), password=NEW).status_code == 303
    assert log_in(client, "officer@example.vn", NEW).status_code == 303
    person = find_person_by_email("officer@example.vn")
    assert person is not None
    assert person.has_role(Role.OFFICER)


def test_an_officer_keeps_one_province(sqlite_app: Flask) -> None:
    words = ("accounts", "create", "officer@example.vn", "--role", "officer")
    assert run(sqlite_app, *words, "--province", "15")[0] == 0
    person = find_person_by_email("officer@example.vn")
    assert person is not None
    assert person.officer_scope == "15"
    assert run(sqlite_app, *words)[0] == 0
    db.session.expire_all()
    assert person.officer_scope is None


def test_a_producer_is_one_that_there_is(sqlite_app: Flask) -> None:
    slug = make_producer().slug
    assert run(sqlite_app, "accounts", "create", "lan@example.vn", "--role", "producer", "--producer", slug)[0] == 0
    person = find_person_by_email("lan@example.vn")
    assert person is not None
    assert len(person.producer_ids) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("lan@example.vn", "--role", "producer"), "--producer goes with"),
        (("lan@example.vn", "--role", "producer", "--producer", "nobody"), "no producer 'nobody'"),
        (("lan@example.vn", "--role", "officer", "--producer", "x"), "--producer goes with"),
        (("lan@example.vn", "--role", "officer", "--province", "99"), "no province with the code '99'"),
        (("lan@example.vn", "--province", "15"), "--province goes with"),
        (("lan",), "no e-mail address"),
        (("lan@example.vn", "--role", "king"), "king"),
    ],
)
def test_what_does_not_fit_is_refused(sqlite_app: Flask, words: tuple[str, ...], reason: str) -> None:
    code, output = run(sqlite_app, "accounts", "create", *words)
    assert code != 0
    assert reason in output
    assert find_person_by_email("lan@example.vn") is None


def test_who_is_there_gets_the_role_and_keeps_the_password(sqlite_app: Flask) -> None:
    make_person()
    code, output = run(sqlite_app, "accounts", "create", "hoa@example.vn", "--role", "operator")
    assert (code, "http" in output) == (0, False)
    assert log_in(sqlite_app.test_client()).status_code == 303


def test_kept_mails_can_be_read(sqlite_app: Flask) -> None:
    make_person()
    post(sqlite_app.test_client(), "/quen-mat-khau", email="hoa@example.vn")
    run(sqlite_app, "jobs", "once")
    code, output = run(sqlite_app, "mails", "list", "--state", "kept", "--to", "hoa@example.vn", "--words")
    assert code == 0
    assert "http://localhost/dat-lai-mat-khau/" in output
    assert run(sqlite_app, "mails", "list", "--state", "sent") == (0, "")


def test_the_demonstration_has_one_for_each_role(demonstration: Flask) -> None:
    with demonstration.app_context():
        for local in ("hoa", "lan", "minh", "officer", "operator"):
            person = find_person_by_email(f"{local}@cho-phien.example")
            assert person is not None
            assert person.is_demonstration
            assert person.password_hash is not None
    assert len(PASSWORD) >= 12
