"""Visitors of the office: operators who passed their second step, and forms with a key of their own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.accounts import Role, get_person
from shop.audit_log import AuditEntry, list_entries
from shop.database import Base, db, transaction
from tests.doors.visiting import post, someone
from tests.factories.people import LONG_AGO, make_person

OPERATOR = "operator@example.vn"
_numbers = itertools.count(1)


def operator(app: Flask, email: str = OPERATOR) -> FlaskClient:
    """A browser in which an operator with a second step is logged in."""
    number = make_person(email, role=Role.OPERATOR).id
    client = someone(app, email)
    with transaction():
        get_person(number).totp_since = LONG_AGO
    return client


def form_key() -> str:
    """The key of a page just made."""
    return f"form-of-a-test-{next(_numbers):08d}"


def act(client: FlaskClient, path: str, *, key: str | None = None, **fields: Any) -> TestResponse:
    """Send a form of the office, once."""
    return post(client, path, form_key=key or form_key(), **fields)


def entries(action: str) -> Sequence[AuditEntry]:
    """What the audit log holds of one kind of change."""
    db.session.rollback()
    return [entry for entry in list_entries() if entry.action == action]


def content() -> dict[str, object]:
    """Every row of every table that acts may change."""
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(table.select()).all()))
        for table in Base.metadata.sorted_tables
        if table.name not in ("throttles", "login_sessions")
    }
