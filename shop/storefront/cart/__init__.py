"""The cart at the shopper's door."""

from shop.storefront.cart.door import door

__all__ = ["door"]
