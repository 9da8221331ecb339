"""What the address picker asks while somebody types: the communes of one province, with the names they had."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort

from shop.places import find_province, list_commune_choices
from shop.web.page_cache import public_page

door = Blueprint("addresses", __name__)


@door.get("/dia-chi/<slug:province>/xa-phuong")
@public_page
def communes(province: str) -> Response:
    """Today's communes of a province: name, and the former communes that went into each."""
    found = find_province(province)
    if found is None or found.slug != province:
        abort(404)
    choices = [[choice.commune.name, choice.former_words] for choice in list_commune_choices(found.code)]
    return Response(json.dumps(choices, ensure_ascii=False, separators=(",", ":")), mimetype="application/json")
