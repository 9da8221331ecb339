"""The whole stand-in: account, page, list of transfers, messages to the shop, faults, at one address."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from shop import clock
from shop.config import DEMONSTRATION_BANK
from tests.fakes.bank.account import BankAccount, Row
from tests.fakes.bank.page import BankPages
from tests.fakes.faults import Faults, Planned
from tests.fakes.postbox import Postbox
from tests.fakes.server import Answer, LoopbackServer, Request, as_json

# The invented account of the demonstration.
BIN, NUMBER, HOLDER, WEBHOOK_SECRET = (
    DEMONSTRATION_BANK[name] for name in ("BANK_BIN", "BANK_ACCOUNT", "BANK_ACCOUNT_NAME", "BANK_WEBHOOK_SECRET")
)
LIST_TOKEN = "demonstration-bank-list"
# The service tries seven times within 33 minutes, waiting as Fibonacci's numbers grow; minutes are seconds here.
WAITS = (1, 2, 3, 5, 8, 13)


class FakeBank:
    """A bank for one shop. With `shop` it tells of transfers there; without, tests deliver the messages."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        shop: str = "",
        shop_pages: str = "",
        number: str = NUMBER,
        holder: str = HOLDER,
        secret: str = WEBHOOK_SECRET,
        token: str = LIST_TOKEN,
        now: Callable[[], datetime] = clock.now,
        kept_in: Path | None = None,
    ) -> None:
        self.secret, self.token = secret, token
        self.faults = Faults()
        self._postbox = Postbox(f"{shop}/webhooks/bank", self.signature, self.faults, waits=WAITS) if shop else None
        self.account = BankAccount(number, now, tell=self._tell, kept_in=kept_in)
        self._pages = BankPages(self.account, holder, shop_pages or shop)
        self._server = LoopbackServer(self._answer, self.faults, host=host, port=port)

    @property
    def address(self) -> str:
        """Where it answers: DEMONSTRATION_BANK_URL; BANK_LIST_URL is below it at /transactions."""
        return self._server.address

    @property
    def calls(self) -> list[Any]:
        """The requests that came."""
        return self._server.calls

    def start(self) -> FakeBank:
        """Begin to answer."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Answer no more."""
        self._server.stop()

    def reset(self) -> None:
        """As new: for the next test."""
        self.account.clear()
        self.faults.clear()
        self.calls.clear()

    def signature(self, body: bytes, *, secret: str | None = None) -> dict[str, str]:
        """The header that proves a message."""
        return {"X-Signature": "sha256=" + hmac.new((secret or self.secret).encode(), body, sha256).hexdigest()}

    def _tell(self, row: Row) -> None:
        if self._postbox:
            self._postbox.post("transfer", as_body(row))

    def _answer(self, request: Request, planned: Planned | None) -> Answer:
        if request.path == "/transactions":
            return self._list(request)
        return self._pages.serve(request)

    def _list(self, request: Request) -> Answer:
        """Rows after `since_id`, the oldest first."""
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return as_json({"error": "unauthorized"}, 401)
        since, limit = int(request.value("since_id", "0")), int(request.value("limit", "100"))
        return as_json({"transactions": [row for row in self.account.rows if row["id"] > since][:limit]})


def as_body(row: Row) -> bytes:
    """A message as it is sent."""
    return json.dumps(row, ensure_ascii=False).encode()
