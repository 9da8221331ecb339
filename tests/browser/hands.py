"""What a volunteer's hands do on a tablet, and what lies on it whatever its screens say."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.fairground import CASHIER, PIN, Booth, Ground
from tests.tablets import Tablet

Row = dict[str, Any]
FLOAT = 500_000
READY_MS = 30_000

# Straight from the browser's own store, not through the kiosk's scripts.
READ_TABLE = """
async (table) => {
    const database = await new Promise((resolve, reject) => {
        const asked = indexedDB.open('kiosk');
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    try {
        return await new Promise((resolve, reject) => {
            const asked = database.transaction(table).objectStore(table).getAll();
            asked.onsuccess = () => resolve(asked.result);
            asked.onerror = () => reject(asked.error);
        });
    } finally {
        database.close();
    }
}
"""
# As another tab of the same kiosk would: finished sales, one after the other, without a hand at the screen.
RECORD_MANY = """
async (drafts) => {
    const base = new URL('.', document.querySelector('script[type=module]').src).href;
    const { wire } = await import(`${base}wiring.js`);
    const { openStore } = await import(`${base}store.js`);
    const { makeEvents } = await import(`${base}events.js`);
    const booth = await wire({
        store: await openStore(), words: { say: (key) => key, language: 'vi' }, events: makeEvents(),
        channel: new BroadcastChannel('kiosk'), onRelease() {},
    });
    await booth.load();
    const codes = [];
    for (const draft of drafts) codes.push((await booth.queue.record(draft)).code);
    return codes;
}
"""


class Hands:
    """Somebody at a tablet; every method leaves the kiosk where the next one begins."""

    def __init__(self, ground: Ground, tablet: Tablet) -> None:
        self.ground, self.tablet = ground, tablet

    @property
    def page(self) -> Page:
        return self.tablet.page

    def switch_on(self) -> Hands:
        """Start the tablet and open the kiosk, with or without a network."""
        self.tablet.start()
        return self.open()

    def open(self, path: str = "/kiosk") -> Hands:
        """Open the kiosk in the first tab."""
        self.page.goto(self.ground.address + path)
        self.page.wait_for_selector("html[data-ready]", timeout=READY_MS, state="attached")
        return self

    def pair(self, booth: Booth) -> Hands:
        """Switch on a new tablet by the office's link, and wait until all is on it."""
        self.tablet.start()
        self.open(f"/kiosk#pair={self.ground.pairing_code(booth)}")
        self.touch("[data-screen=pair] [data-act=pair]")
        self.page.wait_for_selector("[data-screen=home]", timeout=READY_MS)
        self.wait_for_goods()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.until(lambda: bool(self.page.evaluate("caches.keys()")))
        return self

    def wait_for_goods(self) -> None:
        """Until the booth's goods lie on the tablet."""
        self.until(lambda: any(row["name"] == "snapshot" for row in self.table("kept")))

    def until(self, is_so: Callable[[], bool], seconds: float = READY_MS / 1_000) -> None:
        """Wait for something; never longer than that."""
        over = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < over, "it never came"
            self.page.wait_for_timeout(100)

    def touch(self, selector: str, *, has_text: str | None = None) -> None:
        """Touch what is seen there."""
        self.page.locator(selector, has_text=has_text).locator("visible=true").first.tap()

    def at(self, screen: str) -> None:
        """Wait until a screen is shown."""
        self.page.wait_for_selector(f"[data-screen={screen}]")

    def type_pin(self, pin: str = PIN) -> None:
        """Say who one is, where the pad is shown."""
        self.page.wait_for_selector(".pin-keys")
        choice = self.page.locator("[data-cashier]", has_text=CASHIER)
        if choice.count():
            choice.first.tap()
        for digit in pin:
            self.touch(f"[data-act=digit-{digit}]")
        self.touch(".pin-keys [data-act=enter]")

    def begin_to_sell(self) -> Hands:
        """From home to the goods: the PIN, and a session where none is open."""
        self.touch("[data-screen=home] [data-act=sell]")
        goods = "[data-screen=sell] [data-act=add], [data-screen=sell] [data-act=open-session]"
        self.page.wait_for_selector(f".pin-keys, {goods}")
        if self.page.locator(".pin-keys").count():
            self.type_pin()
        self.page.wait_for_selector(goods)
        opening = self.page.locator("[data-screen=sell] [data-act=open-session]")
        if opening.count():
            opening.tap()
            self.page.fill("[name=float_vnd]", str(FLOAT))
            self.touch("[data-screen=session] [data-act=open-session]")
            self.leave_session()
        self.page.wait_for_selector("[data-screen=sell] [data-act=add]")
        return self

    def leave_session(self) -> None:
        """From wherever opening a session led, to the goods."""
        self.page.wait_for_selector("[data-screen=session] [data-act=close], [data-screen=home], [data-screen=sell]")
        if not self.page.locator("[data-screen=sell]").count():
            self.touch("#bar [data-act=home]")
            self.touch("[data-screen=home] [data-act=sell]")

    def choose(self, variant_id: int, pieces: int = 1) -> None:
        """Touch a good as often as wanted."""
        for _ in range(pieces):
            self.touch(f"[data-screen=sell] [data-act=add][data-variant='{variant_id}']")

    def sell(self, variant_id: int, pieces: int = 1) -> str:
        """Sell for cash that fits, and stay at the receipt: the sale's number as the screen tells it."""
        self.choose(variant_id, pieces)
        return self.take_cash()

    def take_cash(self) -> str:
        """From the cart to the receipt."""
        self.touch("[data-screen=sell] [data-act=pay]")
        self.touch("[data-screen=pay] [data-act=amount]")
        self.touch("[data-screen=pay] [data-act=finish]")
        return self.receipt()

    def receipt(self) -> str:
        """Wait until something is written down; the code of its receipt."""
        self.page.wait_for_selector("[data-screen=receipt] [data-done]")
        return self.page.locator("[data-screen=receipt] [data-receipt]").first.get_attribute("data-receipt") or ""

    def next(self) -> None:
        """From a receipt to the next visitor."""
        self.touch("[data-screen=receipt] [data-act=next]")

    def record(self, count: int, variant_id: int, *, pieces: int = 1, unit_vnd: int = 25_000) -> list[str]:
        """So many finished sales at once, through the kiosk's own queue; their codes."""
        sessions = [row for row in self.table("sessions") if not row["closed"]]
        line = {"variant_id": variant_id, "quantity": pieces, "unit_vnd": unit_vnd, "kind": "sale"}
        draft = {
            "kind": "sale",
            "tender": "cash",
            "received_vnd": pieces * unit_vnd,
            "change_vnd": 0,
            "cashier": "01",
            "session_id": sessions[0]["session_id"] if sessions else None,
            "lines": [line],
        }
        codes: list[str] = self.page.evaluate(RECORD_MANY, [draft] * count)
        return codes

    def table(self, name: str) -> list[Row]:
        """Every row of a table of the browser's store."""
        rows: list[Row] = self.page.evaluate(READ_TABLE, name)
        return rows

    def sales(self) -> list[Row]:
        """The log of this tablet."""
        return self.table("sales")

    def says_unsent(self, count: int) -> None:
        """Wait until the bar says that so many sales are not sent."""
        expect(self.page.locator("[data-unsent]").first).to_have_attribute("data-unsent", str(count))

    def send_now(self) -> None:
        """The button for the impatient; it comes back when that turn is over."""
        if not self.page.locator("[data-screen=status]").count():
            self.touch("[data-act=status]")
        button = self.page.locator("[data-screen=status] [data-act=send]")
        expect(button).to_be_enabled(timeout=READY_MS)
        button.tap()

    def wait_until_sessions_sent(self) -> None:
        """Until the server has every session as it lies on the tablet."""
        self.until(lambda: not any(row.get("unsent") for row in self.table("sessions")))

    def wait_until_sent(self, seconds: float = 60) -> None:
        """Until the bar says that everything is sent."""
        expect(self.page.locator("[data-unsent]").first).to_have_attribute("data-unsent", "0", timeout=seconds * 1_000)
