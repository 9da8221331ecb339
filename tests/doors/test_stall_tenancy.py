"""Every route of the stalls, by the map of the program: whoever it is not for finds nothing, hears nothing, changes
nothing. A route, an argument, a table or a page that these tests do not know fails them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from shop.accounts import Role, disable_person, find_person_by_email
from shop.database import transaction
from shop.fairs import get_booth
from shop.producers import Producer
from shop.renewals import DossierItem
from shop.settlement import Period
from tests.doors.office_visiting import form_key, operator
from tests.doors.routes import content
from tests.doors.stall_visiting import owner, staff
from tests.doors.two_stalls import CANARY, TwoStalls, first, plant, rows_of
from tests.doors.visiting import SAME_ORIGIN, someone
from tests.factories.buying import NOON
from tests.factories.people import BY_TEST, make_person

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.breaks_a_promise  # texts are written over, rows made up

# Which row of the other stall an argument of an address names: table, and the column where it is not the number.
PLANTED = {
    "area_id": ("planting_areas", "id"),
    "certificate": ("certificates", "code"),
    "code": ("statements", "first_day"),
    "document_id": ("dossier_files", "id"),
    "enquiry_id": ("enquiries", "id"),
    "file_id": ("goods_files", "id"),
    "invitation_id": ("stall_invitations", "id"),
    "letter_id": ("notice_letters", "id"),
    "lot_id": ("lots", "id"),
    "note_id": ("hand_overs", "id"),
    "parcel_id": ("parcels", "id"),
    "person_id": ("role_grants", "person_id"),
    "photo_id": ("photos", "id"),
    "portrait_id": ("stall_portraits", "id"),
    "product_id": ("products", "id"),
    "removed_id": ("removed_photos", "id"),
    "return_id": ("return_requests", "id"),
    "review_id": ("reviews", "id"),
    "variant_id": ("variants", "id"),
}
# What forms want to read before they look for anything.
SENSIBLE = {
    "item": DossierItem.SAMPLES.value,
    "mark": "ready",
    "move": "up",
    "order": "1",
    "step": "filed",
    "outcome": "",
    "day": "2026-11-20",
    "answer": "Cảm ơn",
    "reason": "Hết hàng",
}
# What was made up of a table's columns cannot be shown: no file lies on the disk, no spreadsheet was read.
MADE_UP = {"dashboard.certificates.document", "dashboard.goods_file.preview"}
# Pages of a stall by who of its people may open them. The way in (`entry`) is outside of any stall.
OWNERS_ONLY = {"bank", "money", "payouts", "people", "publishing", "statements"}
EVERY_MEMBER = {
    "certificates",
    "cover",
    "enquiries",
    "fairs",
    "good",
    "goods",
    "goods_file",
    "holiday",
    "labels",
    "leaving",
    "lots",
    "more",
    "news",
    "packs",
    "parcel",
    "parcels",
    "photos",
    "planting_areas",
    "portraits",
    "profile",
    "returns",
    "reviews",
    "sheet",
    "sign",
    "start",
    "stock",
}


@dataclass(frozen=True)
class Route:
    """One method of one rule of the stalls."""

    page: str
    endpoint: str
    method: str
    rule: Rule

    @property
    def arguments(self) -> frozenset[str]:
        return frozenset(self.rule.arguments - {"stall"})


def routes(app: Flask, *, owners_only: bool | None = None) -> list[Route]:
    """Every route below `/gian-hang/<stall>`; those of owners' pages, those of the others, or all."""
    found = [
        Route(rule.endpoint.split(".")[1], rule.endpoint, method, rule)
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint.startswith("dashboard.") and "stall" in rule.arguments
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    ]
    return [one for one in found if owners_only is None or (one.page in OWNERS_ONLY) is owners_only]


