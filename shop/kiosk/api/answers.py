"""How the tablets are answered: JSON, always with the server's time, so that they learn how far theirs is off."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from shop import clock

log = logging.getLogger(__name__)

COMES_AGAIN_AFTER = 5


class NotAnswered(Exception):
    """A request as a whole that cannot be answered: the code of why, and the HTTP status."""

    def __init__(self, error: str, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(error)
        self.error, self.status, self.headers = error, status, headers or {}


def answer(facts: dict[str, Any], status: int = 200) -> Response:
    """The facts, and the server's time at the very end of the work."""
    told = {**facts, "server_time": iso(clock.now())}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, mimetype="application/json")


def iso(instant: datetime) -> str:
    """An instant as the tablets read it: UTC, to the millisecond."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def speak_json(door: Blueprint) -> None:
    """Let every refusal of a door be JSON with a code that the tablet knows."""
    door.register_error_handler(NotAnswered, _refuse)
    door.register_error_handler(HTTPException, _show)
    door.register_error_handler(OperationalError, _ask_to_come_again)


def _refuse(refusal: NotAnswered) -> Response:
    response = answer({"error": refusal.error}, refusal.status)
    response.headers.update(refusal.headers)
    return response


def _show(error: HTTPException) -> Response:
    codes = {413: "too_large"}
    code = error.code or 500
    return answer({"error": codes.get(code, error.name.lower().replace(" ", "_"))}, code)


def _ask_to_come_again(error: Exception) -> Response:
    """The database did not answer in time, or at all. Nothing is lost: the tablet keeps what it has not handed over."""
    log.exception("the database did not answer a booth")
    response = answer({"error": "busy"}, 503)
    response.headers["Retry-After"] = str(COMES_AGAIN_AFTER)
    return response
