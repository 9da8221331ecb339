"""Goods that somebody with an account wants to find again. They are shown only while a certificate is in force."""

from shop.saved_goods.models import SavedGood
from shop.saved_goods.operations import forget_good, forget_saved_goods, save_good
from shop.saved_goods.queries import count_saved_goods, list_saved_goods
from shop.saved_goods.rules import MOST_SAVED, KeptGood, NoSuchGood, TooManySaved

__all__ = [
    "MOST_SAVED",
    "KeptGood",
    "NoSuchGood",
    "SavedGood",
    "TooManySaved",
    "count_saved_goods",
    "forget_good",
    "forget_saved_goods",
    "list_saved_goods",
    "save_good",
]
