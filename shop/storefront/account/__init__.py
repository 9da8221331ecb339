"""Somebody's own pages: behind the guard, so each of them knows who is there."""

from __future__ import annotations

from flask import Blueprint

from shop.storefront.account import (
    addresses,
    email,
    orders,
    overview,
    password,
    personal_data,
    saved,
    sessions,
    stall,
    two_step,
)
from shop.web.guards import members_only

door = Blueprint("account", __name__)
members_only(door)

for page in (overview, orders, saved, addresses, sessions, password, email, two_step, personal_data, stall):
    door.register_blueprint(page.door)
