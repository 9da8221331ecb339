"""Where a payout goes: the account that the owners set, what is odd about it, and a code for the bank's app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.payments import BadQrField, vietqr_payload
from shop.settlement import Payout, PayoutStatus
from shop.stalls import StallBankAccount, bank_account_at, find_bank_account_of, is_new_account
from shop.web.qr import qr_picture

# As many letters of a name as a code holds.
LONGEST_HOLDER = 25


@dataclass(frozen=True)
class Payee:
    """The account of a payout. Only one that is to be transferred has a code, with its amount and its number in it."""

    account: StallBankAccount
    is_new: bool
    # It was set after the payout was prepared: whoever looked at it then saw another.
    is_changed: bool
    memo: str
    qr: str | None


def payee_of(payout: Payout, at: datetime) -> Payee | None:
    """The account that a payout goes to, or went to when it was sent; None where the producer had given none."""
    account = _account_of(payout, at)
    if account is None:
        return None
    is_open = payout.status == PayoutStatus.PREPARED
    memo = f"CHI TRA {payout.id}"
    return Payee(
        account=account,
        is_new=is_open and is_new_account(account, at),
        is_changed=is_open and account.set_at > payout.prepared_at,
        memo=memo,
        qr=_code(account, payout.amount_vnd, memo) if is_open else None,
    )


def _account_of(payout: Payout, at: datetime) -> StallBankAccount | None:
    if payout.bank_account_id is not None:
        return find_bank_account_of(payout.producer_id, payout.bank_account_id)
    # Payouts of before 2026-11-22 know only when they were sent.
    return bank_account_at(payout.producer_id, payout.sent_at or at)


def _code(account: StallBankAccount, amount_vnd: int, memo: str) -> str | None:
    """None for an amount that no code can hold: then it is typed."""
    holder = account.account_name[:LONGEST_HOLDER]
    try:
        payload = vietqr_payload(
            account.bank_bin, account.account, amount_vnd=amount_vnd, memo=memo, account_name=holder
        )
    except BadQrField:
        return None
    return qr_picture(payload)
