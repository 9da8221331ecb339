"""The whole stand-in: account, interface, page, messages to the shop, faults, at one address."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from shop import clock
from tests.fakes.faults import Faults, Planned
from tests.fakes.postbox import Postbox
from tests.fakes.server import Answer, LoopbackServer, Request, as_page
from tests.fakes.stripe import page
from tests.fakes.stripe.account import StripeAccount
from tests.fakes.stripe.api import StripeInterface
from tests.fakes.stripe.objects import Object

SECRET_KEY = "sk_test_demonstration_no_real_money"
WEBHOOK_SECRET = "whsec_demonstration_no_real_money"
# The company tries for three days; nobody watches a demonstration that long.
WAITS = (1, 2, 5, 10, 30, 60, 120, 300)


class FakeStripe:
    """A card company for one shop. With `shop` it sends its messages there; without, tests deliver them."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        shop: str = "",
        secret_key: str = SECRET_KEY,
        webhook_secret: str = WEBHOOK_SECRET,
        now: Callable[[], datetime] = clock.now,
        kept_in: Path | None = None,
        page_base: str = "",
    ) -> None:
        self.secret_key, self.webhook_secret = secret_key, webhook_secret
        self.faults = Faults()
        self._postbox = Postbox(f"{shop}/webhooks/stripe", self.signature, self.faults, waits=WAITS) if shop else None
        self.account = StripeAccount(now, elsewhere=clock.now_elsewhere, tell=self._tell, kept_in=kept_in)
        self.interface = StripeInterface(self.account, secret_key)
        self._server = LoopbackServer(self._answer, self.faults, host=host, port=port)
        self.account.page = page_base or self._server.address

    @property
    def address(self) -> str:
        """Where it answers: STRIPE_API_BASE."""
        return self._server.address

    @property
    def calls(self) -> list[Any]:
        """The requests that came."""
        return self._server.calls

    @property
    def events(self) -> list[Object]:
        """All events, oldest first."""
        return list(reversed(self.account.list("events")))

    def event(self, kind: str) -> Object:
        """The latest event of a kind."""
        return next(event for event in reversed(self.events) if event["type"] == kind)

    def start(self) -> FakeStripe:
        """Begin to answer."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Answer no more."""
        self._server.stop()

    def reset(self) -> None:
        """As new: for the next test."""
        self.account.clear()
        self.interface.forget()
        self.faults.clear()
        self.calls.clear()

    def signature(self, body: bytes, *, secret: str | None = None, at: datetime | None = None) -> dict[str, str]:
        """The header that proves a message: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">`."""
        seconds = int((at or clock.now_elsewhere()).timestamp())
        signed = hmac.new((secret or self.webhook_secret).encode(), f"{seconds}.".encode() + body, sha256)
        return {"Stripe-Signature": f"t={seconds},v1={signed.hexdigest()}"}

    def _tell(self, event: Object) -> None:
        if self._postbox:
            self._postbox.post(event["type"], as_body(event))

    def _answer(self, request: Request, planned: Planned | None) -> Answer:
        if request.path.startswith("/c/pay/"):
            return page.serve(self.account, request)
        if request.path == "/":
            return as_page("<!doctype html><title>Demonstration</title><p>A stand-in for a card company.</p>")
        return self.interface.answer(request, planned)


def as_body(event: Object) -> bytes:
    """A message as it is sent."""
    return json.dumps(event, indent=2).encode()
