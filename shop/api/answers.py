"""How the API answers: JSON in UTF-8, open to pages of any site, refusals with their reason."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, current_app

from shop.catalogue import BadFilter, NoSuchPage

Facts = dict[str, Any]


def answer(facts: Facts, status: int = 200) -> Response:
    """The facts as JSON, Vietnamese letters as they are."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return Response(text + "\n", status, mimetype="application/json")


def absolute(path: str) -> str:
    """An address of this shop in full, at its public host."""
    base: str = current_app.config["SHOP"].public_base_url
    return base + path


def answer_bad_filter(refusal: BadFilter) -> Response:
    """400 with the parameter that cannot be meant."""
    reason = f"{refusal.field}: {refusal.reason}"
    facts = {"error": "bad_parameter", "reason": reason, "parameter": refusal.field, "fault": refusal.reason}
    return answer(facts, 400)


def answer_no_page(refusal: NoSuchPage) -> Response:
    """404 for a page beyond the last one."""
    return answer({"error": "not_found", "reason": f"page {refusal.page} of {refusal.pages}"}, 404)


def open_to_all(response: Response) -> Response:
    """Pages of any site may read the answer: it is public and carries nothing of the visitor."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
