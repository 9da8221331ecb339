"""Everything of a stall on one page: the menu of phones."""

from __future__ import annotations

from flask import Blueprint, render_template

door = Blueprint("more", __name__)


@door.get("/them")
def index() -> str:
    """All pages of the stall, the account, and how the stall looks."""
    return render_template("dashboard/more/index.html")
