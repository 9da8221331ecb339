"""Where the register has a certificate from: the rows that speak of it, in the source's own words.

Everybody may read them, so only the columns that speak of goods are shown, and of these no cell that reaches a
person: appendices often list who represents a producer, with a telephone number (Law 91/2025/QH15). Officers see the
rows whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from shop.certification.models import RegisterImport, RegisterRow
from shop.database import db
from shop.register_files import Field, field_of, likely_field_of, reaches_a_person, with_contacts_veiled
from shop.values.folding import fold

_OF_GOODS = frozenset(Field) - {Field.NOTE, Field.OTHER}
_ALSO_OF_GOODS = re.compile(r"ma (so )?(san pham|giay chung nhan|chung nhan|ocop)( ocop)?|quy cach( dong goi)?|ngay")
# Headings of columns about people, folded; a producer's name and address are no such columns.
_OF_PEOPLE = re.compile(
    r"dai dien|ho (va )?ten|dien thoai|\b(so )?(sdt|dt|dtdd|tel|phone|zalo|fax)\b|lien (he|lac)|e ?-?mail"
    r"|cccd|cmnd|can cuoc|chung minh|ngay sinh|nam sinh|tai khoan|ngan hang|ma so thue|facebook|\bfb\b"
    r"|giam doc|chu nhiem|to truong|chu (co so|ho)\b|nguoi|dan toc|gioi tinh"
)
_PAGE = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class SourceRow:
    """One row of an imported file; `cells` are as printed, by column heading, without the empty and the personal."""

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
    found = db.session.execute(query)
    return [SourceRow(with_contacts_veiled(name), number, _public(cells)) for name, number, cells in found]


def is_for_everybody(heading: str, text: str) -> bool:
    """Does a cell of an appendix speak of a good, and neither tell who a person is nor how to reach them?"""
    return not reaches_a_person(_PAGE.sub(" ", text)) and _is_of_goods(heading)


def _is_of_goods(heading: str) -> bool:
    folded = fold(heading)
    if _OF_PEOPLE.search(folded):
        return False
    likely = likely_field_of(heading)
    known = field_of(heading) or (None if likely is Field.PRODUCER else likely)
    return known in _OF_GOODS or _ALSO_OF_GOODS.fullmatch(folded) is not None


def _public(cells: Mapping[str, object]) -> dict[str, str]:
    printed = {heading: str(text) for heading, text in cells.items() if text not in (None, "")}
    return {heading: text for heading, text in printed.items() if is_for_everybody(heading, text)}
