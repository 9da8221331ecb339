"""A list of items out of a request's body. A fault of the whole is refused; a fault of an item is the item's own."""

from __future__ import annotations

from typing import Any

from flask import request

from shop.kiosk.api.answers import NotAnswered
from shop.values.json_text import read_json

MOST_ITEMS = 100
# A hundred large sales; what a line carries in a second or two.
MOST_BYTES = 2 * 1024 * 1024
DEEPEST = 20


def read_items(name: str) -> list[Any]:
    """The items under a name; refuses NotAnswered `not_json`, `no_list`, `too_many`."""
    request.max_content_length = MOST_BYTES
    body = request.get_data(cache=False)
    try:
        content = read_json(body.decode())
    except (ValueError, RecursionError) as error:
        raise NotAnswered("not_json", 400) from error
    items = content.get(name) if isinstance(content, dict) else None
    if not isinstance(items, list):
        raise NotAnswered("no_list", 400)
    if len(items) > MOST_ITEMS:
        raise NotAnswered("too_many", 400)
    if _is_deeper_than(items, DEEPEST):
        raise NotAnswered("not_json", 400)
    return items


def _is_deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [part for whole in level for part in _parts(whole)]
        if not level:
            return False
    return True


def _parts(value: Any) -> list[Any]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [part for part in parts if isinstance(part, (dict, list))]
