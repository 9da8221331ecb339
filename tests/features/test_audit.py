"""The audit finds every broken promise: each is broken once, on purpose, beneath all the walls that forbid it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from shop import clock
from shop.database import db, transaction
from shop.fairs import (
    CountedLine,
    HandOverWanted,
    Note,
    OtherEnd,
    WriteOff,
    WrittenOff,
    count_booth,
    hand_out,
    take_in_sales,
    take_in_sessions,
    write_off_at_booth,
)
from shop.fairs import (
    take_back as take_back_from,
)
from shop.orders import PaymentMethod, cancel_lines, get_order
from shop.payments import list_cash_to_remit, list_refunds_to_start, record_remittance, start_refund
from shop.reports import audit
from shop.reports.audit import INVARIANTS
from shop.settlement import make_statement, mark_payout_sent, period_of, prepare_payout
from shop.stock import transfer_stock
from shop.values.dates import vietnam_day
from tests.conftest import audited, running, settings
from tests.factories.booths import close_session, make_device, put_at_booth
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.fairs import BY, make_booth, producer_of
from tests.factories.paying import deliver_all, pay_by_settled_session, pay_by_transfer, transfer
from tests.factories.products import make_product
from tests.factories.settling import lines_of, sell, send_refunds, take_back
from tests.features.test_fair_money_audit import PLANTED as PLANTED_AT_FAIRS
from tests.planting import plant
from tests.postgresql import Cluster

WEEKS = timedelta(days=14)
A_SESSION = "6f9d6a51-9c1e-4b61-8a43-9f5d2e8a0c11"

A_REVIEW = (
    "INSERT INTO reviews (order_line_id, order_id, product_id, producer_id, rating, text, shown_as, language, edition,"
    " decided_by, reason, answer, answered_by, is_answer_hidden, status, written_at)"
    " SELECT id, order_id, product_id, producer_id, 5, 'x', '', 'vi', 1, '', '', '', '', FALSE,"
)
AN_ACT = (
    "INSERT INTO register_acts (id, kind, state, by, hides, shortens, undoes_id, shows, at, turn, evidence, facts,"
    " reason) VALUES (900, {}, 0, 0, 900, 'x', '{{}}', '')"
)
# Promise -> what breaks it. `loose:` names a table whose keys, checks and triggers are taken away first.
PLANTED: dict[str, str] = {
    "N1": "loose:notice_lines; INSERT INTO notice_lines (letter_id, certificate_id, producer_id, stage, ends_at,"
    " stands) VALUES (1, 1, 1, 'open', 0, TRUE)",
    "N2": "loose:notice_deliveries; INSERT INTO notice_deliveries (id, letter_id, producer_id, way, person_id, to_whom,"
    " happened_on, recorded_by_id, recorded_at) VALUES (1, 1, 1, 'mail', 1, '', '2026-11-21', 1, 0)",
    "S1": "UPDATE stock_levels SET on_hand = on_hand + 1 WHERE variant_id = 1",
    "S2": "loose:stock_levels; UPDATE stock_levels SET on_hand = -1 WHERE variant_id = 1",
    "S3": "loose:stock_moves; DELETE FROM stock_moves WHERE order_line_id = 1",
    "S4": "loose:stock_moves; UPDATE stock_moves SET delta = delta - 1 WHERE transfer_id IS NOT NULL AND delta < 0",
    "S5": "loose:stock_moves; UPDATE stock_moves SET uniq = 'twice'",
    "S6": "UPDATE orders SET status = 'awaiting_payment', hold_until = 0 WHERE id = 1",
    "M1": "UPDATE orders SET goods_vnd = goods_vnd + 1, total_vnd = total_vnd + 1 WHERE id = 1",
    "M7": "loose:order_lines; UPDATE order_lines SET commission_vnd = commission_vnd + 1 WHERE id = 1",
    "M12": "UPDATE refunds_due SET amount_vnd = amount_vnd + 1",
    "M13": "UPDATE refunds_due SET amount_vnd = 10000000",
    "M14": "UPDATE refund_due_lines SET quantity = 99",
    "M15": "UPDATE orders SET status = 'refund_due' WHERE id = 1",
    "M2": "UPDATE payments SET amount_vnd = amount_vnd + 1 WHERE order_id = 2 AND allocation = 'order'",
    "M3": "UPDATE orders SET status = 'cancelled' WHERE id = 2",
    "M4": "UPDATE money_back SET amount_vnd = amount_vnd - 1",
    "M5": "DELETE FROM money_back WHERE refund_due_id IS NOT NULL",
    "M8": "loose:payments; UPDATE payments SET provider = 'bank', provider_ref = 'the same'",
    "M9": "loose:payment_events; UPDATE payment_events SET fact_key = 'the same'",
    "M10": "UPDATE payment_events SET processed_at = NULL",
    "M11": "UPDATE payments SET currency = 'usd' WHERE order_id = 2 AND allocation = 'order'",
    "M16": "DELETE FROM payments WHERE provider = 'cash'",
    "M17": "UPDATE payments SET allocation = 'surplus' WHERE order_id = 2 AND refunded_vnd < amount_vnd",
    "M18": "DELETE FROM suspense_entries",
    "M19": "UPDATE payments SET card_session_id = NULL",
    "M20": "UPDATE cash_remittances SET fee_vnd = fee_vnd + 1",
    "C1": "UPDATE orders SET decisive_at = 0 WHERE id = 2",
    "C2": "loose:order_lines; UPDATE order_lines SET certificate_id = certificate_id + 1 WHERE id = 1",
    "C3": "UPDATE certificates SET valid_until = valid_until + 1",
    "C4": "loose:certificates; UPDATE certificates SET act_id = 999",
    "C5": "loose:certified_goods; UPDATE certified_goods SET merged_into_id = id",
    "C6": "loose:certified_goods; UPDATE certified_goods SET withdrawn_by_id = 1",
    "C7": AN_ACT.format("'revoke', 'done', 'officer:1', 11, 10, NULL"),
    "C8": "loose:register_acts; " + AN_ACT.format("'undo', 'done', 'officer:1', 0, 0, 999"),
    "C9": "UPDATE certificates SET last_day = '2040-01-01'",
    "O1": "UPDATE orders SET status = 'completed' WHERE id = 1",
    "O2": "loose:order_events; UPDATE order_events SET to_status = 'completed' WHERE order_id = 1",
    "O3": "loose:order_events; UPDATE order_events SET from_status = 'paid' WHERE order_id = 1",
    "O4": "loose:orders; UPDATE orders SET checkout_key = 'the same'",
    "O5": "loose:order_lines; UPDATE order_lines SET name_vi = 'Khác' WHERE id = 1",
    "O6": "loose:order_lines; DELETE FROM order_lines WHERE order_id = 1",
    "O7": "UPDATE parcels SET status = 'waiting' WHERE order_id = 2",
    "O8": "loose:order_lines; UPDATE order_lines SET parcel_id = 2 WHERE id = 1",
    "O9": "loose:line_withdrawals; UPDATE line_withdrawals SET quantity = 99",
    "O10": "INSERT INTO goods_back (producer_id, parcel_id, order_line_id, sellable, spoiled, remark, written_by,"
    " written_at) VALUES (1, 1, 1, 99, 0, '', 'x', 0)",
    "O1p": "UPDATE parcels SET status = 'packed' WHERE order_id = 2",
    "O2p": "loose:parcel_events; UPDATE parcel_events SET to_status = 'refused' WHERE parcel_id = 1",
    "O3p": "loose:parcel_events; UPDATE parcel_events SET seq = seq + 1 WHERE parcel_id = 1",
    "B0": "loose:ledger_entries; UPDATE ledger_entries SET amount_vnd = amount_vnd + 1 WHERE account = 'bank'",
    "M6": "loose:ledger_entries; DELETE FROM ledger_entries WHERE account = 'delivery'",
    "B1": "loose:money_back; UPDATE money_back SET amount_vnd = amount_vnd + 1",
    "B2": "UPDATE parcels SET fee_vnd = fee_vnd + 1 WHERE status = 'delivered'",
    "B3": "loose:ledger_entries; UPDATE ledger_entries SET amount_vnd = 1 WHERE account = 'commission'",
    "B4": "loose:ledger_transactions; DELETE FROM ledger_transactions WHERE kind = 'payment'",
    "B5": "loose:ledger_entries; DELETE FROM ledger_entries WHERE account = 'customer_money' AND amount_vnd < 0",
    "B6": "UPDATE producer_balances SET owed_vnd = owed_vnd + 1",
    "B7": "loose:payouts; UPDATE payouts SET amount_vnd = 100000000",
    "B8": "loose:payouts; UPDATE payouts SET amount_vnd = amount_vnd - 1",
    "B9": "loose:statements; UPDATE statements SET opening_vnd = opening_vnd + 1",
    "B10": "loose:statement_lines; UPDATE statement_lines SET amount_vnd = amount_vnd + 1",
    "R1": f"{A_REVIEW} 'waiting', 0 FROM order_lines WHERE id = 1",
    "R2": f"{A_REVIEW} 'withdrawn', 9000000000000 FROM order_lines WHERE id = 1",
    "K1": "loose:booth_sales; UPDATE booth_sales SET sale_id = 'the same'",
    "K2": "DELETE FROM booth_tasks WHERE kind = 'numbers_missing'",
    "K3": "loose:booth_sales; UPDATE booth_sales SET session_id = ''",
    "K4": "loose:booth_sales; UPDATE booth_sales SET total_vnd = total_vnd + 1",
    "K5": "loose:booth_sale_lines; UPDATE booth_sale_lines SET quantity = 99 WHERE of_line_id IS NOT NULL",
    "K6": "loose:stock_moves; DELETE FROM stock_moves WHERE kind = 'sale' AND location LIKE 'booth%'",
    "K7": "DELETE FROM booth_tasks WHERE kind = 'quarantined'",
    "K8": "loose:booth_sales; UPDATE booth_sales SET happened_at = 0",
    "K9": "loose:booth_sales; UPDATE booth_sales SET body = '{}'",
    "T1": "loose:products; UPDATE products SET producer_id = producer_id + 1",
    "T2": "UPDATE products SET price_from_vnd = price_from_vnd + 1",
    "H1": "loose:stock_moves; UPDATE stock_moves SET delta = delta + 1 WHERE uniq LIKE 'hand-over%'",
    "H2": "loose:hand_over_lines; UPDATE hand_over_lines SET quantity = quantity + 1 WHERE other_end = 'web'",
    "H3": "loose:stock_moves; DELETE FROM stock_moves WHERE kind = 'tasting'",
    "H4": "loose:hand_overs; UPDATE hand_overs SET number = number + 1",
    "T3": "UPDATE variants SET retired_at = 0",
    "X1": "DELETE FROM outbox_messages",
    "X2": "UPDATE outbox_messages SET next_try_at = 0",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def much_bought(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path | Cluster:
    """Where everything was bought once, to be copied: a file, or the server on which it is `shop_bought`."""
    folder = tmp_path_factory.mktemp("bought")
    if request.param == "sqlite":
        made: Path | Cluster = folder / "shop.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "shop.db")
        url = f"sqlite:///{made}"
    else:
        made = request.getfixturevalue("postgresql")
        made.create("shop_bought", template="shop_template")
        url = made.url("shop_bought")
    for _ in running(settings(url, folder)):
        buy_much()
    return made


@pytest.fixture
def bought(request: pytest.FixtureRequest, much_bought: Path | Cluster, tmp_path: Path) -> Iterator[None]:
    """A shop of this test's own in which everything was bought; audited afterwards as every shop is."""
    if isinstance(much_bought, Path):
        shutil.copy(much_bought, tmp_path / "shop.db")
        url = f"sqlite:///{tmp_path / 'shop.db'}"
    else:
        much_bought.create("shop_planted", template="shop_bought")
        url = much_bought.url("shop_planted")
    for _ in running(settings(url, tmp_path)):
        yield
        audited(request)
    if isinstance(much_bought, Cluster):
        much_bought.drop("shop_planted")


