"""A visitor's browser without scripts: one kept connection, cookies, forms. Small, so that dozens can run at once."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

PATIENCE = 30.0
# What a client cannot tell apart: not sent, not done, or done and not told.
NoAnswer = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Answer:
    """What came back; `location` is a path."""

    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float

    @property
    def location(self) -> str:
        """The path of a redirect, or nothing."""
        return urlsplit(self.headers.get("location", "")).path


class Visitor:
    """One person; `number` gives them an address of their own. Redirects are not followed."""

    def __init__(self, port: int, number: int = 1) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send a form as a browser does from a page of the shop."""
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), headers)

    def send(self, path: str, body: bytes, **headers: str) -> Answer:
        """Send bytes as a machine does."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask("POST", path, body, {"Content-Type": "application/json", **named})

    def same_person(self, port: int) -> Visitor:
        """The same cookies and address over a connection of its own, as a second tab has them."""
        other = Visitor(port)
        other._address, other.cookies = self._address, dict(self.cookies)
        return other

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        sent = {"X-Forwarded-For": self._address, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.monotonic()
        try:
            self._connection.request(method, path, body, sent)
            response = self._connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except NoAnswer:
            self._connection.close()
            raise
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, text, time.monotonic() - began)


class InsideVisitor:
    """The same browser without a server between: for counting what a request costs inside."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self._answer(self._client.get(path))

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send a form as a browser does from a page of the shop."""
        return self._answer(self._client.post(path, data=dict(fields), headers={"Sec-Fetch-Site": "same-origin"}))

    def _answer(self, got: TestResponse) -> Answer:
        return Answer(got.status_code, {name.lower(): value for name, value in got.headers}, got.text, 0.0)


class Browser(Protocol):
    """Whoever looks at pages and sends forms."""

    def get(self, path: str) -> Answer:
        """Look at a page."""

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send a form."""


def until_answered(ask: Callable[[], Answer], *, gives_up_at: float) -> Answer:
    """Ask again until the shop answers for good: not while nobody answers, nor while it says "come back" (503)."""
    while True:
        try:
            answer = ask()
        except NoAnswer:
            answer = None
        if answer is not None and answer.status != 503:
            return answer
        if time.monotonic() >= gives_up_at:
            raise TimeoutError("the shop did not come back")
        time.sleep(0.03)
