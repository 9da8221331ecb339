"""Every route of the programme office, by the map of the program, for everybody: officers of this province, of another,
of the whole country, operators, producers, shoppers, strangers. A route or an argument that these tests do not know
fails them: say in WHERE which row of the planted province it names.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shop import clock
from shop.certification import (
    Award,
    Certificate,
    CertifiedGood,
    RevocationGround,
    Revoke,
    Scope,
    certificate_code,
    do_act,
)
from shop.database import db, transaction
from shop.joining import Invitee, invite_to_stall
from shop.programme.act_kinds import KINDS
from shop.programme.bulk import FORMS
from shop.register_intake import work_on_uploads
from shop.renewals import DeliveryWay
from shop.settlement import period_of
from shop.targets import Measure, Wish, set_target
from shop.values.dates import vietnam_day
from tests.doors.office_visiting import act, content, form_key, operator
from tests.doors.programme_visiting import officer
from tests.doors.stall_visiting import owner
from tests.doors.test_stall_tenancy import text_of
from tests.doors.visiting import SAME_ORIGIN, post, someone
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person
from tests.factories.register import make_certificate, make_good, make_producer
from tests.factories.settling import book, sell

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.breaks_a_promise  # rows are made up

PROGRAMME, OFFICE, STALLS = "programme", "office", "dashboard"
HERE, ELSEWHERE = "15", "08"  # Lào Cai, where everything is planted; Tuyên Quang, where nothing is
CANARY = "Chim hoàng yến"
BAC_HA = ("xã Bắc Hà", "huyện Bắc Hà", "Lào Cai")
PRICE, PIECES = 765_431, 7  # nobody else's money looks like this
HIDDEN = 22
DUE = "/chuong-trinh/den-han"
# Which row of the planted province an argument of an address names: a query, or the words that it may be.
WHERE: dict[str, str | tuple[str, ...]] = {
    "programme.acts.number": "SELECT MIN(id) FROM register_acts WHERE state = 'done'",
    "programme.acts.confirm.number": "SELECT MAX(id) FROM register_acts WHERE state = 'waiting'",
    "programme.acts.refuse.number": "SELECT MAX(id) FROM register_acts WHERE state = 'waiting'",
    "programme.acts.take_back.number": "SELECT MAX(id) FROM register_acts WHERE state = 'waiting'",
    "programme.due.calendars.number": "SELECT MAX(id) FROM calendar_feeds",
    "programme.due.letters.number": "SELECT MAX(id) FROM notice_letters",
    "programme.due.letters.mail_round.number": "SELECT MAX(id) FROM notice_rounds",
    "programme.good.slug": "SELECT MIN(slug) FROM certified_goods WHERE producer_id IS NOT NULL",
    "programme.making.slug": "SELECT MIN(slug) FROM certified_goods WHERE producer_id IS NOT NULL",
    "programme.making.what": tuple(KINDS),
    "programme.new_producer.slug": "SELECT MIN(slug) FROM certified_goods WHERE producer_id IS NOT NULL",
    "programme.bulk.kind": tuple(FORMS),
    "programme.coverage.kind": ("csv", "xlsx"),
    "programme.behind.kind": ("csv", "xlsx"),
    "programme.imports.number": "SELECT MIN(id) FROM register_uploads",
    "programme.imports.row_id": "SELECT MIN(id) FROM register_upload_rows",
    "programme.labels.code": "SELECT MIN(code) FROM certificates",
    "programme.stalls.application_id": "SELECT MAX(id) FROM stall_applications",
    "programme.stalls.invitation_id": "SELECT MAX(id) FROM stall_invitations",
    "programme.targets.target_id": "SELECT MAX(id) FROM coverage_targets",
}
# What an address asks for beside its arguments: the planted rows too.
ASKED = {"programme.due.letters.print_round": ("dot", "SELECT MAX(id) FROM notice_rounds")}
# These arguments choose a kind of page, not somebody's row.
NO_ROW = {"what", "kind", "token"}
# Nothing of the kind was planted: no paper was sent along.
NOT_THERE = {"programme.acts.paper"}
# A label for a pack says what everybody may read on the certificate's public page.
PUBLIC = {"programme.labels.sheet"}
# How many rows of a file were read, and no word of them.
SAYS_NOTHING = {"programme.imports.progress"}
# An officer's own: everybody may have one.
OWN = {"programme.due.calendars.make"}


@dataclass(frozen=True)
class Route:
    """One method of one rule, with an address that leads to the planted rows."""

    endpoint: str
    method: str
    path: str
    names_a_row: bool


@dataclass(frozen=True)
class Scene:
    """A shop in which one province has something behind every address, and sold for money that can be known again."""

    app: Flask
    slug: str
    money: frozenset[str]

    def routes(self, *doors: str) -> Iterator[Route]:
        """Every route of these doors."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            is_of_a_stall = rule.endpoint.startswith(f"{STALLS}.") and "stall" in rule.arguments
            if rule.endpoint.split(".")[0] in doors and (is_of_a_stall or STALLS not in rule.endpoint):
                choices = [[(name, value) for value in _values(rule.endpoint, name)] for name in sorted(rule.arguments)]
                for method, chosen in product(sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}), product(*choices)):
                    built = rule.build(dict(chosen))
                    assert built is not None, rule
                    name, query = ASKED.get(rule.endpoint, ("", ""))
                    path = f"{built[1]}?{name}={_first(query)}" if name else built[1]
                    yield Route(rule.endpoint, method, path, bool(name or rule.arguments - NO_ROW))

    def ask(self, client: FlaskClient, route: Route) -> tuple[int, str]:
        """Status of an answer, and all that it tells; a form is sent with everything that forms here ask for."""
        if route.method == "GET":
            answer = client.get(route.path, headers=SAME_ORIGIN)
        else:
            data = {**dict.fromkeys(FIELDS, "1"), **self.sensible(), "form_key": form_key()}
            answer = client.open(route.path, method=route.method, data=data, headers=SAME_ORIGIN)
        told = "\n".join(f"{name}: {value}" for name, value in answer.headers) + text_of(answer.get_data())
        answer.close()
        assert answer.status_code < 500, (route, told[-2000:])
        return answer.status_code, told

    def sensible(self) -> dict[str, Any]:
        """What forms want to read: everything of it is the planted province's."""
        good = _first("SELECT MIN(id) FROM certified_goods")
        return {
            "step": "do",
            "stars": "4",
            "decided_on": "2026-10-05",
            "decision_number": "77/QĐ-UBND",
            "issuer": "UBND tỉnh Lào Cai",
            "evidence": "77/QĐ-UBND",
            "reason": "Nhầm",
            "ground": RevocationGround.LAW_BROKEN.value,
            "last_day": "2028-04-01",
            "code": _first("SELECT MIN(code) FROM certificates"),
            "codes": _first("SELECT MIN(code) FROM certificates"),
            "good": good,
            "other": good,
            "province": HERE,
            "place": f"p:{HERE}",
            "producer": self.slug,
            "email": "moi@example.vn",
            "year": "2026",
            "measure": Measure.ONLINE_PERCENT.value,
            "value": "80",
            "source": "12/KH-UBND",
            "language": "vi",
            "ngay": "20/11/2026",
            "cach": DeliveryWay.HAND.value,
        }


