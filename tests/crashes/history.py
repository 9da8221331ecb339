"""What shoppers sent and what they were told, to be held against what the database says in the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select

from shop.database import db
from shop.orders import Order
from shop.payments import Payment


@dataclass
class History:
    """Everything that was asked, and every answer that a shopper may rely on."""

    asked: set[str] = field(default_factory=set)
    # Codes of orders by the key of the form: the shop said "this is your order".
    told: dict[str, str] = field(default_factory=dict)
    # Payments that the shop acknowledged to a provider, by the provider's number.
    paid: set[tuple[str, str]] = field(default_factory=set)
    others: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def ask(self, key: str) -> None:
        """A form is about to be sent, for the first time or again."""
        with self.lock:
            self.asked.add(key)

    def tell(self, key: str, code: str) -> None:
        """The shop answered a form with an order."""
        with self.lock:
            before = self.told.setdefault(key, code)
            if before != code:
                self.others[f"one form, two orders: {before} and {code}"] += 1

    def pay(self, provider: str, number: str) -> None:
        """The shop answered a provider that it has taken note of a payment."""
        with self.lock:
            self.paid.add((provider, number))

    def count(self, what: str) -> None:
        """Anything else that is worth a number."""
        with self.lock:
            self.others[what] += 1

    def contradictions(self) -> list[str]:
        """Where the database says something else than shoppers were told; to be asked when all is quiet."""
        db.session.rollback()
        stored: dict[str, list[str]] = {}
        for key, code in db.session.execute(select(Order.checkout_key, Order.code)):
            stored.setdefault(key, []).append(code)
        lost = [f"{code} was promised and is not there" for key, code in self.told.items() if stored.get(key) != [code]]
        twice = [f"one form became {codes}" for codes in stored.values() if len(codes) > 1]
        strange = [f"nobody ordered {codes}" for key, codes in stored.items() if key not in self.asked]
        payments = Counter(db.session.execute(select(Payment.provider, Payment.provider_ref)).all())
        unpaid = [
            f"{number} was acknowledged and stands there {payments[number]} times"
            for number in self.paid
            if payments[number] != 1
        ]
        doubled = [what for what in self.others if what.startswith("one form")]
        return lost + twice + strange + unpaid + doubled
