"""What sheets of goods are told about, in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shop.goods_sheets import Fault, Field, Outcome, TableFault, TableRefused, Wrong, heading, shown_net
from shop.spreadsheets import FileFault, FileRefused
from shop.values.money import format_vnd, group_digits
from shop.web.language import current_language
from shop.web.words import _

Facts = Mapping[str, str | int]


def field_words(field: Field) -> str:
    """What a column is called, as in the sheet."""
    return heading(field, current_language())


def value_words(field: Field, value: str) -> str:
    """A value as people read it."""
    if not value:
        return _("empty")
    if field is Field.PRICE and value.isdigit():
        return format_vnd(int(value), current_language())
    if field is Field.WEIGHT:
        return f"{group_digits(int(value), current_language())} g" if value.isdigit() else value
    return shown_net(value, current_language()) if field is Field.NET else value


def outcome_words(outcome: Outcome) -> str:
    """What would become of a row."""
    return {
        Outcome.NEW_GOOD: _("new good"),
        Outcome.NEW_PACK: _("new pack"),
        Outcome.CHANGED: _("changed"),
        Outcome.UNCHANGED: _("unchanged"),
        Outcome.REFUSED: _("to be corrected"),
    }[outcome]


def fault_words(wrong: Wrong) -> str:
    """Why a cell cannot be taken, and what to do."""
    facts = {"said" if name == "text" else name: fact for name, fact in wrong.facts.items()}
    if wrong.code is Fault.CHANGED_MEANWHILE:
        facts["now"] = value_words(wrong.field, str(facts["now"]))
    return _FAULTS[wrong.code](facts)


def file_words(refused: FileRefused | TableRefused) -> str:
    """Why a file cannot be taken, where, and what to do."""
    if isinstance(refused, TableRefused):
        words = _TABLES[refused.code](refused.facts)
    else:
        words = _FILES[refused.code](refused.facts)
    return _("Row %(row)s: %(words)s", row=refused.row, words=words) if refused.row else words


_FAULTS: dict[Fault, Callable[[Facts], str]] = {
    Fault.NOT_WHOLE: lambda facts: _("Write a whole number."),
    Fault.NOT_A_PRICE: lambda facts: _("“%(said)s” is no price. Write whole dong, such as 125000 or 125.000.", **facts),
    Fault.PRICE_RANGE: lambda facts: _("A price is above 0 ₫ and below 1,000,000,000 ₫."),
    Fault.WEIGHT_RANGE: lambda facts: _("A pack weighs between 1 g and 100 kg when it is sent."),
    Fault.NOT_A_MEASURE: lambda facts: _(
        "“%(said)s” cannot be read for certain. Write the number with its unit, such as 500 g, 1,5 kg, 330 ml, 1 cái.",
        **facts,
    ),
    Fault.NOT_A_CHANGE: lambda facts: _(
        "“%(said)s” is no number of pieces. Write 10 to add ten, -3 to take three.", **facts
    ),
    Fault.NOT_A_COUNT: lambda facts: _("“%(said)s” is no number of pieces.", **facts),
    Fault.BAD_GTIN: lambda facts: _(
        "“%(said)s” is no bar code number: its last digit does not fit the others.", **facts
    ),
    Fault.GTIN_ROUNDED: lambda facts: _(
        "The spreadsheet shortened the number to %(said)s. Format the column as text and type the number again.",
        **facts,
    ),
    Fault.TOO_LONG: lambda facts: _("Longer than %(most)s letters.", **facts),
    Fault.GARBLED: lambda facts: _(
        "The letters are broken: “%(said)s”. They come from an old font (TCVN3, VNI). Type them again in Unicode.",
        **facts,
    ),
    Fault.CELL_BROKEN: lambda facts: _("The cell holds an error of the spreadsheet."),
    Fault.FORMULA_WITHOUT_VALUE: lambda facts: _(
        "The formula has no result yet. Open the file in the spreadsheet, save it, and send it again."
    ),
    Fault.MUST_STAND: lambda facts: _("This must not be empty."),
    Fault.CLAIMS_OCOP: lambda facts: _(
        "“%(words)s”: only a good with a certificate in force may speak of OCOP, and of its own stars only.", **facts
    ),
    Fault.MARK_UNREADABLE: lambda facts: _("The row mark was changed. Download the sheet again, or empty this cell."),
    Fault.NOT_YOURS: lambda facts: _("There is no such pack in this stall. Leave the row out."),
    Fault.ROW_TWICE: lambda facts: _("Row %(row)s is about the same pack. Leave one of them out.", **facts),
    Fault.NAME_TWICE: lambda facts: _(
        "%(count)s of your goods are called so. Download the sheet and change it there: its row marks tell them apart.",
        **facts,
    ),
    Fault.TWO_TEXTS: lambda facts: _("Row %(row)s says something else about the same good.", **facts),
    Fault.CHANGED_MEANWHILE: lambda facts: _("Somebody changed this meanwhile: now it is %(now)s.", **facts),
    Fault.STOCK_MOVED: lambda facts: _(
        "Since the sheet was made the stock has moved: now it is %(now)s. Count again.", **facts
    ),
    Fault.NOT_COUNTED_FROM: lambda facts: _(
        "It is not known what was there before the count. Now it is %(now)s. Count again.", **facts
    ),
    Fault.COUNTED_AND_CHANGED: lambda facts: _("Fill in one of the two: pieces to add, or pieces counted."),
    Fault.STOCK_BELOW_ZERO: lambda facts: _("There are only %(now)s left.", **facts),
    Fault.CHANGE_TAKEN: lambda facts: _(
        "The stock change of this row was done already (%(taken)s). For another one download a new sheet.", **facts
    ),
    Fault.REFUSED: lambda facts: _("This cannot be taken."),
}

_TABLES: dict[TableFault, Callable[[Facts], str]] = {
    TableFault.NO_HEADER: lambda facts: _(
        "No headings were found. The first row must say what the columns are, as in the sheet that you download here. "
        "The file begins: %(seen)s",
        **facts,
    ),
    TableFault.COLUMN_TWICE: lambda facts: _("Two columns are both called “%(column)s”.", **facts),
    TableFault.NO_ROWS: lambda facts: _("There are headings, but no goods below them."),
    TableFault.TOO_MANY_GOODS_ROWS: lambda facts: _("More than %(most)s rows. Divide the file.", **facts),
}

_FILES: dict[FileFault, Callable[[Facts], str]] = {
    FileFault.FILE_EMPTY: lambda facts: _("The file is empty."),
    FileFault.FILE_TOO_LARGE: lambda facts: _("The file is larger than %(megabytes)s MB. Divide it.", **facts),
    FileFault.FILE_KIND: lambda facts: _(
        "This is neither an Excel file nor CSV. Save the table as .xlsx and send it again."
    ),
    FileFault.FILE_OLD_OR_LOCKED: lambda facts: _(
        "This is an old .xls file, or it has a password. Save it as .xlsx without a password and send it again."
    ),
    FileFault.FILE_BROKEN: lambda facts: _(
        "The file is damaged. Open it in the spreadsheet, save it again, and send that."
    ),
    FileFault.FILE_BOMB: lambda facts: _(
        "The file has too many parts, or is too large when unpacked. Copy the table into a new file."
    ),
    FileFault.TOO_MANY_ROWS: lambda facts: _("More than %(most)s rows. Divide the file.", **facts),
    FileFault.TOO_MANY_COLUMNS: lambda facts: _("More than %(most)s columns. Copy the table into a new file.", **facts),
    FileFault.TOO_LONG: lambda facts: _("A cell is longer than %(most)s letters.", **facts),
    FileFault.ENCODING_UNKNOWN: lambda facts: _(
        "The letters cannot be read (an old encoding such as TCVN3 or VNI?). Save the file as .xlsx, or as CSV UTF-8."
    ),
    FileFault.TEXT_GARBLED: lambda facts: _(
        "The letters were broken when the file was converted. Send the file that it was made from."
    ),
    FileFault.QUOTES_BROKEN: lambda facts: _(
        "A quotation mark is not closed. Save the file as .xlsx and send it again."
    ),
}


def words_for_templates() -> dict[str, Any]:
    """For the templates of both pages."""
    return {
        "field_words": field_words,
        "value_words": value_words,
        "fault_words": fault_words,
        "outcome_words": outcome_words,
    }
