"""Headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response

from shop.config import Config

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; worker-src 'none'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


def content_policy(config: Config) -> str:
    """What pages may load, and where their forms may end: a form to pay by card ends at the card page, by redirect."""
    return f"{CONTENT_POLICY} {config.card_pages}" if config.takes_cards else CONTENT_POLICY


def prepare(app: Flask, config: Config) -> None:
    """Set the headers on each answer; strict transport only where the public address is https."""
    policy = content_policy(config)
    secure = config.public_base_url.startswith("https:")

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers.setdefault("Cache-Control", "no-store")
        if secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response
