"""The mark of a row: which pack it is, when it was exported, and what its cells said then. Pure.

A sheet that lies about for a week and comes back must not undo what others changed meanwhile. The mark lets the import
tell "this cell was edited in the sheet" from "this cell was changed in the shop since", cell by cell.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from shop.goods_sheets.rules import OF_PACK, OF_PRODUCT, Field

# The order is part of what marks mean: add at the end only.
_ORDER = (*OF_PACK, Field.ON_HAND, *OF_PRODUCT)
_LETTERS = 4  # of each value: twenty bits, so that one change in a million is taken for none
_MARK = re.compile(r"G(\d{1,12})\.([0-9a-z]{1,11})\.([a-z2-7]+)")
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class RowMark:
    """What a mark says. `exported` names the export, so that a change of stock in it happens once."""

    variant_id: int
    exported: str
    digests: Mapping[Field, str]

    def said(self, field: Field, value: str) -> bool:
        """Whether the cell held this value when the row was exported; unknown columns held nothing."""
        return self.digests.get(field) == _digest(value)


def write_mark(variant_id: int, exported_ms: int, values: Mapping[Field, str]) -> str:
    """The mark of a pack's row, exported at an instant in milliseconds; `values` also of its good, and ON_HAND."""
    said = "".join(_digest(values[field]) for field in _ORDER)
    return f"G{variant_id}.{_in_base36(exported_ms)}.{said}"


def read_mark(text: str) -> RowMark | None:
    """What a mark says, or None where it is no whole mark."""
    found = _MARK.fullmatch(text.strip())
    if found is None or len(found[3]) % _LETTERS:
        return None
    pieces = [found[3][place : place + _LETTERS] for place in range(0, len(found[3]), _LETTERS)]
    return RowMark(int(found[1]), found[2], dict(zip(_ORDER, pieces, strict=False)))


def _digest(value: str) -> str:
    return base64.b32encode(hashlib.sha256(value.encode()).digest())[:_LETTERS].decode().lower()


def _in_base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, place = divmod(number, 36)
        digits = _BASE36[place] + digits
    return digits
