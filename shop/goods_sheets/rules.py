"""What a sheet of goods says: its columns, what is wrong with a cell, and what would become of a row. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shop.values.refusal import Refusal


class Field(StrEnum):
    """A column. Those that are kept have the names of the columns of the catalogue."""

    NAME_VI = "name_vi"
    LABEL_VI = "label_vi"
    PRICE = "price_vnd"
    NET = "net"
    WEIGHT = "weight_grams"
    GTIN = "gtin"
    ON_HAND = "on_hand"
    CHANGE = "stock_change"
    COUNTED = "counted"
    STATE = "state"
    NAME_EN = "name_en"
    LABEL_EN = "label_en"
    SUMMARY_VI = "summary_vi"
    SUMMARY_EN = "summary_en"
    DESCRIPTION_VI = "description_vi"
    DESCRIPTION_EN = "description_en"
    INGREDIENTS_VI = "ingredients_vi"
    INGREDIENTS_EN = "ingredients_en"
    STORAGE_VI = "storage_vi"
    STORAGE_EN = "storage_en"
    WARNINGS_VI = "warnings_vi"
    WARNINGS_EN = "warnings_en"
    MARK = "mark"


TEXTS = tuple(
    Field(f"{text}_{language}")
    for text in ("summary", "description", "ingredients", "storage", "warnings")
    for language in ("vi", "en")
)
NAMES = (Field.NAME_VI, Field.NAME_EN)
# What belongs to the good, and so may stand in the first of its rows only; and what belongs to the pack.
OF_PRODUCT = (*NAMES, *TEXTS)
OF_PACK = (Field.LABEL_VI, Field.LABEL_EN, Field.PRICE, Field.NET, Field.WEIGHT, Field.GTIN)
STOCK = (Field.CHANGE, Field.COUNTED)
# What may be emptied, by a dash; an empty cell leaves everything as it is.
MAY_BE_EMPTIED = frozenset({*TEXTS, Field.GTIN})
NEEDED_FOR_A_PACK = (Field.LABEL_VI, Field.PRICE, Field.NET, Field.WEIGHT)

MOST_ROWS = 500
LONGEST = {Field.NAME_VI: 300, Field.NAME_EN: 300, Field.LABEL_VI: 80, Field.LABEL_EN: 80} | dict.fromkeys(TEXTS, 5_000)


class Fault(StrEnum):
    """Why a cell, or a row, cannot be taken."""

    NOT_WHOLE = "not_whole"
    NOT_A_PRICE = "not_a_price"
    PRICE_RANGE = "price_range"
    WEIGHT_RANGE = "weight_range"
    NOT_A_MEASURE = "not_a_measure"
    NOT_A_CHANGE = "not_a_change"
    NOT_A_COUNT = "not_a_count"
    BAD_GTIN = "bad_gtin"
    GTIN_ROUNDED = "gtin_rounded"
    TOO_LONG = "too_long"
    GARBLED = "garbled"
    CELL_BROKEN = "cell_broken"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    MUST_STAND = "must_stand"
    CLAIMS_OCOP = "claims_ocop"
    MARK_UNREADABLE = "mark_unreadable"
    NOT_YOURS = "not_yours"
    ROW_TWICE = "row_twice"
    NAME_TWICE = "name_twice"
    TWO_TEXTS = "two_texts"
    CHANGED_MEANWHILE = "changed_meanwhile"
    STOCK_MOVED = "stock_moved"
    NOT_COUNTED_FROM = "not_counted_from"
    COUNTED_AND_CHANGED = "counted_and_changed"
    STOCK_BELOW_ZERO = "stock_below_zero"
    CHANGE_TAKEN = "change_taken"
    REFUSED = "refused"


class Doubt(StrEnum):
    """What may be meant, but is worth a second look."""

    PRICE_JUMPS = "price_jumps"


class CellFault(Refusal):
    """A cell cannot be read; whoever reads the row says where it stands."""

    def __init__(self, code: Fault, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a row, and in which of its columns."""

    field: Field
    code: Fault
    facts: Mapping[str, str | int] = dataclasses.field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class SourceRow:
    """A row as it was sent: its number as the spreadsheet counts, and what stands in its cells, as text."""

    number: int
    cells: Mapping[Field, str]
    sheet: str = ""
    # What reading the file found: an error value, a formula without its result.
    broken: Mapping[Field, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    # What stood in the shop when somebody was told of it and decided for the sheet all the same.
    seen: Mapping[Field, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))

    @property
    def place(self) -> str:
        """Tells the row from all others of its file, in few letters."""
        sheet = hashlib.sha256(self.sheet.encode()).hexdigest()[:8] if self.sheet else ""
        return f"{self.number}{sheet and '.'}{sheet}"


class Outcome(StrEnum):
    """What would become of a row."""

    NEW_GOOD = "new_good"
    NEW_PACK = "new_pack"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """One cell that would be written: both values as a sheet shows them."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """A row, what it is about, what it would change, and why it cannot."""

    source: SourceRow
    outcome: Outcome
    name: str
    label: str
    variant_id: int | None = None
    product_id: int | None = None
    changes: tuple[Change, ...] = ()
    wrongs: tuple[Wrong, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    # Pieces to add or take away, and the key under which that happens once.
    stock_delta: int = 0
    stock_key: str = ""
    # What the stock was when somebody counted it; None for a plain change.
    counted_from: int | None = None
    # All values of the pack as they stand; empty for a new one.
    now: Mapping[Field, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class KnownPack:
    """A pack that is there: its values as a sheet shows them, and how many pieces lie in the shop's stock."""

    variant_id: int
    product_id: int
    values: Mapping[Field, str]
    on_hand: int


@dataclass(frozen=True)
class KnownGood:
    """A good of the stall with its packs. `own_stars`: those its texts may speak of; None where it is not covered."""

    product_id: int
    values: Mapping[Field, str]
    packs: tuple[KnownPack, ...]
    own_stars: int | None
    is_on_sale: bool = False
    edition: int = 0
