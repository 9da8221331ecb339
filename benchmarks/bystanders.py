"""Shoppers beside something else that is measured, in a process of their own, until they are told to end.

`python -m benchmarks.bystanders PORT LOOKERS BUYERS` reads numbers of packs from standard input. Lookers open pages
that the shop makes anew, buyers order two goods each time, from an empty cart to the page of the order; everybody rests
a quarter of a second between two requests, more or less. Each answer is a line: what was done, when it began and how
long it took (seconds of the machine's monotonic clock), and its status; 0 where none came.
"""

from __future__ import annotations

import itertools
import random
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock

from benchmarks.cases import UNCACHED
from tests.shopping import NoForm, new_visitor, open_form, order_code, put_in_cart, send
from tests.visitors import Answer, NoAnswer, Visitor

PAGES = ("/", "/san-pham", "/san-pham?q=mat+ong", "/san-pham?group=food", "/chung-nhan", "/nha-san-xuat", "/xuat-xu")
REST = (0.1, 0.4)


@dataclass(frozen=True)
class Noted:
    """One answer. An order that was not placed has status 0, whatever the page said."""

    step: str
    began: float
    seconds: float
    status: int

    @classmethod
    def read(cls, line: str) -> Noted:
        """As it was printed."""
        step, began, seconds, status = line.split()
        return cls(step, float(began), float(seconds), int(status))

    @property
    def failed(self) -> bool:
        """Whether the shopper did not get what they asked for."""
        return self.status not in (200, 303)


class Crowd:
    """Everybody, and whether it is time to go home."""

    def __init__(self, port: int, packs: list[int]) -> None:
        self._port, self._packs = port, packs
        self._over, self._lock = Event(), Lock()
        self._numbers = itertools.count(time.monotonic_ns())

    def go_home(self) -> None:
        """Let everybody finish what they are at."""
        self._over.set()

    def look(self, number: int) -> None:
        """Open one page after another."""
        chance = random.Random(number)  # noqa: S311 - only wants to differ
        visitor = new_visitor(self._port)
        while not self._over.wait(chance.uniform(*REST)):
            page = chance.choice(PAGES)
            path = f"{page}{'&' if '?' in page else '?'}{UNCACHED.replace('{n}', str(next(self._numbers)))}"
            self._note("look", partial(visitor.get, path))

    def buy(self, number: int) -> None:
        """Order again and again, each time as somebody new."""
        chance = random.Random(-1 - number)  # noqa: S311 - as above
        while not self._over.wait(chance.uniform(*REST)):
            visitor = new_visitor(self._port)
            self._order(visitor, chance)
            visitor.close()

    def _order(self, visitor: Visitor, chance: random.Random) -> None:
        for pack in chance.sample(self._packs, 2):
            self._note("cart", partial(put_in_cart, visitor, pack))
            time.sleep(chance.uniform(*REST))
        self._note("look", partial(visitor.get, "/gio-hang"))
        time.sleep(chance.uniform(*REST))
        began = time.monotonic()
        try:
            form = open_form(visitor)
        except (NoForm, *NoAnswer):
            self._print("order", began, 0)
            return
        time.sleep(chance.uniform(*REST))
        placed = self._note("order", partial(send, visitor, form), lambda answer: order_code(answer) is not None)
        if placed:
            self._note("look", partial(visitor.get, placed.location))

    def _note(
        self, step: str, ask: Callable[[], Answer], went_well: Callable[[Answer], bool] = lambda answer: True
    ) -> Answer | None:
        began = time.monotonic()
        try:
            answer = ask()
        except NoAnswer:
            self._print(step, began, 0)
            return None
        is_good = went_well(answer)
        self._print(step, began, answer.status if is_good else 0)
        return answer if is_good else None

    def _print(self, step: str, began: float, status: int) -> None:
        with self._lock:
            print(step, f"{began:.4f} {time.monotonic() - began:.4f}", status, flush=True)


def main(port: int, lookers: int, buyers: int, packs: list[int]) -> None:
    """Let everybody loose until SIGTERM."""
    crowd = Crowd(port, packs)
    signal.signal(signal.SIGTERM, lambda number, frame: crowd.go_home())
    with ThreadPoolExecutor(max(1, lookers + buyers)) as pool:
        going = [pool.submit(crowd.look, number) for number in range(lookers)]
        going += [pool.submit(crowd.buy, number) for number in range(buyers)]
        for one in going:
            while not one.done():
                time.sleep(0.1)  # a signal is heard in between
            one.result()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), [int(line) for line in sys.stdin.read().split()])
