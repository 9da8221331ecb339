"""The province that a visitor has goods sent to, in a cookie that scripts may read: it names a province, nobody."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

from shop.config import Config
from shop.places import Province, find_province

COOKIE = "province"
A_YEAR = 365 * 24 * 3600


def prepare(app: Flask) -> None:
    """Let answers carry the cookie where it changed."""
    app.after_request(_set_cookie)


def remembered_province() -> Province | None:
    """The province that was chosen last; never for public pages."""
    code = request.cookies.get(COOKIE, "")
    return find_province(code) if len(code) == 2 else None


def remember_province(code: str) -> None:
    """Keep a province's official code in the browser from this answer on."""
    g.province_to_remember = code


def _set_cookie(response: Response) -> Response:
    code = g.pop("province_to_remember", None)
    config: Config = current_app.config["SHOP"]
    if code is not None and code != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, code, max_age=A_YEAR, secure=config.is_encrypted, samesite="Lax")
    return response