def _first(query: str) -> str:
    value = db.session.scalar(text(query))
    assert value is not None, query
    return str(value)


def _values(endpoint: str, name: str) -> tuple[str, ...]:
    door = endpoint.rpartition(".")[0]
    where = WHERE.get(f"{endpoint}.{name}", WHERE.get(f"{door}.{name}"))
    if where is None:
        assert not endpoint.startswith("programme."), f"say in WHERE which row {door}.{name} names"
        return ("1",)
    return where if isinstance(where, tuple) else (_first(where),)


def _fields() -> set[str]:
    """The names of all fields of the programme office's forms."""
    pages = [path for folder in ("programme", "desk") for path in (ROOT / "templates" / folder).rglob("*.html")]
    source = "".join(path.read_text(encoding="utf-8") for path in [*pages, *(ROOT / "shop/programme").rglob("*.py")])
    return set(re.findall(r'name="([a-z_]+)"', source)) | set(
        re.findall(r'form(?:\.get|\.getlist)?[(\[]"([a-z_]+)"', source)
    )


FIELDS = _fields()


def _plant(app: Flask) -> Scene:
    ends_in_spring: dict[str, Any] = {"decided_on": "2024-04-20"}
    pack = make_offer(f"{CANARY} vàng", price=PRICE, producer=f"HTX {CANARY}", place=BAC_HA, **ends_in_spring)
    order = sell({pack: PIECES})
    book()
    lan = make_producer(f"HTX {CANARY}")
    good = make_good(f"{CANARY} đỏ", producer=lan, place=BAC_HA)
    codes = [make_certificate(good, decided_on="2024-03-01").code, *_more_like(good, HIDDEN - 1)]
    said: dict[str, Any] = {"by": "officer:999", "at": NOON, "scope": Scope(HERE)}
    with transaction():
        do_act(Award(good.id, 4, date(2026, 2, 3), "9/QĐ", f"UBND {CANARY}"), evidence=f"9/QĐ {CANARY}", **said)
    with transaction():
        do_act(Revoke(tuple(codes), RevocationGround.LAW_BROKEN), evidence=f"10/QĐ {CANARY}", **said)
        invite_to_stall(lan, Invitee("canary@example.vn", True, "vi"), clock.now())
        wish = Wish(f"p:{HERE}", 2026, Measure.ONLINE_PERCENT, 77, f"Kế hoạch {CANARY}")
        set_target(wish, by="officer:999", at=NOON)
    _write_letters(officer(app, "clerk@example.vn", province=HERE))
    _send_a_file(officer(app, "sender@example.vn", province=HERE))
    make_person("asks@example.vn")
    form = {"producer": lan.slug, "position": CANARY, "phone": "0912345678"}
    assert post(someone(app, "asks@example.vn"), "/mo-gian-hang/xin", **form).status_code == 303
    return Scene(app, lan.slug, _money_of(order))


