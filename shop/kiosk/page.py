"""The kiosk's page and what makes it work without a network. They are the same for everybody and hold nothing secret.

The page, its words and the list of files carry one fingerprint. A tablet's service worker fetches all of a fingerprint
or nothing, so what runs at a booth is always of one piece.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from shop.kiosk.shell import Shell, make_shell
from shop.web.language import LANGUAGES
from shop.web.security_headers import CONTENT_POLICY

door = Blueprint("page", __name__)

# The one page with a worker and a camera; everywhere else both are closed.
POLICY = CONTENT_POLICY.replace("worker-src 'none'", "worker-src 'self'")
PERMISSIONS = "camera=(self), geolocation=(), microphone=()"


@door.get("", strict_slashes=False)
def shell() -> Answer | Response:
    """The page, in no language: its words are fetched as the tablet wants them. Redirects from /en."""
    if request.script_root:
        return redirect("/kiosk")
    answer = Response(_shell().page)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Permissions-Policy"] = PERMISSIONS
    return answer


@door.get("/service-worker.js")
def worker() -> Response:
    """The script that keeps the page's files; browsers ask for it anew whenever the page is opened."""
    shell = _shell()
    body = render_template("kiosk/service_worker.js", fingerprint=shell.fingerprint, files=shell.files)
    answer = Response(body, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/kiosk"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@door.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a tablet needs to know to put the kiosk on its home screen."""
    answer = jsonify(_shell().manifest)
    answer.mimetype = "application/manifest+json"
    return answer


@door.get("/words/<language>.json")
def words(language: str) -> Response:
    """All words of the kiosk in one language."""
    if language not in LANGUAGES:
        abort(404)
    return jsonify(_shell().words[language])


def _shell() -> Shell:
    """Made once a process: nothing of it changes while a release runs."""
    made: Shell | None = current_app.extensions.get("kiosk_shell")
    if made is None:
        made = current_app.extensions["kiosk_shell"] = make_shell(current_app._get_current_object())  # type: ignore[attr-defined]
    return made
