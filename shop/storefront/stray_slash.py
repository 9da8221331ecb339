"""An address with a slash too many leads to the page without it; only where there is such a page."""

from __future__ import annotations

from flask import current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response


def lead_on() -> Response | None:
    """The redirect, or None where the address is in order or leads nowhere anyway."""
    path = request.path
    if not isinstance(request.routing_exception, NotFound) or not path.endswith("/") or path.startswith("//"):
        return None
    bare = path.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not bare or not adapter.test(bare, "GET"):
        return None
    query = request.query_string.decode("latin-1")
    return redirect(request.script_root + bare + (f"?{query}" if query else ""), 301)
