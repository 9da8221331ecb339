"""What the card company knows about this shop's account, and its rules. One lock around every change."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.fakes.stripe import objects
from tests.fakes.stripe.errors import Refused, missing, no_such, unknown
from tests.fakes.stripe.objects import Object

LEAST_VND = 12_000
MOST = 99_999_999
SHORTEST, LONGEST = 30 * 60, 24 * 3600
# A second of grace: the shop counts from its own clock, a moment before.
GRACE = 2
SESSION_PARAMETERS = {
    *("mode", "line_items", "success_url", "cancel_url", "client_reference_id", "metadata", "payment_intent_data"),
    *("expires_at", "customer_email", "locale", "payment_method_types", "currency", "submit_type", "expand"),
    *("adaptive_pricing", "billing_address_collection", "phone_number_collection", "invoice_creation", "custom_text"),
    *("ui_mode", "allowed_payment_method_types", "payment_method_options", "customer_creation", "branding_settings"),
}
REFUND_PARAMETERS = {"payment_intent", "charge", "amount", "reason", "metadata", "expand", "instructions_email"}
DECLINES = {
    "4000000000000002": ("card_declined", "Your card was declined."),
    "4000000000009995": ("card_declined", "Your card has insufficient funds."),
    "4000000000000069": ("expired_card", "Your card has expired."),
}
STORES = ("sessions", "intents", "charges", "refunds", "disputes", "balance", "events")


class StripeAccount:
    """Sessions, payments, refunds, disputes and the events that tell of them."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        elsewhere: Callable[[], datetime] | None = None,
        tell: Callable[[Object], None] = lambda event: None,
        kept_in: Path | None = None,
    ) -> None:
        self.page = ""
        self.lock = threading.RLock()
        self._now, self._elsewhere, self._tell, self._kept_in = now, elsewhere or now, tell, kept_in
        self.clear()
        if kept_in and kept_in.is_file():
            self._stores.update(json.loads(kept_in.read_text()))

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self._stores: dict[str, dict[str, Object]] = {name: {} for name in STORES}
            # payment_intent_data[metadata] of sessions that nobody has paid.
            self._stores["intent_metadata"] = {}

    def seconds(self, at: datetime | None = None) -> int:
        """An instant as the company writes it; now, when none is named. SHOP_NOW moves it, so that money is late."""
        return int((at or self._now()).timestamp())

    def seconds_elsewhere(self) -> int:
        """The present as this machine knows it, by which sessions end: the shop reckons so, and SHOP_NOW is its own."""
        return int(self._elsewhere().timestamp())

    def get(self, store: str, number: str, param: str = "id") -> Object:
        """An object as it is now; refuses what there is not."""
        with self.lock:
            self.end_sessions()
            found = self._stores[store].get(number)
            if found is None:
                raise no_such(store.removesuffix("s"), number, param)
            return found

    def list(self, store: str) -> list[Object]:
        """All objects of a kind, newest first."""
        with self.lock:
            self.end_sessions()
            return list(reversed(self._stores[store].values()))

    # Sessions

    def create_session(self, params: Object) -> Object:
        """Open a session; refuses what the company refuses."""
        with self.lock:
            at = self.seconds_elsewhere()
            _check_session(params, at)
            made = objects.session(params, at=at, page=self.page)
            _check_amount(made["amount_total"], made["currency"])
            metadata = params.get("payment_intent_data", {}).get("metadata", {})
            self._stores["intent_metadata"][made["id"]] = metadata
            return self._keep("sessions", made)

    def expire_session(self, number: str) -> Object:
        """Close a session for good; refuses one that is not open."""
        with self.lock:
            found = self.get("sessions", number)
            if found["status"] != "open":
                raise Refused(
                    'Only Checkout Sessions with a status in ["open"] can be expired. '
                    f"This Checkout Session has a status of `{found['status']}`."
                )
            self._expire(found, self.seconds())
            return found

    def end_sessions(self) -> None:
        """Close what has run out; happens by itself before anything is looked at."""
        with self.lock:
            present = self.seconds_elsewhere()
            for found in self._stores["sessions"].values():
                if found["status"] == "open" and found["expires_at"] <= present:
                    self._expire(found, self.seconds())

    def _expire(self, found: Object, at: int) -> None:
        found.update(status="expired", url=None)
        self.happened("checkout.session.expired", found, at)

    # Paying

    def pay(self, number: str, card: str = "4242424242424242", *, at: datetime | None = None) -> Object:
        """The shopper sends a card; the payment intent as it is then, paid or refused."""
        with self.lock:
            found = self.get("sessions", number)
            if found["status"] != "open":
                raise Refused(f"This Checkout Session is {found['status']}.", code="checkout_session_closed")
            second = self.seconds(at)
            intent = self._intent_of(found, second)
            failure = DECLINES.get(card)
            charge = self._keep("charges", objects.charge(intent, card, at=second, failure=failure))
            intent.update(latest_charge=charge["id"], payment_method=charge["payment_method"], next_action=None)
            if failure:
                error = {"code": failure[0], "message": failure[1], "type": "card_error", "charge": charge["id"]}
                intent.update(status="requires_payment_method", last_payment_error=error)
                self.happened("charge.failed", charge, second)
                self.happened("payment_intent.payment_failed", intent, second)
                return intent
            self._succeed(found, intent, charge, second)
            return intent

    def _intent_of(self, found: Object, at: int) -> Object:
        if found["payment_intent"] is None:
            metadata = dict(self._stores["intent_metadata"].get(found["id"], {}))
            intent = self._keep("intents", objects.intent(found, metadata, at=at))
            found["payment_intent"] = intent["id"]
            self.happened("payment_intent.created", intent, at)
        return self._stores["intents"][found["payment_intent"]]

    def _succeed(self, found: Object, intent: Object, charge: Object, at: int) -> None:
        self._book("charge", charge, charge["amount"], at)
        intent.update(status="succeeded", amount_received=intent["amount"], last_payment_error=None)
        found.update(status="complete", payment_status="paid", url=None)
        found["customer_details"] = {"email": found["customer_email"], "name": None, "phone": None, "address": None}
        self.happened("charge.succeeded", charge, at)
        self.happened("payment_intent.succeeded", intent, at)
        self.happened("checkout.session.completed", found, at)

    # Money back

    def create_refund(self, params: Object) -> Object:
        """Send money back; refuses more than is left, and what was never paid."""
        with self.lock:
            _known(params, REFUND_PARAMETERS)
            charge = self._charge_to_refund(params)
            left = charge["amount"] - charge["amount_refunded"]
            amount = _whole(params["amount"], "amount") if "amount" in params else left
            if left == 0:
                raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
            if charge["disputed"]:
                raise Refused(f"Charge {charge['id']} has been charged back.", code="charge_disputed")
            if not 0 < amount <= left:
                raise Refused(
                    f"Refund amount (₫{amount}) is greater than unrefunded amount on charge (₫{left})", param="amount"
                )
            at = self.seconds()
            made = self._keep("refunds", objects.refund(charge, amount, params, at=at))
            self._book("refund", made, -amount, at)
            self._refunded(charge, amount)
            self.happened("refund.created", made, at)
            self.happened("charge.refunded", charge, at)
            return made

    def fail_refund(self, number: str) -> Object:
        """The shopper's bank does not take the money back: it returns to the account."""
        with self.lock:
            found, at = self.get("refunds", number), self.seconds()
            found.update(status="failed", failure_reason="lost_or_stolen_card")
            self._refunded(self._stores["charges"][found["charge"]], -found["amount"])
            self.happened("refund.failed", found, at)
            self.happened("charge.refund.updated", found, at)
            return found

    def _charge_to_refund(self, params: Object) -> Object:
        if "charge" in params:
            return self.get("charges", params["charge"], "charge")
        if "payment_intent" not in params:
            raise missing("payment_intent")
        intent = self.get("intents", params["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            raise Refused(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
        return self._stores["charges"][intent["latest_charge"]]

    def _refunded(self, charge: Object, amount: int) -> None:
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]

    # Disputes

    def open_dispute(self, intent: str, *, amount: int | None = None, reason: str = "fraudulent") -> Object:
        """The shopper's bank takes the money away until the dispute is decided."""
        with self.lock:
            charge = self._stores["charges"][self.get("intents", intent)["latest_charge"]]
            at = self.seconds()
            made = self._keep("disputes", objects.dispute(charge, amount or charge["amount"], reason, at=at))
            charge["disputed"] = True
            made["balance_transactions"].append(self._book("dispute", made, -made["amount"], at))
            self.happened("charge.dispute.created", made, at)
            self.happened("charge.dispute.funds_withdrawn", made, at)
            return made

    def close_dispute(self, number: str, *, won: bool) -> Object:
        """The dispute is decided."""
        with self.lock:
            found, at = self.get("disputes", number), self.seconds()
            found["status"] = "won" if won else "lost"
            if won:
                found["balance_transactions"].append(self._book("adjustment", found, found["amount"], at))
                self.happened("charge.dispute.funds_reinstated", found, at)
            self.happened("charge.dispute.closed", found, at)
            return found

    # Below

    def happened(self, kind: str, of: Object, at: int) -> Object:
        """Write down that something happened and tell the shop."""
        made = self._keep("events", objects.event(kind, copy.deepcopy(of), at=at))
        self._tell(made)
        return made

    def _book(self, kind: str, of: Object, amount: int, at: int) -> Object:
        made = objects.balance_transaction(kind, of["id"], amount, of["currency"], at=at)
        if "balance_transaction" in of:
            of["balance_transaction"] = made["id"]
        return self._keep("balance", made)

    def _keep(self, store: str, made: Object) -> Object:
        self._stores[store][made["id"]] = made
        return made

    def save(self) -> None:
        """Keep everything in the file, where there is one, for the next start."""
        if self._kept_in is None:
            return
        with self.lock:
            fresh = self._kept_in.with_suffix(".new")
            fresh.write_text(json.dumps(self._stores))
            fresh.replace(self._kept_in)


def _known(params: Object, names: set[str]) -> None:
    strange = sorted(set(params) - names)
    if strange:
        raise unknown(strange[0])


def _check_session(params: Object, at: int) -> None:
    _known(params, SESSION_PARAMETERS)
    for name in ("mode", "line_items", "success_url"):
        if not params.get(name):
            raise missing(name)
    if params["mode"] != "payment":
        raise Refused("Only payments are played here.", param="mode")
    _check_lines(params["line_items"])
    if len(params.get("client_reference_id", "")) > 200:
        raise Refused("client_reference_id is too long.", param="client_reference_id")
    if "expires_at" in params:
        ahead = _whole(params["expires_at"], "expires_at") - at
        if ahead < SHORTEST - GRACE:
            raise Refused(
                "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
                param="expires_at",
            )
        if ahead > LONGEST + GRACE:
            raise Refused(
                "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
                param="expires_at",
            )


def _check_lines(lines: Any) -> None:
    if not isinstance(lines, list) or len(lines) > 100:
        raise Refused("line_items must be a list of at most 100.", param="line_items")
    for place, line in enumerate(lines):
        data = line.get("price_data", {})
        for name in ("currency", "unit_amount", "product_data"):
            if not data.get(name):
                raise missing(f"line_items[{place}][price_data][{name}]")
        if not data["product_data"].get("name"):
            raise missing(f"line_items[{place}][price_data][product_data][name]")
        if _whole(data["unit_amount"], "unit_amount") < 0 or _whole(line.get("quantity", "1"), "quantity") < 1:
            raise Refused("Amounts are not negative.", param=f"line_items[{place}]")


def _check_amount(amount: int, currency: str) -> None:
    if currency == "vnd" and amount < LEAST_VND:
        message = f"The Checkout Session's total amount due must add up to at least ₫{LEAST_VND:,} vnd"
        raise Refused(message, code="amount_too_small")
    if amount > MOST:
        raise Refused(f"The Checkout Session's total amount must be no more than ₫{MOST:,}.", code="amount_too_large")


def _whole(text: Any, param: str) -> int:
    try:
        return int(str(text))
    except ValueError as error:
        raise Refused(f"Invalid integer: {text}", code="parameter_invalid_integer", param=param) from error
