"""Whose stall a request is for: found once, by the guard, among the grants of whoever is logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from shop.accounts import Role
from shop.config import Config
from shop.database import stop_watching, watch_stall
from shop.producers import find_producer_by_slug
from shop.web.acting import acts_as
from shop.web.guards import members_only, present_member

ARGUMENT = "stall"
# Kept with the request: a stall that is only named in the address, and the one that the guard found.
NAMED, FOUND = "shop.stall_named", "shop.stall_found"


@dataclass(frozen=True)
class Stall:
    """The stall that the present request is for, and who of its people asks."""

    producer_id: int
    slug: str
    name: str
    person_id: int
    is_owner: bool


def guard(door: Blueprint) -> None:
    """Let in the people of the stall that the address names; for everybody else who is logged in it does not exist.

    The stall is taken out of the arguments of the views, and put into every address that is built inside a stall.
    Owners without a second step are led to set one up, but in the demonstration.
    """
    door.url_value_preprocessor(_take_out)
    door.url_defaults(_put_in)
    members_only(door)
    door.before_request(_find)
    door.teardown_request(lambda error: stop_watching())


def owner_only(door: Blueprint) -> None:
    """Let in the owners of the stall; for its staff these pages do not exist."""
    door.before_request(_refuse_staff)


def present_stall() -> Stall:
    """The stall that the present request is for; behind the guard, below `/gian-hang/<stall>`, there always is one."""
    found = request.environ.get(FOUND)
    if not isinstance(found, Stall):
        abort(404)
    return found


def _take_out(endpoint: str | None, values: dict[str, Any] | None) -> None:
    request.environ[NAMED] = values.pop(ARGUMENT, None) if values else None


def _put_in(endpoint: str, values: dict[str, Any]) -> None:
    if ARGUMENT not in values and current_app.url_map.is_endpoint_expecting(endpoint, ARGUMENT):
        found = request.environ.get(FOUND)
        if isinstance(found, Stall):
            values[ARGUMENT] = found.slug


def _find() -> Response | None:
    slug = request.environ[NAMED]
    if slug is None:
        return None
    person = present_member().person
    producer = find_producer_by_slug(slug) if person.producer_ids else None
    if producer is None or not person.has_role(Role.PRODUCER, producer.id):
        abort(404)
    is_owner = person.owns(producer.id)
    config: Config = current_app.config["SHOP"]
    if is_owner and not person.has_second_step and not config.is_demonstration:
        return redirect(url_for("storefront.account.two_step.index"), 303)
    request.environ[FOUND] = Stall(producer.id, producer.slug, producer.name, person.id, is_owner)
    acts_as("producer", producer_id=producer.id)
    watch_stall(producer.id)
    return None


def _refuse_staff() -> None:
    if not present_stall().is_owner:
        abort(404)
