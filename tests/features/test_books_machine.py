"""Buying, returning, paying back and paying out in any order: a model of a few sums and the books always agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from shop.catalogue import list_offers
from shop.database import db, transaction
from shop.orders import (
    PaymentMethod,
    PlacedOrder,
    cancel_lines,
    cancel_order,
    pack_parcel,
    refuse_parcel,
    return_parcel,
    ship_parcel,
)
from shop.payments import MoneyBack, Payment, mark_sent_back
from shop.reports import audit
from shop.settlement import (
    MoreThanOwed,
    Period,
    book_everything,
    book_new_facts,
    list_account_totals,
    make_statements,
    mark_payout_failed,
    mark_payout_sent,
    owed_to,
    prepare_payout,
)
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.settling import arrive, balances, lines_of, parcels_of, pay, send_refunds, take_back
from tests.features.test_order_machine import fresh

PRICES = (33_337, 77_779)
DAY = date(2026, 11, 21)


@dataclass
class Sent:
    """A parcel of one line, as it should be."""

    id: int
    line: int
    producer: int
    quantity: int
    unit: int
    fee: int
    state: str = "preparing"
    withdrawn: int = 0
    returned: int = 0

    @property
    def left(self) -> int:
        return self.quantity - self.withdrawn - self.returned

    def commission(self, pieces: int) -> int:
        """Of the first so many pieces, each with its dong."""
        whole = self.quantity * self.unit // 10
        each, odd = divmod(whole, self.quantity)
        return each * pieces + min(pieces, odd)


@dataclass
class Bought:
    placed: PlacedOrder
    is_cash: bool
    parcels: list[Sent]
    is_paid: bool = False
    is_dead: bool = False
    surplus: int = 0

    @property
    def is_alive(self) -> bool:
        return not self.is_dead and (self.is_paid or self.is_cash)


@dataclass
class PaidOut:
    id: int
    producer: int
    amount: int
    status: str = "prepared"


@dataclass
class Expected:
    """What every account should hold."""

    accounts: Counter[str] = field(default_factory=Counter)
    owed: Counter[int] = field(default_factory=Counter)
    set_aside: Counter[int] = field(default_factory=Counter)

    def move(self, amount: int, *, debit: str, credit: str) -> None:
        self.accounts[debit] += amount
        self.accounts[credit] -= amount


class Books(RuleBasedStateMachine):
    """Two producers, orders of one or both, and a cashier who never tires."""

    @initialize()
    def open_shop(self) -> None:
        self.variants = [
            make_offer(price=price, on_hand=500, weight=100, producer=f"HTX {number}")
            for number, price in enumerate(PRICES, 1)
        ]
        offers = list_offers(self.variants, NOON)
        db.session.rollback()
        self.producers = [offers[variant].producer_id for variant in self.variants]
        self.orders: list[Bought] = []
        self.payouts: list[PaidOut] = []
        self.surpluses: list[int] = []
        self.expected = Expected()
        self.numbers = 0

    def some_parcel(self, number: int, *states: str) -> tuple[Bought, Sent] | None:
        found = [(one, parcel) for one in self.orders for parcel in one.parcels if parcel.state in states]
        return found[number % len(found)] if found else None

    def some_order(self, number: int) -> Bought | None:
        return self.orders[number % len(self.orders)] if self.orders else None

    @rule(first=st.integers(0, 5), second=st.integers(0, 5), cash=st.booleans())
    def place(self, first: int, second: int, cash: bool) -> None:
        wanted = {variant: pieces for variant, pieces in zip(self.variants, (first, second), strict=True) if pieces}
        if not wanted:
            return
        placed = make_order(wanted, method=PaymentMethod.COD if cash else PaymentMethod.VIETQR)
        rows = zip(parcels_of(placed.id), lines_of(placed.id), wanted.items(), strict=True)
        fee = (placed.total_vnd - sum(PRICES[self.variants.index(v)] * n for v, n in wanted.items())) // len(wanted)
        parcels = [
            Sent(parcel, line, self.producers[at], pieces, PRICES[at], fee)
            for parcel, line, (variant, pieces) in rows
            for at in [self.variants.index(variant)]
        ]
        self.orders.append(Bought(placed, cash, parcels))

    @rule(first=st.integers(2, 5), second=st.integers(0, 2), is_short=st.booleans(), cash=st.booleans())
    def a_sale_without_trouble(self, first: int, second: int, is_short: bool, cash: bool) -> None:
        self.place(first, second, cash)
        one = self.orders[-1]
        self.pay_for(one)
        if is_short:
            self.withdraw(one, one.parcels[0])
        for parcel in one.parcels:
            self.deliver(one, parcel)

    @rule(number=st.integers(0, 9))
    def money_comes(self, number: int) -> None:
        one = self.some_order(number)
        if one is not None:
            self.pay_for(one)

    def pay_for(self, one: Bought) -> None:
        if one.is_cash or one.is_dead:
            return
        pay(one.placed)
        owner = "suspense" if one.is_paid else "customer_money"
        self.expected.move(one.placed.total_vnd, debit="bank", credit=owner)
        if one.is_paid:
            one.surplus += 1
        one.is_paid = True

    @rule(number=st.integers(0, 30))
    def one_piece_is_not_there(self, number: int) -> None:
        found = self.some_parcel(number, "preparing")
        if found is not None and found[0].is_alive:
            self.withdraw(*found)

    def withdraw(self, one: Bought, parcel: Sent) -> None:
        with transaction():
            cancel_lines(one.placed.id, {parcel.line: 1}, by="x", at=NOON, reason="x")
        parcel.withdrawn += 1
        owed = parcel.unit
        if parcel.left == 0:
            parcel.state = "cancelled"
            owed += parcel.fee
        if one.is_paid:
            self.expected.move(owed, debit="customer_money", credit="owed_to_customer")
        self.bury(one)

    @rule(number=st.integers(0, 30))
    def it_arrives(self, number: int) -> None:
        found = self.some_parcel(number, "preparing")
        if found is not None and found[0].is_alive:
            self.deliver(*found)

    def deliver(self, one: Bought, parcel: Sent) -> None:
        arrive(parcel.id, cash=one.is_cash)
        parcel.state = "delivered"
        goods = parcel.left * parcel.unit
        commission = parcel.commission(parcel.quantity) - parcel.commission(parcel.withdrawn)
        if one.is_cash:
            self.expected.move(goods + parcel.fee, debit="cash_with_carriers", credit="customer_money")
        self.expected.move(goods - commission, debit="customer_money", credit="owed_to_producer")
        self.expected.move(commission, debit="customer_money", credit="commission")
        self.expected.move(parcel.fee, debit="customer_money", credit="delivery")
        self.expected.owed[parcel.producer] += goods - commission

    @rule(number=st.integers(0, 30))
    def it_is_not_taken(self, number: int) -> None:
        found = self.some_parcel(number, "preparing")
        if found is None or not found[0].is_alive:
            return
        one, parcel = found
        with transaction():
            pack_parcel(parcel.id, by="x", at=NOON)
            ship_parcel(parcel.id, carrier="", tracking="", by="x", at=NOON)
            refuse_parcel(parcel.id, by="x", at=NOON)
            return_parcel(parcel.id, by="x", at=NOON)
        parcel.state = "returned"
        if one.is_paid:
            self.expected.move(parcel.fee, debit="customer_money", credit="delivery")
            self.expected.move(parcel.left * parcel.unit, debit="customer_money", credit="owed_to_customer")
        self.bury(one)

    @rule(number=st.integers(0, 9))
    def it_is_given_up(self, number: int) -> None:
        one = self.some_order(number)
        if one is None or one.is_dead or {parcel.state for parcel in one.parcels} - {"preparing", "cancelled"}:
            return
        with transaction():
            cancel_order(one.placed.id, by="x", at=NOON)
        for parcel in one.parcels:
            if parcel.state == "preparing" and one.is_paid:
                owed = parcel.left * parcel.unit + parcel.fee
                self.expected.move(owed, debit="customer_money", credit="owed_to_customer")
            parcel.state = "cancelled"
        one.is_dead = True

    @rule(number=st.integers(0, 30), pieces=st.integers(1, 3))
    def it_comes_back(self, number: int, pieces: int) -> None:
        found = self.some_parcel(number, "delivered")
        if found is None or found[1].left < pieces:
            return
        one, parcel = found
        take_back(one.placed.id, {parcel.line: pieces})
        gone = parcel.withdrawn + parcel.returned
        commission = parcel.commission(gone + pieces) - parcel.commission(gone)
        share = pieces * parcel.unit - commission
        parcel.returned += pieces
        self.expected.move(share, debit="owed_to_producer", credit="owed_to_customer")
        self.expected.move(commission, debit="commission", credit="owed_to_customer")
        self.expected.owed[parcel.producer] -= share

    @rule(number=st.integers(0, 9))
    def debts_are_paid(self, number: int) -> None:
        one = self.some_order(number)
        if one is None:
            return
        book_all()
        owed = -balances(one.placed.id).get("owed_to_customer", 0)
        send_refunds(one.placed.id)
        self.expected.move(owed, debit="owed_to_customer", credit="bank")

    @rule(number=st.integers(0, 9))
    def what_came_twice_goes_back(self, number: int) -> None:
        one = self.some_order(number)
        if one is None or not one.surplus:
            return
        back = next_surplus(one.placed.id)
        self.numbers += 1
        with transaction():
            mark_sent_back(back, f"S-{self.numbers}", by="x", at=NOON)
        one.surplus -= 1
        self.expected.move(one.placed.total_vnd, debit="suspense", credit="bank")

    @rule(which=st.sampled_from([0, 1]), percent=st.sampled_from([1, 50, 100, 101]))
    def a_payout_is_prepared(self, which: int, percent: int) -> None:
        producer = self.producers[which]
        free = self.expected.owed[producer] - self.expected.set_aside[producer]
        amount = max(1, free * percent // 100)
        number = prepared(producer, amount)
        assert (number is not None) is (amount <= free)
        if number is not None:
            self.payouts.append(PaidOut(number, producer, amount))
            self.expected.set_aside[producer] += amount

    @rule(number=st.integers(0, 9), ends=st.sampled_from(["sent", "sent", "failed"]))
    def a_payout_goes_on(self, number: int, ends: str) -> None:
        open_ones = [
            one for one in self.payouts if one.status == "prepared" or (one.status, ends) == ("sent", "failed")
        ]
        if not open_ones:
            return
        one = open_ones[number % len(open_ones)]
        with transaction():
            if ends == "sent":
                mark_payout_sent(one.id, f"FT-{one.id}", DAY, by="x", at=NOON)
            else:
                mark_payout_failed(one.id, "x", by="x", at=NOON)
        if one.status == "prepared":
            self.expected.set_aside[one.producer] -= one.amount
        if ends == "sent" or one.status == "sent":
            amount = one.amount if ends == "sent" else -one.amount
            self.expected.move(amount, debit="owed_to_producer", credit="bank")
            self.expected.owed[one.producer] -= amount
        one.status = ends

    @rule(limit=st.integers(1, 4))
    def somebody_books_a_little(self, limit: int) -> None:
        with transaction():
            book_new_facts(NOON, limit=limit)
        assert sum(list_account_totals().values()) == 0
        db.session.rollback()

    @rule()
    def somebody_looks(self) -> None:
        self.compare()

    def bury(self, one: Bought) -> None:
        """An order of which nothing reaches the shopper is dead."""
        if {parcel.state for parcel in one.parcels} <= {"cancelled", "returned"}:
            one.is_dead = True

    def compare(self) -> None:
        book_all()
        held = {str(account): total for account, total in list_account_totals().items() if total}
        assert held == {account: total for account, total in self.expected.accounts.items() if total}
        for producer in self.producers:
            balance = owed_to(producer)
            expected = (self.expected.owed[producer], self.expected.set_aside[producer])
            assert (balance.owed_vnd, balance.in_payout_vnd) == expected
        # With alarms: everything is booked, and of orders that are over nothing lies unearned.
        late = [str(one) for one in audit(NOON + timedelta(hours=1)) if one.name not in PROVIDERS_ALARMS]
        assert late == []
        db.session.rollback()

    def teardown(self) -> None:
        """The period ends with statements that say what is owed."""
        if not hasattr(self, "expected"):
            return
        self.compare()
        period = Period(date(2026, 11, 16))
        with transaction():
            made = {one.producer_id: one.closing_vnd for one in make_statements(period, period.ends_at)}
        assert made == {producer: self.expected.owed[producer] for producer in made}
        assert {producer for producer in self.producers if self.expected.owed[producer]} <= set(made)
        assert [str(one) for one in audit(NOON, with_alarms=False)] == []


@pytest.mark.slow
def test_any_sequence_of_acts(sqlite_app: Flask, sqlite_template: Path, tmp_path: Path) -> None:
    class Fresh(Books):
        def __init__(self) -> None:
            super().__init__()
            self.shop = fresh(tmp_path / "shop.db", sqlite_template)
            self.shop.__enter__()

        def teardown(self) -> None:
            super().teardown()
            self.shop.__exit__(None, None, None)

    bounds = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Fresh, settings=bounds)


# What waits for people or the clock outside of this machine.
PROVIDERS_ALARMS = {"S6", "X2"}


def book_all() -> None:
    with transaction():
        book_everything(NOON)


def next_surplus(order_id: int) -> int:
    query = select(MoneyBack.id).join(Payment, Payment.id == MoneyBack.payment_id)
    query = query.where(Payment.order_id == order_id, Payment.allocation == "surplus", MoneyBack.status == "asked")
    number = db.session.scalars(query.order_by(MoneyBack.id)).first()
    db.session.rollback()
    assert number is not None
    return number


def prepared(producer_id: int, amount: int) -> int | None:
    try:
        with transaction():
            return prepare_payout(producer_id, amount, by="x", at=NOON).id
    except MoreThanOwed:
        return None
