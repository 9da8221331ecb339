"""What comes twice is there once; what only looks the same is kept for a person (issue 5, 3)."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Request
from sqlalchemy import func, select

from shop.database import db
from shop.fairs import BoothTask, QuarantinedSale
from shop.stock import StockMove
from tests.bad_line import Fault
from tests.browser.fairground import Booth, Good, Ground, open_ground
from tests.browser.hands import Hands
from tests.browser.held_against import broken_promises, differences, pieces_left
from tests.script_twins import OTHER_SCRIPT, other_script
from tests.twins import BELIEVES_THE_ID, SHORT_OF_THE_WEB

pytestmark = pytest.mark.slow

HONEY = Good("Mật ong")
LAST_JAR = Good("Hũ cuối", pieces=1)
SENDING = "POST /kiosk/api/sales"


@pytest.fixture(scope="module")
def ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Ground]:
    with open_ground(sqlite_template, tmp_path_factory.mktemp("fair"), playwright) as ground:
        yield ground


@pytest.fixture(autouse=True)
def line_is_good(ground: Ground) -> Iterator[None]:
    """A test that failed leaves the line as it was."""
    yield
    ground.line.suffer(None)
    ground.line.up()


def send_again(hands: Hands, sale: dict[str, Any]) -> dict[str, Any]:
    """Send a sale with the tablet's own token, as a program would; the answer to it."""
    [device] = [row["device"] for row in hands.table("kept") if row["name"] == "device"]
    asked = urllib.request.Request(
        f"{hands.ground.address}/kiosk/api/sales",
        data=json.dumps({"sales": [sale]}).encode(),
        headers={"Authorization": f"Bearer {device['token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        [said] = json.loads(answer.read())["sales"]
    return dict(said)


def same_id_other_body(ground: Ground) -> list[str]:
    """Send a recorded sale again, and again with another quantity; what went wrong."""
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth)
    hands.record(1, booth.packs[HONEY.name])
    hands.send_now()
    hands.wait_until_sent()
    rows = hands.sales()
    sale = rows[0]["sale"]
    again = send_again(hands, sale)
    other = send_again(hands, {**sale, "lines": [{**sale["lines"][0], "quantity": 7}]})
    with ground.inside():
        held = db.session.scalars(select(QuarantinedSale.reason).where(QuarantinedSale.booth_id == booth.id)).all()
        tasks = db.session.scalar(
            select(func.count()).where(BoothTask.booth_id == booth.id, BoothTask.settled_at.is_(None))
        )
    faults = differences(ground, booth, [rows])
    faults += [] if again["status"] == "already_recorded" else [f"the same again: {again}"]
    faults += [] if other["status"] == "quarantined" else [f"another body: {other}"]
    faults += [] if held == ["other_body"] and tasks == 1 else [f"quarantine: {held}, {tasks} tasks"]
    if pieces_left(ground, booth.location, booth.packs[HONEY.name]) != HONEY.pieces - 1:
        faults.append("the other body moved stock")
    hands.tablet.close()
    return faults


def test_the_same_id_with_another_body_is_kept_for_a_person(ground: Ground) -> None:
    assert same_id_other_body(ground) == []
    assert broken_promises(ground) == []


def test_the_twin_that_believes_the_id_is_caught(sqlite_template: Path, tmp_path: Path, playwright: Playwright) -> None:
    with open_ground(sqlite_template, tmp_path, playwright, twin=BELIEVES_THE_ID) as ground:
        assert same_id_other_body(ground) != []


def ids_in(request: Request) -> list[str]:
    """The sales that a request carried."""
    if not request.url.endswith("/kiosk/api/sales"):
        return []
    return [sale["sale_id"] for sale in json.loads(request.post_data or "{}")["sales"]]


def two_tabs(ground: Ground) -> list[str]:
    """Two tabs of one tablet are told to send at the same moment, over a line that gives them time; what went wrong."""
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth)
    ground.line.down()
    hands.record(20, booth.packs[HONEY.name])
    second: Page = hands.tablet.context.new_page()
    second.goto(ground.address + "/kiosk")
    second.wait_for_selector("html[data-ready]", state="attached")
    sent: Counter[str] = Counter()
    hands.tablet.context.on("requestfinished", lambda request: sent.update(ids_in(request)))
    ground.line.suffer(lambda line: Fault(delay=3.0) if SENDING in line else None)
    ground.line.up()
    for page in (hands.page, second):
        page.evaluate("dispatchEvent(new Event('online'))")
    hands.wait_until_sent()
    hands.page.wait_for_timeout(1_500)
    ground.line.suffer(None)
    rows = hands.sales()
    faults = differences(ground, booth, [rows])
    faults += [] if sent == Counter(row["sale_id"] for row in rows) else [f"sent {sent.most_common(3)}"]
    seen = [
        int(page.locator("[data-unsent]").first.get_attribute("data-unsent") or -1) for page in (hands.page, second)
    ]
    faults += [] if seen == [0, 0] else [f"the tabs count {seen} unsent"]
    hands.tablet.close()
    return faults


