"""The page itself, its service worker and its manifest: the same for everybody, kept by phones of one piece.

The page and its files carry one fingerprint; the worker fetches all of a fingerprint or nothing, as the kiosk's does.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template

from shop.config import ROOT
from shop.web.language import LANGUAGES
from shop.web.page_cache import public_page
from shop.web.security_headers import CONTENT_POLICY
from shop.web.words import _

door = Blueprint("page", __name__)

# As the kiosk's page: a worker that keeps it, and the camera.
POLICY = CONTENT_POLICY.replace("worker-src 'none'", "worker-src 'self'")
PERMISSIONS = "camera=(self), geolocation=(), microphone=()"
# Of the static files: what the page needs, nothing that only shops need.
PATTERNS = (
    "check/*.js",
    "css/main.css",
    "css/check.css",
    "fonts/*.woff2",
    "vendor/qr-scanner/*.js",
    "img/logo.svg",
    "img/badge.svg",
    "img/favicon.svg",
    "img/icon-*.png",
    "js/main.js",
    "js/theme.js",
)


@door.get("/kiem-tra")
@public_page
def index() -> Response:
    """Scan a label, or type its code, and see what is signed."""
    answer = make_response(render_template("storefront/check/page/index.html", fingerprint=_fingerprint()))
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Permissions-Policy"] = PERMISSIONS
    return answer


@door.get("/kiem-tra/service-worker.js")
@public_page
def worker() -> Response:
    """The script that keeps the page, and answers with it where a certificate's page cannot be reached."""
    body = render_template(
        "storefront/check/page/service_worker.js", fingerprint=_fingerprint(), pages=_pages(), files=_files()
    )
    answer = Response(body, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@door.get("/kiem-tra/manifest.webmanifest")
@public_page
def manifest() -> Response:
    """What a phone needs to know to put the page on its home screen."""
    release = current_app.config["STATIC_RELEASE"]
    icons = [
        {"src": f"/static/{release}/img/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    answer = jsonify(
        id="/kiem-tra",
        name=_("Check an OCOP label"),
        short_name=_("OCOP check"),
        start_url="/kiem-tra",
        scope="/kiem-tra",
        display="standalone",
        background_color="#fbf8f1",
        theme_color="#124628",
        icons=icons,
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _pages() -> list[str]:
    return [f"{'' if language == 'vi' else f'/{language}'}/kiem-tra" for language in LANGUAGES]


def _files(static: Path = ROOT / "static") -> list[str]:
    found = {path.relative_to(static).as_posix() for pattern in PATTERNS for path in static.glob(pattern)}
    return [f"/static/{current_app.config['STATIC_RELEASE']}/{path}" for path in sorted(found)]


def _fingerprint() -> str:
    """Changes with the files and with the page's words; made once a process."""
    made: str | None = current_app.extensions.get("check_fingerprint")
    if made is None:
        digest = hashlib.sha256("\0".join(_files()).encode())
        for language in LANGUAGES:
            with current_app.test_request_context("/kiem-tra", environ_overrides={"shop.language": language}):
                digest.update(render_template("storefront/check/page/index.html", fingerprint="-").encode())
        made = current_app.extensions["check_fingerprint"] = digest.hexdigest()[:12]
    return made
