"""How far the goods of the programme have come: certified, listed, with a stall, with an account, in stock, sold.

A picture of all goods that are certified at an instant, from the register's picture and three statements. Money is in
it by good and leaves it only through `safe_turnover`, summed over several producers: officers see no single one's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import NamedTuple, TypeVar

from sqlalchemy import Select, and_, exists, func, select, union_all

from shop.catalogue import Product, Variant, visible_products
from shop.certification import RegisterEntry, Standing, register_picture
from shop.database import db
from shop.fairs import BoothSale, BoothSaleLine, LineKind, SaleKind
from shop.orders import OrderLine, Parcel, ParcelStatus
from shop.producers import Producer
from shop.reports.safe_sums import Part, safe_sums
from shop.reports.stall_sales import came_back, withdrawn
from shop.reports.stall_sales_at_booths import came_back_to_booth
from shop.stalls import Stall, StallBankAccount
from shop.stock import WEB, StockLevel
from shop.values.dates import start_of_day, vietnam_day

SOLD_WITHIN = timedelta(days=90)
ENDING_SOON, ENDING_SOONER = timedelta(days=180), timedelta(days=120)  # the window of QĐ26 Art. 7.6
STARS = (5, 4, 3)

K = TypeVar("K", bound=Hashable)


class Gap(StrEnum):
    """What a certified good lacks for being online (the programme's own measure), in the order of what comes first."""

    NO_STALL = "no_stall"
    NO_ACCOUNT = "no_account"
    NOT_LISTED = "not_listed"


# By what a good has: put together once, as there are thousands of goods.
_GAPS = {
    has: tuple(gap for gap, is_there in zip(Gap, has, strict=True) if not is_there)
    for has in product((True, False), repeat=len(Gap))
}


@dataclass(frozen=True, slots=True)
class CoveredGood:
    """A certified good and how far it has come."""

    entry: RegisterEntry
    # None where the register does not state its maker.
    producer_id: int | None
    is_listed: bool
    has_stall: bool
    has_account: bool
    in_stock: bool
    is_sold: bool

    @property
    def is_online(self) -> bool:
        """In the shop, in an open stall, with an account that is paid to: what the programme calls online."""
        return self.is_listed and self.has_stall and self.has_account

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What it lacks for that."""
        return _GAPS[self.has_stall, self.has_account, self.is_listed]


@dataclass(frozen=True)
class CoverageCount:
    """How many goods are certified, and how many of them have come how far; `producers` that make them."""

    certified: int = 0
    listed: int = 0
    with_stall: int = 0
    with_account: int = 0
    online: int = 0
    in_stock: int = 0
    sold: int = 0
    ending_soon: int = 0
    ending_sooner: int = 0
    producers: int = 0

    @property
    def missing(self) -> int:
        """Certified goods that are not online."""
        return self.certified - self.online


class Cell(NamedTuple):
    """What a sum of money is over: the country, one of its groups or stars, a province, or one commune of a province.

    A tree, so that no sum can be had on two ways: see `safe_sums`. "-" stands where the register does not say.
    """

    province: str = ""
    commune: str = ""
    group: str = ""
    stars: str = ""


COUNTRY_CELL = Cell()


@dataclass(frozen=True)
class CoveragePicture:
    """All goods certified at an instant."""

    at: datetime
    goods: tuple[CoveredGood, ...]
    # In dong, of the last 90 days, by good; see `safe_turnover`.
    _turnover: Mapping[int, int]

    @property
    def today(self) -> date:
        """The Vietnamese day."""
        return vietnam_day(self.at)

    def count(self, goods: Iterable[CoveredGood]) -> CoverageCount:
        """How far these goods have come."""
        chosen = list(goods)
        soon, sooner = self.today + ENDING_SOON, self.today + ENDING_SOONER
        ends = [good.entry.covered_through for good in chosen if good.entry.covered_through]
        return CoverageCount(
            certified=len(chosen),
            listed=sum(good.is_listed for good in chosen),
            with_stall=sum(good.has_stall for good in chosen),
            with_account=sum(good.has_account for good in chosen),
            online=sum(good.is_online for good in chosen),
            in_stock=sum(good.in_stock for good in chosen),
            sold=sum(good.is_sold for good in chosen),
            ending_soon=sum(day <= soon for day in ends),
            ending_sooner=sum(day <= sooner for day in ends),
            producers=len({good.entry.producer_slug for good in chosen} - {None}),
        )

    def count_by(self, goods: Iterable[CoveredGood], key: Callable[[CoveredGood], K]) -> dict[K, CoverageCount]:
        """The same by what each good belongs to."""
        found: dict[K, list[CoveredGood]] = {}
        for good in goods:
            found.setdefault(key(good), []).append(good)
        return {name: self.count(chosen) for name, chosen in found.items()}

    def safe_turnover(self) -> dict[Cell, int]:
        """What goods that end within 180 days brought in the last 90, in dong, where it may be said.

        For the country, its groups and stars, its provinces and their communes: the same sums for whoever asks, so
        that two officers who compare learn nothing more either.
        """
        soon = self.today + ENDING_SOON
        cells: dict[Cell, Counter[str]] = {}
        for good in self.goods:
            ends, earned = good.entry.covered_through, self._turnover.get(good.entry.good_id, 0)
            if ends is not None and ends <= soon and earned > 0:
                for cell in _cells_of(good):
                    maker = good.entry.producer_slug or f"good {good.entry.good_id}"
                    cells.setdefault(cell, Counter())[maker] += earned
        parts: dict[tuple[Cell, str], list[Cell]] = {}
        for cell in cells:
            if cell != COUNTRY_CELL:
                parts.setdefault(_whole_of(cell), []).append(cell)
        return safe_sums(cells, [Part(whole, found) for (whole, _), found in parts.items()])


def read_coverage(at: datetime) -> CoveragePicture:
    """How far all certified goods have come; three statements beside the register's picture."""
    connection = db.session.connection()
    offered: dict[int, bool] = dict(connection.execute(_offered(at)).all())
    makers = {
        slug: (number, bool(is_open), is_paid) for slug, number, is_open, is_paid in connection.execute(_makers())
    }
    turnover = {good_id: int(dong) for good_id, dong in connection.execute(_turnover(at)) if dong > 0}
    goods = []
    for entry in register_picture(at).entries:
        if entry.standing is Standing.CERTIFIED:
            number, is_open, is_paid = makers.get(entry.producer_slug or "", (None, False, False))
            is_listed, in_stock = entry.good_id in offered, bool(offered.get(entry.good_id))
            goods.append(CoveredGood(entry, number, is_listed, is_open, is_paid, in_stock, entry.good_id in turnover))
    return CoveragePicture(at, tuple(goods), turnover)


def figures_by_place(picture: CoveragePicture) -> dict[str, CoverageCount]:
    """How far the goods of every place have come that has any, of today or of before; "" for the country.

    Former communes are left out: nobody sets targets for them.
    """
    by_place: dict[str, list[CoveredGood]] = {"": list(picture.goods)}
    for good in picture.goods:
        for place_id in good.entry.place_ids:
            if not place_id.startswith("fc:"):
                by_place.setdefault(place_id, []).append(good)
    return {place_id: picture.count(goods) for place_id, goods in by_place.items()}


def _cells_of(good: CoveredGood) -> list[Cell]:
    entry = good.entry
    province = entry.province_code or "-"
    return [
        COUNTRY_CELL,
        Cell(group=entry.group or "-"),
        Cell(stars=str(entry.stars or "-")),
        Cell(province),
        Cell(province, entry.commune_code or "-"),
    ]


def _whole_of(cell: Cell) -> tuple[Cell, str]:
    """The larger cell that this one is a part of, and by what that is taken apart."""
    if cell.commune:
        return Cell(cell.province), "communes"
    return COUNTRY_CELL, "groups" if cell.group else "stars" if cell.stars else "provinces"


def _offered(at: datetime) -> Select[int, bool]:
    """Each good that shoppers see, and whether any of it lies in the web shop's store."""
    in_stock = exists().where(
        Variant.product_id == Product.id,
        Variant.retired_at.is_(None),
        StockLevel.variant_id == Variant.id,
        StockLevel.location == WEB,
        StockLevel.on_hand > 0,
    )
    return visible_products(at).with_only_columns(Product.good_id, in_stock.correlate(Product))


def _makers() -> Select[str, int, bool, bool]:
    """Each producer: its number, whether its stall is open, whether there is an account that it is paid to."""
    is_open, is_paid = Stall.published_at.is_not(None), StallBankAccount.id.is_not(None)
    in_use = and_(StallBankAccount.producer_id == Producer.id, StallBankAccount.ended_at.is_(None))
    query = select(Producer.slug, Producer.id, is_open, is_paid)
    return query.outerjoin(Stall, Stall.producer_id == Producer.id).outerjoin(StallBankAccount, in_use)


def _turnover(at: datetime) -> Select[int, int]:
    """What each good brought in the last 90 days: delivered or sold at a booth, and not brought back."""
    since = start_of_day(vietnam_day(at) - SOLD_WITHIN)
    web = (
        select(OrderLine.good_id, ((OrderLine.quantity - withdrawn() - came_back()) * OrderLine.unit_vnd).label("dong"))
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(Parcel.status == ParcelStatus.DELIVERED, Parcel.delivered_at >= since, Parcel.delivered_at <= at)
    )
    line = BoothSaleLine
    booths = (
        select(line.good_id, ((line.quantity - came_back_to_booth()) * line.unit_vnd).label("dong"))
        .join(BoothSale, BoothSale.id == line.booth_sale_id)
        .where(line.kind == LineKind.SALE, line.good_id.is_not(None), BoothSale.kind == SaleKind.SALE)
        .where(BoothSale.happened_at >= since, BoothSale.happened_at <= at)
    )
    both = union_all(web, booths).subquery()
    return select(both.c.good_id, func.sum(both.c.dong)).group_by(both.c.good_id)
