"""A statement as rows of a table, for a spreadsheet."""

from __future__ import annotations

from shop.settlement import Statement
from shop.values.dates import format_day, vietnam_day
from shop.web.settlement_words import fact_words
from shop.web.words import _


def rows_of(statement: Statement) -> list[tuple[str | int, ...]]:
    """A statement as lines of a table with its heads, opening and closing, in the language of the page."""
    heads = (
        _("Day"),
        _("What"),
        _("Order code"),
        _("Parcel"),
        _("Bank reference"),
        _("Goods, ₫"),
        _("Commission, ₫"),
        _("For the producer, ₫"),
    )
    about = (statement.producer_name, f"{format_day(statement.first_day)} – {format_day(statement.last_day)}")
    lines = [
        (
            format_day(vietnam_day(line.happened_at)),
            fact_words(line.kind),
            line.order_code,
            line.parcel_id or "",
            line.reference,
            line.goods_vnd,
            line.commission_vnd,
            line.amount_vnd,
        )
        for line in statement.lines
    ]
    before, after = _sum_row(_("Owed before"), statement.opening_vnd), _sum_row(_("Owed now"), statement.closing_vnd)
    return [about, heads, before, *lines, after]


def _sum_row(words: str, amount: int) -> tuple[str | int, ...]:
    return ("", words, "", "", "", "", "", amount)
