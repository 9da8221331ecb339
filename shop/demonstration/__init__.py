"""The demonstration: the real register as it is, and invented prices, packs, stock and texts around it."""

from shop.demonstration.load import RegisterNotTaken, load_demonstration

__all__ = ["RegisterNotTaken", "load_demonstration"]
