"""The due list as files to keep: a table for spreadsheets, a calendar."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, request

from shop import clock
from shop.places import find_commune, find_province
from shop.programme.due.asking import due_asked
from shop.programme.due.entries import answer_due_calendar
from shop.programme.due.words import due_dossier_words, due_phase_words, due_stage_words
from shop.renewals import DueRow, list_all_due
from shop.spreadsheets import Row, Table
from shop.values.dates import vietnam_day
from shop.web.parameters import Parameters
from shop.web.spreadsheet_answers import answer_csv, answer_workbook
from shop.web.words import _

door = Blueprint("files", __name__)

WIDTHS = (14, 40, 36, 22, 26, 34, 6, 12, 22, 14, 14, 12, 12, 12, 24, 10, 24)


@door.get("/xuat.csv")
def table() -> Response:
    """The due list that is asked for as CSV."""
    return answer_csv(_rows(), _name())


@door.get("/xuat.xlsx")
def workbook() -> Response:
    """The due list that is asked for as a workbook."""
    return answer_workbook([Table(_("Due for re-evaluation"), _rows(), WIDTHS)], _name())


@door.get("/lich.ics")
def calendar() -> Response:
    """The due list that is asked for as a calendar file."""
    ask = due_asked(Parameters(request.args)).ask
    return answer_due_calendar(list_all_due(ask, clock.now()), _name(), is_kept=True)


def _name() -> str:
    return f"den-han-{vietnam_day(clock.now()).isoformat()}"


def _rows() -> Iterator[Row]:
    ask = due_asked(Parameters(request.args)).ask
    return _with_heads(list_all_due(ask, clock.now()))


def _with_heads(rows: Iterator[DueRow]) -> Iterator[Row]:
    yield (
        _("Certificate"),
        _("Good"),
        _("Producer"),
        _("Province"),
        _("Commune"),
        _("Issuer"),
        _("Stars"),
        _("Recognised"),
        _("Decision"),
        _("Last valid day"),
        _("Where it stands"),
        _("Days left"),
        _("File from"),
        _("File until"),
        _("Dossier"),
        _("People in the stall"),
        _("Official letters"),
    )
    for row in rows:
        yield _line(row)


def _line(row: DueRow) -> Row:
    certificate, good = row.certificate, row.good
    commune, province = find_commune(good.commune_code or ""), find_province(good.province_code or "")
    return (
        certificate.code,
        good.name,
        good.producer.name if good.producer else "",
        province.short_name if province else "",
        commune.name if commune else "",
        certificate.issuer or "",
        certificate.stars,
        certificate.decided_on or str(certificate.decided_year),
        certificate.decision_number or "",
        row.days.last_day,
        due_phase_words(row.phase).label,
        row.days.days_left,
        row.days.window.opens_on,
        row.days.window.closes_on,
        due_dossier_words(row).label,
        row.people,
        "; ".join(f"{letter.number_words} ({due_stage_words(stage)})" for letter, stage in row.letters),
    )
