"""Handing the files out: whole or in parts, compressed for those who take it, and only if they have changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, request

from shop import clock
from shop.config import Config
from shop.storefront.open_data.fields import FIELDS, LICENCE, LICENCE_URL
from shop.storefront.open_data.files import open_file
from shop.web.page_cache import public_page
from shop.web.words import _

door = Blueprint("serving", __name__)

SECONDS_KEPT = 600
BYTES_AT_ONCE = 64 * 1024
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
ONE_PART = re.compile(r"bytes=(\d+-\d*|-\d+)", re.ASCII)
NAME = "so-dang-ky-ocop"


@door.get("/du-lieu-mo/so-dang-ky-ocop.csv")
def table() -> Response:
    """The register as a table: UTF-8 with its mark, separated by commas, texts in quotation marks."""
    return _send("csv")


@door.get("/du-lieu-mo/so-dang-ky-ocop.json")
def objects() -> Response:
    """The register as JSON."""
    return _send("json")


@door.get("/du-lieu-mo/datapackage.json")
@public_page
def schema() -> Response:
    """What the files are and what their columns mean, as Frictionless Data describes packages of data."""
    base: str = current_app.config["SHOP"].public_base_url
    columns = [{"name": field.name, "type": field.kind, "description": field.words()} for field in FIELDS]
    resource = {"encoding": "utf-8", "schema": {"fields": columns, "missingValues": [""]}}
    return jsonify(
        name=NAME,
        title=_("The register of OCOP goods"),
        homepage=f"{base}/du-lieu-mo",
        licenses=[{"name": LICENCE, "path": LICENCE_URL}],
        resources=[
            {"name": f"{NAME}-{form}", "path": f"{base}/du-lieu-mo/{NAME}.{form}", "format": form, **resource}
            for form in KINDS
        ],
    )


def _send(form: str) -> Response:
    config: Config = current_app.config["SHOP"]
    file = open_file(config.open_data_dir, form, clock.now(), "Sổ đăng ký sản phẩm OCOP")
    asked = dict(request.environ)
    if not ONE_PART.fullmatch(request.headers.get("Range", "")):
        asked.pop("HTTP_RANGE", None)  # not understood, so the whole is answered (RFC 9110, 14.2)
    is_packed = request.accept_encodings["gzip"] > 0 and "HTTP_RANGE" not in asked
    path = file.packed if is_packed else file.path
    answer = Response(_parts(path), content_type=KINDS[form])
    answer.set_etag(path.name)
    answer.last_modified = file.made_at
    answer.cache_control.public = True
    answer.cache_control.max_age = SECONDS_KEPT
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}-{file.made_at:%Y-%m-%d}.{form}"'
    answer.headers["Content-Length"] = str(path.stat().st_size)
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Link"] = f'<{LICENCE_URL}>; rel="license", </du-lieu-mo/datapackage.json>; rel="describedby"'
    answer.make_conditional(asked, accept_ranges=True, complete_length=path.stat().st_size)
    return answer


def _parts(path: Path) -> Iterator[bytes]:
    """The file bit by bit; opened only when somebody begins to read the answer."""
    with path.open("rb") as file:
        while part := file.read(BYTES_AT_ONCE):
            yield part
