"""Timed work: when each kind was last done, and what went wrong."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop import clock
from shop.job_runs import are_fresh, latest_run, list_runs
from shop.notifications import oldest_waiting

door = Blueprint("jobs", __name__)


@door.get("/viec-dinh-ky")
def index() -> str:
    """The last run of each kind of timed work."""
    now = clock.now()
    fresh = are_fresh(now, latest_run=latest_run(), due_since=oldest_waiting())
    return render_template("office/jobs/index.html", runs=list_runs(), is_fresh=fresh)
