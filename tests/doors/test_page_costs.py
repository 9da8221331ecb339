"""What each public page may cost: at most six statements when it is made, none when it is kept, no host in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from shop import clock
from shop.catalogue import current_shelf, forget_shelves, newest_goods
from shop.certification import next_change_after
from shop.database import db
from tests import counting
from tests.conftest import DEMONSTRATION_DAY

MOST_STATEMENTS = 6
PUBLIC_DOORS = ("storefront.", "api.")
# Pages that are somebody's own, or lead there: never kept, and proved elsewhere (test_account, test_cart_door ...).
# What belongs to somebody, or shows a stall's own people what nobody else sees yet.
OWN = (
    "entry",
    "account",
    "cart",
    "checkout",
    "enquiries",
    "orders",
    "review_mails",
    "invitation",
    "preview",
    "stall_preview",
)
# Handed out from the disk, never kept in memory: test_open_data.
FILES = ("storefront.open_data.serving.table", "storefront.open_data.serving.objects")
OWN_DOORS = tuple(f"storefront.{name}." for name in OWN)
LISTS = ("?group=food&sort=price", "?q=mat+ong", "?stars=4&province=lao-cai&page=1")

numbers = itertools.count()


@pytest.fixture
def statements(demonstration: Flask) -> Iterator[list[str]]:
    """The statements that reach the database from now on."""
    with demonstration.app_context():
        engine = db.engine
    with counting.statements(engine) as seen:
        yield seen


def public_rules(app: Flask) -> list[Rule]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(PUBLIC_DOORS)]
    return [rule for rule in rules if not rule.endpoint.startswith((*OWN_DOORS, *FILES))]


def addresses(app: Flask) -> dict[str, str]:
    """An address for every public rule, and some lists, by a name for the failure's message."""
    with app.app_context():
        card = next(card for card in newest_goods(current_shelf(clock.now()), 100) if card.producer_slug)
    slugs = {"products": card.slug, "producers": card.producer_slug}
    values = {"code": card.certificate_code, "province": "lao-cai", "place": "bao-yen"}
    found = {}
    for rule in public_rules(app):
        values["slug"] = slugs["producers" if "producers" in rule.endpoint else "products"]
        given = {name: values[name] for name in rule.arguments}
        found[rule.endpoint] = rule.build(given)[1]
    found |= {f"list {query}": f"/san-pham{query}" for query in LISTS}
    found["list in English"] = "/en/san-pham"
    if "storefront.products.show" in found:
        found["gone"] = "/san-pham/khong-co-san-pham-nay"
    return found


def test_every_public_page_is_kept_and_costs_few_statements(
    demonstration: Flask, shopper: FlaskClient, statements: list[str]
) -> None:
    dear, not_kept = {}, []
    for name, address in addresses(demonstration).items():
        new = f"{address}{'&' if '?' in address else '?'}measured={next(numbers)}"
        shopper.get(new)
        statements.clear()
        made = shopper.get(f"{new}1")
        if len(statements) > MOST_STATEMENTS:
            dear[name] = [one[:90] for one in statements]
        if made.headers["Cache-Control"] == "no-store":
            not_kept.append(name)
    assert dear == {}
    assert not_kept == []


def test_a_kept_page_costs_no_statement(
    demonstration: Flask, shopper: FlaskClient, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: now)
    pages = addresses(demonstration)
    for address in pages.values():
        shopper.get(address)
    statements.clear()
    for address in pages.values():
        shopper.get(address)
        shopper.head(address)
    assert statements == []


def test_the_first_page_after_a_change_costs_few_statements_too(
    demonstration: Flask, shopper: FlaskClient, statements: list[str]
) -> None:
    """The shelf is made anew: its own six statements come on top, whatever the number of goods."""
    shopper.get(f"/san-pham?measured={next(numbers)}")
    with demonstration.app_context():
        forget_shelves()
    statements.clear()
    shopper.get(f"/san-pham?measured={next(numbers)}")
    assert len(statements) <= 2 * MOST_STATEMENTS


def test_no_kept_page_depends_on_the_host_or_on_cookies(demonstration: Flask, shopper: FlaskClient) -> None:
    """Kept pages are given to all: one visitor's headers must not reach the next one's page."""
    strange = {"Host": "localhost", "Accept-Language": "fr", "Cookie": "session=abcdef", "User-Agent": "strange"}
    differing = []
    for name, address in addresses(demonstration).items():
        demonstration.extensions["page_cache"].memory.clear()
        other = shopper.get(
            address, headers=strange | {"X-Forwarded-Host": "evil.test", "Referer": "http://evil.test/"}
        )
        demonstration.extensions["page_cache"].memory.clear()
        usual = shopper.get(address)
        if other.data != usual.data or b"evil.test" in other.data or "evil.test" in str(other.headers):
            differing.append(name)
    assert differing == []


def test_what_lapses_at_midnight_leaves_the_kept_list(demonstration: Flask) -> None:
    visitor = demonstration.test_client()
    with demonstration.app_context():
        midnight = next_change_after(DEMONSTRATION_DAY)
    assert midnight
    with clock.stopped_at(midnight - timedelta(milliseconds=1)):
        evening = visitor.get("/api/v1/products").json
        assert visitor.get("/api/v1/products").json == evening
    with clock.stopped_at(midnight):
        morning = visitor.get("/api/v1/products").json
    assert evening and morning
    assert morning["total"] < evening["total"]
