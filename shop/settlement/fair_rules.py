"""What a fair means in the books, and what a producer's goods and money did there. Pure.

Three accounts are divided by fair: cash that lies at it, transfers that were seen by whoever sold and not by the bank
yet, and differences: what was counted too much or too little, spent, never found, or made good to a producer. A
producer is owed their share of what was sold, whether its money is found or not.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from shop.payments import GOING, TransferOutcome
from shop.settlement.rules import UNDIVIDED, Account, Entry, between, entries


class FairCashKind(StrEnum):
    """Why cash comes to a fair or leaves it, but for what is sold there."""

    GIVEN_OUT = "given_out"  # change for the drawers, out of the cash box
    HANDED_IN = "handed_in"  # into the cash box
    PAID_IN = "paid_in"  # into the bank account
    SPENT = "spent"  # at the fair, for the reason in the note


VIETQR = "vietqr"


@dataclass(frozen=True, slots=True)
class FairGoods:
    """What one pack of a producer did at a fair, in pieces; its money in dong.

    `handed_out` left the web's shelf, `brought` came along with the producer. `missing` is less than nothing where
    more was there, or was sold, than anybody had handed out.
    """

    handed_out: int = 0
    brought: int = 0
    sold: int = 0
    returned: int = 0
    given_back: int = 0
    tasted: int = 0
    damaged: int = 0
    missing: int = 0
    cash_vnd: int = 0
    transfer_vnd: int = 0
    commission_vnd: int = 0
    compensated_vnd: int = 0

    def __add__(self, other: FairGoods) -> FairGoods:
        """Both together."""
        names = [one.name for one in fields(self)]
        return FairGoods(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def __sub__(self, other: FairGoods) -> FairGoods:
        """What is more, or with a minus less, than in the other."""
        names = [one.name for one in fields(self)]
        return FairGoods(**{name: getattr(self, name) - getattr(other, name) for name in names})

    @property
    def left(self) -> int:
        """What should lie at the booths still."""
        came = self.handed_out + self.brought + self.returned
        return came - self.sold - self.given_back - self.tasted - self.damaged - self.missing

    @property
    def goods_vnd(self) -> int:
        """What was sold and not returned."""
        return self.cash_vnd + self.transfer_vnd

    @property
    def owed_vnd(self) -> int:
        """What it makes the shop owe its producer."""
        return self.goods_vnd - self.commission_vnd + self.compensated_vnd


@dataclass(frozen=True, slots=True)
class Drawer:
    """The cash of one session, in dong: the float, what was sold and returned for cash, what was put in and taken out.

    `counted_vnd` is None until somebody counted.
    """

    float_vnd: int
    sold_vnd: int
    returned_vnd: int
    put_in_vnd: int
    taken_out_vnd: int
    counted_vnd: int | None = None

    @property
    def expected_vnd(self) -> int:
        """What should lie in it."""
        return self.float_vnd + self.sold_vnd - self.returned_vnd + self.put_in_vnd - self.taken_out_vnd

    @property
    def difference_vnd(self) -> int:
        """How much more was counted than should be there; less than nothing where some is missing."""
        return 0 if self.counted_vnd is None else self.counted_vnd - self.expected_vnd


def commission_of(goods_vnd: int, basis_points: int) -> int:
    """The shop's share of a price, rounded down: what rounding leaves over is the producer's."""
    return goods_vnd * basis_points // 10_000


def sold_at_booth(
    fair_id: int, producer_id: int, *, tender: str, goods_vnd: int, commission_vnd: int
) -> tuple[Entry, ...]:
    """Pieces of a producer were sold at a booth: the money lies at the fair or is awaited, their share is owed."""
    return entries(
        Entry(_where(tender), goods_vnd, fair_id),
        Entry(Account.OWED_TO_PRODUCER, commission_vnd - goods_vnd, producer_id),
        Entry(Account.COMMISSION, -commission_vnd),
    )


def taken_back_at_booth(
    fair_id: int, producer_id: int, *, tender: str, goods_vnd: int, commission_vnd: int
) -> tuple[Entry, ...]:
    """Pieces came back to the booth and their money went: the reverse of their sale."""
    return sold_at_booth(fair_id, producer_id, tender=tender, goods_vnd=-goods_vnd, commission_vnd=-commission_vnd)


def cash_differs(fair_id: int, difference_vnd: int) -> tuple[Entry, ...]:
    """A drawer held more than it should, or with a minus less."""
    return between(difference_vnd, debit=(Account.CASH_AT_FAIRS, fair_id), credit=(Account.FAIR_DIFFERENCES, fair_id))


def cash_moved(
    fair_id: int, kind: FairCashKind, amount_vnd: int, found_at: tuple[Account, int] = (Account.BANK, UNDIVIDED)
) -> tuple[Entry, ...]:
    """Cash came to a fair or left it; what was paid in is in the bank, unless the bank told of it as something else."""
    here = (Account.CASH_AT_FAIRS, fair_id)
    if kind is FairCashKind.GIVEN_OUT:
        return between(amount_vnd, debit=here, credit=(Account.CASH_BOX, UNDIVIDED))
    to = {
        FairCashKind.HANDED_IN: (Account.CASH_BOX, UNDIVIDED),
        FairCashKind.PAID_IN: found_at,
        FairCashKind.SPENT: (Account.FAIR_DIFFERENCES, fair_id),
    }[kind]
    return between(amount_vnd, debit=to, credit=here)


def transfer_settled(
    fair_id: int, outcome: TransferOutcome, *, settled_vnd: int, came_vnd: int = 0, payment_id: int = 0
) -> tuple[Entry, ...]:
    """A transfer was found (as much as came, also where another amount was awaited), given up, or sent back."""
    if outcome in GOING:
        to = (Account.BANK, UNDIVIDED) if outcome is TransferOutcome.SENT_BACK else (Account.FAIR_DIFFERENCES, fair_id)
        return between(settled_vnd, debit=(Account.TRANSFERS_AWAITED, fair_id), credit=to)
    return entries(
        Entry(Account.SUSPENSE, came_vnd, payment_id),
        Entry(Account.TRANSFERS_AWAITED, -settled_vnd, fair_id),
        Entry(Account.FAIR_DIFFERENCES, settled_vnd - came_vnd, fair_id),
    )


def goods_made_good(fair_id: int, producer_id: int, amount_vnd: int) -> tuple[Entry, ...]:
    """Missing pieces are paid for by the shop."""
    return between(
        amount_vnd, debit=(Account.FAIR_DIFFERENCES, fair_id), credit=(Account.OWED_TO_PRODUCER, producer_id)
    )


def _where(tender: str) -> Account:
    return Account.TRANSFERS_AWAITED if tender == VIETQR else Account.CASH_AT_FAIRS