@dataclass(frozen=True)
class Scene:
    """Two stalls, the addresses of the other one's rows, and what forms and addresses ask for."""

    app: Flask
    stalls: TwoStalls
    values: dict[str, str]
    own: dict[str, str]

    def path(self, route: Route, slug: str, own: frozenset[str] = frozenset()) -> str:
        """The address of a route in a stall, its arguments naming the other stall's rows, but for some of ours."""
        values = {name: (self.own if name in own else self.values)[name] for name in route.arguments}
        built = route.rule.build({"stall": slug, **values})
        assert built is not None, route
        return built[1]

    def ask(
        self, client: FlaskClient, route: Route, slug: str, *, prefix: str = "", own: frozenset[str] = frozenset()
    ) -> tuple[int, str]:
        """Send everything that the stalls' forms know with the other stall's numbers; status, and all that is told."""
        path = prefix + self.path(route, slug, own)
        if route.method == "GET":
            answer = client.get(path, query_string=self.named(), headers=SAME_ORIGIN)
            if answer.status_code == 400:  # strict about what an address asks: look without it
                answer = client.get(path, headers=SAME_ORIGIN)
        else:
            form = dict.fromkeys(fields(), "1") | SENSIBLE | self.named() | {"form_key": form_key()}
            answer = client.open(path, method=route.method, data=form, headers=SAME_ORIGIN)
        told = "\n".join(f"{name}: {value}" for name, value in answer.headers) + text_of(answer.get_data())
        assert answer.status_code < 500, (route.method, path, told[-2000:])
        return answer.status_code, told

    def named(self) -> dict[str, Any]:
        """The other stall's numbers under every name that a form or an address may give them."""
        named: dict[str, Any] = dict(self.values)
        for name, value in self.values.items():
            short = name.removesuffix("_id")
            named |= {short: value, f"{short}s": value, f"{short}-{value}": "1", f"line-{value}": "1"}
        return named


def text_of(body: bytes) -> str:
    """What an answer says, a workbook unpacked."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")


def fields() -> set[str]:
    """The names of all fields of the stalls' forms."""
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "dashboard").rglob("*.html"))
    source += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shop" / "dashboard").rglob("*.py"))
    return set(re.findall(r'name="([a-z_]+)"', source)) | set(
        re.findall(r'form(?:\.get|\.getlist)?[(\[]"([a-z_]+)"', source)
    )


def values_of(producer: Producer) -> dict[str, str]:
    """What the arguments of addresses may be in a stall."""
    values = {name: first(producer, *where) for name, where in PLANTED.items()}
    fair = get_booth(int(first(producer, "hand_overs", "booth_id"))).fair_id
    return values | {"code": Period(date.fromisoformat(values["code"])).code, "fair_id": str(fair)}


@pytest.fixture
def scene(sqlite_app: Flask, set_clock: Callable[[object], None]) -> Scene:
    set_clock(NOON)
    stalls = plant()
    theirs, own = (values_of(one) for one in (stalls.other, stalls.ours))
    # Whoever walks every route writes more often than anybody may in an hour.
    sqlite_app.config["SHOP"] = replace(sqlite_app.config["SHOP"], rate_logins=10_000)
    return Scene(sqlite_app, stalls, theirs, own)


def client_of(app: Flask, role: str, stalls: TwoStalls) -> FlaskClient:
    """A browser of somebody of the matrix."""
    if role in ("owner of ours", "owner of the other"):
        return owner(app, stalls.ours if role == "owner of ours" else stalls.other, "chu@example.vn")
    if role in ("staff of ours", "staff of the other"):
        return staff(app, stalls.ours if role == "staff of ours" else stalls.other)
    if role == "operator":
        return operator(app)
    if role == "nobody":
        return app.test_client()
    if role == "disabled owner of the other":
        client = owner(app, stalls.other, "chu@example.vn")
        person = find_person_by_email("chu@example.vn")
        assert person
        with transaction():
            disable_person(person.id, by=BY_TEST, at=NOON)
        return client
    make_person("ai@example.vn", role=Role.OFFICER if role == "officer" else None)
    return someone(app, "ai@example.vn")


def test_every_page_and_argument_is_known(sqlite_app: Flask) -> None:
    """Say of a new page in OWNERS_ONLY or EVERY_MEMBER whose it is, and of a new argument in PLANTED what it names."""
    there = routes(sqlite_app)
    assert {route.page for route in there} == OWNERS_ONLY | EVERY_MEMBER
    assert not OWNERS_ONLY & EVERY_MEMBER
    named = frozenset[str]().union(*(route.arguments for route in there))
    assert named <= {*PLANTED, "fair_id"}, f"unknown arguments: {named - set(PLANTED)}"
    assert len(there) > 30


