"""Spreadsheets: tables written so that nothing in them runs, and read without believing what a file says of itself."""

from shop.spreadsheets.delimited import decode_text, split_rows
from shop.spreadsheets.faults import FileFault, FileRefused
from shop.spreadsheets.opening import open_tables
from shop.spreadsheets.sheets import LONGEST_CELL, CellValue, FileLimits, Sheet, SheetRow, raw_text, text_of
from shop.spreadsheets.writing import Row, Table, csv_bytes, csv_parts, harmless, without_guard, workbook_bytes

__all__ = [
    "LONGEST_CELL",
    "CellValue",
    "FileFault",
    "FileLimits",
    "FileRefused",
    "Row",
    "Sheet",
    "SheetRow",
    "Table",
    "csv_bytes",
    "csv_parts",
    "decode_text",
    "harmless",
    "open_tables",
    "raw_text",
    "split_rows",
    "text_of",
    "without_guard",
    "workbook_bytes",
]
