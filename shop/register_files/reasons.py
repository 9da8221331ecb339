"""Why a file or a row of it is refused: a code and the facts, for whoever words it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shop.values.refusal import Refusal


class ReasonCode(StrEnum):
    """Everything that the import refuses. `register_wording` has the words, in both languages."""

    # the file
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_KIND = "file_kind"
    FILE_OLD_OR_LOCKED = "file_old_or_locked"
    FILE_BROKEN = "file_broken"
    FILE_BOMB = "file_bomb"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    ENCODING_UNKNOWN = "encoding_unknown"
    TEXT_GARBLED = "text_garbled"
    QUOTES_BROKEN = "quotes_broken"
    NO_HEADER = "no_header"
    COLUMN_TWICE = "column_twice"
    NO_ROWS = "no_rows"
    # a row
    NAME_MISSING = "name_missing"
    NAME_UNREADABLE = "name_unreadable"
    NAMES_SEVERAL = "names_several"
    ROW_HIDDEN = "row_hidden"
    TOO_LONG = "too_long"
    CELL_BROKEN = "cell_broken"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    PROVINCE_MISSING = "province_missing"
    PROVINCE_UNKNOWN = "province_unknown"
    PLACES_CONTRADICT = "places_contradict"
    STARS_UNREADABLE = "stars_unreadable"
    STARS_TOO_FEW = "stars_too_few"
    STARS_OUT_OF_RANGE = "stars_out_of_range"
    STARS_TWICE = "stars_twice"
    STARS_NOT_REACHED = "stars_not_reached"
    STARS_CONTRADICT_HEADING = "stars_contradict_heading"
    MARK_UNREADABLE = "mark_unreadable"
    DAY_UNREADABLE = "day_unreadable"
    DAY_IMPOSSIBLE = "day_impossible"
    DAY_TWO_DIGIT_YEAR = "day_two_digit_year"
    DAY_IN_FUTURE = "day_in_future"
    DAY_ORDER_UNCLEAR = "day_order_unclear"
    DECISION_TWICE = "decision_twice"
    END_CONTRADICTS = "end_contradicts"
    YEAR_UNREADABLE = "year_unreadable"
    YEAR_TOO_EARLY = "year_too_early"
    YEAR_CONTRADICTS_DAY = "year_contradicts_day"
    PLAN_WITH_DECISION = "plan_with_decision"
    CONTRADICTS_OPTION = "contradicts_option"
    CONTRADICTS_ROW = "contradicts_row"
    CONTRADICTS_REGISTER = "contradicts_register"
    OUTSIDE_SCOPE = "outside_scope"


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong, and where: sheet, row and column as a person counts and reads them.

    `about` is what the column states, by `register_vocabulary`; "" where no single one is meant.
    """

    code: ReasonCode
    facts: Mapping[str, str | int] = field(default_factory=dict)
    row: int | None = None
    column: str | None = None
    sheet: str = ""
    about: str = ""


class RegisterRefused(Refusal):
    """The file as a whole cannot be taken."""

    def __init__(self, code: ReasonCode, *, row: int | None = None, sheet: str = "", **facts: str | int) -> None:
        super().__init__(code, facts)
        self.reason = Reason(code, facts, row=row, sheet=sheet)


class CellRefused(Refusal):
    """A cell cannot be read; whoever reads the row says where it stands."""

    def __init__(self, code: ReasonCode, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
