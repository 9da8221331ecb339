"""What a producer may see of an order, for how long, and what of it is to be done by when. Pure.

A producer sends a parcel for the shop, so they need to know where it goes; they need not know it for ever (Law
91/2025/QH15 on personal data: no longer than the purpose asks). See DECISIONS.md, "What a producer sees of an order".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop.orders.rules import ParcelStatus, arrive_by, send_by

_P = ParcelStatus

# How long after delivery a stall still shows whom a parcel went to: the week for returns, and one more to answer.
RECIPIENT_KEPT = timedelta(days=14)
# However long a parcel is under way: who forgets to write down that it arrived keeps nobody's address for ever.
RECIPIENT_KEPT_AT_MOST = timedelta(days=90)

TO_SEND = (_P.PREPARING, _P.PACKED)
ON_THE_WAY = (_P.SHIPPED, _P.REFUSED)
OVER = (_P.DELIVERED, _P.RETURNED, _P.CANCELLED)
# What a stall sees at all: nobody packs what is not paid.
SEEN = (*TO_SEND, *ON_THE_WAY, *OVER)

NO_SUPPLY_REASONS = ("out_of_stock", "not_good_enough", "other")
# Pieces left out for these reasons are not there to be sold to somebody else either.
GONE_FROM_STOCK = frozenset({"out_of_stock", "not_good_enough"})
LONGEST_WORDS = 300
LONGEST_REMARK = 500


class When(StrEnum):
    """When a parcel is due."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"


@dataclass(frozen=True)
class Recipient:
    """Whom a parcel goes to: what is written on it, and the number that the carrier calls."""

    name: str
    phone: str
    street: str
    commune_name: str
    province_name: str


@dataclass(frozen=True)
class StallLine:
    """One pack of a parcel as it was bought; `left` is how many pieces are to be sent, price in dong."""

    id: int
    parcel_id: int
    variant_id: int
    product_id: int
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    stars: int
    weight_grams: int
    quantity: int
    left: int
    unit_vnd: int


@dataclass(frozen=True)
class StallParcel:
    """A parcel as its producer sees it: nothing of other producers, of the whole order, or of how it was paid.

    `recipient` is None once there is no need any more to know it; `collect_vnd` is what to collect in cash for this
    parcel (dong), None where it is paid already.
    """

    id: int
    order_id: int
    producer_id: int
    code: str
    status: ParcelStatus
    kind: str
    since: datetime
    lines: tuple[StallLine, ...]
    days_max: int
    carrier: str
    tracking: str
    delivered_at: datetime | None
    province_name: str
    recipient: Recipient | None
    collect_vnd: int | None
    note: str

    @property
    def weight_grams(self) -> int:
        """What is left to be sent weighs so much."""
        return sum(line.left * line.weight_grams for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many pieces are left to be sent."""
        return sum(line.left for line in self.lines)

    @property
    def due(self) -> date:
        """The Vietnamese day by which the next step is due: to be sent, then to have arrived."""
        return arrive_by(self.since, self.days_max) if self.status in ON_THE_WAY else send_by(self.since)

    def when(self, today: date) -> When:
        """Whether it is late, due today, or later."""
        return when_due(self.due, today)


@dataclass(frozen=True)
class CameBack:
    """So many pieces came back fit to be sold again, so many not; what is missing never came."""

    sellable: int = 0
    spoiled: int = 0


@dataclass(frozen=True)
class Pick:
    """So many pieces of one pack to be fetched, and the orders they are for, each with its pieces."""

    variant_id: int
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    pieces: int
    orders: tuple[tuple[str, int], ...]


def when_due(due: date, today: date) -> When:
    """Whether a day is over, is today, or is still to come."""
    if due < today:
        return When.LATE
    return When.TODAY if due == today else When.LATER


def recipient_is_shown(status: str, *, since: datetime, delivered_at: datetime | None, at: datetime) -> bool:
    """Does the stall still need to know whom a parcel goes to?

    While it is to be sent, on its way or on its way back, and 14 days after its delivery; never more than 90 days
    after it could be packed. Not for a parcel that is cancelled or back.
    """
    if at >= since + RECIPIENT_KEPT_AT_MOST:
        return False
    if status == _P.DELIVERED:
        return delivered_at is not None and at < delivered_at + RECIPIENT_KEPT
    return status in (*TO_SEND, *ON_THE_WAY)


def picks_of(parcels: Iterable[StallParcel], until: date) -> list[Pick]:
    """What is to be fetched for the parcels that are not packed yet and due by a day, by name; summed by pack."""
    wanted: dict[int, dict[str, int]] = {}
    known: dict[int, StallLine] = {}
    for parcel in parcels:
        if parcel.status != _P.PREPARING or parcel.due > until:
            continue
        for line in parcel.lines:
            if line.left:
                known.setdefault(line.variant_id, line)
                orders = wanted.setdefault(line.variant_id, {})
                orders[parcel.code] = orders.get(parcel.code, 0) + line.left
    return sorted((_pick(known[number], orders) for number, orders in wanted.items()), key=_by_name)


def _pick(line: StallLine, orders: Mapping[str, int]) -> Pick:
    return Pick(
        variant_id=line.variant_id,
        name_vi=line.name_vi,
        name_en=line.name_en,
        pack_vi=line.pack_vi,
        pack_en=line.pack_en,
        pieces=sum(orders.values()),
        orders=tuple(orders.items()),
    )


def _by_name(pick: Pick) -> tuple[str, str, int]:
    return (pick.name_vi, pick.pack_vi, pick.variant_id)
