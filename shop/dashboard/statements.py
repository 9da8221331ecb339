"""The stall's statements, frozen half month by half month: on a page, on paper, in a spreadsheet. Owners only."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from shop.dashboard.stall import owner_only, present_stall
from shop.settlement import Statement, find_statement, list_statements, parse_period
from shop.web.spreadsheet_answers import answer_csv
from shop.web.statement_rows import rows_of

door = Blueprint("statements", __name__)
owner_only(door)


@door.get("/tien/bang-ke")
def index() -> str:
    """All statements of the stall, the latest first."""
    statements = list_statements(producer_id=present_stall().producer_id)
    return render_template("dashboard/statements/index.html", statements=statements)


@door.get("/tien/bang-ke/<code>")
def show(code: str) -> str:
    """One statement, for reading and for printing."""
    return render_template("dashboard/statements/show.html", statement=_statement(code))


@door.get("/tien/bang-ke/<code>.csv")
def export(code: str) -> Response:
    """One statement for a spreadsheet."""
    return answer_csv(rows_of(_statement(code)), f"bang-ke-{present_stall().slug}-{code}")


def _statement(code: str) -> Statement:
    period = parse_period(code)
    statement = find_statement(present_stall().producer_id, period) if period else None
    if statement is None:
        abort(404)
    return statement
