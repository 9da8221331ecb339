"""How often one address may ask. Kept answers cost nothing and are not counted: they never reach this door."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


class ApiLimiter:
    """Counts in Redis where REDIS_URL is set; in this process without it, and while Redis is away."""

    def __init__(self) -> None:
        self._limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True, key_prefix="api")

    def guard(self, door: Blueprint) -> None:
        """Count every request to a door."""
        self._limiter.limit(_rate)(door)

    def start(self, app: Any) -> None:
        """Begin to count for an application."""
        app.config["RATELIMIT_STORAGE_URI"] = app.config["SHOP"].redis_url or "memory://"
        self._limiter.init_app(app)


def _rate() -> str:
    rate: str = current_app.config["SHOP"].rate_api
    return rate


limiter = ApiLimiter()
