"""Why a file cannot be taken as a table at all: a code and the facts, for whoever words it. Pure."""

from __future__ import annotations

from enum import StrEnum

from shop.values.refusal import Refusal


class FileFault(StrEnum):
    """Everything that can be wrong with a file before anybody asks what its rows mean."""

    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_KIND = "file_kind"
    FILE_OLD_OR_LOCKED = "file_old_or_locked"
    FILE_BROKEN = "file_broken"
    FILE_BOMB = "file_bomb"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_LONG = "too_long"
    ENCODING_UNKNOWN = "encoding_unknown"
    TEXT_GARBLED = "text_garbled"
    QUOTES_BROKEN = "quotes_broken"


class FileRefused(Refusal):
    """The file cannot be taken; `row` and `sheet` say where, as a person counts and reads them."""

    def __init__(self, code: FileFault, *, row: int | None = None, sheet: str = "", **facts: str | int) -> None:
        super().__init__(code, row, sheet, facts)
        self.code = code
        self.row = row
        self.sheet = sheet
        self.facts = facts
