"""The bad line of the browser's proofs does what it says: a line that never fails would prove nothing."""

from __future__ import annotations

import contextlib
import http.client
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.bad_line import BadLine, Fault

ANSWER = b"0123456789" * 20
BODY = b"x" * 500
LOST = (ConnectionError, http.client.HTTPException)


class Echo(BaseHTTPRequestHandler):
    """Notes what came through whole, and answers always the same."""

    protocol_version = "HTTP/1.1"
    whole: list[int]

    def do_POST(self) -> None:
        with contextlib.suppress(OSError, TypeError):
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            if len(sent) == len(BODY):
                self.whole.append(len(sent))
            self.send_response(200)
            self.send_header("Content-Length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)

    def log_message(self, *words: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            super().handle()


@pytest.fixture
def line() -> Iterator[BadLine]:
    Echo.whole = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    with BadLine() as line:
        line.target = server.server_port
        yield line
    server.shutdown()
    server.server_close()


def post(line: BadLine) -> bytes:
    asked = http.client.HTTPConnection("127.0.0.1", line.port, timeout=5)
    try:
        asked.request("POST", "/sales", BODY)
        return asked.getresponse().read()
    finally:
        asked.close()


def test_a_good_line_hands_everything_on(line: BadLine) -> None:
    assert [post(line), post(line)] == [ANSWER, ANSWER]
    assert len(Echo.whole) == 2
    assert [(exchange.line, exchange.cut) for exchange in line.exchanges] == [("POST /sales HTTP/1.1", False)] * 2


@pytest.mark.parametrize("reset", [False, True])
def test_requests_and_answers_are_cut_at_any_byte(line: BadLine, reset: bool) -> None:
    post(line)
    whole = line.exchanges[0]
    for side, length, arrive in (("request", whole.request_bytes, 0), ("answer", whole.answer_bytes, 1)):
        for at in (0, 1, length // 2, length - 1):
            Echo.whole.clear()
            line.suffer(lambda first, side=side, at=at: Fault(**{f"{side}_bytes": at}, reset=reset))  # type: ignore[misc]
            with pytest.raises(LOST):
                post(line)
            assert line.exchanges[-1].cut
            assert len(Echo.whole) == arrive


def test_a_cut_behind_the_end_cuts_nothing(line: BadLine) -> None:
    line.suffer(lambda first: Fault(request_bytes=10_000))
    assert post(line) == ANSWER
    assert not line.exchanges[-1].cut


def test_a_line_is_down_and_up_again(line: BadLine) -> None:
    line.down()
    with pytest.raises(LOST):
        post(line)
    line.up()
    assert post(line) == ANSWER


def test_answers_are_late_and_lines_slow(line: BadLine) -> None:
    for fault, least in ((Fault(delay=0.3), 0.3), (Fault(rate=5_000), len(ANSWER + BODY) / 5_000)):
        line.suffer(lambda first, fault=fault: fault)  # type: ignore[misc]
        began = time.monotonic()
        assert post(line) == ANSWER
        assert time.monotonic() - began >= least
