"""The audit finds every broken promise about money at fairs: each is broken once, on purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from shop.database import db, transaction
from shop.payments import list_suspense
from shop.reports import audit
from shop.settlement import CashWritten, CompensationWanted, FairCashKind, make_good, settle_fair, write_fair_cash
from shop.values.dates import vietnam_day
from tests.factories.booth_money import close_session, count_at, give_back, hand_out_at, make_booth_at_work
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import producer_of
from tests.factories.paying import MINUTE, transfer
from tests.factories.settling import book
from tests.planting import plant

SHIFT = "11111111-2222-4333-8444-555555555555"
LATER = NOON + timedelta(hours=1)
# Promise -> what breaks it. `loose:` names a table whose keys, checks and triggers are taken away first.
PLANTED: dict[str, str] = {
    "F1": "loose:booth_sale_lines; UPDATE booth_sale_lines SET commission_vnd = commission_vnd + 1,"
    " producer_share_vnd = producer_share_vnd - 1 WHERE booth_sale_id = 1",
    "F2": "loose:ledger_transactions; DELETE FROM ledger_transactions WHERE kind = 'booth_return'",
    "F3": "loose:fair_cash; UPDATE fair_cash SET amount_vnd = amount_vnd + 1",
    "F4": "loose:booth_transfers; UPDATE booth_transfers SET settled_vnd = settled_vnd - 1",
    "F5": "UPDATE booth_sessions SET counted_vnd = counted_vnd - 1",
    "F6": "loose:booth_transfers; DELETE FROM booth_transfers",
    "F7": "loose:fair_statement_lines; UPDATE fair_statement_lines SET tasted = tasted + 1",
    "F8": "loose:fair_statements; UPDATE fair_statements SET cash_vnd = cash_vnd + 1, owed_vnd = owed_vnd + 1",
    "F9": "loose:compensations; UPDATE compensations SET quantity = quantity + 1",
}


@pytest.fixture
def settled(app: Flask) -> None:
    """A fair with a sale for cash and one by transfer, a return, a counted drawer, cash handed in, goods missing."""
    booth = make_booth_at_work()
    honey = make_offer("Mật ong", price=125_001)
    hand_out_at(booth, honey, 10)
    sale = booth.sell((honey, 3), session=SHIFT)
    booth.take_back(sale, (honey, 1))
    seen = booth.sell((honey, 2), tender="vietqr", session=SHIFT)
    transfer(250_002, seen.code, at=NOON + MINUTE)
    close_session(booth, SHIFT, float_vnd=100_000, counted_vnd=340_000)
    count_at(booth, honey, counted=4)
    give_back(booth, honey, 4)
    cash = CashWritten(FairCashKind.HANDED_IN, 240_000, vietnam_day(NOON))
    wanted = CompensationWanted(producer_of(honey), honey, 2, 225_000)
    with transaction():
        write_fair_cash(booth.fair_id, cash, by="operator:1", at=LATER)
        make_good(booth.fair_id, wanted, by="operator:1", at=LATER)
    with transaction():
        settle_fair(booth.fair_id, despite="", by="operator:1", at=LATER)
    book(LATER)
    assert list_suspense() == []
    db.session.rollback()


def test_nothing_is_found_at_a_fair_where_nothing_is_wrong(settled: None) -> None:
    assert audit(LATER) == []


@pytest.mark.breaks_a_promise
@pytest.mark.parametrize("name", PLANTED)
def test_a_broken_promise_about_money_at_fairs_is_found(settled: None, name: str) -> None:
    plant(PLANTED[name])
    found = {finding.name: finding for finding in audit(LATER + timedelta(hours=1))}
    assert name in found
    assert found[name].subjects
