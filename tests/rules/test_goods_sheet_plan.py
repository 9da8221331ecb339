"""What a sheet would change: only cells that were edited in it, never what others changed meanwhile, and each once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.goods_sheets.marks import write_mark
from shop.goods_sheets.plan import Plan, plan_rows
from shop.goods_sheets.rules import (
    OF_PRODUCT,
    Doubt,
    Fault,
    Field,
    KnownGood,
    KnownPack,
    Outcome,
    PlannedRow,
    SourceRow,
)

EXPORTED = 1_795_000_000_000
HONEY = dict.fromkeys(OF_PRODUCT, "") | {Field.NAME_VI: "Mật ong rừng", Field.NAME_EN: "Forest honey"}
JAR = {
    Field.LABEL_VI: "Hũ 500 g",
    Field.LABEL_EN: "500 g jar",
    Field.PRICE: "125000",
    Field.NET: "500 g",
    Field.WEIGHT: "700",
    Field.GTIN: "",
}
NEW = {Field.LABEL_VI: "Hũ 1 kg", Field.PRICE: "230000", Field.NET: "1 kg", Field.WEIGHT: "1300"}


def good(product_id: int = 1, *, jar: Mapping[Field, str] | None = None, on_hand: int = 12, **texts: str) -> KnownGood:
    values = HONEY | {Field(name): text for name, text in texts.items()}
    packs = (
        KnownPack(10 * product_id, product_id, JAR | dict(jar or {}), on_hand),
        KnownPack(10 * product_id + 1, product_id, JAR | {Field.LABEL_VI: "Hũ 250 g", Field.PRICE: "65000"}, 0),
    )
    return KnownGood(product_id, values, packs, own_stars=None)


def mark(of: KnownGood, place: int = 0, exported: int = EXPORTED) -> str:
    pack = of.packs[place]
    return write_mark(pack.variant_id, exported, {**of.values, **pack.values, Field.ON_HAND: str(pack.on_hand)})


def row(number: int = 2, **cells: str) -> SourceRow:
    return SourceRow(number, {Field(name): text for name, text in cells.items()})


def exported_row(of: KnownGood, number: int = 2, place: int = 0, **edited: str) -> SourceRow:
    """A row as the export writes it, some cells edited since."""
    pack = of.packs[place]
    cells = {**of.values, **pack.values, Field.ON_HAND: str(pack.on_hand), Field.MARK: mark(of, place)}
    return SourceRow(number, {**cells, **{Field(name): text for name, text in edited.items()}})


def plan(*rows: SourceRow, goods: tuple[KnownGood, ...], taken: Mapping[str, int] | None = None) -> Plan:
    return plan_rows(rows, goods, taken or {}, "abc")


def only(planned: Plan) -> PlannedRow:
    assert len(planned.rows) == 1
    return planned.rows[0]


def codes(planned: PlannedRow) -> list[tuple[Field, Fault]]:
    return [(wrong.field, wrong.code) for wrong in planned.wrongs]


def test_an_untouched_export_changes_nothing() -> None:
    known = good(description_vi="=1\nhai")
    rows = [exported_row(known), exported_row(known, 3, 1)]
    planned = plan(*rows, goods=(known,))
    assert [one.outcome for one in planned.rows] == [Outcome.UNCHANGED] * 2
    assert not planned.changes_anything


def test_an_edited_cell_is_a_change_and_its_neighbours_are_not() -> None:
    known = good()
    planned = only(plan(exported_row(known, price_vnd="130.000"), goods=(known,)))
    assert planned.outcome is Outcome.CHANGED
    assert [(c.field, c.before, c.after) for c in planned.changes] == [(Field.PRICE, "125000", "130000")]


def test_what_others_changed_meanwhile_is_left_alone() -> None:
    before, now = good(), good(jar={Field.PRICE: "140000"})
    assert only(plan(exported_row(before), goods=(now,))).outcome is Outcome.UNCHANGED


def test_a_cell_that_two_people_changed_is_refused_and_says_what_stands_now() -> None:
    before, now = good(), good(jar={Field.PRICE: "140000"})
    planned = only(plan(exported_row(before, price_vnd="130000"), goods=(now,)))
    assert codes(planned) == [(Field.PRICE, Fault.CHANGED_MEANWHILE)]
    assert planned.wrongs[0].facts == {"now": "140000"}


def test_two_people_who_wrote_the_same_agree() -> None:
    before, now = good(), good(jar={Field.PRICE: "130000"})
    assert only(plan(exported_row(before, price_vnd="130000"), goods=(now,))).outcome is Outcome.UNCHANGED


def test_an_empty_cell_changes_nothing_and_a_dash_empties() -> None:
    known = good(summary_vi="Ngọt")
    assert only(plan(exported_row(known, summary_vi=""), goods=(known,))).outcome is Outcome.UNCHANGED
    emptied = only(plan(exported_row(known, summary_vi=" - "), goods=(known,)))
    assert [(c.before, c.after) for c in emptied.changes] == [("Ngọt", "")]
    assert codes(only(plan(exported_row(known, price_vnd="-"), goods=(known,)))) == [(Field.PRICE, Fault.MUST_STAND)]


def test_the_guard_against_formulas_comes_off() -> None:
    known = good()
    changed = only(plan(exported_row(known, storage_vi="'-18 °C"), goods=(known,)))
    assert [c.after for c in changed.changes] == ["-18 °C"]


def test_rows_without_a_mark_are_found_by_their_names() -> None:
    known = good()
    found = row(name_vi="MẬT ONG RỪNG", label_vi="hũ 500 g", price_vnd="125000")
    assert only(plan(found, goods=(known,))).variant_id == 10


def test_new_packs_and_new_goods() -> None:
    known = good()
    rows = (
        row(2, name_vi="Mật ong rừng", **{at.value: text for at, text in NEW.items()}),
        row(3, name_vi="Phấn hoa", **{at.value: text for at, text in NEW.items()}),
        row(4, name_vi="Phấn hoa", **{at.value: text for at, text in (NEW | {Field.LABEL_VI: "Hũ 2 kg"}).items()}),
    )
    planned = plan(*rows, goods=(known,))
    assert [one.outcome for one in planned.rows] == [Outcome.NEW_PACK, Outcome.NEW_GOOD, Outcome.NEW_GOOD]
    assert planned.totals[Outcome.NEW_GOOD] == 2


def test_a_new_pack_needs_its_price_and_sizes() -> None:
    planned = only(plan(row(name_vi="Phấn hoa", label_vi="Hũ"), goods=()))
    assert codes(planned) == [(at, Fault.MUST_STAND) for at in (Field.PRICE, Field.NET, Field.WEIGHT)]
    unnamed = only(plan(row(price_vnd="1000", net="1 kg", weight_grams="1"), goods=()))
    assert codes(unnamed) == [(at, Fault.MUST_STAND) for at in (Field.NAME_VI, Field.LABEL_VI)]


def test_the_only_pack_of_a_good_needs_no_label() -> None:
    known = KnownGood(1, HONEY, (KnownPack(10, 1, JAR, 0),), own_stars=None)
    assert only(plan(row(name_vi="Mật ong rừng", price_vnd="1000"), goods=(known,))).variant_id == 10


@pytest.mark.parametrize(
    ("text", "code"), [("G1.x", Fault.MARK_UNREADABLE), (mark(good(99)), Fault.NOT_YOURS)], ids=["broken", "other"]
)
def test_a_mark_that_leads_nowhere_is_refused(text: str, code: Fault) -> None:
    planned = only(plan(row(mark=text, price_vnd="1000"), goods=(good(),)))
    assert codes(planned) == [(Field.MARK, code)]
    assert planned.name == ""


def test_one_pack_on_two_rows_and_one_name_of_two_goods() -> None:
    known = good()
    twice = plan(exported_row(known), exported_row(known, 3), goods=(known,))
    assert codes(twice.rows[1]) == [(Field.MARK, Fault.ROW_TWICE)]
    assert twice.rows[1].wrongs[0].facts == {"row": 2}
    namesakes = only(plan(row(name_vi="Mật ong rừng", price_vnd="1000"), goods=(good(1), good(2))))
    assert (Field.NAME_VI, Fault.NAME_TWICE) in codes(namesakes)


def test_rows_of_one_good_must_not_say_two_things() -> None:
    known = good()
    planned = plan(
        exported_row(known, 2, summary_vi="Ngọt"), exported_row(known, 3, 1, summary_vi="Thơm"), goods=(known,)
    )
    assert planned.rows[0].outcome is Outcome.CHANGED
    assert codes(planned.rows[1]) == [(Field.SUMMARY_VI, Fault.TWO_TEXTS)]
    agreed = plan(
        exported_row(known, 2, summary_vi="Ngọt"), exported_row(known, 3, 1, summary_vi="Ngọt"), goods=(known,)
    )
    assert [len(one.changes) for one in agreed.rows] == [1, 0]


def test_a_text_that_claims_ocop_for_a_good_that_is_not_covered() -> None:
    known = good()
    planned = only(plan(exported_row(known, summary_vi="Sản phẩm OCOP 4 sao"), goods=(known,)))
    assert codes(planned) == [(Field.SUMMARY_VI, Fault.CLAIMS_OCOP)]


def test_broken_cells_are_named() -> None:
    source = SourceRow(2, {Field.MARK: mark(good())}, broken={Field.PRICE: Fault.CELL_BROKEN})
    assert codes(only(plan(source, goods=(good(),)))) == [(Field.PRICE, Fault.CELL_BROKEN)]


@pytest.mark.parametrize(
    ("price", "is_doubtful"), [("62500", False), ("62499", True), ("250000", False), ("250001", True)]
)
def test_a_price_that_jumps_is_worth_a_second_look(price: str, is_doubtful: bool) -> None:
    planned = only(plan(exported_row(good(), price_vnd=price), goods=(good(),)))
    assert planned.doubts == ((Doubt.PRICE_JUMPS,) if is_doubtful else ())
    assert planned.outcome is Outcome.CHANGED


class TestStock:
    def test_pieces_more_and_fewer(self) -> None:
        known = good()
        more, fewer = (only(plan(exported_row(known, stock_change=text), goods=(known,))) for text in ("+10", "-12"))
        assert (more.stock_delta, fewer.stock_delta) == (10, -12)
        assert more.outcome is Outcome.CHANGED
        too_many = only(plan(exported_row(known, stock_change="-13"), goods=(known,)))
        assert codes(too_many) == [(Field.CHANGE, Fault.STOCK_BELOW_ZERO)]

    def test_a_change_happens_once_for_an_export(self) -> None:
        known = good()
        source = exported_row(known, stock_change="10")
        key = only(plan(source, goods=(known,))).stock_key
        again = only(plan(source, goods=(good(on_hand=22),), taken={key: 10}))
        assert (again.outcome, again.stock_delta) == (Outcome.UNCHANGED, 0)
        other = only(plan(exported_row(known, stock_change="5"), goods=(good(on_hand=22),), taken={key: 10}))
        assert codes(other) == [(Field.CHANGE, Fault.CHANGE_TAKEN)]

    def test_the_next_export_may_change_it_again(self) -> None:
        known = good()
        later = row(mark=mark(known, exported=EXPORTED + 1), stock_change="10")
        key = only(plan(exported_row(known, stock_change="10"), goods=(known,))).stock_key
        assert only(plan(later, goods=(known,), taken={key: 10})).stock_delta == 10

    def test_counted_pieces_set_the_stock_from_what_was_exported(self) -> None:
        known = good()
        planned = only(plan(exported_row(known, counted="20"), goods=(known,)))
        assert (planned.stock_delta, planned.counted_from) == (8, 12)
        same = only(plan(exported_row(known, counted="12"), goods=(known,)))
        assert same.outcome is Outcome.UNCHANGED

    def test_a_count_of_a_stock_that_moved_since_is_stale(self) -> None:
        planned = only(plan(exported_row(good(), counted="20"), goods=(good(on_hand=11),)))
        assert codes(planned) == [(Field.COUNTED, Fault.STOCK_MOVED)]
        assert planned.wrongs[0].facts == {"now": 11}

    def test_a_count_that_was_taken_changes_nothing_after_a_sale(self) -> None:
        source = exported_row(good(), counted="20")
        key = only(plan(source, goods=(good(),))).stock_key
        assert only(plan(source, goods=(good(on_hand=19),), taken={key: 8})).outcome is Outcome.UNCHANGED

    def test_a_count_without_the_number_it_began_from(self) -> None:
        names = {"name_vi": "Mật ong rừng", "label_vi": "Hũ 500 g"}
        planned = only(plan(row(**names, counted="20"), goods=(good(),)))
        assert codes(planned) == [(Field.COUNTED, Fault.NOT_COUNTED_FROM)]
        told = only(plan(row(**names, counted="20", on_hand="12"), goods=(good(),)))
        assert told.stock_delta == 8

    def test_both_at_once_and_what_is_no_number(self) -> None:
        known = good()
        both = only(plan(exported_row(known, stock_change="1", counted="20"), goods=(known,)))
        assert codes(both) == [(Field.COUNTED, Fault.COUNTED_AND_CHANGED)]
        words = only(plan(exported_row(known, stock_change="mười"), goods=(known,)))
        assert codes(words) == [(Field.CHANGE, Fault.NOT_A_CHANGE)]

    def test_the_stock_of_a_new_pack(self) -> None:
        new = {at.value: text for at, text in NEW.items()}
        planned = only(plan(row(name_vi="Phấn hoa", **new, counted="20"), goods=()))
        assert (planned.stock_delta, planned.counted_from, planned.stock_key) == (20, None, "sheet:abc:2")


def test_the_fingerprint_moves_with_what_would_happen() -> None:
    source = exported_row(good(), price_vnd="130000", stock_change="1")
    first, same = (plan(source, goods=(good(),)).fingerprint for _ in range(2))
    assert first == same
    assert plan(source, goods=(good(jar={Field.PRICE: "126000"}),)).fingerprint != first


values = st.sampled_from(["100000", "125000", "130000"])


@given(exported=values, edited=values, now=values)
def test_an_edit_wins_only_over_what_its_author_saw(exported: str, edited: str, now: str) -> None:
    """Three-way, for every history: nothing is lost silently."""
    seen, present = good(jar={Field.PRICE: exported}), good(jar={Field.PRICE: now})
    planned = only(plan(exported_row(seen, price_vnd=edited), goods=(present,)))
    if edited in (exported, now):
        assert planned.outcome is Outcome.UNCHANGED
    elif exported == now:
        assert [c.after for c in planned.changes] == [edited]
    else:
        assert codes(planned) == [(Field.PRICE, Fault.CHANGED_MEANWHILE)]
