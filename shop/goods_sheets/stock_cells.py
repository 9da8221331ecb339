"""What a row says of stock: pieces more or fewer, or pieces counted. Each happens once. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop.goods_sheets.cells import plain, read_change, read_count
from shop.goods_sheets.marks import RowMark
from shop.goods_sheets.rules import CellFault, Fault, Field, KnownPack, SourceRow


@dataclass(frozen=True)
class StockSaid:
    """Pieces to move, the key under which that happens once, and what was there when somebody counted."""

    delta: int = 0
    key: str = ""
    counted_from: int | None = None


def read_stock(
    source: SourceRow, mark: RowMark | None, pack: KnownPack | None, taken: Mapping[str, int], file_key: str
) -> StockSaid:
    """Refuses CellFault: what cannot be read, what happened already with another number, what is counted from a stock
    that has moved since, and what would leave less than nothing."""
    change = read_change(plain(source.cells.get(Field.CHANGE, "")))
    counted = read_count(plain(source.cells.get(Field.COUNTED, "")))
    if change and counted is not None:
        raise CellFault(Fault.COUNTED_AND_CHANGED)
    key = stock_key(source, mark, file_key)
    if counted is not None:
        return _counted(counted, _Told(source, mark, pack), taken, key)
    if not change:
        return StockSaid()
    if key in taken:
        if taken[key] != change:
            raise CellFault(Fault.CHANGE_TAKEN, taken=taken[key])
        return StockSaid()
    on_hand = pack.on_hand if pack else 0
    if on_hand + change < 0:
        raise CellFault(Fault.STOCK_BELOW_ZERO, now=on_hand)
    return StockSaid(change, key)


def stock_key(source: SourceRow, mark: RowMark | None, file_key: str) -> str:
    """What names the one change of stock that a row may ever make: its pack and export, else the file and the row."""
    return f"sheet:{mark.variant_id}:{mark.exported}" if mark else f"sheet:{file_key}:{source.place}"


@dataclass(frozen=True)
class _Told:
    source: SourceRow
    mark: RowMark | None
    pack: KnownPack | None

    @property
    def exported(self) -> int | None:
        """What the sheet says was there."""
        return read_count(self.source.cells.get(Field.ON_HAND, ""))

    def was(self, on_hand: int) -> bool:
        """Whether the stock is what it was when the sheet was made, or when somebody was told and counted again."""
        if self.source.seen.get(Field.ON_HAND) == str(on_hand):
            return True
        return self.mark.said(Field.ON_HAND, str(on_hand)) if self.mark else self.exported == on_hand


def _counted(counted: int, told: _Told, taken: Mapping[str, int], key: str) -> StockSaid:
    if told.pack is None:
        return StockSaid(counted, key)
    now = told.pack.on_hand
    if counted == now or (key in taken and told.exported is not None and told.exported + taken[key] == counted):
        return StockSaid()
    if told.mark is None and told.exported is None and not told.was(now):
        raise CellFault(Fault.NOT_COUNTED_FROM, now=now)
    if not told.was(now) or key in taken:
        raise CellFault(Fault.STOCK_MOVED, now=now)
    return StockSaid(counted - now, key, now)
