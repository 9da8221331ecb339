"""Several people at a booth at the same moment: one code pairs one tablet, notes have no gaps, no piece is made up."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select, update

from shop.database import db, transaction
from shop.fairs import (
    BadPairingCode,
    BoothDevice,
    CountedLine,
    FairClosed,
    GoodsStillOut,
    HandOver,
    HandOverWanted,
    Note,
    OtherEnd,
    PairingCode,
    booth_stock,
    close_fair,
    count_booth,
    get_booth,
    get_fair,
    hand_out,
    lock_booth,
    offer_pairing,
    pair_device,
    take_back,
)
from shop.stock import (
    MoveKind,
    NotEnoughStock,
    OutOfStock,
    StockChange,
    StockMoved,
    StockWanted,
    stock_by_location,
    take_regardless,
    take_stock,
)
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import BY, give_out, make_booth, producer_of
from tests.racing import all_at_once

RACERS = 6


def in_transaction(work: Callable[[], object]) -> str:
    with transaction():
        work()
    return "done"


def pair_by_looking_first(code: str, all_have_looked: Barrier) -> str:
    """What must not be written: look whether the code was used, then use it."""
    used = db.session.scalars(select(PairingCode)).one()
    db.session.rollback()
    all_have_looked.wait(60)
    if used.used_at is not None:
        raise BadPairingCode
    number = used.booth_id
    with transaction() as session:
        session.execute(update(PairingCode).values(used_at=NOON))
        session.add(BoothDevice(booth_id=number, name=code, token_hash=f"{id(used)}", paired_at=NOON))
    return "done"


def paired() -> int:
    return db.session.scalar(select(func.count(BoothDevice.id))) or 0


def code_of_a_booth() -> str:
    booth = make_booth()
    with transaction():
        return offer_pairing(booth, by=BY, at=NOON)


def test_one_code_pairs_one_of_many_tablets(app: Flask) -> None:
    code = code_of_a_booth()
    results = all_at_once(app, lambda number: in_transaction(lambda: pair_device(code, at=NOON)), RACERS)
    assert results.count("done") == 1
    assert sum(isinstance(result, BadPairingCode) for result in results) == RACERS - 1
    assert paired() == 1


def test_the_control_that_looks_first_pairs_many(app: Flask) -> None:
    code, all_have_looked = code_of_a_booth(), Barrier(RACERS)
    all_at_once(app, lambda number: pair_by_looking_first(code, all_have_looked), RACERS)
    assert paired() > 1


def test_notes_written_at_once_are_numbered_without_gaps(app: Flask) -> None:
    booth, pack = make_booth(), make_offer(on_hand=100)
    producer = producer_of(pack)

    def write(number: int) -> str:
        wanted = [HandOverWanted(pack, number + 1)]
        return in_transaction(lambda: hand_out(Note(booth, producer, BY), wanted, at=NOON))

    assert all_at_once(app, write, RACERS) == ["done"] * RACERS
    numbers = db.session.scalars(select(HandOver.number).order_by(HandOver.number)).all()
    assert list(numbers) == list(range(1, RACERS + 1))
    assert stock_by_location(pack) == {f"booth:{booth}": 21, "web": 79}


def test_packs_in_crossing_orders_wait_and_never_deadlock(app: Flask) -> None:
    booth = make_booth()
    honey, tea = make_offer("Mật ong", on_hand=60), make_offer("Chè", on_hand=60)
    give_out(booth, {honey: 30, tea: 30})
    producer = producer_of(honey)

    def move(number: int) -> str:
        packs = (honey, tea) if number % 2 else (tea, honey)
        wanted = [HandOverWanted(pack, 2) for pack in packs]
        note = Note(booth, producer, BY)

        def sell() -> None:
            lock_booth(booth)
            for pack in packs:
                take_regardless(StockChange(pack, f"booth:{booth}", -1, MoveKind.SALE, f"s:{number}:{pack}"), at=NOON)

        works: tuple[Callable[[], object], ...] = (
            lambda: hand_out(note, wanted, at=NOON),
            lambda: take_back(note, wanted, at=NOON),
            sell,
        )
        return in_transaction(works[number % 3])

    assert all_at_once(app, move, RACERS) == ["done"] * RACERS
    # Two brought two each, two took two each back, two sold one each.
    assert booth_stock(booth) == {honey: 28, tea: 28}


def test_the_last_pieces_of_the_web_go_to_the_fair_or_to_a_shopper(app: Flask) -> None:
    booth, pack = make_booth(), make_offer(on_hand=4)
    producer = producer_of(pack)

    def want(number: int) -> str:
        if number % 2:
            wanted = [HandOverWanted(pack, 1)]
            return in_transaction(lambda: hand_out(Note(booth, producer, BY), wanted, at=NOON))
        return in_transaction(lambda: take_stock([StockWanted(pack, number + 1, 1, f"{number}:p1")], at=NOON))

    results = all_at_once(app, want, 8)
    assert results.count("done") == 4
    assert sum(isinstance(result, NotEnoughStock | OutOfStock) for result in results) == 4
    assert stock_by_location(pack)["web"] == 0
    went_out = sum(1 for number, result in enumerate(results) if number % 2 and result == "done")
    assert stock_by_location(pack).get(f"booth:{booth}", 0) == went_out


def test_all_sales_of_the_last_jar_are_kept(app: Flask) -> None:
    booth, pack = make_booth(), make_offer(on_hand=9)
    give_out(booth, {pack: 1})
    here = f"booth:{booth}"

    def sell(number: int) -> int:
        with transaction():
            return take_regardless(StockChange(pack, here, -1, MoveKind.SALE, f"sale:{number}"), at=NOON)

    assert sorted(all_at_once(app, sell, RACERS), key=str) == [0] + [1] * (RACERS - 1)
    assert stock_by_location(pack) == {here: 0, "web": 9}


def test_a_count_and_a_sale_at_once_never_lose_a_piece(app: Flask) -> None:
    booth, pack = make_booth(), make_offer()
    give_out(booth, {pack: 5})
    here = f"booth:{booth}"

    def act(number: int) -> str:
        if number:
            sale = StockChange(pack, here, -1, MoveKind.SALE, f"sale:{number}")
            return in_transaction(lambda: take_regardless(sale, at=NOON))
        counted = [CountedLine(pack, 5, 4, "mất")]
        return in_transaction(lambda: count_booth(booth, counted, by=BY, at=NOON))

    results = all_at_once(app, act, 2)
    if results[0] == "done":
        assert booth_stock(booth) == {pack: 3}
    else:
        assert isinstance(results[0], StockMoved)
        assert booth_stock(booth) == {pack: 4}


def test_a_fair_is_never_closed_with_goods_that_went_out_at_that_moment(app: Flask) -> None:
    booth, pack = make_booth(), make_offer()
    fair, producer = get_booth(booth).fair_id, producer_of(pack)

    def act(number: int) -> str:
        if number % 2:
            return in_transaction(lambda: close_fair(fair, at=NOON))
        wanted = [HandOverWanted(pack, 1, OtherEnd.PRODUCER)]
        return in_transaction(lambda: hand_out(Note(booth, producer, BY), wanted, at=NOON))

    results = all_at_once(app, act, RACERS)
    assert all(result == "done" or isinstance(result, FairClosed | GoodsStillOut) for result in results)
    closed = not get_fair(fair).is_open
    assert closed == (booth_stock(booth).get(pack, 0) == 0)
