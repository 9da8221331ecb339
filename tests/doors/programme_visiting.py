"""Visitors of the programme office: officers of the country or of a province, and the forms of acts."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.accounts import Role, get_person, grant_role
from shop.database import transaction
from tests.doors.office_visiting import form_key
from tests.doors.visiting import post, someone
from tests.factories.people import BY_TEST, LONG_AGO, make_person

LAO_CAI = "15"


def officer(app: Flask, email: str = "officer@example.vn", *, province: str | None = None) -> FlaskClient:
    """A browser in which an officer with a second step is logged in; of the whole country, or of a province."""
    number = make_person(email).id
    with transaction():
        grant_role(number, Role.OFFICER, province_code=province, by=BY_TEST, at=LONG_AGO)
    client = someone(app, email)
    with transaction():
        get_person(number).totp_since = LONG_AGO
    return client


def make(client: FlaskClient, path: str, step: str = "do", *, key: str | None = None, **fields: Any) -> TestResponse:
    """Send the form of an act: `look` shows what it would change, `do` does it."""
    return post(client, f"/chuong-trinh{path}", step=step, form_key=key or form_key(), **fields)


def act_number(answer: TestResponse) -> int:
    """The number of the act to whose page an answer leads."""
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])