def _send_a_file(sender: FlaskClient) -> None:
    """An officer of the province sends a file with decisions, which waits to be looked at."""
    file = f"STT,Tên sản phẩm,Chủ thể,Tỉnh\n1,{CANARY},HTX {CANARY},Lào Cai\n".encode()
    assert act(sender, "/chuong-trinh/nhap", file=(io.BytesIO(file), f"{CANARY}.csv")).status_code == 303
    work_on_uploads(sender.application.config["SHOP"].media_dir)


def _write_letters(clerk: FlaskClient) -> None:
    """An officer of the province says who signs, writes a letter, and takes the calendar along."""
    sender = ("parent_name", "name", "symbol", "place", "title", "signer")
    assert act(clerk, f"{DUE}/co-quan", **dict.fromkeys(sender, CANARY[:10])).status_code == 303
    assert act(clerk, f"{DUE}/phat-hanh").status_code == 303
    assert act(clerk, f"{DUE}/lich/tao").status_code < 400


def _more_like(good: CertifiedGood, count: int) -> list[str]:
    """The codes of certificates of so many goods more, written down in one go."""
    names = ("name_key", "group", "producer_id", "province_code", "commune_code", "former_province")
    codes = [certificate_code(CANARY, str(number)) for number in range(count)]
    with transaction() as session:
        for number, code in enumerate(codes):
            one = CertifiedGood(name=f"{CANARY} {number}", slug=f"chim-{number}")
            for name in names:
                setattr(one, name, getattr(good, name))
            held = Certificate(code=code, stars=3, decided_on=date(2025, 3, 1), decided_year=2025, good=one)
            held.first_day, held.last_day, held.day_is_known = date(2025, 3, 1), date(2028, 3, 1), True
            held.valid_from, held.valid_until = held.facts.valid_from, held.facts.valid_until
            held.recorded_by, held.recorded_at = "import", NOON
            session.add(held)
    return codes


def _money_of(order: int) -> frozenset[str]:
    """The amounts that only those may see whose money it is, as pages and files write them."""
    db.session.rollback()
    amounts = {PIECES * PRICE}
    for column in ("commission_vnd", "producer_share_vnd"):
        amounts.add(int(_first(f"SELECT SUM({column}) FROM order_lines WHERE order_id = {int(order)}")))  # noqa: S608
    amounts |= {int(_first(f"SELECT total_vnd FROM orders WHERE id = {int(order)}"))}  # noqa: S608
    return frozenset(shape.format(amount).replace(",", mark) for amount in amounts for shape, mark in SHAPES)


SHAPES = (("{:,}", "."), ("{:,}", ","), ("{:,}", "\u00a0"), ("{}", ""))


