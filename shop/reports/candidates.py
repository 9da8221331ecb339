"""Whose money may this be? Orders that fit money without an order, the likeliest first. For a person to judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rapidfuzz.distance import OSA
from sqlalchemy import select

from shop.database import db
from shop.orders import Order, OrderStatus, PaymentMethod
from shop.payments import Payment
from shop.values.folding import fold

# How far back orders are looked at, and how many.
LOOK_BACK = timedelta(days=45)
MOST_ORDERS = 2000
MOST_SHOWN = 8
CODE_LETTERS = 7
NEAR = 2
FITTING = (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED, OrderStatus.CANCELLED, OrderStatus.PLACED)
_PLAIN = re.compile(r"[^0-9A-Z]")


class Hint(StrEnum):
    """Why an order may be meant, from strong to weak."""

    CODE = "code"
    PHONE = "phone"
    AMOUNT = "amount"
    NAME = "name"


WEIGHTS = {Hint.CODE: 5, Hint.PHONE: 4, Hint.AMOUNT: 3, Hint.NAME: 2}


@dataclass(frozen=True)
class Candidate:
    """An order and why it may be meant; only one whose total is the money's amount can be given it."""

    order: Order
    hints: tuple[Hint, ...]

    @property
    def fits(self) -> bool:
        """Is the amount exactly its total?"""
        return Hint.AMOUNT in self.hints and self.order.method != PaymentMethod.COD

    @property
    def weight(self) -> int:
        """How likely it is."""
        return sum(WEIGHTS[hint] for hint in self.hints)


def list_candidates(payment: Payment) -> list[Candidate]:
    """Orders of the weeks before the money that share something with it, the likeliest first; one statement."""
    begun = payment.paid_at - LOOK_BACK
    query = select(Order).where(Order.status.in_(FITTING), Order.placed_at.between(begun, payment.recorded_at))
    orders: Sequence[Order] = db.session.scalars(query.order_by(Order.id.desc()).limit(MOST_ORDERS)).all()
    found = [Candidate(order, _hints(order, payment)) for order in orders]
    likely = [candidate for candidate in found if candidate.hints]
    return sorted(likely, key=lambda candidate: (-candidate.weight, -candidate.order.id))[:MOST_SHOWN]


def _hints(order: Order, payment: Payment) -> tuple[Hint, ...]:
    squeezed = _PLAIN.sub("", payment.memo.upper())
    words = f" {fold(f'{payment.memo} {payment.payer}')} "
    name = fold(order.name)
    hints = {
        Hint.CODE: is_near(order.code[-CODE_LETTERS:], squeezed),
        Hint.PHONE: bool(order.phone) and order.phone.removeprefix("+84") in squeezed,
        Hint.AMOUNT: payment.currency == "vnd" and order.total_vnd == payment.amount_vnd,
        Hint.NAME: " " in name and f" {name} " in words,
    }
    return tuple(hint for hint, is_so in hints.items() if is_so)


def is_near(letters: str, text: str) -> bool:
    """Does the text hold the letters of a code with at most NEAR slips: wrong, missing, too many or swapped ones?"""
    if letters in text:
        return True
    for length in (CODE_LETTERS, CODE_LETTERS - 1, CODE_LETTERS + 1):
        for start in range(len(text) - length + 1):
            if OSA.distance(letters, text[start : start + length], score_cutoff=NEAR) <= NEAR:
                return True
    return False
