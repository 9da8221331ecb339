"""Files of tables that mean harm: an honest one with something endless, broken or swollen in it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from tests.factories.appendices import saved, sheet_of
from tests.factories.table_files import SHEET, archive, as_excel_writes, rewritten

MB = 2**20
WORKBOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"


@dataclass(frozen=True)
class HostileTables:
    """What is made of one honest table: its headings, and a row."""

    header: list[str]
    row: list[object]

    def workbook(self) -> bytes:
        """The honest table itself."""
        return as_excel_writes(saved(sheet_of([list(self.header), self.row])))

    def text(self, more: bytes) -> bytes:
        """The headings as CSV, and what is written below them."""
        return ";".join(self.header).encode() + b"\n" + more

    def line(self) -> bytes:
        """The row as a line of CSV."""
        return ";".join(map(str, self.row)).encode() + b"\n"

    def sheet_with(self, rows: bytes) -> bytes:
        """More rows at the end of the sheet."""
        return rewritten(self.workbook(), SHEET, (b"</sheetData>", rows + b"</sheetData>"))

    def sheet_after(self, more: bytes) -> bytes:
        """More in the sheet behind its rows."""
        return rewritten(self.workbook(), SHEET, (b"</sheetData>", b"</sheetData>" + more))

    def broken_sheet(self) -> bytes:
        """A sheet whose tags are not closed in the order in which they were opened."""
        return rewritten(self.workbook(), SHEET, (b"</sheetData>", b"</sheetDat>"))

    def merged(self, count: int) -> bytes:
        """So many merged cells."""
        areas = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, count + 1))
        return self.sheet_after(b"<mergeCells>" + areas + b"</mergeCells>")

    def named(self, count: int) -> bytes:
        """So many defined names."""
        names = b"".join(b'<definedName name="n%d">S!$A$1</definedName>' % n for n in range(count))
        return rewritten(
            self.workbook(), WORKBOOK, (b"</sheets>", b"</sheets><definedNames>" + names + b"</definedNames>")
        )

    def entity_bomb(self, part: str) -> bytes:
        """A billion laughs in one part of the workbook."""
        with zipfile.ZipFile(io.BytesIO(self.workbook())) as packed:
            content = packed.read(part)
        laughs = b'<!DOCTYPE x [<!ENTITY a0 "ha">'
        for step in range(1, 31):
            laughs += b'<!ENTITY a%d "%s">' % (step, b"&a%d;" % (step - 1) * 10)
        head, mark, body = content.rpartition(b"?>")
        swollen = head + mark + laughs + b"]>" + body.replace("ật".encode(), b"&a30;")
        return rewritten(self.workbook(), part, (content, swollen))

    def forged_size(self, megabytes: int) -> bytes:
        """A package that says its sheet is small: it unpacks to more."""
        data = self.sheet_with(b" " * (megabytes * MB))
        real = next(e for e in zipfile.ZipFile(io.BytesIO(data)).infolist() if e.filename == SHEET)
        return data.replace(real.file_size.to_bytes(4, "little"), (900).to_bytes(4, "little"))

    def wide_rows(self, rows: int) -> bytes:
        """Styled cells without a value at the far end of so many rows."""
        return self.sheet_with(b"".join(b'<row r="%d"><c r="XFD%d" s="0"/></row>' % (n, n) for n in range(3, rows + 3)))


def nested(levels: int = 12) -> bytes:
    """Packages in packages in packages."""
    inner = bytes(5 * MB)
    for level in range(levels):
        inner = archive(**{f"{level}-{n}.zip": inner for n in range(8)})
    return inner


def many_entries() -> bytes:
    """A hundred and one parts."""
    return archive(**{WORKBOOK: b"", **{f"{n}.xml": b"" for n in range(100)}})


def cell(place: str, text: bytes = b"x") -> bytes:
    """A row with one cell."""
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").encode()
    return b'<row r="%s"><c r="%s" t="inlineStr"><is><t>%s</t></is></c></row>' % (row, place.encode(), text)


def deep(levels: int) -> bytes:
    """Tags within tags within tags."""
    return b"<a>" * levels + b"</a>" * levels
