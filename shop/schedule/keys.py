"""There is always a key to sign labels with, and none signs for longer than two years."""

from __future__ import annotations

from flask import current_app

from shop import clock
from shop.attestation import forget_private_keys, keep_private_key, needs_new_key, new_key_pair, publish_key
from shop.config import Config
from shop.database import transaction


def keep_signing_key() -> None:
    """Make the first key, or the next one when its time has come."""
    config: Config = current_app.config["SHOP"]
    now = clock.now()
    if not needs_new_key(config.keys_dir, now):
        return
    pair = new_key_pair()
    keep_private_key(config.keys_dir, pair)
    with transaction():
        publish_key(pair, now)
    forget_private_keys(config.keys_dir, but=pair.kid)
