"""What a tablet keeps of the kiosk: the page, its words and the files it needs, under one fingerprint."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, render_template

from shop.config import ROOT
from shop.kiosk.words import Spoken, spoken_in
from shop.web.icons import icon_symbols
from shop.web.language import LANGUAGES
from shop.web.words import _

# Drawn into the page once; screens refer to them by name.
ICONS = (
    "arrow-left",
    "arrow-right",
    "arrow-up-down",
    "badge-check",
    "ban",
    "banknote",
    "barcode",
    "calendar-clock",
    "camera",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-alert",
    "circle-check",
    "clock",
    "coins",
    "delete",
    "download",
    "eye",
    "file-text",
    "grid-2x2",
    "heart",
    "home",
    "image",
    "info",
    "keyboard",
    "languages",
    "link",
    "list",
    "lock",
    "map-pin",
    "minus",
    "package-x",
    "pause",
    "play",
    "plus",
    "printer",
    "qr-code",
    "receipt-text",
    "refresh-cw",
    "rotate-ccw",
    "scale",
    "scan-barcode",
    "search",
    "send",
    "settings",
    "shopping-basket",
    "sprout",
    "store",
    "trash-2",
    "triangle-alert",
    "truck",
    "undo-2",
    "upload",
    "user",
    "utensils",
    "wallet",
    "wifi",
    "wifi-off",
    "wine",
    "x",
)
# Of the static files: everything that makes the kiosk, nothing that shoppers see.
PATTERNS = (
    "kiosk/**/*.js",
    "css/main.css",
    "css/kiosk.css",
    "fonts/*.woff2",
    "vendor/**/*.js",
    "img/logo.svg",
    "img/icon-*.png",
    "img/badge.svg",
    "img/favicon.svg",
)
# Fetched beside the first script, not one after another as each names the next.
FIRST_MODULES = re.compile(r"/static/\w+/kiosk/(?!main)\w+\.js")


@dataclass(frozen=True)
class Shell:
    """All of a kiosk that does not differ by booth."""

    fingerprint: str
    page: str
    files: tuple[str, ...]
    words: Mapping[str, Spoken]
    manifest: Mapping[str, Any]


def make_shell(app: Flask, static: Path = ROOT / "static") -> Shell:
    """The shell of the present release; the fingerprint changes when anything in it does, and with nothing else.

    It is made in Vietnamese whatever address asked for it first, so that all processes make the same one.
    """
    release = app.config["STATIC_RELEASE"]
    words = {language: spoken_in(app, language) for language in LANGUAGES}
    files = [f"/static/{release}/{path}" for path in static_files(static)]
    modules = [file for file in files if FIRST_MODULES.fullmatch(file)]
    addresses = [f"/kiosk/words/{language}.json" for language in LANGUAGES]
    kept = (*addresses, "/kiosk/manifest.webmanifest", *files)
    with app.test_request_context("/"):
        manifest = _manifest(release)
        parts = [
            release,
            json.dumps(words, sort_keys=True),
            json.dumps(manifest),
            _render("-", release, modules),
            *kept,
        ]
        fingerprint = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
        return Shell(fingerprint, _render(fingerprint, release, modules), kept, words, manifest)


def static_files(static: Path) -> list[str]:
    """The static files that a tablet keeps, as paths below the static folder."""
    found = {path.relative_to(static).as_posix() for pattern in PATTERNS for path in static.glob(pattern)}
    return sorted(found)


def _render(fingerprint: str, release: str, modules: list[str]) -> str:
    symbols = icon_symbols(ICONS)
    return render_template(
        "kiosk/shell.html", fingerprint=fingerprint, release=release, modules=modules, symbols=symbols
    )


def _manifest(release: str) -> dict[str, Any]:
    icons = [
        {"src": f"/static/{release}/img/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return {
        "id": "/kiosk",
        "name": _("Fair booth of Chợ Phiên OCOP"),
        "short_name": _("Booth"),
        "lang": "vi",
        "start_url": "/kiosk",
        "scope": "/kiosk",
        "display": "standalone",
        "orientation": "any",
        "background_color": "#fbf8f1",
        "theme_color": "#124628",
        "icons": icons,
    }
