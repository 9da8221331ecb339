"""Uploaded photos, served so that nothing in them can ever act."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, current_app, send_from_directory

from shop.config import Config
from shop.photo_files import PHOTO_FORMATS

door = Blueprint("media", __name__)

# Only names that the upload gives; anything else is not even looked for.
NAME = re.compile(rf"([0-9a-f]{{2}})/\1[0-9a-f]{{30}}-\d{{1,4}}\.({'|'.join(PHOTO_FORMATS)})")


@door.get("/media/<path:name>")
def photo(name: str) -> Response:
    """One stored width of one photo; the name changes with the content, so it may be kept for ever."""
    match = NAME.fullmatch(name)
    if match is None:
        abort(404)
    config: Config = current_app.config["SHOP"]
    response = send_from_directory(
        config.media_dir, name, mimetype=f"image/{match[2]}", max_age=31_536_000, conditional=True
    )
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