def buy_much() -> None:
    """An order that is placed, one that is paid (twice) of which a piece was taken out, and a transfer of stock.

    Money for no order; one order that is paid by card, one delivered for cash that the carrier handed over.
    """
    honey = make_offer(on_hand=20)
    make_order({honey: 2}, method=PaymentMethod.COD)
    paid = make_order({honey: 3})
    pay_by_transfer(paid, at=NOON)
    pay_by_transfer(paid, at=NOON)
    transfer(1_000, "cam on", at=NOON)
    pay_by_settled_session(make_order({honey: 1}, method=PaymentMethod.CARD))
    cash = make_order({honey: 1}, method=PaymentMethod.COD)
    deliver_all(cash.id, is_cash=True, at=NOON)
    with transaction():
        [collected] = list_cash_to_remit()
        kept = collected.amount_vnd
        record_remittance("Viettel Post", "DS1", [collected.id], amounts=(kept - 500, 500), by="operator", at=NOON)
    with transaction():
        order = get_order(paid.id)
        assert order is not None
        cancel_lines(paid.id, {order.parcels[0].lines[0].id: 1}, by="lan", at=NOON, reason="out_of_stock")
        transfer_stock(honey, 2, source="web", destination="HOI-CHO-1", at=NOON)
    for due in list_refunds_to_start(NOON):
        with transaction():
            start_refund(due, by="shop", at=NOON)
    make_product("Chè dây")
    sell_at_a_booth(honey)
    hand_over(honey)
    settle(sell({honey: 2}, at=NOON - WEEKS))


