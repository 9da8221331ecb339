"""Disputes: what card holders' banks take back. They are answered at the card company's own desk."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop.payments import list_disputes_with_orders

door = Blueprint("disputes", __name__)


@door.get("/tranh-chap")
def index() -> str:
    """Disputes, open ones first."""
    return render_template("office/disputes/index.html", rows=list_disputes_with_orders())