@pytest.fixture
def scene(sqlite_app: Flask, set_clock: Callable[[object], None]) -> Scene:
    set_clock(NOON)
    # Whoever walks every route logs in and writes more often than anybody may in an hour.
    sqlite_app.config["SHOP"] = replace(sqlite_app.config["SHOP"], rate_logins=10_000)
    return _plant(sqlite_app)


def of_the_register(rows: dict[str, object]) -> dict[str, object]:
    """What says which goods are certified."""
    return {
        name: some
        for name, some in rows.items()
        if name.startswith(("certifi", "register_", "good_places", "producers", "producer_names"))
    }


def test_a_province_is_its_own_officers_and_the_countrys(scene: Scene) -> None:
    seen = walk_as_its_officer(scene)
    assert {"programme.register.index", "programme.waiting.index", "programme.stalls.index"} <= seen
    walk_as_another_provinces(scene)
    walk_for_money(scene)


def walk_as_its_officer(scene: Scene) -> set[str]:
    """The control: with the same addresses its own officer finds everything; where the canary was seen."""
    client, seen = officer(scene.app, "own@example.vn", province=HERE), set()
    for route in scene.routes(PROGRAMME):
        if route.method == "GET" and route.endpoint not in NOT_THERE:
            status, told = scene.ask(client, route)
            assert status < 400, (route, status)
            if CANARY in told:
                seen.add(route.endpoint)
            tells = route.names_a_row and route.endpoint not in PUBLIC | SAYS_NOTHING
            assert not tells or CANARY in told or status == 303, route
    return seen


def walk_as_another_provinces(scene: Scene) -> None:
    """An officer of another province finds nothing and changes nothing."""
    client = officer(scene.app, "other@example.vn", province=ELSEWHERE)
    before = content()
    for route in scene.routes(PROGRAMME):
        if route.endpoint in PUBLIC | OWN:
            continue
        status, told = scene.ask(client, route)
        assert not [word for word in (CANARY, "canary@example.vn", "asks@example.vn") if word in told], route
        assert status == 404 or not route.names_a_row, (route, status)
    after = content()
    assert {name for name in after if after[name] != before[name]} <= {"used_forms"}


def walk_for_money(scene: Scene) -> None:
    """No page of an officer tells of a producer's money; the control: the same amounts stand in the office."""
    client = officer(scene.app)
    for route in scene.routes(PROGRAMME):
        if route.method == "GET":
            status, told = scene.ask(client, route)
            assert status < 400 or route.endpoint in NOT_THERE, (route, status)
            assert not [amount for amount in scene.money if amount in told], route
    desk = operator(scene.app)
    pages = ("/van-hanh/don-hang", f"/van-hanh/so-sach?period={period_of(vietnam_day(NOON)).code}")
    told = "".join(scene.ask(desk, Route("", "GET", page, False))[1] for page in pages)
    assert [amount for amount in scene.money if amount in told]


def test_the_programme_office_is_not_there_for_others(scene: Scene) -> None:
    before: dict[str, object] = {}
    for who in ("operator", "producer", "shopper", "stranger"):
        client = _visitor(scene, who)
        before = content()
        for route in scene.routes(PROGRAMME):
            status, told = scene.ask(client, route)
            assert status == (303 if who == "stranger" else 404), (who, route, status)
            assert CANARY not in told, (who, route)
        assert content() == before, who


def test_officers_have_no_office_and_operators_no_certificates(scene: Scene) -> None:
    client = officer(scene.app)
    before = content()
    for route in scene.routes(OFFICE, STALLS):
        path = route.path.replace("/gian-hang/1", f"/gian-hang/{scene.slug}")
        status, _ = scene.ask(client, replace(route, path=path))
        assert status == 404, (route, status)
    assert content() == before
    desk, kept = operator(scene.app), of_the_register(content())
    for route in scene.routes(OFFICE):
        if route.method != "GET":
            scene.ask(desk, route)
    assert of_the_register(content()) == kept


def _visitor(scene: Scene, who: str) -> FlaskClient:
    if who == "operator":
        return operator(scene.app)
    if who == "producer":
        return owner(scene.app, make_producer(f"HTX {CANARY}"))
    if who == "stranger":
        return scene.app.test_client()
    make_person()
    return someone(scene.app)
