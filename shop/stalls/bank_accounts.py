"""Changing the account that a producer is paid to: the old one stays on record, every owner is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shop.accounts import names_of, owners_of
from shop.database import db
from shop.notifications import queue_message
from shop.producers import Producer
from shop.stalls.models import StallBankAccount
from shop.stalls.queries import find_bank_account
from shop.stalls.rules import BankAccount, SameBankAccount
from shop.values.dates import format_instant


def set_bank_account(
    producer_id: int, account: BankAccount, *, person_id: int | None, at: datetime
) -> StallBankAccount:
    """Pay the producer to another account from now on, and mail all owners: who did it, which bank, the last digits.

    The caller has seen the password of who does it. Refuses SameBankAccount.
    """
    name = db.session.scalar(select(Producer.name).where(Producer.id == producer_id).with_for_update(key_share=True))
    before = find_bank_account(producer_id)
    if before is not None and before.number == account:
        raise SameBankAccount
    if before is not None:
        before.ended_at = at
        db.session.flush()
    row = StallBankAccount(
        producer_id=producer_id,
        bank_bin=account.bank_bin,
        account=account.account,
        account_name=account.account_name,
        set_at=at,
        set_by=person_id,
    )
    db.session.add(row)
    db.session.flush()
    _tell_owners(row, str(name), is_first=before is None)
    return row


def _tell_owners(row: StallBankAccount, producer_name: str, *, is_first: bool) -> None:
    by = names_of({row.set_by} if row.set_by else set()).get(row.set_by or 0, "")
    facts = {
        "producer_name": producer_name,
        "bank_bin": row.bank_bin,
        "ending": row.number.ending,
        "by": by,
        "moment": format_instant(row.set_at),
        "is_first": is_first,
    }
    for owner in owners_of(row.producer_id):
        queue_message(
            "bank_account_changed",
            f"{row.id}:{owner.id}",
            to=owner.email or "",
            language=owner.language,
            at=row.set_at,
            facts=facts,
        )
