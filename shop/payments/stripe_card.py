"""The only module that speaks with Stripe, through its own library. Never inside of a transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import stripe

from shop.database import leave_database
from shop.payments.card_facts import CardEvent, RefundFacts, Unreadable, read_event, read_refund, read_session
from shop.payments.refusals import CardKeyBurnt, CardRefused, CardUnavailable, ForeignEvent, Forged
from shop.payments.rules import DONG, CardFacts
from shop.values.json_text import read_json

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

SECONDS_TO_WAIT = 10.0
# A signature is good for so long before and after it was made.
TOLERANCE_SECONDS = 300
WITH_CHARGE = ["payment_intent.latest_charge"]


@dataclass(frozen=True)
class CardKeys:
    """What proves us to Stripe and Stripe to us; `api_base` lets a stand-in answer."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_base: str | None = None

    @property
    def is_live(self) -> bool:
        """Is it real money?"""
        return "_live_" in self.secret_key


@dataclass(frozen=True)
class LineItem:
    """A line of Stripe's page: what it is, what one costs in dong, how many."""

    name: str
    unit_vnd: int
    quantity: int


@dataclass(frozen=True)
class SessionRequest:
    """Everything that a session is asked with; asked again with the same key it must be word for word the same."""

    idempotency_key: str
    order_code: str
    lines: Sequence[LineItem]
    expires_at: datetime
    success_url: str
    cancel_url: str
    language: str
    email: str


@dataclass(frozen=True)
class OpenedSession:
    """Stripe's answer: the session's number and the page where the shopper pays."""

    ref: str
    url: str


def open_session(keys: CardKeys, request: SessionRequest) -> OpenedSession:
    """Ask Stripe for a page that takes the lines' sum. Refuses CardUnavailable (ask again) and CardRefused (do not)."""
    params: SessionCreateParams = {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        # The page asks for dong and nothing else, wherever the card is from.
        "adaptive_pricing": {"enabled": False},
        "line_items": [
            {
                "price_data": {
                    "currency": DONG,
                    "unit_amount": line.unit_vnd,
                    "product_data": {"name": line.name[:250]},
                },
                "quantity": line.quantity,
            }
            for line in request.lines
        ],
        # For people who look at Stripe's own desk; nothing is ever decided by it.
        "client_reference_id": request.order_code,
        "metadata": {"order": request.order_code},
        "expires_at": int(request.expires_at.timestamp()),
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "locale": "vi" if request.language == "vi" else "en",
    }
    if request.email:
        params["customer_email"] = request.email
    key = request.idempotency_key
    answer = _ask(lambda: _client(keys).v1.checkout.sessions.create(params, {"idempotency_key": key}))
    ref, url = answer.get("id"), answer.get("url")
    if not isinstance(ref, str) or not ref or not isinstance(url, str) or not url:
        raise CardUnavailable("a session without number or address")
    return OpenedSession(ref, url)


def fetch_session(keys: CardKeys, session_ref: str) -> CardFacts:
    """What Stripe says of a session now. Refuses CardUnavailable and CardRefused."""
    return _as_session(_ask(lambda: _client(keys).v1.checkout.sessions.retrieve(session_ref, {"expand": WITH_CHARGE})))


def expire_session(keys: CardKeys, session_ref: str) -> CardFacts:
    """Let nobody pay by a session any more; what Stripe then says of it: it may have been paid or be over already.

    Refuses CardUnavailable and CardRefused.
    """
    try:
        return _as_session(_ask(lambda: _client(keys).v1.checkout.sessions.expire(session_ref)))
    except CardRefused:
        return fetch_session(keys, session_ref)


def send_refund(keys: CardKeys, *, money_back_id: int, intent_ref: str, amount: int, key: str = "") -> RefundFacts:
    """Give a part of a payment back, once however often it is asked under one `key` (usually our number of it).

    Refuses CardUnavailable, CardKeyBurnt and CardRefused.
    """
    return _as_refund(
        _ask(
            lambda: _client(keys).v1.refunds.create(
                {"payment_intent": intent_ref, "amount": amount, "metadata": {"money_back": str(money_back_id)}},
                {"idempotency_key": key or f"money-back-{money_back_id}"},
            )
        )
    )


def fetch_refunds(keys: CardKeys, intent_ref: str) -> list[RefundFacts]:
    """What went back of a payment: Stripe forgets our keys after a day, but not what it did.

    Refuses CardUnavailable and CardRefused.
    """
    answer = _ask(lambda: _client(keys).v1.refunds.list({"payment_intent": intent_ref, "limit": 100}))
    listed = answer.get("data")
    return [_as_refund(one) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def understand_event(keys: CardKeys, body: bytes, signature: str, *, elsewhere: datetime) -> CardEvent:
    """A message, once it is proven to be Stripe's, new, and about our account and mode.

    Refuses Forged (the signature), Unreadable (the words) and ForeignEvent. `elsewhere` is the present instant by
    other machines' clocks.
    """
    try:
        content = body.decode()
        stripe.WebhookSignature.verify_header(content, signature, keys.webhook_secret)
    except (UnicodeDecodeError, TypeError, stripe.SignatureVerificationError) as error:  # TypeError: it is no ASCII
        raise Forged(type(error).__name__) from error
    if abs(_signed_at(signature) - elsewhere.timestamp()) > TOLERANCE_SECONDS:
        raise Forged("signed too long ago, or in the future")
    try:
        fields = read_json(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    event = read_event(fields, content)
    if fields.get("account"):
        raise ForeignEvent("another account")
    if fields.get("livemode") is not keys.is_live:
        raise ForeignEvent("another mode")
    return event


def _signed_at(signature: str) -> int:
    """The library has read it before, so it is there."""
    return next(int(part[2:]) for part in signature.split(",") if part.startswith("t="))


@lru_cache(maxsize=4)
def _client(keys: CardKeys) -> stripe.StripeClient:
    addresses: Any = {"api": keys.api_base} if keys.api_base else {}
    return stripe.StripeClient(
        keys.secret_key,
        base_addresses=addresses,
        # Whoever asks comes again later with the same key; nobody waits here for a second try.
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=SECONDS_TO_WAIT),
    )


def _ask(question: Callable[[], stripe.StripeObject]) -> dict[str, Any]:
    leave_database()
    try:
        answer = question()
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise CardRefused(_words(error)) from error
    except stripe.StripeError as error:
        if (error.headers or {}).get("Idempotent-Replayed") == "true":
            raise CardKeyBurnt(_words(error)) from error
        raise CardUnavailable(_words(error)) from error
    except ValueError as error:  # an answer that is no text at all
        raise CardUnavailable(type(error).__name__) from error
    if not isinstance(answer, stripe.StripeObject):
        raise CardUnavailable("an answer that is no object")
    return answer.to_dict()


def _words(error: stripe.StripeError) -> str:
    return f"{type(error).__name__}: {error.code or ''} {error.user_message or ''}".strip()[:300]


def _as_session(fields: dict[str, Any]) -> CardFacts:
    try:
        return read_session(fields)
    except Unreadable as error:
        raise CardUnavailable("a session that cannot be read") from error


def _as_refund(fields: dict[str, Any]) -> RefundFacts:
    try:
        return read_refund(fields)
    except Unreadable as error:
        raise CardUnavailable("a refund that cannot be read") from error
