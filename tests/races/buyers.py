"""Buyers as processes of their own: all at once at a barrier, each with its own connection to the shared database."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier, Semaphore

from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import OperationalError

import shop.stock.operations as stock_operations
from shop import database
from shop.cart import Cart, CartItem, new_token
from shop.catalogue import list_offers
from shop.database import db, transaction
from shop.orders import Checkout, PaymentMethod, new_checkout_key, place_order, quote_cart
from shop.stock import StockLevel
from shop.values.refusal import Refusal
from tests.factories.buying import HOA, NOON, TO_HANOI

PATIENCE = 60
THREADS = 8


@dataclass
class Outcomes:
    """How often each ending came, the codes of the orders, and the longest wait in seconds."""

    endings: Counter[str]
    codes: list[str]
    longest: float


def forms_for(wanted: Mapping[int, int], count: int) -> list[Checkout]:
    """So many carts with these packs and the form for each, made before the start, while there is stock."""
    offers = list_offers(list(wanted), NOON)
    with transaction() as session:
        rows = [Cart(token_hash=new_token(), made_at=NOON) for _ in range(count)]
        session.add_all(rows)
        session.flush()
        carts = [row.id for row in rows]
        stamps = {"is_saved": False, "added_at": NOON, "changed_at": NOON}
        items = [
            {
                "cart_id": cart,
                "variant_id": pack,
                "quantity": pieces,
                "price_seen_vnd": offers[pack].price_vnd,
                **stamps,
            }
            for cart in carts
            for pack, pieces in wanted.items()
        ]
        session.execute(insert(CartItem), items)
    total = quote_cart(carts[0], TO_HANOI, at=NOON).total_vnd
    return [Checkout(cart, HOA, TO_HANOI, PaymentMethod.COD, total, checkout_key=new_checkout_key()) for cart in carts]


def race(tasks: list[list[Checkout]], *, broken: bool = False) -> Outcomes:
    """All at once, each in a process, send their forms one after the other; eight are answered at a time.

    That is what two server processes with four threads do. `broken` takes the condition out of the statement that
    decides.
    """
    db.session.remove()
    db.engine.dispose()
    fork = multiprocessing.get_context("fork")
    barrier, threads, results = fork.Barrier(len(tasks)), fork.BoundedSemaphore(THREADS), fork.Queue()
    buyers = [fork.Process(target=_buy, args=(forms, (barrier, threads), results, broken)) for forms in tasks]
    for buyer in buyers:
        buyer.start()
    told = [results.get(timeout=PATIENCE) for _ in buyers]
    for buyer in buyers:
        buyer.join(PATIENCE)
    endings = Counter(ending for endings, _, _ in told for ending in endings)
    return Outcomes(endings, [code for _, codes, _ in told for code in codes], max(longest for _, _, longest in told))


def _buy(
    forms: list[Checkout],
    gates: tuple[Barrier, Semaphore],
    results: Queue[tuple[list[str], list[str], float]],
    broken: bool,
) -> None:
    endings, codes, longest = [], [], 0.0
    db.engine.dispose(close=False)  # connections are this process's own
    if broken:
        _break()
    gates[0].wait(PATIENCE)
    for form in forms:
        began = time.monotonic()
        with gates[1]:
            ending, code = _try(form)
        longest = max(longest, time.monotonic() - began)
        endings.append(ending)
        codes += [code] if code else []
    db.session.remove()
    db.engine.dispose()
    results.put((endings, codes, longest))
    results.close()
    results.join_thread()
    os._exit(0)  # nothing of the test run that was forked may run its ending here


def _break() -> None:
    """Look before the write instead of writing under a condition; on SQLite also without BEGIN IMMEDIATE."""
    stock_operations._change_level = _read_then_write
    if db.engine.dialect.name == "sqlite":
        event.remove(db.engine, "begin", database._begin_sqlite)


def _try(form: Checkout) -> tuple[str, str]:
    try:
        with transaction():
            return "bought", place_order(form, at=NOON).code
    except Refusal as refusal:
        return type(refusal).__name__, ""
    except OperationalError as error:
        return f"error: {error.orig}", ""


def _read_then_write(variant_id: int, location: str, delta: int) -> bool:
    """The usual mistake: look, think, write. What a race must catch."""
    where = (StockLevel.variant_id == variant_id, StockLevel.location == location)
    left = db.session.scalar(select(StockLevel.on_hand).where(*where)) or 0
    if left + delta < 0:
        return False
    time.sleep(0.002)
    db.session.execute(
        text("UPDATE stock_levels SET on_hand = :left WHERE variant_id = :variant AND location = :location"),
        {"left": left + delta, "variant": variant_id, "location": location},
    )
    return True
