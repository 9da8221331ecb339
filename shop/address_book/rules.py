"""What an address book holds."""

from __future__ import annotations

from dataclasses import dataclass

from shop.delivery import Address
from shop.values.refusal import Refusal

MOST_ADDRESSES = 20
LONGEST_NAME = 100


@dataclass(frozen=True)
class AddressEntry:
    """Who receives parcels where; the telephone number as `parse_phone` gives it ("+84912345678")."""

    name: str
    phone: str
    address: Address


@dataclass(frozen=True)
class SavedAddress(AddressEntry):
    """One entry of an account's book; `is_default` is the usual one, of which there is one in each book."""

    id: int
    is_default: bool


class TooManyAddresses(Refusal):
    """A book holds at most MOST_ADDRESSES."""
