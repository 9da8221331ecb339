"""A shop with its card company and its bank: orders that are paid, messages that come, and the books compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop import clock
from shop.database import db
from shop.orders import Order, Parcel, PaymentMethod, PlacedOrder, RefundDue
from shop.payments import CardSession, MoneyBack, Payment, SuspenseEntry
from shop.schedule import JOBS
from shop.schedule.runner import Runner
from shop.stock import quantities_on_hand
from shop.web.card_desk import open_card_session
from tests.factories.buying import make_offer, make_order
from tests.fakes.bank import fake as bank_words
from tests.fakes.bank.fake import FakeBank
from tests.fakes.stripe import fake as stripe_words
from tests.fakes.stripe.fake import FakeStripe

Event = dict[str, Any]
Row = dict[str, Any]
CARD, VIETQR, COD = PaymentMethod.CARD, PaymentMethod.VIETQR, PaymentMethod.COD


@dataclass
class Till:
    """What a test does at the till."""

    app: Flask
    stripe: FakeStripe
    bank: FakeBank
    set_clock: Callable[[datetime], None]
    # Money that the test lets be wrong on purpose: sessions or transfers that the shop must not know.
    unknown_to_us: set[str] = field(default_factory=set)

    # Orders

    def order(self, method: PaymentMethod = CARD, *, pack: int | None = None, quantity: int = 1) -> PlacedOrder:
        """An order placed now, of a new good with ten pieces unless a pack is named; one by card has its page open."""
        placed = make_order({pack or make_offer(): quantity}, at=clock.now(), method=method)
        if method is CARD:
            self.open(placed)
        return placed

    def open(self, placed: PlacedOrder) -> str:
        """Open the card page of an order; its session's number at the company."""
        address = open_card_session(placed.id)
        assert address is not None and address.startswith(self.stripe.address)
        return address.rsplit("/", 1)[1]

    def session(self, placed: PlacedOrder) -> str:
        """The session of an order that the company knows, the latest."""
        return next(s["id"] for s in self.stripe.account.list("sessions") if s["client_reference_id"] == placed.code)

    # What shoppers do

    def pay_by_card(self, placed: PlacedOrder, *, at: datetime | None = None) -> Event:
        """The shopper pays on the page; the message that tells so, not yet delivered."""
        self.stripe.account.pay(self.session(placed), at=at)
        return self.stripe.event("checkout.session.completed")

    def transfer(
        self, placed: PlacedOrder, *, amount: int | None = None, memo: str | None = None, at: datetime | None = None
    ) -> Row:
        """The shopper transfers; the message that tells so, not yet delivered."""
        memo = f"MBVCB.1.{placed.code}.CT tu 0011 NGUYEN VAN A" if memo is None else memo
        return self.bank.account.transfer(placed.total_vnd if amount is None else amount, memo, at=at)

    # What providers do

    @property
    def client(self) -> FlaskClient:
        """A machine that speaks to the shop."""
        return self.app.test_client()

    def tell(self, event: Event, client: FlaskClient | None = None) -> TestResponse:
        """Deliver a message of the card company."""
        body = stripe_words.as_body(event)
        return self.post("stripe", body, self.stripe.signature(body), client)

    def tell_transfer(self, row: Row, client: FlaskClient | None = None) -> TestResponse:
        """Deliver a message of the bank."""
        body = bank_words.as_body(row)
        return self.post("bank", body, self.bank.signature(body), client)

    def post(
        self, whom: str, body: bytes, headers: dict[str, str], client: FlaskClient | None = None, **more: Any
    ) -> TestResponse:
        """Deliver any message."""
        options = {"content_type": "application/json", **more}
        answer = (client or self.client).post(f"/webhooks/{whom}", data=body, headers=headers, **options)
        db.session.rollback()
        return answer

    def settle(self, placed: PlacedOrder) -> None:
        """The shopper pays by the order's way and the shop is told at once."""
        method = db.session.get_one(Order, placed.id).method
        db.session.rollback()
        answer = self.tell(self.pay_by_card(placed)) if method == CARD else self.tell_transfer(self.transfer(placed))
        assert answer.status_code == 200

    # What the shop does by the clock

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self.set_clock(clock.now() + time)

    def work(self, *names: str, times: int = 1) -> None:
        """Do the jobs with these names, all when none is named; all must go well."""
        assert set(names) <= {job.name for job in JOBS}
        for _ in range(times):
            assert Runner([job for job in JOBS if not names or job.name in names]).run_once()
        db.session.rollback()

    # How things stand

    def status(self, placed: PlacedOrder) -> str:
        """Where an order stands."""
        return self.column(select(Order.status).where(Order.id == placed.id))[0]

    def column(self, query: Any) -> list[Any]:
        """The first column of a query, freshly read."""
        db.session.rollback()
        found = list(db.session.scalars(query.execution_options(populate_existing=True)))
        db.session.rollback()
        return found

    def standing(self, placed: PlacedOrder) -> dict[str, Any]:
        """Everything about an order's money and goods that must not depend on the way it came about."""
        db.session.rollback()
        goods = db.session.execute(
            select(Parcel.status).where(Parcel.order_id == placed.id).order_by(Parcel.id)
        ).scalars()
        payments = db.session.execute(
            select(Payment.provider, Payment.amount_vnd, Payment.allocation, Payment.refunded_vnd, Payment.paid_at)
            .where(Payment.order_id == placed.id)
            .order_by(Payment.provider_ref)
        )
        backs = db.session.execute(
            select(MoneyBack.amount_vnd, MoneyBack.status, MoneyBack.provider)
            .join(Payment, Payment.id == MoneyBack.payment_id)
            .where(Payment.order_id == placed.id)
            .order_by(MoneyBack.amount_vnd)
        )
        dues = select(RefundDue.amount_vnd, RefundDue.status).where(RefundDue.order_id == placed.id)
        found = {
            "order": db.session.get_one(Order, placed.id).status,
            "parcels": list(goods),
            "payments": [tuple(row) for row in payments],
            "money back": [tuple(row) for row in backs],
            "owed": [tuple(row) for row in db.session.execute(dues.order_by(RefundDue.id))],
            "sessions": self.column(
                select(CardSession.status).where(CardSession.order_id == placed.id).order_by(CardSession.id)
            ),
        }
        db.session.rollback()
        return found

    def on_hand(self, pack: int) -> int:
        """Pieces of a pack that can be bought."""
        left = quantities_on_hand([pack])[pack]
        db.session.rollback()
        return left

    def suspended(self) -> list[str]:
        """Why money waits for a person."""
        return self.column(
            select(SuspenseEntry.reason).where(SuspenseEntry.closed_at.is_(None)).order_by(SuspenseEntry.id)
        )

    # The books

    def compare_books(self) -> None:
        """What the providers took and gave back is what the shop knows, to the dong; no dead order keeps money.

        Asks nothing of the shop's own audit: the providers' books are the other side.
        """
        self._compare("card", self._taken_by_cards(), self.column(_sums("card")))
        self._compare("bank", self._taken_by_bank(), self.column(_sums("bank")))
        # One refund of the company may have paid several promises: their parts carry its number and a `#`.
        sent = self._sent_by_cards()
        given = [r["amount"] for r in self.stripe.account.list("refunds") if r["status"] != "failed"]
        assert sorted(sent) == sorted(given), "money that went back"
        self._no_lost_money()

    def _sent_by_cards(self) -> list[int]:
        rows = db.session.execute(
            select(MoneyBack.provider_ref, MoneyBack.amount_vnd).where(
                MoneyBack.provider == "card", MoneyBack.status == "sent"
            )
        ).all()
        db.session.rollback()
        sums: dict[str, int] = {}
        for ref, amount in rows:
            key = str(ref).partition("#")[0]
            sums[key] = sums.get(key, 0) + amount
        return list(sums.values())

    def _compare(self, name: str, theirs: Iterable[int], ours: Iterable[int]) -> None:
        assert sorted(theirs) == sorted(ours), f"money that came by {name}"

    def _taken_by_cards(self) -> list[int]:
        sessions = self.stripe.account.list("sessions")
        return [
            s["amount_total"] for s in sessions if s["payment_status"] == "paid" and s["id"] not in self.unknown_to_us
        ]

    def _taken_by_bank(self) -> list[int]:
        return [
            row["transferAmount"]
            for row in self.bank.account.rows
            if row["transferType"] == "in" and row["transferAmount"] > 0 and str(row["id"]) not in self.unknown_to_us
        ]

    def _no_lost_money(self) -> None:
        """Money for an order: it lives, or owes it, or gave it back; the rest waits for a person or goes back."""
        db.session.rollback()
        rows = db.session.execute(
            select(Payment, Order.status).join(Order, Order.id == Payment.order_id).where(Payment.allocation == "order")
        )
        for payment, status in rows:
            owed = self.column(
                select(RefundDue.amount_vnd).where(
                    RefundDue.order_id == payment.order_id, RefundDue.status.in_(("due", "begun", "refunded"))
                )
            )
            is_dead = status in ("cancelled", "expired", "refund_due", "refunded")
            assert not is_dead or sum(owed) == payment.amount_vnd, "paid and forgotten"
        surplus = select(Payment.id).where(Payment.allocation == "surplus", Payment.refunded_vnd != Payment.amount_vnd)
        assert self.column(surplus) == [], "surplus that is kept"


def _sums(provider: str) -> Any:
    return select(Payment.amount_vnd).where(Payment.provider == provider)
