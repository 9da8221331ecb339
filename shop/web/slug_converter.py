"""Addresses of goods, producers and places: what is not a slug is unknown before any table is asked."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.routing import BaseConverter


class SlugConverter(BaseConverter):
    """Lower-case ASCII letters, digits and hyphens."""

    regex = "[a-z0-9][a-z0-9-]{0,119}"


def add_slugs_to(door: Blueprint) -> None:
    """Let the routes of a door, registered after this call, use `<slug:name>`."""
    door.record_once(lambda state: state.app.url_map.converters.update(slug=SlugConverter))
