"""Secrets that are given away once and kept as hashes only."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits in letters that may stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored of a token. It is random, so a fast hash without salt is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
