"""Vietnamese by default, English under /en: one set of addresses serves both."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, request

LANGUAGES = ("vi", "en")
DEFAULT = "vi"
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"

Environ = dict[str, Any]
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class LanguagePrefix:
    """WSGI layer that moves a leading `/en` from the path to SCRIPT_NAME.

    Routing then sees one set of addresses, and `url_for` keeps the visitor's language by itself.
    """

    def __init__(self, application: WsgiApplication) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        environ["shop.language"] = DEFAULT
        if path == "/en" or path.startswith("/en/"):
            environ["shop.language"] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
        return self.application(environ, start_response)


def current_language() -> str:
    """`vi` or `en`, as the address of the present request says; Vietnamese outside of a request."""
    # Asked some hundred times a page, so the request is looked up once here, not once to see whether there is any.
    try:
        language: str = request.environ.get("shop.language", DEFAULT)
    except RuntimeError:
        return DEFAULT
    return language


def address_in(language: str) -> str:
    """The present page's path and query in the given language."""
    query = request.query_string.decode("latin-1")
    prefix = "" if language == DEFAULT else f"/{language}"
    path = quote(str(request.environ.get("PATH_INFO", "/")).encode("latin-1"))
    return prefix + path + (f"?{query}" if query else "")


def prepare(app: Flask) -> None:
    """Compile the catalogues where they changed and let every request speak its address's language."""
    for catalogue in CATALOGUES.glob("*/LC_MESSAGES/messages.po"):
        _compile(catalogue)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]


def _compile(source: Path) -> None:
    """Write the binary catalogue beside its source unless it is newer; several workers may do so at once."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    # Seldom needed, and heavy.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        messages = read_po(file, locale=source.parent.parent.name)
    handle, name = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        write_mo(file, messages)
    Path(name).replace(target)
