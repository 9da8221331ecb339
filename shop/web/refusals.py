"""What people see when something cannot be answered: a page in their language that says what to do."""

from __future__ import annotations

import logging
from math import ceil

from flask import Flask, Response, jsonify, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    NotFound,
    SecurityError,
    ServiceUnavailable,
    TooManyRequests,
)

from shop.accounts import NoSuchPerson, TooBusy
from shop.photo_files import TooManyUploads
from shop.throttles import TooManyTries

PAGES = {400, 403, 404, 405, 410, 413, 414, 429, 500, 503, 507}

log = logging.getLogger(__name__)


def prepare(app: Flask) -> None:
    """Answer every error with a page, or with JSON where machines ask."""
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(SecurityError, _show_nothing)
    app.register_error_handler(OperationalError, _show_busy)
    app.register_error_handler(TooManyTries, show_throttled)
    app.register_error_handler(NoSuchPerson, lambda refusal: _show(NotFound()))
    app.register_error_handler(TooBusy, lambda refusal: _show(ServiceUnavailable(retry_after=5)))
    app.register_error_handler(TooManyUploads, lambda refusal: _show(ServiceUnavailable(retry_after=refusal.seconds)))


def _show(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    code = error.code or 500
    if request.path.startswith(("/api/", "/webhooks/", "/kiosk/api/")):
        response = jsonify(error=error.name.lower().replace(" ", "_"), reason=error.description)
    else:
        page = code if code in PAGES else (500 if code >= 500 else 400)
        response = make_response(render_template(f"errors/{page}.html"))
    response.status_code = code
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _show_nothing(error: SecurityError) -> Response:
    """A request under a name that is not ours gets no page: its links could not be built, and nobody reads it."""
    return Response("400 Bad Request\n", 400, mimetype="text/plain")


def show_throttled(refusal: TooManyTries) -> Response:
    """The page that asks for patience, with when to come again."""
    return _show(TooManyRequests(retry_after=seconds_of(refusal)))


def seconds_of(refusal: TooManyTries) -> int:
    """How many seconds to wait, whole and at least one."""
    return max(1, ceil(refusal.wait.total_seconds()))


def _show_busy(error: OperationalError) -> Response:
    log.exception("the database did not answer")
    response = _show(ServiceUnavailable() if _is_passing(error) else InternalServerError())
    if response.status_code == 503:
        response.headers["Retry-After"] = "5"
    return response


def _is_passing(error: OperationalError) -> bool:
    words = str(error.orig).lower()
    return any(word in words for word in ("locked", "busy", "connection", "timeout", "full", "shutting down"))
