"""How often one visitor may send the checkout: enough for every honest hand, too little for a flood."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, request

from shop import clock
from shop.config import Config
from shop.throttles import Limit, count_try, network_of


def count_checkout_post(account_id: int | None) -> None:
    """Count, within a transaction, a checkout sent by this visitor; refuses TooManyTries."""
    config: Config = current_app.config["SHOP"]
    limit = Limit("checkout", config.rate_checkout, timedelta(minutes=1) / config.rate_checkout)
    count_try(limit, network_of(request.remote_addr or ""), clock.now_elsewhere())
    if account_id is not None:
        count_try(limit, f"account {account_id}", clock.now_elsewhere())
