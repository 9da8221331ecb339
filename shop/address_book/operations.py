"""Writes of address books. An account's book is changed by one transaction at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from shop.accounts import Person
from shop.address_book.models import AccountAddress
from shop.address_book.rules import MOST_ADDRESSES, AddressEntry, TooManyAddresses
from shop.database import changed_one, db


def add_address(account_id: int, entry: AddressEntry, *, is_default: bool = False, at: datetime) -> int:
    """Write an entry into the account's book; the first is the usual one. Returns its number.

    Refuses TooManyAddresses.
    """
    _take_turns(account_id)
    count = db.session.scalar(select(func.count()).where(AccountAddress.account_id == account_id)) or 0
    if count >= MOST_ADDRESSES:
        raise TooManyAddresses
    row = AccountAddress(account_id=account_id, is_default=False, changed_at=at, **_columns(entry))
    db.session.add(row)
    db.session.flush()
    if is_default or not count:
        _make_default(account_id, row.id)
    return row.id


def change_address(account_id: int, address_id: int, entry: AddressEntry, *, at: datetime) -> bool:
    """Write an entry anew; False where the book has none of this number."""
    own = (AccountAddress.account_id == account_id, AccountAddress.id == address_id)
    return changed_one(update(AccountAddress).where(*own).values(changed_at=at, **_columns(entry)))


def remove_address(account_id: int, address_id: int) -> bool:
    """Take an entry out, False where there is none; if it was the usual one, the latest that is left becomes it."""
    _take_turns(account_id)
    own = (AccountAddress.account_id == account_id, AccountAddress.id == address_id)
    if not changed_one(delete(AccountAddress).where(*own)):
        return False
    of_account = select(AccountAddress).where(AccountAddress.account_id == account_id)
    left = db.session.scalars(of_account.order_by(AccountAddress.is_default.desc(), AccountAddress.id.desc())).first()
    if left is not None and not left.is_default:
        _make_default(account_id, left.id)
    return True


def make_default(account_id: int, address_id: int) -> bool:
    """Make an entry the usual one; False where the book has none of this number."""
    _take_turns(account_id)
    return _make_default(account_id, address_id)


def forget_addresses(account_id: int) -> None:
    """Empty the book, for the account is closed."""
    db.session.execute(delete(AccountAddress).where(AccountAddress.account_id == account_id))


def _make_default(account_id: int, address_id: int) -> bool:
    of_account = AccountAddress.account_id == account_id
    is_own = select(AccountAddress.id).where(of_account, AccountAddress.id == address_id)
    if db.session.scalar(is_own) is None:
        return False
    # One after the other: the database knows that there is one at most.
    db.session.execute(update(AccountAddress).where(of_account, AccountAddress.is_default).values(is_default=False))
    db.session.execute(update(AccountAddress).where(AccountAddress.id == address_id).values(is_default=True))
    return True


def _take_turns(account_id: int) -> None:
    db.session.execute(select(Person.id).where(Person.id == account_id).with_for_update())


def _columns(entry: AddressEntry) -> dict[str, Any]:
    address = entry.address
    return {
        "name": entry.name,
        "phone": entry.phone,
        "province_code": address.province_code,
        "province_name": address.province_name,
        "commune_code": address.commune_code,
        "commune_name": address.commune_name,
        "street": address.street,
    }
