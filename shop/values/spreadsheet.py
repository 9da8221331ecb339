"""Tables as files that a spreadsheet opens with the right letters and without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for the beginning of a formula, in ASCII and in full width.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_bytes(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Comma-separated lines in UTF-8 with its mark, as Excel wants it (RFC 4180). Numbers stay numbers; a text that
    would be read as a formula gets an apostrophe in front (OWASP, "CSV injection")."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[_cell(value) for value in row] for row in rows])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def _cell(value: str | int) -> str | int:
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
