"""`flask register`: take decision appendices and registers in, and list what ends soon."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from shop import clock
from shop.certification import DueCertificate as Due
from shop.certification import ImportReport, PlannedRow, Signature, import_register, list_due_certificates
from shop.config import Config
from shop.database import transaction
from shop.register_files import (
    Decision,
    Reason,
    RegisterFile,
    RegisterRefused,
    describe,
    province_name,
    read_register_file,
)
from shop.register_intake import attend_to_uploads
from shop.values.dates import format_day

REFUSED = 2
SECONDS = 120
ROWS_WORTH_A_WORD = 2_000

register = AppGroup("register", help="The register of certified goods.")


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--decision", help="Number of the decision, where the rows do not name their own.")
@click.option("--decided-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the decision.")
@click.option("--issuer", help="Who issued the decision, as printed.")
@click.option("--province", help="Province of all rows.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each row and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_file(  # noqa: PLR0913  one parameter an option
    file: Path,
    *,
    decision: str | None,
    decided_on: datetime | None,
    issuer: str | None,
    province: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take FILE (XLSX or CSV) into the register, all of it or nothing. Exit 2 where it is refused."""
    if province and province_name(province) is None:
        raise click.BadParameter(f"there is no province called {province!r}", param_hint="--province")
    given = Decision(decision, decided_on.date() if decided_on else None, issuer, province)
    try:
        content = read_register_file(file.name, _read(file), given, clock.today())
    except RegisterRefused as refused:
        _answer(_empty_answer(file.name), [refused.reason], as_json)
        sys.exit(REFUSED)
    report = _import(content, dry_run)
    _answer(_answer_of(report), report.refused, as_json)
    if report.is_refused:
        sys.exit(REFUSED)


def _read(file: Path) -> bytes:
    """A little more than any file that is taken, so that a huge one is refused without being read whole."""
    with file.open("rb") as stream:
        return stream.read(64 * 1024 * 1024)


def _import(content: RegisterFile, dry_run: bool) -> ImportReport:
    signature = Signature(by=f"register import ({getpass.getuser()})", at=clock.now())
    with transaction(seconds=SECONDS):
        return import_register(content, signature, dry_run=dry_run, on_row=_progress(len(content.statements)))


def _progress(total: int) -> Callable[[int], None] | None:
    """Counts long files up on a terminal."""
    if total < ROWS_WORTH_A_WORD or not sys.stderr.isatty():
        return None

    def show(count: int) -> None:
        if count % 500 == 0 or count == total:
            click.echo(f"\r{count} / {total}", nl=count == total, err=True)

    return show


def _answer(answer: dict[str, Any], refused: list[Reason], as_json: bool) -> None:
    for reason in refused:
        click.echo(_both(reason), err=True)
    if as_json:
        click.echo(json.dumps(answer | {"refused": [_refusal(reason) for reason in refused]}, ensure_ascii=False))
        return
    for row in answer["rows"]:
        click.echo(f"{row['row']}\t{row['outcome']}\t{row['product_name']}\t{row['reason'] or ''}")
    click.echo("  ".join(f"{name}: {count}" for name, count in answer["totals"].items()))


def _both(reason: Reason) -> str:
    return f"{describe(reason, 'vi')} / {describe(reason, 'en')}"


def _refusal(reason: Reason) -> dict[str, Any]:
    return {
        "row": reason.row,
        "column": reason.column,
        "sheet": reason.sheet,
        "code": reason.code,
        "reason": _both(reason),
        "reason_vi": describe(reason, "vi"),
        "reason_en": describe(reason, "en"),
    }


def _empty_answer(name: str) -> dict[str, Any]:
    return {"file": name, "format": None, "rows": [], "refused": [], "totals": {"rows": 0}}


