"""A tablet without room takes no money; a tablet that was shut out gives its sales away as a file (issue 5, 5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect
from sqlalchemy import select

from shop.database import db, transaction
from shop.fairs import BoothDevice, revoke_device
from tests.browser.fairground import Booth, Good, Ground, open_ground
from tests.browser.hands import Hands
from tests.browser.held_against import recorded
from tests.script_twins import OTHER_SCRIPT, other_script

pytestmark = pytest.mark.slow

HONEY = Good("Mật ong")
QUOTA = 4_000_000
# What a queue file may tell; nothing of it is about whoever bought.
OF_FILE = {"kiosk_export", "device", "device_name", "made_at", "sales", "sessions", "signature"}
OF_SALE = {
    "age_confirmed", "cashier", "change_vnd", "clock_offset_ms", "code", "hash", "kind", "known_at_ms", "lines",
    "of_sale_id", "previous_hash", "reason", "received_vnd", "sale_id", "seen_by", "seq", "session_id",
    "snapshot_made_at", "sold_at", "tender",
}  # fmt: skip
OF_LINE = {"variant_id", "quantity", "unit_vnd", "kind", "reason", "lot", "over_allotment"}
# In the browser's own store, until nothing more fits; the names of what was put there.
FILL = """
async () => {
    const database = await new Promise((resolve, reject) => {
        const asked = indexedDB.open('kiosk');
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const put = (name, size) => new Promise((resolve) => {
        const change = database.transaction('notes', 'readwrite', { durability: 'strict' });
        change.oncomplete = () => resolve(true);
        change.onabort = () => resolve(false);
        const filler = crypto.getRandomValues(new Uint8Array(size));
        change.objectStore('notes').put({ name, filler }).onerror = (event) => event.preventDefault();
    });
    let names = 0;
    for (const size of [65536, 4096, 512]) while (names < 400 && (await put(`filler ${names}`, size))) names += 1;
    database.close();
    return names;
}
"""
EMPTY = (
    FILL[: FILL.index("const put")]
    + """
    const change = database.transaction('notes', 'readwrite');
    change.objectStore('notes').delete(IDBKeyRange.bound('filler', 'filler z'));
    await new Promise((resolve) => { change.oncomplete = resolve; });
    database.close();
}
"""
)


@pytest.fixture(scope="module")
def ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Ground]:
    with open_ground(sqlite_template, tmp_path_factory.mktemp("fair"), playwright) as ground:
        yield ground


def full_tablet(ground: Ground, booth: Booth) -> Hands:
    """A tablet that sells, whose browser has no room left for anything."""
    hands = Hands(ground, ground.tablet()).pair(booth)
    hands.tablet.close()
    hands.tablet.start()
    # Before the first write: Chromium remembers for half a minute how much room there was.
    session = hands.tablet.context.new_cdp_session(hands.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": ground.address, "quotaSize": QUOTA})
    hands.open().begin_to_sell()
    return hands


def offers_to_take_money(hands: Hands, variant: int) -> bool:
    """Does a tablet without room go on to where money is taken?"""
    assert hands.page.evaluate(FILL) > 0
    hands.choose(variant)
    hands.touch("[data-screen=sell] [data-act=pay]")
    taking = hands.page.locator("[data-screen=pay] [data-act=finish]")
    refused = hands.page.locator("[data-screen=pay] [role=alert]:visible")
    expect(taking.or_(refused).first).to_be_visible()
    return taking.count() > 0


def test_without_room_no_money_is_taken(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    hands = full_tablet(ground, booth)
    ground.line.down()
    assert not offers_to_take_money(hands, booth.packs[HONEY.name])
    expect(hands.page.locator("[data-screen=pay] [role=alert]")).to_be_visible()
    assert hands.sales() == []
    hands.tablet.close()


def test_room_that_ends_while_money_is_counted_makes_no_receipt(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    hands = full_tablet(ground, booth)
    hands.choose(booth.packs[HONEY.name])
    hands.touch("[data-screen=sell] [data-act=pay]")
    hands.touch("[data-screen=pay] [data-act=amount]")
    assert hands.page.evaluate(FILL) > 0
    hands.touch("[data-screen=pay] [data-act=finish]")
    expect(hands.page.locator("[data-screen=pay] [role=alert]")).to_be_visible()
    assert hands.sales() == []
    assert hands.page.locator("[data-screen=receipt]").count() == 0
    hands.page.evaluate(EMPTY)
    hands.touch("[data-screen=pay] [data-act=finish]")
    hands.page.wait_for_selector("[data-screen=receipt] [data-done]")
    assert len(hands.sales()) == 1
    hands.tablet.close()


def test_the_twin_that_never_looks_is_caught(sqlite_template: Path, tmp_path: Path, playwright: Playwright) -> None:
    wrong = other_script(("kiosk/space.js", "async mayRecord() {", "async mayRecord() { return true;"))
    with open_ground(sqlite_template, tmp_path, playwright, twin=OTHER_SCRIPT, **wrong) as ground:
        booth = ground.booth(HONEY)
        assert offers_to_take_money(full_tablet(ground, booth), booth.packs[HONEY.name])


@pytest.fixture(autouse=True)
def line_is_up(ground: Ground) -> Iterator[None]:
    yield
    ground.line.up()


def revoke(ground: Ground, booth: Booth) -> int:
    """The office takes a booth's only tablet out; its number."""
    with ground.inside():
        number = db.session.scalars(select(BoothDevice.id).where(BoothDevice.booth_id == booth.id)).one()
        with transaction():
            revoke_device(number, at=ground.shop.now())
    return number


def test_a_tablet_that_is_shut_out_still_gives_its_sales_away(ground: Ground, tmp_path: Path) -> None:
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth).begin_to_sell()
    ground.line.down()
    for _ in range(3):
        hands.sell(booth.packs[HONEY.name], 2)
        hands.next()
    device = revoke(ground, booth)
    ground.line.up()
    hands.send_now()
    expect(hands.page.locator("[data-unsent]").first).to_have_attribute("data-net", "revoked")
    hands.says_unsent(3)
    assert recorded(ground, booth) == 0
    with hands.page.expect_download() as saved:
        hands.touch("[data-screen=status] [data-act=export]")
    saved.value.save_as(tmp_path / "queue.json")
    told = json.loads((tmp_path / "queue.json").read_text(encoding="utf-8"))
    assert told["device"] == device
    assert [sale["code"] for sale in told["sales"]] == [row["code"] for row in hands.sales()]
    assert set(told) <= OF_FILE
    assert {name for sale in told["sales"] for name in sale} <= OF_SALE
    assert {name for sale in told["sales"] for line in sale["lines"] for name in line} <= OF_LINE
    hands.tablet.troubles.clear()
    hands.tablet.close()


def test_a_tablet_keeps_nothing_of_shoppers(ground: Ground) -> None:
    """Nothing of the web's shop lies in its caches and its store: no page, no cookie of anybody."""
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth)
    hands.page.goto(ground.address + "/san-pham")
    hands.page.goto(ground.address + "/gio-hang")
    hands.open()
    kept = hands.page.evaluate(
        "async () => { const found = []; for (const name of await caches.keys())"
        " for (const asked of await (await caches.open(name)).keys()) found.push(new URL(asked.url).pathname);"
        " return found; }"
    )
    assert kept
    assert [path for path in kept if not path.startswith(("/kiosk", "/static/", "/media/"))] == []
    tables = hands.page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert tables == ["kiosk"]
    hands.tablet.close()
