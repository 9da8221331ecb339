"""Where somebody with an account has parcels sent: a few addresses, one of them the usual one."""

from shop.address_book.models import AccountAddress
from shop.address_book.operations import (
    add_address,
    change_address,
    forget_addresses,
    make_default,
    remove_address,
)
from shop.address_book.queries import default_address, find_address, list_addresses
from shop.address_book.rules import LONGEST_NAME, MOST_ADDRESSES, AddressEntry, SavedAddress, TooManyAddresses

__all__ = [
    "LONGEST_NAME",
    "MOST_ADDRESSES",
    "AccountAddress",
    "AddressEntry",
    "SavedAddress",
    "TooManyAddresses",
    "add_address",
    "change_address",
    "default_address",
    "find_address",
    "forget_addresses",
    "list_addresses",
    "make_default",
    "remove_address",
]
