"""The way into the programme office."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

door = Blueprint("start", __name__)


@door.get("")
def index() -> Response:
    """Redirects to the stalls, the only page that officers have so far."""
    return redirect(url_for("programme.stalls.index"), 303)
