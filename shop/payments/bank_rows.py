"""A transfer as the bank's service tells it (SePay's form), read strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shop.fairs import find_receipt_codes
from shop.orders import find_order_codes
from shop.payments.refusals import BadBankRow
from shop.payments.rules import BankAccount, SuspenseReason
from shop.values.dates import VIETNAM
from shop.values.folding import tidy

LONGEST_TEXT = 1000


@dataclass(frozen=True)
class BankRow:
    """One movement of an account; amount in dong, `paid_at` None where the bank's date cannot be read."""

    id: str
    account: str
    amount_vnd: int
    is_incoming: bool
    memo: str
    paid_at: datetime | None
    reference: str
    gateway: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The sound order codes in the memo, each once."""
        return find_order_codes(self.memo)

    @property
    def receipt_codes(self) -> tuple[str, ...]:
        """The sound receipt codes of booths in the memo, each once; an order's code wins over them."""
        return () if self.codes else find_receipt_codes(self.memo)


def read_bank_row(fields: object) -> BankRow:
    """Understand one message of the bank's service. Refuses BadBankRow with the first field that cannot be."""
    if not isinstance(fields, Mapping):
        raise BadBankRow("body")
    return BankRow(
        id=_number_of(fields),
        account=_text(fields, "accountNumber"),
        amount_vnd=_whole(fields, "transferAmount"),
        is_incoming=_text(fields, "transferType").lower() == "in",
        memo=_text(fields, "content"),
        paid_at=_instant(_text(fields, "transactionDate")),
        reference=_text(fields, "referenceCode")[:100],
        gateway=_text(fields, "gateway")[:200],
    )


def why_no_order(row: BankRow, account: BankAccount, at: datetime) -> SuspenseReason | None:
    """Why a person must look at incoming money before any order is asked, None where one code names the order.

    Receipts of booths are told apart later: who sold there had no clock but the tablet's, so no date is asked of them.
    """
    if squeeze(row.account) != squeeze(account.number):
        return SuspenseReason.OTHER_ACCOUNT
    if row.receipt_codes:
        return None
    if not row.codes:
        return SuspenseReason.NO_CODE
    if len(row.codes) > 1:
        return SuspenseReason.SEVERAL_CODES
    # A bank's clock is ours, but for a little; a day of the far future is a mistake that would look like "in time".
    if row.paid_at is None or (row.paid_at - at).total_seconds() > 86_400:
        return SuspenseReason.UNCLEAR_DATE
    return None


def squeeze(account: str) -> str:
    """An account's number without the blanks and points that people put into it."""
    return "".join(letter for letter in account if letter.isalnum())


def _number_of(fields: Mapping[str, object]) -> str:
    value = fields.get("id")
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise BadBankRow("id")
    number = str(value).strip()
    if not number or len(number) > 100 or "\0" in number:
        raise BadBankRow("id")
    return number


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool) or len(str(value)) > LONGEST_TEXT:
        raise BadBankRow(name)
    return tidy(str(value).replace("\0", " "))


def _whole(fields: Mapping[str, object], name: str) -> int:
    value = fields.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 10**15:
        raise BadBankRow(name)
    return value


def _instant(text: str) -> datetime | None:
    """Banks write the time on clocks in Vietnam, mostly without saying so."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)
