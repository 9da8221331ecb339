"""Writes that another site's page sends are refused: browsers say where a request comes from.

`Sec-Fetch-Site` where it is sent, else `Origin`, must name this shop; a write that says neither is refused too. So no
page carries a token of its visitor, and public pages can be kept whole. (OWASP names this defence; browsers send
Origin with every POST since 2020.)
"""

from __future__ import annotations

from flask import Flask, abort, request

from shop.config import Config

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Endpoints that machines write to, which prove themselves by a signature or a token and read no cookie.
EXEMPT: frozenset[str] = frozenset(
    {"webhooks.stripe", "webhooks.bank", "kiosk.pairing.pair", "kiosk.api.sales", "kiosk.api.sessions"}
)


def prepare(app: Flask, config: Config) -> None:
    """Look at every write before anything else does."""

    @app.before_request
    def refuse_strange_writes() -> None:
        # Without an endpoint nothing will be written: the answer is 404 or 405.
        is_write = request.endpoint is not None and request.method not in SAFE_METHODS
        if is_write and request.endpoint not in EXEMPT and not _is_ours(config):
            abort(403)


def _is_ours(config: Config) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == config.public_base_url
