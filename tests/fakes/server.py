"""A small web server for the stand-ins: a thread for each request, every connection closed after its answer."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.faults import Fault, Faults, Planned, lie

LARGEST_BODY = 1024 * 1024
CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"


class PortTaken(Exception):
    """Another program listens there; the text says where."""


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the address and the form, in order."""
        return parse_qsl(self.query, keep_blank_values=True) + parse_qsl(self.body.decode(), keep_blank_values=True)

    def value(self, name: str, default: str = "") -> str:
        """The last value of a name."""
        return dict(self.pairs()).get(name, default)


@dataclass(frozen=True)
class Answer:
    """What is answered."""

    status: int
    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: Any, status: int = 200, **headers: str) -> Answer:
    """A JSON answer; underscores in header names become hyphens."""
    text = json.dumps(value, ensure_ascii=False, indent=2).encode()
    return Answer(status, text, headers={name.replace("_", "-"): text for name, text in headers.items()})


def as_page(html: str, status: int = 200) -> Answer:
    """A page for people."""
    return Answer(status, html.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": CONTENT_POLICY})


def go_to(address: str) -> Answer:
    """Send the browser elsewhere."""
    return Answer(303, b"", "text/plain", {"Location": address})


@dataclass(frozen=True)
class Call:
    """A request that came, for tests to look at."""

    route: str
    idempotency_key: str
    body: str


class LoopbackServer:
    """Serves `handle` at an address; plans of `faults` befall requests, except to /_control."""

    def __init__(
        self,
        handle: Callable[[Request, Planned | None], Answer],
        faults: Faults,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.faults = faults
        self.calls: list[Call] = []
        self._handle = handle
        self._stopped = threading.Event()
        try:
            self._server = _Server((host, port), _handler_for(self))
        except OSError as error:
            raise PortTaken(f"Port {port} on {host} is taken by another program.") from error
        self.address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{self._server.server_port}"  # noqa: S104

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Stop serving; whoever still waits for a slow answer is cut off."""
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: Request) -> Answer | None:
        """The answer, None where the line is to be cut."""
        route = f"{request.method} {request.path}"
        if request.path.startswith("/_control/"):
            return self._control(request)
        self.calls.append(
            Call(route, request.headers.get("Idempotency-Key", ""), request.body.decode(errors="replace"))
        )
        planned = self.faults.take(route)
        if planned is None:
            return self._handle(request, None)
        if planned.fault is Fault.ERROR:
            return as_json({"error": {"type": "api_error", "message": "Something went wrong on our end."}}, 500)
        if planned.fault is Fault.REFUSE:
            return None
        if planned.fault is Fault.LATE:
            self._stopped.wait(planned.seconds)
        return self._spoil(self._handle(request, planned), planned)

    def _spoil(self, answer: Answer, planned: Planned) -> Answer | None:
        if planned.fault is Fault.SLOW:
            self._stopped.wait(planned.seconds)
        if planned.fault is Fault.CUT:
            return None
        if planned.fault is Fault.GARBAGE:
            return Answer(200, b"<html>\xff gateway", "text/html")
        if planned.fault is Fault.LIE:
            return as_json(lie(json.loads(answer.body), planned.changes), answer.status)
        return answer

    def _control(self, request: Request) -> Answer:
        """For people at a terminal: plan faults, look at calls."""
        if request.path == "/_control/faults" and request.method == "POST":
            wanted = json.loads(request.body or b"{}")
            self.faults.add(wanted.pop("route"), wanted.pop("fault"), **wanted)
            return as_json({"planned": True})
        if request.path == "/_control/faults" and request.method == "DELETE":
            self.faults.clear()
            return as_json({"planned": False})
        if request.path == "/_control/calls":
            return as_json([call.route for call in self.calls[-200:]])
        return as_json({"error": "unknown"}, 404)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    # A stopped demonstration can be started again at once; another program's port is refused all the same.
    allow_reuse_address = True

    def server_bind(self) -> None:
        # The usual one asks the name service for the machine's full name, which can take seconds.
        socket.socket.bind(self.socket, self.server_address)
        self.server_name, self.server_port = str(self.server_address[0]), self.socket.getsockname()[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hung up is no news."""


def _handler_for(server: LoopbackServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 60

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > LARGEST_BODY:
                self.send_error(413)
                return
            parts = urlsplit(self.path)
            request = Request(self.command, parts.path, parts.query, dict(self.headers), self.rfile.read(length))
            answer = server.answer(request)
            if answer is None:
                # A reset instead of an orderly end: the asker cannot know whether anything was done.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                self.connection.close()
                return
            self.send_response(answer.status)
            for name, text in {
                "Content-Type": answer.kind,
                "Content-Length": str(len(answer.body)),
                "Cache-Control": "no-store",
                **answer.headers,
            }.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler


def wait_for_end() -> None:
    """Sleep until Ctrl-C."""
    while True:
        time.sleep(3600)
