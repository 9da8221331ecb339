"""Stock: how many of each pack lie where, and why that number is what it is."""

from shop.stock.models import StockLevel, StockMove
from shop.stock.operations import count_stock, give_back, receive_each, receive_stock, take_stock, transfer_stock
from shop.stock.queries import quantities_on_hand, stock_by_location
from shop.stock.rules import (
    FEW,
    WEB,
    MoveKind,
    NotEnoughStock,
    NothingToMove,
    OutOfStock,
    Receipt,
    StockMoved,
    StockReason,
    StockWanted,
    looks_different,
    read_reason,
)

__all__ = [
    "FEW",
    "WEB",
    "MoveKind",
    "NotEnoughStock",
    "NothingToMove",
    "OutOfStock",
    "Receipt",
    "StockLevel",
    "StockMove",
    "StockMoved",
    "StockReason",
    "StockWanted",
    "count_stock",
    "give_back",
    "looks_different",
    "quantities_on_hand",
    "read_reason",
    "receive_each",
    "receive_stock",
    "stock_by_location",
    "take_stock",
    "transfer_stock",
]
