"""Messages to the shop: signed when they are sent, sent again until they are taken, and spoiled on demand."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Sequence
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.fakes.faults import Fault, Faults

PATIENCE = 20
Signer = Callable[[bytes], dict[str, str]]


class Postbox:
    """Sends messages to one address from a thread of its own; `waits` are the seconds between tries."""

    def __init__(self, address: str, sign: Signer, faults: Faults, *, waits: Sequence[float]) -> None:
        self._address, self._sign, self._faults, self._waits = address, sign, faults, tuple(waits)
        self._due: list[tuple[float, int, int, bytes]] = []
        self._numbers = itertools.count()
        self._news = threading.Condition()
        threading.Thread(target=self._run, daemon=True).start()

    def post(self, kind: str, body: bytes) -> None:
        """Send a message as soon as possible, or as the faults planned for "webhook <kind>" want it."""
        planned = self._faults.take(f"webhook {kind}")
        copies, wait = 1, 0.0
        if planned and planned.fault is Fault.DROP:
            return
        if planned and planned.fault is Fault.DUPLICATE:
            copies = max(2, int(planned.seconds))
        if planned and planned.fault is Fault.HOLD:
            wait = planned.seconds
        for _ in range(copies):
            self._put(time.monotonic() + wait, 0, body)

    def _put(self, due: float, tries: int, body: bytes) -> None:
        with self._news:
            heapq.heappush(self._due, (due, next(self._numbers), tries, body))
            self._news.notify()

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._due or self._due[0][0] > time.monotonic():
                    self._news.wait(self._due[0][0] - time.monotonic() if self._due else None)
                _, _, tries, body = heapq.heappop(self._due)
            threading.Thread(target=self._send, args=(tries, body), daemon=True).start()

    def _send(self, tries: int, body: bytes) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8", **self._sign(body)}
        try:
            with urlopen(Request(self._address, body, headers), timeout=PATIENCE) as answer:
                if 200 <= answer.status < 300:
                    return
        except (URLError, OSError):
            pass
        if tries < len(self._waits):
            self._put(time.monotonic() + self._waits[tries], tries + 1, body)
