"""Goods go out to a booth and come back; every piece is accounted for, and the web's stock is moved only by a note."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from shop.database import Base, db, transaction
from shop.fairs import (
    CountedLine,
    Direction,
    FairClosed,
    Figures,
    HandOverWanted,
    Note,
    NothingHandedOver,
    NotOfProducer,
    OtherEnd,
    ReasonMissing,
    TooManyPieces,
    WriteOff,
    WrittenOff,
    booth_stock,
    close_fair,
    count_booth,
    find_hand_over,
    get_booth,
    goods_at_booths,
    goods_of_producer_at,
    hand_out,
    list_counts,
    list_hand_overs,
    list_write_offs,
    take_back,
    write_off_at_booth,
)
from shop.fairs.rules import MOST_PIECES
from shop.stock import (
    MoveKind,
    NotEnoughStock,
    StockChange,
    StockMoved,
    change_stock,
    stock_by_location,
    take_regardless,
)
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import BY, give_out, make_booth, make_fair, producer_of

LAN, MINH = "HTX Vĩnh Yên", "HTX Mường Lò"


def out(booth: int, *wanted: HandOverWanted) -> int:
    producer = producer_of(wanted[0].variant_id)
    with transaction():
        return hand_out(Note(booth, producer, BY, "sáng thứ Bảy"), wanted, at=NOON).id


def back(booth: int, *wanted: HandOverWanted) -> int:
    producer = producer_of(wanted[0].variant_id)
    with transaction():
        return take_back(Note(booth, producer, BY), wanted, at=NOON).id


def figures(booth: int) -> dict[int, Figures]:
    fair = get_booth(booth).fair_id
    return {one.variant_id: one.figures for one in goods_at_booths(fair, booth)}


def test_goods_come_from_the_web_or_with_their_producer_and_go_back_there(app: Flask) -> None:
    booth, pack = make_booth(), make_offer(on_hand=10)
    here = f"booth:{booth}"
    out(booth, HandOverWanted(pack, 6), HandOverWanted(pack, 4, OtherEnd.PRODUCER, "L-07", date(2027, 3, 1)))
    assert stock_by_location(pack) == {here: 10, "web": 4}
    back(booth, HandOverWanted(pack, 3), HandOverWanted(pack, 5, OtherEnd.PRODUCER))
    assert stock_by_location(pack) == {here: 2, "web": 7}
    assert booth_stock(booth) == {pack: 2}
    assert figures(booth) == {pack: Figures(handed_out=10, taken_back=8)}


def test_a_note_says_all_and_is_numbered_without_gaps_for_each_booth_and_direction(app: Flask) -> None:
    fair = make_fair()
    first, second = make_booth("A-1", fair_id=fair), make_booth("A-2", fair_id=fair)
    honey, tea = make_offer("Mật ong", producer=LAN), make_offer("Chè", producer=MINH)
    notes = [
        out(first, HandOverWanted(honey, 2, lot="L-07", best_before_on=date(2027, 3, 1))),
        out(first, HandOverWanted(tea, 3)),
        out(second, HandOverWanted(tea, 1)),
        back(first, HandOverWanted(tea, 1)),
    ]
    rows = {row.id: (row.booth_code, row.direction, row.number, row.lines, row.pieces) for row in list_hand_overs(fair)}
    assert [rows[note] for note in notes] == [
        ("A-1", "out", 1, 1, 2),
        ("A-1", "out", 2, 1, 3),
        ("A-2", "out", 1, 1, 1),
        ("A-1", "back", 1, 1, 1),
    ]
    assert [row.id for row in list_hand_overs(fair, second)] == [notes[2]]
    shown = find_hand_over(notes[0])
    assert shown is not None
    assert (shown.producer_name, shown.note.remark, shown.note.booth.fair.id, shown.pieces) == (
        LAN,
        "sáng thứ Bảy",
        fair,
        2,
    )
    line = shown.lines[0]
    assert (line.pack.name_vi, line.pack.pack_en, line.quantity, line.other_end) == ("Mật ong", "500 g box", 2, "web")
    assert (line.lot, line.best_before_on, shown.note.direction) == ("L-07", date(2027, 3, 1), Direction.OUT)
    assert find_hand_over(99) is None


def test_a_note_that_cannot_be_kept_moves_nothing(app: Flask) -> None:
    booth = make_booth()
    honey, tea = make_offer("Mật ong", producer=LAN, on_hand=5), make_offer("Chè", producer=MINH, on_hand=5)
    lan = producer_of(honey)
    refused: list[tuple[type[Exception], list[HandOverWanted]]] = [
        (NothingHandedOver, []),
        (NotOfProducer, [HandOverWanted(honey, 1), HandOverWanted(tea, 1)]),
        (NotOfProducer, [HandOverWanted(999, 1)]),
        (TooManyPieces, [HandOverWanted(honey, MOST_PIECES + 1, OtherEnd.PRODUCER)]),
        (TooManyPieces, [HandOverWanted(honey, 0)]),
        (NotEnoughStock, [HandOverWanted(honey, 5), HandOverWanted(honey, 1)]),
    ]
    for refusal, wanted in refused:
        with pytest.raises(refusal), transaction():
            hand_out(Note(booth, lan, BY), wanted, at=NOON)
    out(booth, HandOverWanted(honey, 2))
    with pytest.raises(NotEnoughStock):
        back(booth, HandOverWanted(honey, 3))
    assert stock_by_location(honey) == {f"booth:{booth}": 2, "web": 3}
    assert [row.number for row in list_hand_overs(get_booth(booth).fair_id)] == [1]


def test_what_the_office_writes_off_is_written_down(app: Flask) -> None:
    booth, pack = make_booth(), make_offer("Mật ong", producer=LAN)
    give_out(booth, {pack: 6})
    with transaction():
        write_off_at_booth(booth, WrittenOff(pack, 1, WriteOff.TASTING, "mời khách"), by=BY, at=NOON)
        write_off_at_booth(booth, WrittenOff(pack, 2, WriteOff.DAMAGE, "vỡ lọ", "L-07"), by=BY, at=NOON)
    assert figures(booth) == {pack: Figures(handed_out=6, tasted=1, damaged=2)}
    rows = [
        (row.written.kind, row.written.quantity, row.pack.name_vi, row.producer_name) for row in list_write_offs(booth)
    ]
    assert rows == [("damage", 2, "Mật ong", LAN), ("tasting", 1, "Mật ong", LAN)]
    refused: list[tuple[type[Exception], WrittenOff]] = [
        (NotEnoughStock, WrittenOff(pack, 4, WriteOff.TASTING)),
        (TooManyPieces, WrittenOff(pack, -1, WriteOff.TASTING)),
        (NotOfProducer, WrittenOff(999, 1, WriteOff.TASTING)),
    ]
    for refusal, lost in refused:
        with pytest.raises(refusal), transaction():
            write_off_at_booth(booth, lost, by=BY, at=NOON)
    assert booth_stock(booth) == {pack: 3}


def test_a_count_sets_what_is_there_and_says_why_it_differs(app: Flask) -> None:
    booth = make_booth()
    honey, tea = make_offer("Mật ong", producer=LAN), make_offer("Chè", producer=MINH)
    give_out(booth, {honey: 6, tea: 4})
    with transaction():
        count_booth(booth, [CountedLine(tea, 4, 4, "thừa lời"), CountedLine(honey, 6, 5, " mất ")], by=BY, at=NOON)
    assert booth_stock(booth) == {honey: 5, tea: 4}
    assert figures(booth)[honey] == Figures(handed_out=6, differed=-1)
    shown = list_counts(booth)[0]
    assert [(line.pack.name_vi, line.expected, line.counted, line.reason) for line in shown.lines] == [
        ("Mật ong", 6, 5, "mất"),
        ("Chè", 4, 4, ""),
    ]
    refused: list[tuple[type[Exception], list[CountedLine]]] = [
        (NothingHandedOver, []),
        (ReasonMissing, [CountedLine(honey, 5, 4, " ")]),
        (NotOfProducer, [CountedLine(999, 0, 0)]),
        (TooManyPieces, [CountedLine(honey, 5, -1, "?")]),
        (StockMoved, [CountedLine(tea, 4, 3, "mất"), CountedLine(honey, 6, 6)]),
    ]
    for refusal, lines in refused:
        with pytest.raises(refusal), transaction():
            count_booth(booth, lines, by=BY, at=NOON)
    assert booth_stock(booth) == {honey: 5, tea: 4}
    assert len(list_counts(booth)) == 1


def test_every_kind_of_move_is_in_the_figures_and_they_add_up_to_what_lies_there(app: Flask) -> None:
    fair = make_fair()
    booth, other = make_booth("A-1", fair_id=fair), make_booth("A-2", fair_id=fair)
    elsewhere = make_booth("B-1")
    pack = make_offer("Mật ong", producer=LAN)
    for place, pieces in ((booth, 5), (other, 2), (elsewhere, 9)):
        give_out(place, {pack: pieces})
    here = f"booth:{booth}"
    with transaction():
        take_regardless(StockChange(pack, here, -7, MoveKind.SALE, "s:1"), at=NOON)
        change_stock(StockChange(pack, here, 3, MoveKind.RELEASE, "s:2"), at=NOON)
        take_regardless(StockChange(pack, here, -1, MoveKind.TASTING, "s:3"), at=NOON)
        take_regardless(StockChange(pack, here, -1, MoveKind.DAMAGE, "s:4"), at=NOON)
        count_booth(booth, [CountedLine(pack, 1, 2, "tìm thấy")], by=BY, at=NOON)
    expected = Figures(handed_out=5, sold=4, tasted=1, damaged=1, short=2, differed=1)
    assert figures(booth) == {pack: expected}
    assert expected.on_hand == 2 == booth_stock(booth)[pack]
    both = goods_at_booths(fair)
    assert [(one.booth_id, one.on_hand) for one in both] == [(booth, 2), (other, 2)]
    assert both[0].figures + both[1].figures == Figures(handed_out=7, sold=4, tasted=1, damaged=1, short=2, differed=1)
    assert (both[0].producer_name, both[0].name_vi, both[0].pack_vi, both[0].price_vnd) == (
        LAN,
        "Mật ong",
        "Hộp 500 g",
        125_000,
    )


def test_a_stall_sees_its_own_goods_only(app: Flask) -> None:
    booth = make_booth()
    honey, tea = make_offer("Mật ong", producer=LAN), make_offer("Chè", producer=MINH)
    give_out(booth, {honey: 6, tea: 4})
    found = goods_of_producer_at(producer_of(tea), [booth])
    assert [(one.variant_id, one.on_hand) for one in found] == [(tea, 4)]


def test_a_pack_is_listed_where_it_ever_lay_and_nowhere_else(app: Flask) -> None:
    fair = make_fair()
    first, second = make_booth("A-1", fair_id=fair), make_booth("A-2", fair_id=fair)
    honey, tea = make_offer("Mật ong", producer=LAN), make_offer("Chè", producer=MINH)
    give_out(first, {honey: 2})
    give_out(second, {tea: 3})
    back(first, HandOverWanted(honey, 2, OtherEnd.PRODUCER))
    found = [(one.booth_id, one.variant_id, one.on_hand) for one in goods_at_booths(fair)]
    assert sorted(found) == [(first, honey, 0), (second, tea, 3)]


def test_what_was_signed_is_not_rewritten(app: Flask) -> None:
    booth, pack = make_booth(), make_offer()
    give_out(booth, {pack: 6})
    with transaction():
        write_off_at_booth(booth, WrittenOff(pack, 1, WriteOff.TASTING), by=BY, at=NOON)
        count_booth(booth, [CountedLine(pack, 5, 5)], by=BY, at=NOON)
    for table in ("hand_overs", "hand_over_lines", "booth_counts", "booth_count_lines", "booth_write_offs"):
        rows = Base.metadata.tables[table]
        for statement in (rows.update().values(id=rows.c.id + 1), rows.delete()):
            with pytest.raises(DBAPIError), transaction():
                db.session.execute(statement)


def test_a_closed_fair_is_counted_and_nothing_else(app: Flask) -> None:
    booth, pack = make_booth(), make_offer()
    give_out(booth, {pack: 1})
    back(booth, HandOverWanted(pack, 1))
    fair = get_booth(booth).fair_id
    with transaction():
        close_fair(fair, at=NOON)
    with pytest.raises(FairClosed), transaction():
        write_off_at_booth(booth, WrittenOff(pack, 1, WriteOff.DAMAGE), by=BY, at=NOON)
    with transaction():
        count_booth(booth, [CountedLine(pack, 0, 1, "tìm thấy")], by=BY, at=NOON)
    assert booth_stock(booth) == {pack: 1}
