"""What waits in the stall, as numbers: a page that is open asks for them now and then, so that its badges stay true."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from shop.dashboard.counts import COUNTED, count_of

door = Blueprint("news", __name__)


@door.get("/so-moi")
def index() -> Response:
    """The number of every badge by its name."""
    return jsonify({name: count_of(name) for name in COUNTED})
