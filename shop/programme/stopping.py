"""What an act that takes goods out of the shop does to orders, in the same transaction (domain 0.6)."""

from __future__ import annotations

from datetime import datetime

from shop.certification import ActState, RegisterAct
from shop.orders import stop_revoked


def stop_orders(act: RegisterAct, *, by: str, at: datetime) -> None:
    """Stop what is not sent of goods whose certificate was revoked; nothing where the act hid nothing, or waits."""
    if act.state == ActState.DONE and act.hides:
        stop_revoked(at, by=by)
