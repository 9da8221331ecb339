"""Stripe's events."""

from __future__ import annotations

import logging

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from shop import clock
from shop.database import transaction
from shop.payments import ForeignEvent, Forged, Unreadable, receive_card_event, understand_event
from shop.web.card_desk import card_keys

log = logging.getLogger(__name__)


def stripe() -> ResponseReturnValue:
    """Take in an event: 200 once it is stored, whatever it says; 400 for what is not signed, readable and ours."""
    keys = card_keys()
    if keys is None:
        abort(404)
    signature = request.headers.get("Stripe-Signature", "")
    try:
        event = understand_event(keys, request.get_data(), signature, elsewhere=clock.now_elsewhere())
    except (Forged, ForeignEvent) as refusal:
        log.warning("an event of Stripe was refused: %s", refusal.why)
        abort(400)
    except Unreadable:
        log.warning("a signed event of Stripe cannot be read")
        abort(400)
    with transaction():
        receive_card_event(event, source="webhook", at=clock.now())
    return jsonify(received=True)
