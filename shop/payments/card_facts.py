"""What Stripe's objects say, read from plain dicts with distrust. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shop.payments.rules import CardFacts
from shop.values.refusal import Refusal

Fields = Mapping[str, Any]


class Unreadable(Refusal):
    """An object lacks what it must have."""


@dataclass(frozen=True)
class CardEvent:
    """A signed message of Stripe: `told_at` by its clock, `about` the object that it carries."""

    id: str
    kind: str
    told_at: datetime
    about: Fields
    body: str

    @property
    def subject(self) -> str:
        """What the object is known by to others: an intent where it belongs to one, else its own number."""
        belongs_to = self.about.get("payment_intent") if not self.kind.startswith("checkout.") else None
        return (text_of(ref_of(belongs_to)) or text_of(self.about.get("id")))[:255]


@dataclass(frozen=True)
class RefundFacts:
    """What Stripe says of a refund; `money_back` is our own number of it, where we asked for it."""

    ref: str
    status: str
    amount: int
    intent_ref: str
    money_back: int | None
    trouble: str


@dataclass(frozen=True)
class DisputeFacts:
    """What Stripe says of a dispute."""

    ref: str
    intent_ref: str
    amount: int
    currency: str
    reason: str
    status: str


def read_event(fields: object, body: str) -> CardEvent:
    """Understand a message. Refuses Unreadable."""
    if not isinstance(fields, Mapping):
        raise Unreadable
    content = fields.get("data")
    about = content.get("object") if isinstance(content, Mapping) else None
    identity, kind, created = text_of(fields.get("id")), text_of(fields.get("type")), fields.get("created")
    if not isinstance(about, Mapping) or not identity or not kind or len(identity) > 255:
        raise Unreadable
    return CardEvent(identity, kind[:80], instant_of(created), about, body)


def read_session(fields: Fields, *, told_at: datetime | None = None) -> CardFacts:
    """Understand a session; paid when its charge was made, else when it was told. Refuses Unreadable."""
    ref = text_of(fields.get("id"))
    if not ref:
        raise Unreadable
    return CardFacts(
        session_ref=ref,
        status=text_of(fields.get("status")),
        is_paid=fields.get("payment_status") == "paid",
        intent_ref=text_of(ref_of(fields.get("payment_intent"))) or None,
        amount=whole_of(fields.get("amount_total")) or 0,
        currency=text_of(fields.get("currency")).lower(),
        is_live=fields.get("livemode") is True,
        paid_at=_charged_at(fields.get("payment_intent")) or told_at,
        order_code=text_of(fields.get("client_reference_id")),
    )


def read_refund(fields: Fields) -> RefundFacts:
    """Understand a refund. Refuses Unreadable."""
    ref, amount = text_of(fields.get("id")), whole_of(fields.get("amount"))
    if not ref or amount is None:
        raise Unreadable
    metadata = fields.get("metadata")
    ours = text_of(metadata.get("money_back")) if isinstance(metadata, Mapping) else ""
    return RefundFacts(
        ref=ref,
        # Before 2022 a refund had no status of its own but this one.
        status=text_of(fields.get("status")) or "succeeded",
        amount=amount,
        intent_ref=text_of(ref_of(fields.get("payment_intent"))),
        money_back=int(ours) if ours.isascii() and ours.isdigit() and len(ours) < 10 else None,
        trouble=text_of(fields.get("failure_reason")),
    )


def read_refunds_of_charge(fields: Fields) -> list[RefundFacts]:
    """The refunds that a charge carries; newer versions of the interface leave them out."""
    refunds = fields.get("refunds")
    listed = refunds.get("data") if isinstance(refunds, Mapping) else None
    intent = fields.get("payment_intent")
    return [read_refund({"payment_intent": intent, **one}) for one in listed or [] if isinstance(one, Mapping)]


def read_dispute(fields: Fields) -> DisputeFacts:
    """Understand a dispute. Refuses Unreadable."""
    ref, amount = text_of(fields.get("id")), whole_of(fields.get("amount"))
    if not ref or amount is None:
        raise Unreadable
    return DisputeFacts(
        ref=ref,
        intent_ref=text_of(ref_of(fields.get("payment_intent"))),
        amount=amount,
        currency=text_of(fields.get("currency")).lower()[:3],
        reason=text_of(fields.get("reason"))[:80],
        status=text_of(fields.get("status"))[:40],
    )


def instant_of(seconds: object) -> datetime:
    """Stripe's whole seconds as an instant. Refuses Unreadable."""
    number = whole_of(seconds)
    if number is None or not 0 < number < 10**11:
        raise Unreadable
    return datetime.fromtimestamp(number, UTC)


def whole_of(value: object) -> int | None:
    """The whole number (and no truth), or None where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def ref_of(value: object) -> object:
    """The number of an object that comes whole or as its number only."""
    return value.get("id") if isinstance(value, Mapping) else value


def text_of(value: object) -> str:
    """The text, or nothing where it is none."""
    return value.replace("\0", " ")[:255] if isinstance(value, str) else ""


def _charged_at(intent: object) -> datetime | None:
    charge = intent.get("latest_charge") if isinstance(intent, Mapping) else None
    created = charge.get("created") if isinstance(charge, Mapping) else None
    return instant_of(created) if created is not None else None
