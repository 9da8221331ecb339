"""The first page: what needs a person today."""

from __future__ import annotations

from flask import Blueprint, render_template

door = Blueprint("start", __name__)


@door.get("")
def index() -> str:
    """What waits for a person, and how the shop is doing."""
    return render_template("office/start/index.html")
