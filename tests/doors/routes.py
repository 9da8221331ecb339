"""Every route of the shop and whose it is: a door that is not in this table fails the tests that walk it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask
from werkzeug.routing import Rule

from shop.database import Base, db


class Whose(StrEnum):
    """Who a door's pages belong to."""

    EVERYBODY = "the same for everybody: kept by caches, sets no cookie"
    VISITOR = "a visitor's own: kept by nobody"
    MEMBER = "a member's own: strangers are asked to log in"
    ORDER = "who bought: strangers get 404, whether the order exists or not"
    STALL = "a stall's people: strangers are asked to log in, for others it does not exist"
    OFFICER = "officers: strangers are asked to log in, for others it does not exist"
    OPERATOR = "operators: strangers are asked to log in, for others it does not exist"
    MACHINE = "a machine that signs what it sends and reads no cookie"
    WATCHER = "whoever watches the machine"


DOORS: dict[str, Whose] = {
    "api.certificates": Whose.EVERYBODY,
    "api.description": Whose.EVERYBODY,
    "api.products": Whose.EVERYBODY,
    "dashboard": Whose.STALL,
    "dashboard.entry": Whose.MEMBER,
    "health": Whose.WATCHER,
    "kiosk.api": Whose.MACHINE,
    "kiosk.page": Whose.EVERYBODY,
    "kiosk.pairing": Whose.MACHINE,
    "media": Whose.EVERYBODY,
    "storefront.account": Whose.MEMBER,
    "storefront.addresses": Whose.EVERYBODY,
    "storefront.cart": Whose.VISITOR,
    "storefront.certificates": Whose.EVERYBODY,
    "storefront.certificate_codes": Whose.EVERYBODY,
    "storefront.check": Whose.EVERYBODY,
    "storefront.checkout": Whose.VISITOR,
    "storefront.discovery": Whose.EVERYBODY,
    "storefront.duties": Whose.EVERYBODY,
    "storefront.enquiries": Whose.VISITOR,
    "storefront.entry": Whose.VISITOR,
    "storefront.home": Whose.EVERYBODY,
    "storefront.invitation": Whose.VISITOR,
    "storefront.lots": Whose.EVERYBODY,
    "storefront.open_data": Whose.EVERYBODY,
    "storefront.open_stall": Whose.EVERYBODY,
    "storefront.orders": Whose.ORDER,
    "storefront.places_to_buy": Whose.EVERYBODY,
    "storefront.preview": Whose.MEMBER,
    "storefront.origins": Whose.EVERYBODY,
    "storefront.producers": Whose.EVERYBODY,
    "storefront.products": Whose.EVERYBODY,
    "storefront.review_mails": Whose.VISITOR,
    "storefront.stall_preview": Whose.MEMBER,
    "style_guide": Whose.EVERYBODY,
    "office": Whose.OPERATOR,
    "programme": Whose.OFFICER,
    "programme_feed": Whose.VISITOR,
    "webhooks": Whose.MACHINE,
}
# Of a door whose other pages belong to somebody: what is open to every visitor.
EXCEPTIONS = {"storefront.orders.lookup": Whose.VISITOR}


@dataclass(frozen=True)
class Route:
    """One method of one rule, with an address that leads there."""

    endpoint: str
    method: str
    path: str
    whose: Whose


def whose_is(endpoint: str) -> Whose:
    """Whose a route is, by its door; KeyError for a door that is not in the table."""
    if endpoint in EXCEPTIONS:
        return EXCEPTIONS[endpoint]
    door = endpoint.rpartition(".")[0]
    while door not in DOORS and "." in door:
        door = door.rpartition(".")[0]
    return DOORS[door]


def every_route(app: Flask, values: dict[str, str]) -> Iterator[Route]:
    """Each method of each rule; `values` fill the rules' arguments, by `door.argument` or by the argument alone."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            yield Route(rule.endpoint, method, _address(rule, values), whose_is(rule.endpoint))


def _address(rule: Rule, values: dict[str, str]) -> str:
    door = rule.endpoint.rpartition(".")[0]
    given = {name: values.get(f"{door}.{name}", values.get(name, "1")) for name in rule.arguments}
    built = rule.build(given)
    assert built is not None, f"no address of {rule.rule} with {given}"
    return built[1]


def content() -> dict[str, list[str]]:
    """Every row of every table, but for the counting of tries."""
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(table.select()).all()))
        for table in Base.metadata.sorted_tables
        if table.name != "throttles"
    }
