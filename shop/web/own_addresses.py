"""Where to go on after the login: only to a page of this shop."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException

LONGEST = 500


def own_address(text: str | None) -> str | None:
    """The path and query if they are those of a page here that can be opened, else None.

    Looked up among our own routes, not judged by its looks: `//evil.test`, `/\\evil.test` and `/%09/evil.test` begin
    with a slash as well.
    """
    if not text or len(text) > LONGEST or not text.startswith("/") or not (text.isascii() and text.isprintable()):
        return None
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or "\\" in text or text.startswith("//") or not _is_page(unquote(parts.path)):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_page(path: str) -> bool:
    bare = path.removeprefix("/en") or "/" if path == "/en" or path.startswith("/en/") else path
    try:
        current_app.url_map.bind("").match(bare, method="GET")
    except HTTPException:
        return False
    return True
