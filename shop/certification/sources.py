"""Where the register has a certificate from: the rows that speak of it, in the source's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from shop.certification.models import RegisterImport, RegisterRow
from shop.database import db


@dataclass(frozen=True)
class SourceRow:
    """One row of an imported file; `cells` are as printed, by column heading, the empty ones left out."""

    file_name: str
    row_number: int
    cells: Mapping[str, str]

    @property
    def addresses(self) -> list[str]:
        """The pages that the row itself names as its source."""
        words = " ".join(self.cells.values()).split()
        return [word for word in words if word.startswith(("https://", "http://"))]


def list_source_rows(certificate_id: int) -> list[SourceRow]:
    """The rows from which a certificate was entered, in the order of their import; [] when an officer awarded it."""
    query = (
        select(RegisterImport.file_name, RegisterRow.row_number, RegisterRow.cells)
        .join(RegisterRow.register_import)
        .where(RegisterRow.certificate_id == certificate_id, RegisterRow.counts)
        .order_by(RegisterRow.id)
    )
    return [
        SourceRow(name, number, {heading: str(text) for heading, text in cells.items() if text not in (None, "")})
        for name, number, cells in db.session.execute(query)
    ]
