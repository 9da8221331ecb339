"""Every route, by the map of the program: writes refuse strangers and other sites, looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from shop import clock
from shop.cart import open_cart
from shop.catalogue import Variant
from shop.certification import Certificate
from shop.database import db, transaction
from tests.doors.routes import DOORS, Route, Whose, content, every_route, whose_is
from tests.doors.visiting import SAME_ORIGIN, someone
from tests.factories.buying import make_offer, make_order
from tests.factories.lots import make_lot_of
from tests.factories.people import PASSWORD, make_person
from tests.factories.register import make_producer

SAFE = {"GET", "HEAD"}
# What a browser or a page of another site may send with a write.
STRANGE: dict[str, dict[str, str]] = {
    "nothing": {},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "none": {"Sec-Fetch-Site": "none"},
    "foreign origin": {"Origin": "https://evil.test"},
    "no origin": {"Origin": "null"},
    "other port": {"Origin": "http://localhost:81"},
    "fetch says more": {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    "json as text": {"Content-Type": "text/plain"},
    "json as text from a foreign page": {"Content-Type": "text/plain", "Origin": "https://evil.test"},
}
# These look at the provider on the way back from its page, and write what it says: the order, never the visitor, gains.
LOOKS_AND_WRITES = {"storefront.orders.returned"}
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=()",
}
FORM = {"password": PASSWORD, "code": "1", "variant_id": "1", "quantity": "1", "phone": "0912345678"}
KNOWN_ORDERS = ("vietqr", "cod")


@dataclass(frozen=True)
class Scene:
    """A shop in which there is something behind every address."""

    app: Flask
    values: dict[str, str]

    def routes(self, *whose: Whose, writing: bool) -> list[Route]:
        """The routes that write, or those that look, of some doors or of all."""
        found = every_route(self.app, self.values)
        return [
            route for route in found if (route.method not in SAFE) is writing and (not whose or route.whose in whose)
        ]


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    hoa = make_person()
    make_person("minh@example.vn")
    honey = make_offer("Mật ong rừng")
    order = make_order({honey: 1}, account_id=hoa.id)
    variant = db.session.get_one(Variant, honey)
    lot = make_lot_of(make_producer())
    certificate = db.session.query(Certificate).first()
    assert certificate is not None
    values = {
        "code": order.code,
        "storefront.certificates.code": certificate.code,
        "api.certificates.code": certificate.code,
        "slug": variant.product.good.slug,
        "storefront.lots.code": lot.code,
        "storefront.producers.slug": "htx-vinh-yen",
        "storefront.enquiries.slug": "htx-vinh-yen",
        "province": "lao-cai",
        "place": "bao-yen",
        "token": "x",
        "name": "x.webp",
        "stall": "htx-vinh-yen",
        "variant_id": str(honey),
    }
    db.session.rollback()
    # Whoever walks every route logs in more often than anybody may in an hour.
    sqlite_app.config["SHOP"] = replace(sqlite_app.config["SHOP"], rate_logins=10_000)
    return Scene(sqlite_app, values)


def ask(client: FlaskClient, route: Route, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer."""
    data = None if route.method in SAFE else dict(FORM)
    answer = client.open(route.path, method=route.method, headers=headers, data=data)
    return answer.status_code, dict(answer.headers), answer.text


def test_every_door_is_in_the_table(sqlite_app: Flask) -> None:
    strangers = set()
    for rule in sqlite_app.url_map.iter_rules():
        try:
            whose_is(rule.endpoint)
        except KeyError:
            strangers.add(rule.endpoint)
    assert strangers == set(), f"say in tests/doors/routes.py whose these are; there are {len(DOORS)} doors"


def test_the_walk_finds_what_is_planted(scene: Scene) -> None:
    """The controls: a door that nobody put into the table, and a page that writes while it is looked at."""
    stray = Blueprint("stray", __name__)

    @stray.get("/stray")
    def index() -> str:
        with transaction():
            open_cart(token="planted", at=clock.now())
        return "seen"

    before = content()
    scene.app._got_first_request = False
    scene.app.register_blueprint(stray)
    with pytest.raises(KeyError):
        scene.routes(writing=False)
    assert scene.app.test_client().get("/stray").text == "seen"
    assert [name for name, rows in content().items() if rows != before[name]] == ["carts"]


