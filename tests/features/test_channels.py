"""What was sold at booths stands beside what was sold on the web: by week, good and channel, never by place."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.reports import Channel, list_sold_lines, read_stall_sales
from shop.values.dates import vietnam_day
from tests.factories.booth_money import BoothAtWork, hand_out_at, make_booth_at_work
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import producer_of
from tests.factories.settling import sell

HONEY = 125_000
TODAY = vietnam_day(NOON)


@pytest.fixture
def booth(app: Flask) -> BoothAtWork:
    return make_booth_at_work()


def test_both_channels_are_told_apart(booth: BoothAtWork) -> None:
    honey = make_offer("Mật ong", price=HONEY, on_hand=9)
    tea = make_offer("Chè dây", producer="HTX Chè")
    hand_out_at(booth, honey, 9)
    hand_out_at(booth, tea, 9)
    sell({honey: 2})
    sale = booth.sell((honey, 5), (tea, 1))
    booth.take_back(sale, (honey, 2))
    sales = read_stall_sales(producer_of(honey), TODAY, TODAY)
    assert [(one.key, one.pieces, one.goods_vnd) for one in sales.channels] == [
        (Channel.WEB, 2, 2 * HONEY),
        (Channel.BOOTH, 3, 3 * HONEY),
    ]
    assert (sales.pieces, sales.goods_vnd) == (5, 5 * HONEY)
    assert [one.goods_vnd for one in sales.weeks] == [5 * HONEY]
    assert [one.pieces for one in sales.goods] == [5]
    assert [one.pieces for one in sales.places] == [2]


def test_lines_of_booths_name_their_receipt_and_what_came_back(booth: BoothAtWork) -> None:
    honey = make_offer("Mật ong", price=HONEY)
    hand_out_at(booth, honey, 9)
    order_id = sell({honey: 1})
    sale = booth.sell((honey, 4))
    booth.take_back(sale, (honey, 1))
    booth.send(booth.body([{"variant_id": honey, "quantity": 1, "unit_vnd": 0, "kind": "tasting"}], tender="none"))
    web, fair = list_sold_lines(producer_of(honey), TODAY, TODAY)
    assert order_id
    assert (web.channel, web.pieces, web.came_back) == (Channel.WEB, 1, 0)
    assert (fair.channel, fair.order_code, fair.pieces, fair.came_back) == (Channel.BOOTH, sale.code, 4, 1)
    assert (fair.goods_vnd, fair.province_name) == (3 * HONEY, "")


def test_nothing_sold_is_nothing_in_both(booth: BoothAtWork) -> None:
    honey = make_offer("Mật ong")
    sales = read_stall_sales(producer_of(honey), TODAY, TODAY)
    assert [(one.key, one.pieces) for one in sales.channels] == [(Channel.WEB, 0), (Channel.BOOTH, 0)]
