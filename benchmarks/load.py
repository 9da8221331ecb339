"""A small client of its own process: keeps a few connections busy and counts the answers.

`python -m benchmarks.load PORT SECONDS CONNECTIONS` reads addresses from standard input, asks for them in turn and
prints one JSON object. An address with `{n}` gets a number that never comes twice.
"""

from __future__ import annotations

import itertools
import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

ENOUGH = 40_000
# The first answer of a worker may wait for its picture of all goods.
PATIENCE = 90
HEAD = "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUser-Agent: bench\r\nAccept: text/html\r\n{}\r\n"


@dataclass
class Connection:
    """One kept-alive connection with the answer it waits for."""

    socket: socket.socket
    asked_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)


def main(port: int, seconds: float, connections: int, addresses: list[str], headers: str = "") -> dict[str, object]:
    """Ask for `seconds`; answers per status, body bytes of the last answer, and how long answers took."""
    numbers = itertools.count(time.monotonic_ns())
    turns = itertools.cycle(addresses)
    statuses: dict[str, int] = {}
    times: list[float] = []
    length = 0
    waiting = selectors.DefaultSelector()
    for _ in range(connections):
        opened = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(opened)
        waiting.register(opened, selectors.EVENT_READ, connection)
        _ask(connection, next(turns), next(numbers), port, headers)
    stop_at = time.monotonic() + seconds
    open_ones = connections
    while open_ones:
        ready = waiting.select(timeout=PATIENCE)
        if not ready:
            raise TimeoutError("the server does not answer")
        for key, _ in ready:
            connection = key.data
            answer = _receive(connection)
            if answer is None:
                continue
            status, length = answer
            statuses[status] = statuses.get(status, 0) + 1
            times.append(time.monotonic() - connection.asked_at)
            if time.monotonic() < stop_at and len(times) < ENOUGH:
                _ask(connection, next(turns), next(numbers), port, headers)
            else:
                waiting.unregister(connection.socket)
                connection.socket.close()
                open_ones -= 1
    times.sort()
    return {
        "requests": len(times),
        "statuses": statuses,
        "bytes": length,
        "median_ms": 1000 * times[len(times) // 2],
        "p99_ms": 1000 * times[int(len(times) * 0.99)],
    }


def _ask(connection: Connection, address: str, number: int, port: int, headers: str) -> None:
    connection.received.clear()
    connection.asked_at = time.monotonic()
    connection.socket.sendall(HEAD.format(address.replace("{n}", str(number)), port, headers).encode())


def _receive(connection: Connection) -> tuple[str, int] | None:
    """Status and body length when the answer is complete."""
    chunk = connection.socket.recv(262_144)
    if not chunk:
        raise ConnectionError("the server closed a connection")
    received = connection.received
    received += chunk
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(received[:end]).decode("latin-1")
    status = head.split(" ", 2)[1]
    for line in head.lower().split("\r\n"):
        if line.startswith("content-length:"):
            length = int(line.split(":")[1])
            return (status, length) if len(received) >= end + 4 + length else None
    if status == "304":
        return status, 0
    return (status, len(received) - end - 4) if received.endswith(b"0\r\n\r\n") else None


if __name__ == "__main__":
    given = [line for line in sys.stdin.read().splitlines() if line]
    extra = "".join(f"{header}\r\n" for header in sys.argv[4:])
    print(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), given, extra)))
