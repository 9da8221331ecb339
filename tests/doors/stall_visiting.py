"""Visitors of stalls: owners who passed their second step, staff, and the addresses of a stall's pages."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from shop.accounts import Role, get_person
from shop.database import transaction
from shop.producers import Producer
from tests.doors.office_visiting import act, content, entries, form_key
from tests.doors.visiting import someone
from tests.factories.people import LONG_AGO, make_person
from tests.factories.register import make_producer

__all__ = ["act", "content", "entries", "form_key", "make_stall", "owner", "staff", "stall_path"]

LAN = "lan@example.vn"
STAFF = "nga@example.vn"


def make_stall(name: str = "HTX Vĩnh Yên") -> Producer:
    """A producer of the register, for a stall; made once for a name."""
    return make_producer(name)


def owner(app: Flask, producer: Producer, email: str = LAN) -> FlaskClient:
    """A browser in which an owner of the stall, with a second step, is logged in."""
    number = make_person(email, role=Role.PRODUCER, producer_id=producer.id).id
    client = someone(app, email)
    with transaction():
        get_person(number).totp_since = LONG_AGO
    return client


def staff(app: Flask, producer: Producer, email: str = STAFF) -> FlaskClient:
    """A browser in which one of the stall's staff is logged in."""
    make_person(email, role=Role.PRODUCER, producer_id=producer.id, is_owner=False)
    return someone(app, email)


def stall_path(producer: Producer, page: str = "") -> str:
    """The address of a page of the stall: `stall_path(lan, "/hang-hoa")`."""
    return f"/gian-hang/{producer.slug}{page}"