def _answer_of(report: ImportReport) -> dict[str, Any]:
    rows = [_row(row) for row in report.rows]
    rows += [_refused_row(report, reason) for reason in _first_of_each_row(report.refused)]
    return {
        "file": report.file.name,
        "format": report.file.format,
        "rows": sorted(rows, key=lambda row: (row["sheet"], row["row"])),
        "refused": [],
        "passed_over": [{"sheet": sheet, "row": row, "text": text} for sheet, row, text in report.file.passed_over],
        "totals": report.totals,
    }


def _row(row: PlannedRow) -> dict[str, Any]:
    statement = row.statement
    reason = " ".join(statement.awaiting) if row.outcome == "awaiting_officer" else None
    return {
        "sheet": statement.sheet,
        "row": statement.row,
        "product_name": statement.name,
        "producer_name": statement.producer,
        "product_group": statement.group,
        "commune": statement.commune,
        "district": statement.district,
        "province": statement.province,
        "stars": statement.stars,
        "recognised_on": statement.decided_on.isoformat() if statement.decided_on else None,
        "recognised_year": statement.year,
        "decision_number": statement.number,
        "issuing_authority": statement.issuer,
        "outcome": row.outcome,
        "reason": "day_completed" if row.completes_day else reason,
    }


def _refused_row(report: ImportReport, reason: Reason) -> dict[str, Any]:
    """A refused row with what could be read of it."""
    here = (reason.sheet, reason.row)
    read = next((one for one in report.file.statements if (one.sheet, one.row) == here), None)
    names = ("product_name", "producer_name", "product_group", "commune", "district", "province")
    values = (read.name, read.producer, read.group, read.commune, read.district, read.province) if read else ("",) * 6
    return {
        "sheet": reason.sheet,
        "row": reason.row or 0,
        **dict(zip(names, values, strict=True)),
        "stars": read.stars if read else None,
        "recognised_on": read.decided_on.isoformat() if read and read.decided_on else None,
        "recognised_year": read.year if read else None,
        "decision_number": read.number if read else None,
        "issuing_authority": read.issuer if read else None,
        "outcome": "refused",
        "reason": _both(reason),
    }


def _first_of_each_row(reasons: list[Reason]) -> list[Reason]:
    first: dict[tuple[str, int | None], Reason] = {}
    for reason in reasons:
        first.setdefault((reason.sheet, reason.row), reason)
    return list(first.values())


@register.command("work")
def work() -> None:
    """Read, plan and apply the files that officers sent, until none came for a minute; the schedule does so too."""
    config: Config = current_app.config["SHOP"]
    attend_to_uploads(config.media_dir)


@register.command("due")
@click.option("--within", "days", type=click.IntRange(0, 4000), default=180, show_default=True, help="Days from today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def due(days: int, as_json: bool) -> None:
    """List the certificates in force that end within DAYS, with the window for filing their re-evaluation."""
    certificates = list_due_certificates(clock.now(), days)
    if as_json:
        listed = [_due(entry) for entry in certificates]
        click.echo(json.dumps({"on": clock.today().isoformat(), "within": days, "due": listed}, ensure_ascii=False))
        return
    for entry in certificates:
        window = f"{format_day(entry.filing.opens_on)}-{format_day(entry.filing.closes_on)}"
        good = entry.certificate.good
        click.echo(f"{format_day(entry.last_day)}\t{entry.certificate.code}\t{good.name}\tfiling {window}")
    click.echo(f"{len(certificates)} certificates end within {days} days")


def _due(entry: Due) -> dict[str, Any]:
    good = entry.certificate.good
    return {
        "code": entry.certificate.code,
        "product": good.slug,
        "product_name": good.name,
        "producer_name": good.producer.name if good.producer else None,
        "province_code": good.province_code,
        "stars": entry.certificate.stars,
        "last_day": entry.last_day.isoformat(),
        "day_is_known": entry.certificate.day_is_known,
        "days_left": entry.days_left,
        "filing_opens_on": entry.filing.opens_on.isoformat(),
        "filing_closes_on": entry.filing.closes_on.isoformat(),
    }
