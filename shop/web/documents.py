"""Private documents are handed out to be saved, never shown: what is in them cannot act on a page of this shop."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, current_app, send_file

from shop.config import Config
from shop.photo_files import DOCUMENT_FORMS, document_path

MIME = {"pdf": "application/pdf", "jpg": "image/jpeg"}


def send_document(stem: str, form: str, name: str) -> Response:
    """A stored document as a file to be saved under `name`. The view that calls it knows who may have it."""
    config: Config = current_app.config["SHOP"]
    path = document_path(stem, form, config.media_dir)
    if form not in DOCUMENT_FORMS or not path.is_file():
        abort(404)
    saved_as = name if name.lower().endswith(f".{form}") else f"{name or stem}.{form}"
    return send_kept_file(path, MIME[form], saved_as)


def send_kept_file(path: Path, mime: str, saved_as: str) -> Response:
    """A file that somebody sent once, as it came, to be saved and never shown."""
    response = send_file(path, mimetype=mime, as_attachment=True, download_name=saved_as, etag=False)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
