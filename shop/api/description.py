"""What the API offers, as OpenAPI."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response

from shop.api.answers import Facts, absolute, answer
from shop.places import list_provinces
from shop.web.page_cache import public_page

door = Blueprint("description", __name__)


@door.get("/openapi.json")
@public_page
def openapi() -> Response:
    """The description, with this shop's address and the provinces of today filled in."""
    return answer({**_described(), "servers": [{"url": absolute("")}]})


@cache
def _described() -> Facts:
    described: Facts = json.loads(Path(__file__).with_name("openapi.json").read_text(encoding="utf-8"))
    described["components"]["schemas"]["ProvinceSlug"]["enum"] = [province.slug for province in list_provinces()]
    return described
