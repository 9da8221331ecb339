"""A statement of a fair as a sheet: frozen, or as it stands now; on the page, on paper, and as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shop.fairs import Fair
from shop.settlement import FairGoods, FairStatement, FairStatementLine, PackAtFair, ProducerAtFair
from shop.values.dates import format_day
from shop.web.language import current_language
from shop.web.templating import in_language
from shop.web.words import _


@dataclass(frozen=True)
class Sheet:
    """What a statement of a fair says. `made_at` is None while it may still change."""

    producer_name: str
    fair: str
    place: str
    first_day: date
    last_day: date
    lines: Sequence[FairStatementLine | PackAtFair]
    goods: FairGoods
    made_at: datetime | None
    edition: int


def sheet_of(fair: Fair, live: ProducerAtFair, frozen: FairStatement | None) -> Sheet:
    """The frozen statement, or the fair's figures as they are now."""
    if frozen is None:
        facts = (live.name, _named(fair.name, fair.name_en), fair.place, fair.starts_on, fair.ends_on)
        return Sheet(*facts, live.packs, live.goods, None, 0)
    name = _named(frozen.fair_name, frozen.fair_name_en)
    facts = (frozen.producer_name, name, frozen.place, frozen.first_day, frozen.last_day)
    goods = sum((line.goods for line in frozen.lines), FairGoods())
    return Sheet(*facts, frozen.lines, goods, frozen.made_at, frozen.edition)


def _named(name: str, name_en: str) -> str:
    return name_en if name_en and current_language() == "en" else name


def sheet_rows(sheet: Sheet) -> list[tuple[str | int, ...]]:
    """A sheet as lines of a table with its heads and its sum, in the language of the page."""
    about = (
        sheet.producer_name,
        sheet.fair,
        f"{format_day(sheet.first_day)} – {format_day(sheet.last_day)}",
        sheet.place,
    )
    heads = (
        _("Good"),
        _("Pack"),
        _("Handed out"),
        _("Brought along"),
        _("Sold"),
        _("Returned by buyers"),
        _("Given back"),
        _("Tasted"),
        _("Damaged"),
        _("Missing"),
        _("Cash, ₫"),
        _("Transfer, ₫"),
        _("Commission, ₫"),
        _("Made good, ₫"),
        _("For the producer, ₫"),
    )
    lines: list[tuple[str | int, ...]] = [
        (in_language(line, "name"), in_language(line, "pack"), *figures_of(line.goods)) for line in sheet.lines
    ]
    return [about, heads, *lines, (_("Together"), "", *figures_of(sheet.goods))]


def figures_of(goods: FairGoods) -> tuple[int, ...]:
    """The figures of a pack in the order of the columns."""
    return (
        goods.handed_out,
        goods.brought,
        goods.sold,
        goods.returned,
        goods.given_back,
        goods.tasted,
        goods.damaged,
        goods.missing,
        goods.cash_vnd,
        goods.transfer_vnd,
        goods.commission_vnd,
        goods.compensated_vnd,
        goods.owed_vnd,
    )
