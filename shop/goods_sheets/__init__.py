"""Sheets of goods: a stall's goods out into a spreadsheet and in again, looked at before anything changes."""

from shop.goods_sheets.cells import MOST_PIECES
from shop.goods_sheets.exporting import COLUMN_WIDTHS, mark_of, sheet_rows, shown_net
from shop.goods_sheets.grid import GridEdit, plan_grid, take_grid, was_edited
from shop.goods_sheets.headings import HEADINGS, heading
from shop.goods_sheets.models import GoodsFile
from shop.goods_sheets.operations import (
    Corrections,
    Sender,
    correct_file,
    drop_file,
    forget_goods_files,
    plan_of,
    stage_file,
    take_file,
)
from shop.goods_sheets.plan import Plan
from shop.goods_sheets.queries import find_goods_file, find_taken_before, list_goods_files, list_known_goods
from shop.goods_sheets.reading import LIMITS, ReadFile, read_goods_file
from shop.goods_sheets.refusals import (
    FileTakenAlready,
    NoSuchGoodsFile,
    PlanChanged,
    RowRefused,
    RowsRefused,
)
from shop.goods_sheets.rules import (
    MOST_ROWS,
    Change,
    Doubt,
    Fault,
    Field,
    KnownGood,
    KnownPack,
    Outcome,
    PlannedRow,
    SourceRow,
    Wrong,
)
from shop.goods_sheets.table import TableFault, TableRefused

__all__ = [
    "COLUMN_WIDTHS",
    "HEADINGS",
    "LIMITS",
    "MOST_PIECES",
    "MOST_ROWS",
    "Change",
    "Corrections",
    "Doubt",
    "Fault",
    "Field",
    "FileTakenAlready",
    "GoodsFile",
    "GridEdit",
    "KnownGood",
    "KnownPack",
    "NoSuchGoodsFile",
    "Outcome",
    "Plan",
    "PlanChanged",
    "PlannedRow",
    "ReadFile",
    "RowRefused",
    "RowsRefused",
    "Sender",
    "SourceRow",
    "TableFault",
    "TableRefused",
    "Wrong",
    "correct_file",
    "drop_file",
    "find_goods_file",
    "find_taken_before",
    "forget_goods_files",
    "heading",
    "list_goods_files",
    "list_known_goods",
    "mark_of",
    "plan_grid",
    "plan_of",
    "read_goods_file",
    "sheet_rows",
    "shown_net",
    "stage_file",
    "take_file",
    "take_grid",
    "was_edited",
]
