"""What officers read of many goods at once: gaps and overlaps, who acted, the rows and the goods behind an act."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask

from shop.certification import (
    EntryKind,
    Extend,
    RegisterAct,
    Undo,
    do_act,
    find_breaks,
    find_certificates,
    find_certificates_by_number,
    find_goods_of_several_officers,
    goods_of_act,
    list_rows_of_good,
)
from shop.certification.breaks import breaks_between
from shop.database import transaction
from shop.values.dates import start_of_day
from tests.factories.register import make_certificate, make_good

NOW = datetime.fromisoformat("2026-11-22T12:00:00+07:00")


def day(text: str) -> datetime:
    return start_of_day(date.fromisoformat(text))


SPANS = [
    ([], set()),
    ([("2020-01-01", "2023-01-02")], set()),
    ([("2020-01-01", "2023-01-02"), ("2023-01-02", "2026-01-02")], set()),
    ([("2020-01-01", "2023-01-02"), ("2023-01-03", "2026-01-02")], {EntryKind.GAP}),
    ([("2020-01-01", "2023-01-02"), ("2023-01-01", "2026-01-02")], {EntryKind.OVERLAP}),
    # One that lies within another is no gap, and what follows the longer one none either.
    ([("2020-01-01", "2023-01-02"), ("2020-06-01", "2021-01-01"), ("2023-01-02", "2024-01-01")], {EntryKind.OVERLAP}),
    # Revoked before it began: in force at no instant.
    ([("2020-01-01", "2023-01-02"), ("2022-01-01", "2022-01-01")], set()),
]


@pytest.mark.parametrize(("spans", "kinds"), SPANS)
def test_gaps_and_overlaps(spans: list[tuple[str, str]], kinds: set[EntryKind]) -> None:
    assert breaks_between([(day(begins), day(ends)) for begins, ends in spans]) == kinds


def extend(code: str, by: str, last_day: str) -> RegisterAct:
    with transaction():
        return do_act(Extend((code,), date.fromisoformat(last_day)), evidence="Công văn 1", by=by, at=NOW)


def test_what_officers_read_of_the_register(app: Flask) -> None:
    plain, gap, both = make_good("Chè"), make_good("Mật ong"), make_good("Miến")
    first = make_certificate(plain, decided_on="2025-03-01")
    for certificate_day in ("2019-03-01", "2024-03-01"):
        make_certificate(gap, decided_on=certificate_day)
    for certificate_day in ("2022-03-01", "2024-03-01"):
        last = make_certificate(both, decided_on=certificate_day)
    assert find_breaks() == {gap.id: {EntryKind.GAP}, both.id: {EntryKind.OVERLAP}}
    assert find_goods_of_several_officers() == set()
    one = extend(first.code, "officer:1", "2028-04-01")
    assert find_goods_of_several_officers() == set()
    extend(first.code, "officer:2", "2028-05-01")
    extend(last.code, "officer:1", "2027-04-01")
    assert find_goods_of_several_officers() == {plain.id}
    goods, total = goods_of_act(one.id, limit=5)
    assert ([good.name for good in goods], total) == (["Chè"], 1)
    assert goods[0].counts
    (row,) = list_rows_of_good(plain.id)
    assert (row.file_name, row.cells["product_name"], row.counts) == ("phu-luc.xlsx", "Chè", True)
    assert list(find_certificates([first.code, "XXXXXXXXXXX"])) == [first.code]
    assert list(find_certificates_by_number([last.id])) == [last.id]
    assert find_certificates_by_number([]) == {}


def test_an_act_that_was_taken_back_is_told_with_its_goods(app: Flask) -> None:
    good = make_good("Chè")
    act = extend(make_certificate(good, decided_on="2025-03-01").code, "officer:1", "2028-04-01")
    with transaction():
        undo = do_act(Undo(act.id), evidence="Nhầm", by="officer:2", at=NOW)
    assert [one.name for one in goods_of_act(undo.id, limit=5)[0]] == ["Chè"]
