"""The bank service's messages, one for each movement of the account."""

from __future__ import annotations

import logging

from flask import abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from shop import clock
from shop.config import Config
from shop.database import transaction
from shop.payments import BadBankRow, is_signed, read_bank_row, receive_bank_row
from shop.values.json_text import read_json
from shop.web.card_desk import bank_account

log = logging.getLogger(__name__)


def bank() -> ResponseReturnValue:
    """Take in a movement: 200 once it is stored; 401 for what is not signed by our secret, 400 for what is no row."""
    config: Config = current_app.config["SHOP"]
    account = bank_account()
    if account is None or not config.bank_webhook_secret:
        abort(404)
    body = request.get_data()
    if not is_signed(config.bank_webhook_secret, body, request.headers.get("X-Signature", "")):
        log.warning("a message of the bank is not signed as agreed")
        abort(401)
    try:
        content = body.decode()
        row = read_bank_row(read_json(content))
    except (ValueError, RecursionError) as error:
        log.warning("a signed message of the bank is no JSON: %s", type(error).__name__)
        abort(400)
    except BadBankRow as refusal:
        log.warning("a signed message of the bank lacks %s", refusal.field)
        abort(400)
    with transaction():
        receive_bank_row(row, account, source="webhook", body=content, at=clock.now())
    return jsonify(success=True)