def sell_at_a_booth(honey: int) -> None:
    """A closed session of two sales of which one is taken back; a later sale behind a gap; a copy that differs."""
    device = make_device()
    put_at_booth(device, {honey: 10})
    sale = device.sell({honey: 2}, session_id=A_SESSION)
    void = device.take_back(sale, session_id=A_SESSION)
    closing = close_session(device, A_SESSION)
    device.sell({honey: 1})
    behind = device.sell({honey: 1})
    with transaction():
        take_in_sales(device.number, [sale, void, behind, {**sale, "cashier": "09"}], at=NOON)
        take_in_sessions(device.number, [closing], at=NOON)


def hand_over(honey: int) -> None:
    """Goods go to a booth both ways and come back both ways; one is tasted, one is missed."""
    booth, producer = make_booth("KIEM-TOAN"), producer_of(honey)
    note = Note(booth, producer, BY)
    with transaction():
        for way in OtherEnd:
            hand_out(note, [HandOverWanted(honey, 3, way)], at=NOON)
            take_back_from(note, [HandOverWanted(honey, 1, way)], at=NOON)
        write_off_at_booth(booth, WrittenOff(honey, 1, WriteOff.TASTING), by=BY, at=NOON)
        count_booth(booth, [CountedLine(honey, 3, 2, "mất")], by=BY, at=NOON)


