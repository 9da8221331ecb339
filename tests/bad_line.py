"""A line between tablets and the shop, as bad as one at a fair: cut at any byte, reset, slow, silent, down."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from types import TracebackType

PIECE = 65_536
# Of a slow line: how many pieces it hands on in a second.
STEPS_A_SECOND = 20


@dataclass(frozen=True)
class Fault:
    """What happens to one exchange; bytes count from the first of the request's (or answer's) header."""

    # So many bytes get through, then both sides lose the connection.
    request_bytes: int | None = None
    answer_bytes: int | None = None
    # Cut by a reset instead of an end.
    reset: bool = False
    # Seconds that the answer waits before its first byte goes on.
    delay: float = 0.0
    # Bytes a second, in each direction.
    rate: int | None = None


@dataclass
class Exchange:
    """One request that came through the line, and what became of it."""

    line: str
    fault: Fault
    request_bytes: int = 0
    answer_bytes: int = 0
    cut: bool = False


Plan = Callable[[str], Fault | None]


class BadLine:
    """Use as a context manager; tablets call `address`, `target` is the port of the shop behind."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.target = 0
        self.exchanges: list[Exchange] = []
        self._plan: Plan = lambda line: None
        self._is_down = False
        self._open: set[socket.socket] = set()
        self._lock = Lock()

    def __enter__(self) -> BadLine:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut_all()

    def suffer(self, plan: Plan | None) -> None:
        """Ask this plan about each request by its first line from now on; None: a good line."""
        self._plan = plan or (lambda line: None)

    def down(self) -> None:
        """Nobody gets through, and whoever was connected is cut off."""
        self._is_down = True
        self._cut_all()

    def up(self) -> None:
        """The line works again."""
        self._is_down = False

    def asked(self, words: str) -> list[Exchange]:
        """The exchanges so far whose first line holds these words."""
        with self._lock:
            return [exchange for exchange in self.exchanges if words in exchange.line]

    def _accept(self) -> None:
        while True:
            try:
                tablet, _ = self._listener.accept()
            except OSError:
                return
            if self._is_down:
                _reset(tablet)
                continue
            Thread(target=self._carry, args=(tablet,), daemon=True).start()

    def _carry(self, tablet: socket.socket) -> None:
        try:
            shop = socket.create_connection(("127.0.0.1", self.target), timeout=10)
        except OSError:
            _reset(tablet)
            return
        for side in (tablet, shop):
            # Each piece goes on when it comes, or a cut answer waits for an acknowledgement.
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open |= {tablet, shop}
        connection = _Connection(self, tablet, shop)
        try:
            connection.carry()
        except OSError:
            pass
        finally:
            with self._lock:
                self._open -= {tablet, shop}
            for side in (tablet, shop):
                _reset(side) if connection.is_reset else side.close()

    def _cut_all(self) -> None:
        with self._lock:
            for side in self._open:
                with contextlib.suppress(OSError):
                    side.shutdown(socket.SHUT_RDWR)

    def begin(self, line: str) -> Exchange:
        """A request starts: what the plan says about it."""
        exchange = Exchange(line, self._plan(line) or Fault())
        with self._lock:
            self.exchanges.append(exchange)
        return exchange


class _Connection:
    """One connection of a tablet's and its twin to the shop; browsers send a request when the last is answered."""

    def __init__(self, line: BadLine, tablet: socket.socket, shop: socket.socket) -> None:
        self._line, self._tablet, self._shop = line, tablet, shop
        self._exchange: Exchange | None = None
        self._is_answering = False
        self.is_reset = False

    def carry(self) -> None:
        while True:
            ready, _, _ = select.select([self._tablet, self._shop], [], [])
            for side in ready:
                piece = side.recv(PIECE)
                if not piece:
                    return
                goes_on = self._ask(piece) if side is self._tablet else self._answer(piece)
                if not goes_on:
                    return

    def _ask(self, piece: bytes) -> bool:
        if self._exchange is None or self._is_answering:
            self._exchange = self._line.begin(piece.partition(b"\r\n")[0].decode("latin-1"))
            self._is_answering = False
        exchange = self._exchange
        kept = self._until(piece, exchange.request_bytes, exchange.fault.request_bytes)
        self._send(self._shop, kept)
        exchange.request_bytes += len(kept)
        return not exchange.cut

    def _answer(self, piece: bytes) -> bool:
        exchange = self._exchange
        if exchange is None:
            return False
        if not self._is_answering and exchange.fault.delay:
            time.sleep(exchange.fault.delay)
        self._is_answering = True
        kept = self._until(piece, exchange.answer_bytes, exchange.fault.answer_bytes)
        self._send(self._tablet, kept)
        exchange.answer_bytes += len(kept)
        return not exchange.cut

    def _until(self, piece: bytes, before: int, cut_at: int | None) -> bytes:
        exchange = self._exchange
        if exchange is None or cut_at is None or before + len(piece) < cut_at:
            return piece
        exchange.cut = True
        self.is_reset = exchange.fault.reset
        return piece[: cut_at - before]

    def _send(self, side: socket.socket, piece: bytes) -> None:
        rate = self._exchange.fault.rate if self._exchange else None
        step = max(1, rate // STEPS_A_SECOND) if rate else max(1, len(piece))
        for start in range(0, len(piece), step):
            side.sendall(piece[start : start + step])
            if rate:
                time.sleep(step / rate)


def _reset(side: socket.socket) -> None:
    """End a connection by RST: nothing more is delivered, not even what was sent."""
    with contextlib.suppress(OSError):
        side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    side.close()
