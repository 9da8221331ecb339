"""Lots on both databases: a producer's own, found by the code on a pack, under the certificate of the day."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from shop.certification import Merge, NoSuchGood
from shop.certification.carrying import carry_good, carry_good_back
from shop.database import db, transaction
from shop.lots import (
    AlreadyRecalled,
    AreaCodeTaken,
    AreaFacts,
    BadLot,
    LotFacts,
    LotNumberTaken,
    NoSuchArea,
    NoSuchLot,
    add_area,
    certificate_when_made,
    change_area,
    change_lot,
    count_lots,
    find_area,
    find_lot,
    find_lot_by_code,
    find_lot_on_sale,
    list_areas,
    list_goods_with_lots,
    list_lots,
    lots_on_sale,
    make_lot,
    recall_lot,
    retire_area,
)
from shop.producers import Producer
from tests.factories.buying import NOON
from tests.factories.lots import AREA, TODAY, make_area, make_lot_of
from tests.factories.register import make_certificate, make_good, make_producer
from tests.features.test_register_acts import do
from tests.racing import all_at_once

FACTS = LotFacts("L1", date(2026, 11, 1))


@pytest.fixture
def producer(app: Flask) -> Producer:
    make_good("Chè dây", producer=make_producer())
    return make_producer()


def good_of(producer: Producer) -> int:
    return list_goods_with_lots(producer.id)[0].id


def test_a_lot_is_found_by_its_code_and_codes_tell_nothing_of_each_other(producer: Producer) -> None:
    first, second = make_lot_of(producer), make_lot_of(producer, "L26-12")
    assert len({first.code[:6], second.code[:6]}) == 2
    found = find_lot_by_code(f" {first.code[:4].lower()}-{first.code[4:]}")
    assert found
    assert (found.number, found.producer.name, found.area and found.area.code) == ("L26-11", producer.name, AREA.code)
    assert find_lot_by_code("khong phai ma") is None
    assert find_lot_by_code(first.code[:-1] + ("0" if first.code[-1] != "0" else "1")) is None
    assert (count_lots(producer.id), count_lots(producer.id, good_id=0)) == (2, 0)
    assert [lot.number for lot in list_lots(producer.id, good_id=first.good_id)] == ["L26-12", "L26-11"]


def test_lots_are_of_own_goods_and_from_own_ground(producer: Producer) -> None:
    other = make_producer("HTX Mường Lò")
    theirs = make_good("Nếp nương", producer=other).id
    area = make_area(other.id)
    with pytest.raises(NoSuchGood), transaction():
        make_lot(producer.id, theirs, FACTS, today=TODAY, at=NOON)
    with pytest.raises(NoSuchArea), transaction():
        make_lot(producer.id, good_of(producer), LotFacts("L1", FACTS.made_on, None, area), today=TODAY, at=NOON)
    lot = make_lot_of(producer)
    for reaching in (
        lambda: find_lot(other.id, lot.id),
        lambda: change_lot(other.id, lot.id, FACTS, today=TODAY),
        lambda: recall_lot(other.id, lot.id, "x", NOON),
    ):
        with pytest.raises(NoSuchLot), transaction():
            reaching()
    for reaching in (
        lambda: find_area(producer.id, area),
        lambda: change_area(producer.id, area, AREA),
        lambda: retire_area(producer.id, area, NOON),
    ):
        with pytest.raises(NoSuchArea), transaction():
            reaching()
    assert count_lots(producer.id) == 1


def test_an_entry_that_counts_no_more_has_no_new_lots(producer: Producer) -> None:
    gone, kept = make_good("Chè dây rừng", producer=producer).id, good_of(producer)
    do(Merge(kept, gone))
    assert gone not in [good.id for good in list_goods_with_lots(producer.id)]
    with pytest.raises(NoSuchGood), transaction():
        make_lot(producer.id, gone, FACTS, today=TODAY, at=NOON)
    assert make_lot_of(producer, good_id=kept).good_id == kept


def test_a_good_has_a_number_once(producer: Producer) -> None:
    lot = make_lot_of(producer)
    with pytest.raises(LotNumberTaken):
        make_lot_of(producer, "l 26-11")
    second = make_good("Chè xanh", producer=producer).id
    assert make_lot_of(producer, good_id=second).number == "L26-11"
    other = make_lot_of(producer, "L26-12")
    with pytest.raises(LotNumberTaken), transaction():
        change_lot(producer.id, other.id, LotFacts("L26-11", FACTS.made_on), today=TODAY)
    with transaction():
        changed = change_lot(producer.id, lot.id, LotFacts("L 26-11", FACTS.made_on), today=TODAY)
    assert (changed.number, changed.code, changed.planting_area_id) == ("L 26-11", lot.code, None)


def test_one_that_is_called_back_is_on_sale_no_more_and_is_not_changed(producer: Producer) -> None:
    lot = make_lot_of(producer)
    assert find_lot_on_sale(producer.id, lot.good_id, TODAY) == (lot, True)
    for reason in ("  ", "x" * 501):
        with pytest.raises(BadLot), transaction():
            recall_lot(producer.id, lot.id, reason, NOON)
    with transaction():
        recall_lot(producer.id, lot.id, "Độ ẩm cao", NOON)
    db.session.expire_all()
    assert find_lot_on_sale(producer.id, lot.good_id, TODAY) == (None, True)
    assert lots_on_sale(producer.id, [lot.good_id], TODAY) == {}
    with pytest.raises(AlreadyRecalled), transaction():
        recall_lot(producer.id, lot.id, "nữa", NOON)
    with pytest.raises(AlreadyRecalled), transaction():
        change_lot(producer.id, lot.id, FACTS, today=TODAY)


def test_the_lot_on_sale_goes_by_the_day(producer: Producer) -> None:
    lot = make_lot_of(producer, best_before_on=date(2026, 12, 1))
    assert find_lot_on_sale(producer.id, 0, TODAY) == (None, False)
    assert lots_on_sale(producer.id, [lot.good_id], date(2026, 12, 1)) == {lot.good_id: lot}
    assert find_lot_on_sale(producer.id, lot.good_id, date(2026, 12, 2)) == (None, True)
    assert find_lot_on_sale(producer.id, lot.good_id, date(2026, 10, 1)) == (None, True)


def test_the_certificate_is_the_one_of_the_day_it_was_made(producer: Producer) -> None:
    """Through its last valid day, the later of two; never stored, so one that is undone is gone here too."""
    good = list_goods_with_lots(producer.id)[0]
    first = make_certificate(good, stars=3, decided_on="2023-11-10").code
    second = make_certificate(good, stars=4, decided_on="2026-11-08").code
    made = {
        date(2023, 11, 9): None,
        date(2023, 11, 10): first,
        date(2026, 11, 7): first,
        date(2026, 11, 8): second,
    }
    found = {}
    for number, day in enumerate(made):
        lot = make_lot_of(producer, f"L{number}", made_on=day, best_before_on=None)
        certificate = certificate_when_made(lot)
        found[day] = certificate.code if certificate else None
    assert found == made


def test_planting_areas_keep_the_code_as_printed_and_each_once(producer: Producer) -> None:
    area_id = make_area(producer.id)
    with pytest.raises(AreaCodeTaken), transaction():
        add_area(producer.id, AreaFacts("vn-lcor-0012", "Chi cục"))
    with transaction():
        other = add_area(producer.id, AreaFacts("VN 2", "Chi cục")).id
    with pytest.raises(AreaCodeTaken), transaction():
        change_area(producer.id, other, AREA)
    with transaction():
        change_area(producer.id, area_id, AreaFacts("VN-LCOR-0012", "Sở", "thôn Hai", "chè"))
        retire_area(producer.id, other, NOON)
    assert [(area.code, area.issuer) for area in list_areas(producer.id)] == [("VN-LCOR-0012", "Sở")]
    assert len(list_areas(producer.id, with_retired=True)) == 2
    with transaction():
        retire_area(producer.id, other, None)
    assert len(list_areas(producer.id)) == 2


def test_lots_go_along_when_two_entries_become_one_good_and_back(producer: Producer) -> None:
    """But one whose number the other good has already: it stays, and its code goes on telling where it comes from."""
    target, source = good_of(producer), make_good("Chè dây rừng", producer=producer).id
    kept, moving = make_lot_of(producer, good_id=source), make_lot_of(producer, "L26-12", good_id=source)
    make_lot_of(producer, good_id=target)
    with transaction():
        moved = carry_good(source, target)
    db.session.expire_all()
    assert moved["lots"] == [moving.id]
    assert {lot.number for lot in list_lots(producer.id, good_id=target)} == {"L26-11", "L26-12"}
    assert find_lot(producer.id, kept.id).good_id == source
    with transaction():
        carry_good_back(source, target, moved)
    db.session.expire_all()
    assert {lot.id for lot in list_lots(producer.id, good_id=source)} == {kept.id, moving.id}


def test_of_several_who_write_one_number_at_once_one_does(app: Flask, producer: Producer) -> None:
    producer_id, good_id = producer.id, good_of(producer)
    db.session.rollback()

    def write(racer: int) -> str:
        with transaction():
            if racer % 2:
                add_area(producer_id, AREA)
            else:
                make_lot(producer_id, good_id, FACTS, today=TODAY, at=NOON)
        return "done"

    done = all_at_once(app, write, racers=6)
    assert done[::2].count("done") == done[1::2].count("done") == 1
    assert sum(isinstance(one, LotNumberTaken) for one in done) == 2
    assert sum(isinstance(one, AreaCodeTaken) for one in done) == 2
