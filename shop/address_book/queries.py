"""Reads of address books. Each names the account: an entry of another book does not exist."""

from __future__ import annotations

from sqlalchemy import Select, select

from shop.address_book.models import AccountAddress
from shop.address_book.rules import SavedAddress
from shop.database import db
from shop.delivery import Address


def list_addresses(account_id: int) -> tuple[SavedAddress, ...]:
    """The book, the usual address first; one statement."""
    rows = db.session.scalars(_book(account_id).order_by(AccountAddress.is_default.desc(), AccountAddress.id))
    return tuple(_saved(row) for row in rows)


def default_address(account_id: int) -> SavedAddress | None:
    """The usual address; None in an empty book."""
    row = db.session.scalar(_book(account_id).where(AccountAddress.is_default))
    return _saved(row) if row else None


def find_address(account_id: int, address_id: int) -> SavedAddress | None:
    """One entry of the account's own book."""
    row = db.session.scalar(_book(account_id).where(AccountAddress.id == address_id))
    return _saved(row) if row else None


def _book(account_id: int) -> Select[AccountAddress]:
    return select(AccountAddress).where(AccountAddress.account_id == account_id)


def _saved(row: AccountAddress) -> SavedAddress:
    address = Address(row.province_code, row.province_name, row.commune_code, row.commune_name, row.street)
    return SavedAddress(row.name, row.phone, address, row.id, row.is_default)
