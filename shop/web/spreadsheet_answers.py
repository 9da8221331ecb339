"""Tables as files to keep: the one way in which any door answers with a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

from shop.spreadsheets import Row, Table, csv_bytes, workbook_bytes
from shop.web.language import current_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The list separators by which Excel splits a file that is opened with a double click.
SEPARATORS = {"vi": ";", "en": ","}


def answer_csv(rows: Iterable[Row], name: str) -> Response:
    """The rows as a file `name`.csv, separated as Excel in the language of the page expects it."""
    return _file(csv_bytes(rows, SEPARATORS[current_language()]), "text/csv", f"{name}.csv")


def answer_workbook(tables: Iterable[Table], name: str) -> Response:
    """The tables as a file `name`.xlsx."""
    return _file(workbook_bytes(tables), XLSX, f"{name}.xlsx")


def _file(content: bytes, kind: str, name: str) -> Response:
    """`name` is ASCII without quotation marks: a slug, a period."""
    answer = Response(content, content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
