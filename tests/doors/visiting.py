"""Visitors who log in: what a browser would send with a form, and the way through the login."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.database import db
from shop.notifications import list_messages
from tests.factories.people import PASSWORD

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def post(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Send a form as a browser does from a page of the shop."""
    return client.post(path, data=fields, headers=SAME_ORIGIN)


def log_in(client: FlaskClient, email: str = "hoa@example.vn", password: str = PASSWORD) -> TestResponse:
    """Log in through the door."""
    return post(client, "/dang-nhap", email=email, password=password)


def someone(app: Flask, email: str = "hoa@example.vn", password: str = PASSWORD) -> FlaskClient:
    """A browser in which somebody is logged in."""
    client = app.test_client()
    assert log_in(client, email, password).status_code == 303
    return client


def mailed_token(kind: str) -> str:
    """The token of the latest mail of a kind."""
    db.session.rollback()
    return next(str(message.secrets["token"]) for message in list_messages() if message.kind == kind)


def cookie_of(client: FlaskClient) -> str:
    """What the browser holds of the session."""
    cookie = client.get_cookie("session")
    return cookie.value if cookie else ""
