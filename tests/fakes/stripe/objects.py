"""What the card company's objects look like: plain dictionaries with the fields that its documentation names."""

from __future__ import annotations

import secrets
from typing import Any

API_VERSION = "2026-10-28.endive"
ACCOUNT = "acct_demonstration"
Object = dict[str, Any]


def new_id(kind: str) -> str:
    """`pi_3...`, `cs_test_...`: long, random, with the prefix of its kind."""
    length = 29 if kind == "cs_test" else 12
    return f"{kind}_{secrets.token_hex(length)}"


def session(params: Object, *, at: int, page: str) -> Object:
    """A checkout session, open and unpaid."""
    number = new_id("cs_test")
    lines = params["line_items"]
    total = sum(int(line["price_data"]["unit_amount"]) * int(line.get("quantity", 1)) for line in lines)
    return {
        "id": number,
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "client_secret": None,
        "consent": None,
        "created": at,
        "currency": lines[0]["price_data"]["currency"].lower(),
        "custom_fields": [],
        "custom_text": {},
        "customer": None,
        "customer_creation": "if_required",
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "expires_at": int(params.get("expires_at", at + 24 * 3600)),
        "invoice": None,
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": params.get("metadata", {}),
        "mode": "payment",
        # Made when the shopper pays, not before.
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "setup_intent": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": params.get("success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{page}/c/pay/{number}",
    }


def intent(of: Object, metadata: Object, *, at: int) -> Object:
    """A payment intent of a session, before the first card was tried."""
    number = new_id("pi")
    return {
        "id": number,
        "object": "payment_intent",
        "amount": of["amount_total"],
        "amount_capturable": 0,
        "amount_received": 0,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{number}_secret_{secrets.token_hex(8)}",
        "confirmation_method": "automatic",
        "created": at,
        "currency": of["currency"],
        "customer": None,
        "description": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": metadata,
        "next_action": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": of["customer_email"],
        "status": "requires_payment_method",
    }


def charge(of: Object, card: str, *, at: int, failure: tuple[str, str] | None = None) -> Object:
    """One try to take the money."""
    code, message = failure or (None, None)
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": of["amount"],
        "amount_captured": 0 if failure else of["amount"],
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": {"address": {}, "email": of["receipt_email"], "name": None, "phone": None},
        "captured": not failure,
        "created": at,
        "currency": of["currency"],
        "customer": None,
        "disputed": False,
        "failure_code": code,
        "failure_message": message,
        "livemode": False,
        "metadata": dict(of["metadata"]),
        "outcome": {"type": "issuer_declined" if failure else "authorized", "network_status": "approved_by_network"},
        "paid": not failure,
        "payment_intent": of["id"],
        "payment_method": new_id("pm"),
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": card[-4:], "country": "VN"}},
        "receipt_url": None,
        "refunded": False,
        "status": "failed" if failure else "succeeded",
    }


def refund(of: Object, amount: int, params: Object, *, at: int) -> Object:
    """Money on its way back to a card."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": of["id"],
        "created": at,
        "currency": of["currency"],
        "destination_details": {"type": "card", "card": {"type": "refund", "reference_status": "pending"}},
        "metadata": params.get("metadata", {}),
        "payment_intent": of["payment_intent"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def dispute(of: Object, amount: int, reason: str, *, at: int) -> Object:
    """A shopper's bank takes money back and asks for reasons."""
    return {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": of["id"],
        "created": at,
        "currency": of["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {"due_by": at + 7 * 86400, "has_evidence": False, "past_due": False, "submission_count": 0},
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": of["payment_intent"],
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "case_type": "chargeback"}},
        "reason": reason,
        "status": "needs_response",
    }


def balance_transaction(kind: str, source: str, amount: int, currency: str, *, at: int) -> Object:
    """What the account's balance gained or lost; of a charge the company keeps 3.4 %."""
    fee = amount * 34 // 1000 if kind == "charge" else 0
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": at + 2 * 86400,
        "balance_type": "payments",
        "created": at,
        "currency": currency,
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [{"amount": fee, "currency": currency, "description": "Processing fees", "type": "stripe_fee"}],
        "net": amount - fee,
        "reporting_category": kind,
        "source": source,
        "status": "pending",
        "type": kind,
    }


def event(kind: str, of: Object, *, at: int) -> Object:
    """Something happened; the object as it was then."""
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": at,
        "data": {"object": of},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
