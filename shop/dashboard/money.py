"""The stall's money: what is owed and why, what was sold by week, good, place and channel. Owners only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, render_template, request

from shop import clock
from shop.dashboard.money_words import channel_words, payout_standing
from shop.dashboard.stall import owner_only, present_stall
from shop.places import find_province
from shop.reports import Share, SoldLine, StallSales, list_sold_lines, read_stall_sales
from shop.settlement import list_payouts, list_statements, list_unstated, owed_to
from shop.values.dates import format_day, vietnam_day
from shop.web.charts import column_chart
from shop.web.lists import url_with
from shop.web.parameters import Parameters
from shop.web.spreadsheet_answers import answer_csv
from shop.web.templating import in_language
from shop.web.words import _, ngettext

door = Blueprint("money", __name__)
owner_only(door)

SPANS = {"4": 4, "12": 12, "52": 52}
USUAL = "12"
MOST_SHOWN = 12


@dataclass(frozen=True)
class ShownShare:
    """One row of a table: its words, pieces, dong, and its part of the largest in percent."""

    words: str
    pieces: int
    goods_vnd: int
    percent: int


@door.get("/tien")
def index() -> str:
    """What is owed, why, and what was sold."""
    producer_id, weeks = present_stall().producer_id, _weeks()
    balance = owed_to(producer_id)
    statements = list_statements(producer_id=producer_id, limit=1)
    closing = statements[0].closing_vnd if statements else 0
    movements, sales = list_unstated(producer_id), _sales(producer_id, weeks)
    return render_template(
        "dashboard/money/index.html",
        balance=balance,
        available=max(0, balance.owed_vnd - balance.in_payout_vnd),
        statement=statements[0] if statements else None,
        movements=movements[:MOST_SHOWN],
        earlier=len(movements) - MOST_SHOWN,
        earlier_vnd=balance.owed_vnd - sum(one.amount_vnd for one in movements[:MOST_SHOWN]) - closing,
        payouts=[payout for payout, _name in list_payouts(producer_id=producer_id, per_page=3)],
        payout_standing=payout_standing,
        sales=sales,
        weeks=sales.weeks,
        chart=column_chart([(f"{week.key:%d/%m}", week.goods_vnd) for week in sales.weeks]),
        goods=shown_shares(sales.goods, in_words=lambda share: in_language(share, "name")),
        places=shown_shares(sales.places, in_words=_place),
        channels=shown_shares(sales.channels, in_words=lambda share: channel_words(share.key)),
        spans=[
            (ngettext("%(num)s week", "%(num)s weeks", count), url_with(weeks=name), None, count == weeks)
            for name, count in SPANS.items()
        ],
        export_query={"weeks": str(weeks)},
    )


@door.get("/tien/ban-ra.csv")
def export() -> Response:
    """Every line that was delivered in these weeks, for a spreadsheet."""
    stall, weeks = present_stall(), _weeks()
    today = clock.today()
    first = today - timedelta(weeks=weeks - 1)
    heads = (
        _("Delivered"),
        _("Order code"),
        _("Good"),
        _("Pack"),
        _("Pieces"),
        _("Came back"),
        _("Price, ₫"),
        _("Value of goods, ₫"),
        _("Delivered to"),
        _("Channel"),
    )
    lines = [_row(line) for line in list_sold_lines(stall.producer_id, first, today)]
    return answer_csv([heads, *lines], f"ban-ra-{stall.slug}-{today.isoformat()}")


def shown_shares(shares: list[Share], *, in_words: Callable[[Share], str]) -> list[ShownShare]:
    """Shares with their words, each measured against the largest."""
    largest = max((share.goods_vnd for share in shares), default=0)
    return [
        ShownShare(
            in_words(share),
            share.pieces,
            share.goods_vnd,
            round(100 * max(0, share.goods_vnd) / largest) if largest > 0 else 0,
        )
        for share in shares
    ]


def _sales(producer_id: int, weeks: int) -> StallSales:
    today = clock.today()
    return read_stall_sales(producer_id, today - timedelta(weeks=weeks - 1), today)


def _weeks() -> int:
    asked = Parameters(request.args)
    chosen = asked.choice("weeks", SPANS) or USUAL
    asked.check()
    return SPANS[chosen]


def _place(share: Share) -> str:
    province = find_province(str(share.key))
    return province.short_name if province else str(share.key)


def _row(line: SoldLine) -> tuple[str | int, ...]:
    return (
        format_day(vietnam_day(line.delivered_at)),
        line.order_code,
        in_language(line, "name"),
        in_language(line, "pack"),
        line.pieces,
        line.came_back,
        line.unit_vnd,
        line.goods_vnd,
        line.province_name,
        channel_words(line.channel),
    )