def settle(order_id: int) -> None:
    """A piece comes back and is paid back, the producer is paid a part, and the period gets its statement."""
    then = NOON - WEEKS
    take_back(order_id, {lines_of(order_id)[0]: 1}, at=then)
    send_refunds(order_id, at=then)
    with transaction():
        payout = prepare_payout(1, 50_000, by="x", at=then)
        mark_payout_sent(payout.id, "FT-1", vietnam_day(then), by="x", at=then)
        make_statement(1, period_of(vietnam_day(then)), NOON)
        later = "UPDATE outbox_messages SET next_try_at = (SELECT MAX(next_try_at) FROM outbox_messages)"
        db.session.execute(text(later))  # no mail of that day waits


def test_every_promise_has_a_planted_fault() -> None:
    of_rules = {"C3", "C9", "O5", "K3", "K9"}
    assert {invariant.name for invariant in INVARIANTS} | of_rules == {*PLANTED, *PLANTED_AT_FAIRS}


def test_nothing_is_found_where_nothing_is_wrong(bought: None) -> None:
    assert audit(NOON) == []


@pytest.mark.breaks_a_promise
@pytest.mark.parametrize("name", PLANTED)
def test_a_broken_promise_is_found(bought: None, name: str) -> None:
    plant(PLANTED[name])
    found = {finding.name: finding for finding in audit(NOON + timedelta(hours=1))}
    assert name in found
    assert found[name].subjects
    assert str(found[name]).startswith(f"{name} ")


@pytest.mark.breaks_a_promise
def test_the_command_says_what_is_broken_and_fails(sqlite_app: Flask) -> None:
    make_order({make_offer(): 1}, method=PaymentMethod.COD)
    run = sqlite_app.test_cli_runner().invoke
    with clock.stopped_at(NOON):
        clean = run(args=["audit"])
        plant(PLANTED["S1"])
        broken = run(args=["audit"])
    assert (clean.exit_code, clean.output) == (0, "all invariants hold\n")
    assert (broken.exit_code, broken.output) == (1, "S1 a level is the sum of its moves: broken by 1/web\n")


@pytest.mark.breaks_a_promise
@pytest.mark.parametrize(
    ("planted", "told"),
    [
        # A table whose rows have numbers, and one without: its rows are told by what they refer to.
        (
            "UPDATE certified_goods SET producer_id = 99 WHERE id = (SELECT MIN(id) FROM certified_goods)",
            "certified_goods/1",
        ),
        ("INSERT INTO good_places (good_id, place_id) VALUES (99, 'p:15'), (99, 'p:24')", "good_places/99"),
    ],
)
def test_a_reference_to_nothing_is_found(sqlite_app: Flask, planted: str, told: str) -> None:
    make_offer()
    plant(planted)
    assert ("G0", (told,)) in [(finding.name, finding.subjects) for finding in audit(NOON)]
