"""Orders under any sequence of acts: a model of a few lines and the database always agree, and the audit is clean."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shop.database import db, transaction
from shop.orders import (
    PaidOutcome,
    PaymentMethod,
    cancel_lines,
    cancel_order,
    deliver_parcel,
    expire_order,
    get_order,
    list_refunds_due,
    pack_parcel,
    record_paid,
    record_refunded,
    refuse_parcel,
    return_parcel,
    revive_order,
    ship_parcel,
)
from shop.reports import audit
from shop.reports.payment_invariants import PAYMENTS
from shop.stock import quantities_on_hand
from shop.values.refusal import Refusal
from tests.factories.buying import NOON, make_offer, make_order

STOCK = 6
PRICE, FEE = 125_000, 30_000


@dataclass
class Modelled:
    """What an order of one line should be."""

    id: int
    parcel_id: int
    line_id: int
    quantity: int
    hold_until: datetime | None
    status: str
    parcel: str
    came_late: bool = False
    debts: int = 0
    owed: int = 0


class Orders(RuleBasedStateMachine):
    """One pack, any number of orders, a clock that only goes on."""

    @initialize()
    def open_shop(self) -> None:
        self.now = NOON
        self.honey = make_offer(on_hand=STOCK)
        self.left = STOCK
        self.orders: list[Modelled] = []

    def act(self, work: Any) -> Any:
        try:
            with transaction():
                return work()
        except Refusal as refusal:
            return type(refusal).__name__

    def pick(self, number: int) -> Modelled | None:
        return self.orders[number % len(self.orders)] if self.orders else None

    @rule(hours=st.sampled_from([1, 12, 24]))
    def time_goes_on(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(quantity=st.integers(1, 4), method=st.sampled_from([PaymentMethod.COD, PaymentMethod.VIETQR]))
    def place(self, quantity: int, method: PaymentMethod) -> None:
        if self.left == 0:
            return
        placed = make_order({self.honey: quantity}, method=method, at=self.now)
        order = get_order(placed.id)
        assert order is not None
        is_cash = method is PaymentMethod.COD
        taken = min(quantity, self.left)
        self.left -= taken
        ids = placed.id, order.parcels[0].id, order.parcels[0].lines[0].id
        status, parcel = ("placed", "preparing") if is_cash else ("awaiting_payment", "waiting")
        self.orders.append(Modelled(*ids, taken, placed.hold_until, status, parcel))

    def die(self, one: Modelled, status: str, *, debt: int = 0) -> None:
        if one.parcel in ("waiting", "preparing", "packed"):
            self.left += one.quantity
            one.parcel = "cancelled"
        one.status = status
        if debt:
            one.debts, one.owed = one.debts + 1, one.owed + debt

    @rule(number=st.integers(0, 9), hours_ago=st.sampled_from([0, 30]))
    def money_comes(self, number: int, hours_ago: int) -> None:
        one = self.pick(number)
        if one is None:
            return
        paid_at = self.now - timedelta(hours=hours_ago)
        outcome = self.act(lambda: record_paid(one.id, paid_at, at=self.now))
        in_time = one.hold_until is not None and paid_at < one.hold_until
        if one.status not in ("awaiting_payment", "expired", "cancelled") or one.hold_until is None:
            if one.status == "cancelled":  # cash that was given up
                assert outcome is PaidOutcome.REFUND_DUE
                self.die(one, "refund_due", debt=one.quantity * PRICE + FEE)
            else:
                assert outcome is PaidOutcome.SURPLUS
        elif one.status != "cancelled" and in_time and (one.status != "expired" or self.left >= one.quantity):
            assert outcome is (PaidOutcome.REVIVED if one.status == "expired" else PaidOutcome.PAID)
            self.left -= one.quantity if one.status == "expired" else 0
            one.status, one.parcel = "paid", "preparing"
        else:
            assert outcome is PaidOutcome.REFUND_DUE
            one.came_late = one.status != "cancelled"
            self.die(one, "refund_due", debt=one.quantity * PRICE + FEE)

    @rule(number=st.integers(0, 9))
    def hold_ends(self, number: int) -> None:
        one = self.pick(number)
        if one is None:
            return
        ended = one.status == "awaiting_payment" and one.hold_until is not None and self.now >= one.hold_until
        assert self.act(lambda: expire_order(one.id, at=self.now)) is ended
        if ended:
            self.die(one, "expired")

    @rule(number=st.integers(0, 9), by_operator=st.booleans())
    def give_up(self, number: int, by_operator: bool) -> None:
        one = self.pick(number)
        if one is None:
            return
        allowed = ("waiting", "preparing", "packed") if by_operator else ("waiting", "preparing")
        outcome = self.act(lambda: cancel_order(one.id, by="x", at=self.now, by_operator=by_operator))
        if one.status in ("awaiting_payment", "placed", "paid") and one.parcel in allowed:
            assert outcome is None
            is_paid = one.status == "paid"
            self.die(one, "refund_due" if is_paid else "cancelled", debt=(one.quantity * PRICE + FEE) * is_paid)
        else:
            assert outcome == "TooLateToCancel"

    @rule(number=st.integers(0, 9))
    def take_one_out(self, number: int) -> None:
        one = self.pick(number)
        if one is None:
            return
        outcome = self.act(lambda: cancel_lines(one.id, {one.line_id: 1}, by="x", at=self.now, reason="x"))
        if one.status not in ("placed", "paid") or one.parcel not in ("preparing", "packed"):
            assert outcome == "WrongStatus"
            return
        is_paid = one.status == "paid"
        if one.quantity == 1:
            self.die(one, "refund_due" if is_paid else "cancelled", debt=(PRICE + FEE) * is_paid)
            return
        one.quantity, self.left = one.quantity - 1, self.left + 1
        one.debts, one.owed = one.debts + is_paid, one.owed + PRICE * is_paid

    @rule(number=st.integers(0, 9), step=st.sampled_from(["pack", "ship", "deliver", "refuse", "return"]))
    def parcel_moves(self, number: int, step: str) -> None:
        one = self.pick(number)
        if one is None:
            return
        acts: dict[str, tuple[Any, tuple[str, ...], str]] = {
            "pack": (lambda: pack_parcel(one.parcel_id, by="x", at=self.now), ("preparing",), "packed"),
            "ship": (
                lambda: ship_parcel(one.parcel_id, carrier="", tracking="", by="x", at=self.now),
                ("packed",),
                "shipped",
            ),
            "deliver": (
                lambda: deliver_parcel(one.parcel_id, by="x", at=self.now),
                ("packed", "shipped"),
                "delivered",
            ),
            "refuse": (lambda: refuse_parcel(one.parcel_id, by="x", at=self.now), ("shipped",), "refused"),
            "return": (lambda: return_parcel(one.parcel_id, by="x", at=self.now), ("refused",), "returned"),
        }
        work, begins, ends = acts[step]
        outcome = self.act(work)
        if one.parcel not in begins:
            assert outcome == "WrongStatus"
            return
        assert outcome is None
        one.parcel = ends
        if ends == "delivered":
            one.status = "completed"
        elif ends == "returned" and one.status == "paid":
            one.status, one.debts, one.owed = "refund_due", one.debts + 1, one.owed + one.quantity * PRICE
        elif ends == "returned":
            one.status = "cancelled"

    @rule(number=st.integers(0, 9))
    def person_revives(self, number: int) -> None:
        one = self.pick(number)
        if one is None:
            return
        outcome = self.act(lambda: revive_order(one.id, by="x", at=self.now))
        if one.status == "refund_due" and one.came_late and self.left >= one.quantity:
            assert outcome is None
            self.left -= one.quantity
            one.status, one.parcel, one.debts, one.owed, one.came_late = "paid", "preparing", 0, 0, False
        else:
            assert outcome == "CannotRevive"

    @rule(number=st.integers(0, 9))
    def money_goes_back(self, number: int) -> None:
        one = self.pick(number)
        due = next((due.id for due in list_refunds_due() if one is not None and due.order_id == one.id), None)
        db.session.rollback()
        if one is None or due is None:
            assert one is None or one.debts == 0
            return
        with transaction():
            assert record_refunded(due, at=self.now, by="x")
        one.debts -= 1
        if one.debts == 0 and one.status == "refund_due":
            one.status = "refunded"

    @invariant()
    def model_and_database_agree(self) -> None:
        if not hasattr(self, "honey"):
            return
        db.session.rollback()
        assert quantities_on_hand([self.honey]) == {self.honey: self.left}
        for one in self.orders:
            order = get_order(one.id)
            assert order is not None
            assert (order.status, order.parcels[0].status) == (one.status, one.parcel)
            assert sum(due.amount_vnd for due in order.refunds if due.status != "dropped") == one.owed
        assert [str(finding) for finding in audit(self.now, with_alarms=False, without=PAYMENTS)] == []
        db.session.rollback()

    def teardown(self) -> None:
        """Every promise holds in the end."""
        assert [str(finding) for finding in audit(NOON, with_alarms=False, without=PAYMENTS)] == []


@contextmanager
def fresh(path: Path, template: Path) -> Iterator[None]:
    db.session.remove()
    db.engine.dispose()
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    shutil.copy(template, path)
    yield
    db.session.remove()


@pytest.mark.slow
def test_any_sequence_of_acts(sqlite_app: Flask, sqlite_template: Path, tmp_path: Path) -> None:
    class Fresh(Orders):
        def __init__(self) -> None:
            super().__init__()
            self.shop = fresh(tmp_path / "shop.db", sqlite_template)
            self.shop.__enter__()

        def teardown(self) -> None:
            super().teardown()
            self.shop.__exit__(None, None, None)

    bounds = settings(
        max_examples=15,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Fresh, settings=bounds)