@pytest.mark.parametrize("how", STRANGE)
def test_a_write_from_elsewhere_is_refused_and_changes_nothing(scene: Scene, how: str) -> None:
    client = someone(scene.app)
    before = content()
    routes = scene.routes(writing=True)
    assert len(routes) >= 19
    for route in routes:
        status, _, _ = ask(client, route, STRANGE[how])
        refused = {400, 401, 403, 404, 413, 415} if route.whose is Whose.MACHINE else {403}
        assert status in refused, (route, status)
    assert content() == before


@pytest.mark.parametrize("headers", [SAME_ORIGIN, {"Origin": "http://localhost"}], ids=["fetch", "origin"])
def test_a_write_from_here_passes(scene: Scene, headers: dict[str, str]) -> None:
    client = someone(scene.app)
    for route in scene.routes(writing=True):
        if route.whose is not Whose.MACHINE:
            if client.get("/tai-khoan").status_code != 200:  # the route before ended the session
                client = someone(scene.app)
            status, _, _ = ask(client, route, headers)
            assert status != 403, route
            assert status < 500, route


def test_strangers_are_asked_to_log_in_and_change_nothing(scene: Scene) -> None:
    before = content()
    for route in scene.routes(Whose.MEMBER, Whose.STALL, Whose.OFFICER, Whose.OPERATOR, writing=True):
        status, headers, _ = ask(scene.app.test_client(), route, SAME_ORIGIN)
        assert (status, headers["Location"]) == (303, "/dang-nhap"), route
    for route in scene.routes(Whose.MEMBER, Whose.STALL, Whose.OFFICER, Whose.OPERATOR, writing=False):
        status, headers, _ = ask(scene.app.test_client(), route, {})
        assert status == 303, route
        assert headers["Location"].startswith("/dang-nhap"), route
    assert content() == before


@pytest.mark.parametrize("who", ["stranger", "another member"])
def test_an_order_exists_for_its_buyer_only(scene: Scene, who: str) -> None:
    """404 for everybody else, with the same words as for an order that there is not; nothing changes."""
    client = scene.app.test_client() if who == "stranger" else someone(scene.app, "minh@example.vn")
    unknown = Scene(scene.app, {**scene.values, "code": "OCOP3333333"})
    before = content()
    for writing in (False, True):
        pairs = zip(
            scene.routes(Whose.ORDER, writing=writing), unknown.routes(Whose.ORDER, writing=writing), strict=True
        )
        for route, other in pairs:
            status, _, text = ask(client, route, SAME_ORIGIN)
            other_status, _, other_text = ask(client, other, SAME_ORIGIN)
            assert (status, other_status) == (404, 404), route
            code, other_code = scene.values["code"], unknown.values["code"]
            assert text.replace(code, "") == other_text.replace(other_code, ""), route
    assert content() == before


def test_the_office_and_the_stalls_do_not_exist_for_members(scene: Scene) -> None:
    client, before = someone(scene.app), content()
    for writing in (False, True):
        for route in scene.routes(Whose.OPERATOR, Whose.OFFICER, Whose.STALL, writing=writing):
            status, _, _ = ask(client, route, SAME_ORIGIN)
            assert status == 404, route
    assert content() == before


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_looking_changes_nothing(scene: Scene, who: str) -> None:
    client = scene.app.test_client() if who == "stranger" else someone(scene.app)
    before = content()
    for prefix in ("", "/en"):
        for route in scene.routes(writing=False):
            if route.endpoint in LOOKS_AND_WRITES:
                continue
            answer = client.open(prefix + route.path, method=route.method)
            assert answer.status_code < 500 or route.whose is Whose.WATCHER, (route, answer.status_code)
    after = content()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_every_answer_carries_the_headers_and_what_is_private_is_kept_by_nobody(scene: Scene, who: str) -> None:
    client = scene.app.test_client() if who == "stranger" else someone(scene.app)
    for writing in (False, True):
        for route in scene.routes(writing=writing):
            if writing and who == "member":
                continue  # a member who presses every button once is logged out on the way
            status, headers, _ = ask(client, route, SAME_ORIGIN)
            for name, part in HEADERS.items():
                assert part in headers.get(name, ""), (route, status, name)
            if route.whose not in (Whose.EVERYBODY, Whose.WATCHER):
                assert headers["Cache-Control"] == "no-store", (route, status)
            if route.whose is Whose.EVERYBODY:
                assert "Set-Cookie" not in headers, route
