"""A bank and a card company that live on while the shop is killed, and insist until the shop has taken their word."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.database import db
from shop.payments import MoneyBack, Payment
from tests.factories.buying import NOON
from tests.fakes.bank import fake as bank
from tests.fakes.stripe import fake as stripe


class Providers:
    """Both, on one clock; use as a context manager. Nothing is delivered by itself: shoppers' helpers deliver."""

    def __init__(self) -> None:
        self._began_at, self._since = time.monotonic(), NOON
        self.bank = bank.FakeBank(now=self.now)
        self.cards = stripe.FakeStripe(now=self.now)

    def __enter__(self) -> Providers:
        self.bank.start()
        self.cards.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.bank.stop()
        self.cards.stop()

    def now(self) -> datetime:
        """The time of day, as the shop under test has it too."""
        return self._since + timedelta(seconds=time.monotonic() - self._began_at)

    def skip(self, time_: timedelta) -> None:
        """Let time pass."""
        self._since += time_

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a shop that takes money through these."""
        return {
            "STRIPE_SECRET_KEY": self.cards.secret_key,
            "STRIPE_WEBHOOK_SECRET": self.cards.webhook_secret,
            "STRIPE_API_BASE": self.cards.address,
            "STRIPE_CHECKOUT_ORIGIN": self.cards.address,
            "BANK_BIN": bank.BIN,
            "BANK_ACCOUNT": bank.NUMBER,
            "BANK_ACCOUNT_NAME": bank.HOLDER,
            "BANK_WEBHOOK_SECRET": self.bank.secret,
        }

    def transfer(self, amount: int, memo: str) -> tuple[str, bytes, dict[str, str]]:
        """Somebody sends money: its number at the bank, and the message to the shop with its signature."""
        row = self.bank.account.transfer(amount, memo)
        body = bank.as_body(row)
        return str(row["id"]), body, self.bank.signature(body)

    def pay_by_card(self, session: str) -> bytes:
        """Somebody pays on the card company's page: its message to the shop."""
        self.cards.account.pay(session)
        events = (event for event in self.cards.events if event["type"] == "checkout.session.completed")
        event = next(event for event in events if event["data"]["object"]["id"] == session)
        return stripe.as_body(event)

    def order_of(self, session: str) -> str:
        """The code of the order that a session is for."""
        return str(self.cards.account.get("sessions", session)["client_reference_id"])

    def contradictions(self) -> list[str]:
        """Where the shop's books and the card company's say something else; to be asked when all is quiet."""
        db.session.rollback()
        paid = {
            one["id"]: one["amount_total"]
            for one in self.cards.account.list("sessions")
            if one["payment_status"] == "paid"
        }
        known = dict(
            db.session.execute(select(Payment.provider_ref, Payment.amount_vnd).where(Payment.provider == "card")).all()
        )
        sent = sorted(one["amount"] for one in self.cards.account.list("refunds"))
        booked = select(MoneyBack.amount_vnd).where(MoneyBack.provider == "card", MoneyBack.status == "sent")
        open_ones = Counter(
            one["client_reference_id"] for one in self.cards.account.list("sessions") if one["status"] == "open"
        )
        found = [
            f"session {number}: {known.get(number)} instead of {amount}"
            for number, amount in paid.items()
            if known.get(number) != amount
        ]
        found += [f"session {number} was never paid" for number in known if number not in paid]
        if sent != sorted(db.session.scalars(booked)):
            found.append(f"{len(sent)} refunds at the card company, in the books others")
        return found + [f"{code} has {count} open sessions" for code, count in open_ones.items() if count > 1]
