"""Stock: how many of each pack lie where, and why that number is what it is."""

from shop.stock.models import StockLevel, StockMove
from shop.stock.operations import receive_stock
from shop.stock.queries import quantities_on_hand, stock_by_location
from shop.stock.rules import WEB, NotEnoughStock, NothingToMove

__all__ = [
    "WEB",
    "NotEnoughStock",
    "NothingToMove",
    "StockLevel",
    "StockMove",
    "quantities_on_hand",
    "receive_stock",
    "stock_by_location",
]
