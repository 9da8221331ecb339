"""Parts of addresses: what can name no good, producer, place or row is unknown before any table is asked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.routing import BaseConverter, IntegerConverter, Map

LARGEST_NUMBER = 2**31 - 1


class SlugConverter(BaseConverter):
    """Lower-case ASCII letters, digits and hyphens."""

    regex = "[a-z0-9][a-z0-9-]{0,119}"


class NumberConverter(IntegerConverter):
    """The number of a row; PostgreSQL would stumble over a larger one."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        super().__init__(url_map, *args, **{"max": LARGEST_NUMBER, **options})


def add_slugs_to(door: Blueprint) -> None:
    """Let the routes of a door, registered after this call, use `<slug:name>`; and all that follow, `<int:number>`."""
    converters = {"slug": SlugConverter, "int": NumberConverter}
    door.record_once(lambda state: state.app.url_map.converters.update(converters))