def test_the_walk_finds_what_is_planted(scene: Scene) -> None:
    """The controls: the other stall's own people see its canaries; and ours hold none."""
    assert scene.stalls.canaries > 40
    client, seen = client_of(scene.app, "owner of the other", scene.stalls), set()
    for route in routes(scene.app):
        if route.method == "GET" and route.endpoint not in MADE_UP:
            status, told = scene.ask(client, route, scene.stalls.other.slug)
            assert status != 404, route
            if CANARY in told.lower():
                seen.add(route.page)
    wanted = {
        "bank",
        "certificates",
        "enquiries",
        "good",
        "goods",
        "goods_file",
        "packs",
        "parcel",
        "parcels",
        "people",
        "photos",
    }
    assert (wanted | {"lots", "planting_areas", "portraits", "profile", "reviews", "sheet"}) - seen == set()
    assert CANARY in repr(rows_of(scene.stalls.other.id))
    assert CANARY not in repr(rows_of(scene.stalls.ours.id)["parcels"])


LOGGED_OUT = {"nobody", "disabled owner of the other"}
OTHERS = ["nobody", "shopper", "officer", "operator", "disabled owner of the other", "owner of ours", "staff of ours"]


@pytest.mark.parametrize("role", OTHERS)
def test_another_stall_does_not_exist(scene: Scene, role: str) -> None:
    """Every route of the other stall, with the numbers of its own rows."""
    client = client_of(scene.app, role, scene.stalls)
    expected = 303 if role in LOGGED_OUT else 404
    before = content()
    for route in routes(scene.app):
        for prefix in ("", "/en"):
            status, told = scene.ask(client, route, scene.stalls.other.slug, prefix=prefix)
            assert status == expected, route
            assert CANARY not in told.lower(), route
    assert content() == before


@pytest.mark.parametrize("role", ["owner of ours", "staff of ours"])
def test_rows_of_another_stall_do_not_exist_in_ours(scene: Scene, role: str) -> None:
    """Every route of our stall whose address names something: all of it the other stall's, or any part of it."""
    client, before = client_of(scene.app, role, scene.stalls), content()
    faults = []
    for route in routes(scene.app):
        for own in _parts(route.arguments):
            status, told = scene.ask(client, route, scene.stalls.ours.slug, own=own)
            assert CANARY not in told.lower(), route
            if status != 404:
                faults.append((route.method, route.endpoint, sorted(own), status))
    assert faults == [], faults
    assert content() == before


@pytest.mark.parametrize("role", ["owner of ours", "staff of ours"])
def test_what_our_forms_and_addresses_name_is_ours(scene: Scene, role: str) -> None:
    """Every other route of our stall, with the other stall's numbers under every name of its forms and addresses."""
    client, theirs = client_of(scene.app, role, scene.stalls), rows_of(scene.stalls.other.id)
    for route in _leaving_last(routes(scene.app)):
        if not route.arguments:
            _, told = scene.ask(client, route, scene.stalls.ours.slug)
            assert CANARY not in told.lower(), route
            assert scene.stalls.other.name not in told, route
            assert rows_of(scene.stalls.other.id) == theirs, route


@pytest.mark.parametrize("role", OTHERS)
def test_the_preview_of_another_stall_does_not_exist(scene: Scene, role: str) -> None:
    """A stall's page and a good's as they would be stand outside of the stall, beside what shoppers see."""
    client = client_of(scene.app, role, scene.stalls)
    for path in (f"/nha-san-xuat/{scene.stalls.other.slug}/xem-truoc", f"/xem-truoc/{scene.values['product_id']}"):
        answer = client.get(path)
        assert answer.status_code == (303 if role in LOGGED_OUT else 404), path
        assert CANARY not in answer.text.lower()


def test_money_and_people_are_for_owners(scene: Scene) -> None:
    client, before = client_of(scene.app, "staff of ours", scene.stalls), content()
    there = routes(scene.app, owners_only=True)
    assert there
    for route in there:
        status, _ = scene.ask(client, route, scene.stalls.ours.slug)
        assert status == 404, route
    assert content() == before


def _parts(names: frozenset[str]) -> Iterator[frozenset[str]]:
    """Which of the arguments may be ours while at least one is not."""
    for size in range(len(names)):
        yield from map(frozenset, combinations(sorted(names), size))


def _leaving_last(there: list[Route]) -> Iterator[Route]:
    yield from sorted(there, key=lambda route: route.page == "leaving")
