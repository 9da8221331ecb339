"""What a shopper sees of an order: finding it, how it stands, paying, giving up, giving back, the receipt."""

from shop.storefront.orders import (
    cancelling,
    claiming,
    giving_back,
    lookup,
    paying,
    receipt,
    reordering,
    reviewing,
    show,
)
from shop.storefront.orders.door import door

__all__ = [
    "cancelling",
    "claiming",
    "door",
    "giving_back",
    "lookup",
    "paying",
    "receipt",
    "reordering",
    "reviewing",
    "show",
]