def test_two_tabs_send_once(ground: Ground) -> None:
    assert two_tabs(ground) == []


def test_the_twin_without_a_lock_is_caught(sqlite_template: Path, tmp_path: Path, playwright: Playwright) -> None:
    wrong = other_script(("kiosk/wiring.js", "navigator.locks ?? {", "{"))
    with open_ground(sqlite_template, tmp_path, playwright, twin=OTHER_SCRIPT, **wrong) as ground:
        assert two_tabs(ground) != []


def last_jar(ground: Ground) -> list[str]:
    """Two tablets sell the same last jar without a network, and send; what went wrong."""
    booth = ground.booth(LAST_JAR)
    variant = booth.packs[LAST_JAR.name]
    tablets = [Hands(ground, ground.tablet()).pair(booth) for _ in range(2)]
    ground.line.down()
    for hands in tablets:
        hands.begin_to_sell()
        hands.sell(variant)
    logs = [hands.sales() for hands in tablets]
    ground.line.up()
    for hands in reversed(tablets):
        hands.send_now()
        hands.wait_until_sent()
    faults = differences(ground, booth, logs) + left_behind(ground, booth, variant)
    odd = sorted(exception for hands in tablets for row in hands.sales() for exception in row["exceptions"])
    faults += [] if odd == ["oversold"] else [f"exceptions {odd}"]
    for hands in tablets:
        hands.tablet.close()
    return faults


def left_behind(ground: Ground, booth: Booth, variant: int) -> list[str]:
    """What is wrong with stock and tasks after a jar was sold that was not there."""
    faults = []
    if pieces_left(ground, booth.location, variant) != 0:
        faults.append("the booth does not hold nothing")
    if pieces_left(ground, "web", variant) != 5:
        faults.append("the web's stock was touched")
    with ground.inside():
        here = (StockMove.location == booth.location, StockMove.variant_id == variant)
        moves = sorted(tuple(row) for row in db.session.execute(select(StockMove.kind, StockMove.delta).where(*here)))
        owners = db.session.scalars(select(BoothTask.owner_id).where(BoothTask.booth_id == booth.id)).all()
    if moves != [("receive", 1), ("sale", -1), ("sale", -1), ("shortage", 1)]:
        faults.append(f"moves {moves}")
    if len(owners) != 1 or not owners[0]:
        faults.append(f"owners {owners}")
    return faults


def test_two_tablets_sell_the_same_last_jar(ground: Ground) -> None:
    assert last_jar(ground) == []
    assert broken_promises(ground) == []


def test_the_twin_that_takes_from_the_web_is_caught(
    sqlite_template: Path, tmp_path: Path, playwright: Playwright
) -> None:
    with open_ground(sqlite_template, tmp_path, playwright, twin=SHORT_OF_THE_WEB) as ground:
        assert last_jar(ground) != []
