"""Today: what waits for a hand in the stall."""

from __future__ import annotations

from flask import Blueprint, render_template

door = Blueprint("start", __name__)


@door.get("")
def index() -> str:
    """The first page of a stall."""
    return render_template("dashboard/start/index.html")
