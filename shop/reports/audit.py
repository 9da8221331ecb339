"""The audit: every invariant asked of the whole database. Nothing found means that every promise is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload, selectinload

from shop.certification import Certificate, strayed_goods
from shop.database import EPOCH, MILLISECOND, db, integrity_faults
from shop.orders import Order, OrderLine, hash_lines
from shop.reports.booth_invariants import BOOTHS, rewritten_sales, strayed_manifests
from shop.reports.fair_money_invariants import FAIR_MONEY
from shop.reports.goods_invariants import GOODS
from shop.reports.handed_out_invariants import HANDED_OUT
from shop.reports.invariants import CERTIFICATES, MONEY, OUTBOX, STOCK, Invariant
from shop.reports.ledger_invariants import LEDGER, PRODUCERS
from shop.reports.notice_invariants import NOTICES
from shop.reports.order_invariants import ORDERS, PARCELS
from shop.reports.payment_invariants import PAYMENTS
from shop.reports.register_invariants import REGISTER
from shop.reports.review_invariants import REVIEWS
from shop.values.dates import start_of_day

# Whoever adds tables with promises of their own adds them here.
INVARIANTS: tuple[Invariant, ...] = (
    *STOCK,
    *GOODS,
    *MONEY,
    *PAYMENTS,
    *CERTIFICATES,
    *REGISTER,
    *ORDERS,
    *PARCELS,
    *OUTBOX,
    *LEDGER,
    *PRODUCERS,
    *FAIR_MONEY,
    *REVIEWS,
    *BOOTHS,
    *HANDED_OUT,
    *NOTICES,
)
SHOWN = 20


@dataclass(frozen=True)
class Finding:
    """An invariant that is broken, by its name and in words, and the first subjects that break it."""

    name: str
    says: str
    subjects: tuple[str, ...]

    def __str__(self) -> str:
        more = " ..." if len(self.subjects) == SHOWN else ""
        return f"{self.name} {self.says}: broken by {', '.join(self.subjects)}{more}"


def audit(at: datetime, *, with_alarms: bool = True, without: Collection[Invariant] = ()) -> list[Finding]:
    """What is broken at the instant; empty when all is well. Alarms tell of work that is late.

    `without`: promises that are not asked of a part of the program alone.
    """
    now = (at - EPOCH) // MILLISECOND
    asked = [one for one in INVARIANTS if (with_alarms or not one.is_alarm) and one not in without]
    found = [Finding(one.name, one.says, _broken(one, now)) for one in asked]
    found += [Finding(name, says, tuple(check())[:SHOWN]) for name, says, check in _BY_RULE]
    return [finding for finding in found if finding.subjects]


def _broken(invariant: Invariant, now: int) -> tuple[str, ...]:
    query = text(invariant.sql)
    rows = db.session.execute(query.bindparams(now=now) if ":now" in invariant.sql else query)
    return tuple("/".join(map(str, row)) for row in rows.fetchmany(SHOWN))


def _strayed_certificates() -> Iterable[str]:
    """C3: the ends that SQL compares are what the rules make of the days."""
    acts = (selectinload(Certificate.extensions), joinedload(Certificate.revocation))
    for certificate in db.session.scalars(select(Certificate).where(Certificate.counts).options(*acts)):
        facts = certificate.facts
        begins = start_of_day(certificate.first_day)
        if certificate.valid_from != begins or certificate.valid_until != facts.valid_until:
            yield certificate.code


def _rewritten_lines() -> Iterable[str]:
    """O5: the lines are what was placed."""
    by_order: dict[int, list[dict[str, object]]] = {}
    for line in db.session.execute(select(OrderLine.__table__)).mappings():
        by_order.setdefault(line["order_id"], []).append(dict(line))
    for order_id, code, written in db.session.execute(select(Order.id, Order.code, Order.lines_hash)):
        if hash_lines(by_order.get(order_id, [])) != written:
            yield code


_BY_RULE: tuple[tuple[str, str, Callable[[], Iterable[str]]], ...] = (
    ("C3", "a certificate begins and ends as the rules say", _strayed_certificates),
    ("C9", "the register is what its entries, told anew, say", lambda: map(str, strayed_goods())),
    ("O5", "the lines of an order are those that were placed", _rewritten_lines),
    ("K3", "a closed session of a booth is here as its device has it", strayed_manifests),
    ("K9", "a booth's sale is kept as it came", rewritten_sales),
    ("G0", "the database's own check finds no fault", integrity_faults),
)
