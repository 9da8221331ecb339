"""Refusals in the card company's own words, so that its package raises the right exception."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A question that is answered with an error object."""

    def __init__(self, message: str, *, status: int = 400, kind: str = "invalid_request_error", **facts: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, **{k: v for k, v in facts.items() if v is not None}}}


def no_such(kind: str, number: str, param: str = "id") -> Refused:
    """404."""
    return Refused(f"No such {kind}: '{number}'", status=404, code="resource_missing", param=param)


def missing(param: str) -> Refused:
    """A question without a parameter that it needs."""
    return Refused(f"Missing required param: {param}.", code="parameter_missing", param=param)


def unknown(param: str) -> Refused:
    """A question with a parameter that nobody knows."""
    return Refused(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def other_parameters(key: str) -> Refused:
    """An idempotency key with other parameters than the first time."""
    return Refused(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
        kind="idempotency_error",
    )


def in_progress(key: str) -> Refused:
    """The first request with this key is not answered yet."""
    return Refused(
        f"There is currently another in-progress request using this Idempotent Key: {key}. Please try again later.",
        status=409,
        kind="idempotency_error",
        code="idempotency_key_in_use",
    )
