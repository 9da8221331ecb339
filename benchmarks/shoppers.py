"""A crowd of shoppers in a process of its own: each puts goods into a cart and orders, again and again.

`python -m benchmarks.shoppers PORT SECONDS SHOPPERS carts|orders` reads numbers of packs from standard input and
prints one JSON object. A whole order is six requests: into the cart, the cart, the checkout page, its summary for an
address, the form, and the page of the order.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from tests.shopping import new_visitor, open_form, order_code, put_in_cart, send
from tests.visitors import Answer, Visitor


class Crowd:
    """What all shoppers did so far."""

    def __init__(self, port: int, packs: list[int], seconds: float) -> None:
        self.port, self.packs = port, packs
        self.stop_at = time.monotonic() + seconds
        self.finished = 0
        self.statuses: Counter[int] = Counter()
        self.times: dict[str, list[float]] = {}
        self._lock = Lock()

    def note(self, step: str, answer: Answer) -> Answer:
        """Count an answer."""
        with self._lock:
            self.statuses[answer.status] += 1
            self.times.setdefault(step, []).append(answer.seconds)
        return answer

    def fill_carts(self, number: int) -> None:
        """Put one pack after another into new carts, ten into each."""
        chance = random.Random(number)  # noqa: S311 - only wants to differ
        while time.monotonic() < self.stop_at:
            visitor = new_visitor(self.port)
            for pack in chance.sample(self.packs, 10):
                self._count(self.note("cart", put_in_cart(visitor, pack)).status == 303)
            visitor.close()

    def order(self, number: int) -> None:
        """Buy two goods, from an empty cart to the page of the order."""
        chance = random.Random(number)  # noqa: S311 - only wants to differ
        while time.monotonic() < self.stop_at:
            visitor = new_visitor(self.port)
            self._count(self._buy(visitor, chance.sample(self.packs, 2)))
            visitor.close()

    def _buy(self, visitor: Visitor, packs: list[int]) -> bool:
        for pack in packs:
            self.note("cart", put_in_cart(visitor, pack))
        self.note("look", visitor.get("/gio-hang"))
        form = open_form(visitor)
        answer = self.note("order", send(visitor, form))
        code = order_code(answer)
        if code is None:
            return False
        return self.note("look", visitor.get(f"/don-hang/{code}")).status == 200

    def _count(self, went_well: bool) -> None:
        with self._lock:
            self.finished += went_well


def main(port: int, seconds: float, shoppers: int, kind: str, packs: list[int]) -> dict[str, object]:
    """Let the crowd loose; what was finished, how fast, and how long the slowest hundredth waited."""
    began = time.monotonic()
    crowd = Crowd(port, packs, seconds)
    work = crowd.fill_carts if kind == "carts" else crowd.order
    with ThreadPoolExecutor(shoppers) as pool:
        for done in [pool.submit(work, number) for number in range(shoppers)]:
            done.result()
    took = time.monotonic() - began
    slowest = {step: sorted(times)[int(len(times) * 0.99)] for step, times in crowd.times.items()}
    return {
        "finished": crowd.finished,
        "a_second": crowd.finished / took,
        "statuses": {str(status): count for status, count in crowd.statuses.items()},
        "p99_seconds": slowest,
    }


if __name__ == "__main__":
    given = [int(line) for line in sys.stdin.read().split()]
    print(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4], given)))
