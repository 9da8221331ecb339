"""Several of a stall's people take the same sheet, or sheets of the same goods, while shoppers buy: nothing twice."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from shop import clock
from shop.catalogue import Product, Variant
from shop.database import db, transaction
from shop.goods_sheets import (
    Field,
    FileTakenAlready,
    GridEdit,
    PlanChanged,
    RowRefused,
    RowsRefused,
    Sender,
    SourceRow,
    find_goods_file,
    list_known_goods,
    mark_of,
    plan_of,
    read_goods_file,
    sheet_rows,
    stage_file,
    take_file,
    take_grid,
)
from shop.spreadsheets import csv_bytes
from shop.stock import StockMove, StockWanted, quantities_on_hand, take_stock
from tests.factories.products import make_product
from tests.factories.register import make_producer
from tests.racing import all_at_once

EXPORTED = 1_795_000_000_000


def staged(*edited: tuple[int, int, object], new_rows: int = 0) -> tuple[int, str]:
    """A file of the stall's goods with some cells edited (row, column), waiting; and what somebody was shown of it."""
    producer_id, now = make_producer().id, clock.now()
    rows = [list(row) for row in sheet_rows(list_known_goods(producer_id, now), EXPORTED, "vi", lambda good: "")]
    for row, column, value in edited:
        rows[row][column] = value
    rows += [[f"Hàng mới {number}", "Gói", 1_000, "1 kg", 1_100] for number in range(new_rows)]
    file = read_goods_file(csv_bytes(rows))
    with transaction():
        number = stage_file(Sender(producer_id, 1), "x.csv", file, now).id
    return number, plan_of(find_goods_file(producer_id, number), now).fingerprint


def take(number: int, seen: str) -> str:
    with transaction():
        take_file(make_producer().id, number, seen, clock.now())
    return "taken"


def test_the_same_file_is_taken_once(app: Flask) -> None:
    variant = make_product("Mật ong", on_hand=5).variants[0].id
    number, seen = staged((1, 2, 130_000), (1, 7, 10), new_rows=2)
    producer_id = make_producer().id
    results = all_at_once(app, lambda racer: take(number, seen), racers=6)
    assert results.count("taken") == 1
    assert all(one == "taken" or isinstance(one, FileTakenAlready) for one in results), results
    assert quantities_on_hand([variant]) == {variant: 15}
    assert db.session.scalar(select(func.count()).where(Product.producer_id == producer_id)) == 3


def test_two_sheets_of_one_export_move_the_stock_once(app: Flask) -> None:
    """The same rows saved and sent twice, taken at the same moment."""
    variant = make_product("Mật ong", on_hand=5).variants[0].id
    files = [staged((1, 7, 10)), staged((1, 7, 10))]
    results = all_at_once(app, lambda racer: take(*files[racer % 2]), racers=4)
    assert results.count("taken") == 1
    assert all(isinstance(one, str | PlanChanged | FileTakenAlready) for one in results), results
    assert quantities_on_hand([variant]) == {variant: 15}


def test_a_count_and_shoppers_at_once_lose_no_piece(app: Flask) -> None:
    """Either the count comes first and is sold from, or it is stale and refused; never a piece sold and counted."""
    variant = make_product("Mật ong", on_hand=12).variants[0].id
    number, seen = staged((1, 8, 20))

    def race(racer: int) -> str:
        if racer == 0:
            return take(number, seen)
        with transaction():
            take_stock([StockWanted(variant, racer, 1, f"{racer}:x")], at=clock.now())
        return "sold"

    results = all_at_once(app, race, racers=6)
    sold, taken = results.count("sold"), results.count("taken")
    assert sold == 5
    assert isinstance(results[0], str | PlanChanged | RowRefused), results[0]
    assert quantities_on_hand([variant]) == {variant: (20 if taken else 12) - sold}
    moved = db.session.scalar(select(func.sum(StockMove.delta)).where(StockMove.variant_id == variant))
    assert moved == (20 if taken else 12) - sold


def test_two_grids_with_other_prices_do_not_overwrite_each_other(app: Flask) -> None:
    make_product("Mật ong", on_hand=5)
    producer_id, now = make_producer().id, clock.now()
    good = list_known_goods(producer_id, now)[0]
    pack = good.packs[0]

    def race(racer: int) -> str:
        cells = {Field.MARK: mark_of(good, pack, EXPORTED + racer), Field.PRICE: str(130_000 + racer)}
        with transaction():
            take_grid(producer_id, GridEdit([SourceRow(pack.variant_id, cells)], {}), now)
        return str(130_000 + racer)

    results = all_at_once(app, race, racers=4)
    kept = [one for one in results if isinstance(one, str)]
    assert len(kept) == 1, results
    assert all(isinstance(one, str | RowsRefused) for one in results), results
    assert str(db.session.scalars(select(Variant.price_vnd)).one()) == kept[0]


def test_two_producers_may_send_the_very_same_file(app: Flask) -> None:
    now, heading = clock.now(), next(iter(sheet_rows([], EXPORTED, "vi", lambda good: "")))
    line = ["Chè xanh", "Gói", 100_000, "500 g", 550, None, None, 5]
    for name in ("HTX Lan", "HTX Minh"):
        sender = Sender(make_producer(name).id, 1)
        with transaction():
            number = stage_file(sender, "x.csv", read_goods_file(csv_bytes([heading, line])), now).id
        with transaction():
            seen = plan_of(find_goods_file(sender.producer_id, number), now).fingerprint
            take_file(sender.producer_id, number, seen, now)
        (good,) = list_known_goods(sender.producer_id, now)
        assert good.packs[0].on_hand == 5
