"""Selling at a booth, in Chromium: the tablet's store holds goods, people and an open session; no API is in reach."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import CHROMIUM_FLAGS, chromium

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
PIN = "2468"
SMALLEST = 48
LANDSCAPE, PORTRAIT, PHONE = (1280, 800), (800, 1280), (360, 740)
HONEY, TEA, SPIRIT, LAPSING, GONE = 1, 2, 3, 4, 5


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def variant(number: int, product: str, kind: str, price: int, on_hand: int, **more: Any) -> dict[str, Any]:
    return {
        "variant_id": number,
        "slug": f"hang-{number}",
        "product": product,
        "product_en": f"{kind.title()} {number}",
        "pack": "Hũ 500 ml",
        "pack_en": "500 ml jar",
        "name": f"{product}, hũ 500 ml",
        "name_en": f"{kind.title()} {number}, 500 ml jar",
        "producer": "HTX Nông nghiệp và Dịch vụ Vĩnh Yên",
        "province": "Lào Cai",
        "place": "xã Nghĩa Đô",
        "stars": 4,
        "price_vnd": price,
        "on_hand": on_hand,
        "certificate": f"OCOP-{number}",
        "certified_from_ms": 0,
        "certified_until_ms": ms(NOON + timedelta(days=400)),
        "kind": kind,
        "picture": kind,
        "ground": "north-west",
        "needs_age": False,
        "gtin": f"893850597419{number}",
        "page": f"https://shop.example/san-pham/hang-{number}",
        "photos": [],
        **more,
    }


GOODS = [
    variant(HONEY, "Mật ong bạc hà", "honey", 185_000, 12),
    variant(TEA, "Chè dây Tân Tiến", "tea", 62_000, 3),
    variant(SPIRIT, "Rượu ngô men lá", "spirit", 90_500, 5, needs_age=True),
    variant(LAPSING, "Bánh khảo", "cake", 35_000, 9, certified_until_ms=ms(MIDNIGHT)),
    variant(GONE, "Miến dong", "noodles", 45_000, 0),
]


def cashier(code: str, name: str) -> dict[str, Any]:
    salt = bytes(16)
    made = hashlib.pbkdf2_hmac("sha256", PIN.encode(), salt, 1000)
    return {"code": code, "name": name, "salt": salt.hex(), "pin_hash": made.hex(), "iterations": 1000}


SNAPSHOT = {
    "booth": "HOI-CHO-1",
    "booth_name": "Quầy 1",
    "fair": {"name": "Hội chợ Xuân", "name_en": "Spring fair"},
    "made_at": NOON.isoformat(),
    "expires_at": (NOON + timedelta(hours=72)).isoformat(),
    "last_seq": 0,
    "cashiers": [cashier("01", "Nguyễn Thị Lan"), cashier("02", "Hoàng Văn Dũng")],
    "bank": {"bin": "970405", "account": "1388002051234", "account_name": "LIEN MINH HTX"},
    "variants": GOODS,
    "withheld": [
        {"name": "Chuối ngự", "name_en": "Banana", "why": "not_certified", "gtin": "8938505974199", "slug": "x"}
    ],
}
SESSION = {
    "session_id": "s-1",
    "opened_at": NOON.isoformat(),
    "clock_offset_ms": None,
    "cashier": "01",
    "float_vnd": 500_000,
}
KEEP = """async ([store, snapshot, session]) => {
  const { openStore } = await import(store);
  const kept = await openStore();
  await kept.change(["kept", "sessions"], async (t) => {
    const device = { number: 7, name: "Máy 1", token: "x".repeat(43), booth: { code: "HOI-CHO-1", name: "Quầy 1" } };
    await t.put("kept", { name: "device", device });
    await t.put("kept", { name: "snapshot", etag: null, snapshot });
    await t.put("sessions", { ...session, drawer: [], closed: null });
  });
  kept.close();
}"""
ROWS = """async (store) => {
  const { openStore } = await import(store);
  const kept = await openStore();
  const rows = await kept.read(["sales"], (t) => t.list("sales"));
  kept.close();
  return rows;
}"""
SCANNED = """(text) => {
  for (const key of [...text, "Enter"]) {
    const press = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    const place = document.activeElement;
    if (!place.dispatchEvent(press) || key === "Enter" || !("value" in place)) continue;
    place.value += key;
    place.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
FULL = """(act) => {
  IDBObjectStore.prototype[act] = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
SCREEN = "main[data-screen={}]:has(h1)"
# Every screen as it is at the instant at which it is put in: none of them begins empty.
WATCH_SCREENS = """() => {
  window.shownEmpty = [];
  const look = () => {
    const main = document.querySelector("#screen > main");
    if (!main?.querySelector("h1")) shownEmpty.push(main?.dataset.screen ?? "none");
  };
  new MutationObserver(look).observe(document.getElementById("screen"), { childList: true });
}"""
TOO_SMALL = """(least) => [...document.querySelectorAll("button, input, a, [role=button]")]
  .map((node) => ({ node, box: node.getBoundingClientRect() }))
  .filter(({ box }) => box.width && box.height && (box.width < least || box.height < least))
  .map(({ node, box }) => `${node.className || node.tagName} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@dataclass
class Till:
    """A tablet that sells, and what a person does on it."""

    page: Page
    store: str

    def tap(self, act: str, which: str = "") -> None:
        """Presses what does this."""
        self.page.locator(f"[data-act={act}]{which}").first.click()

    def pick(self, number: int) -> None:
        """Taps a good's tile."""
        self.tap("add", f"[data-variant='{number}']")

    def type_pin(self, pin: str = PIN) -> None:
        """Types a PIN as a keyboard does."""
        self.page.keyboard.type(pin)
        self.page.keyboard.press("Enter")

    def scan(self, text: str) -> None:
        """What a scanner with a keyboard's plug does, however slow this machine is."""
        self.page.evaluate(SCANNED, text)

    def rows(self) -> list[dict[str, Any]]:
        """The sales that lie in the tablet's store."""
        rows: list[dict[str, Any]] = self.page.evaluate(ROWS, self.store)
        return rows

    def shows(self, screen: str) -> None:
        """Waits for a screen."""
        expect(self.page.locator(f"main[data-screen={screen}]")).to_be_visible()

    def in_basket(self, number: int) -> Any:
        """The line of a good in the cart."""
        return self.page.locator(f".basket li[data-variant='{number}']")


@pytest.fixture
def till(live_shop: str, browser: Browser) -> Iterator[Callable[..., Till]]:
    """Opens selling on a tablet of a size, somebody's PIN typed; troubles of its scripts fail the test."""
    yield from tills_of(live_shop, browser)


def tills_of(live_shop: str, browser: Browser) -> Iterator[Callable[..., Till]]:
    """The same in any browser."""
    contexts = []
    troubles: list[str] = []

    def open_till(
        size: tuple[int, int] = LANDSCAPE, *, at: datetime = NOON, language: str = "vi", real_clock: bool = False
    ) -> Till:
        context = browser.new_context(
            viewport=ViewportSize(width=size[0], height=size[1]),
            reduced_motion="reduce",
            service_workers="block",
            has_touch=True,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: _note(troubles, message.type, message.text))
        page.route("**/kiosk/api/**", lambda route: route.abort())
        if not real_clock:
            page.clock.install(time=at)
        page.goto(f"{live_shop}/kiosk")
        page.locator("main[data-screen=pair]").wait_for()
        script = page.locator("script[type=module]").get_attribute("src") or ""
        store = live_shop + re.sub(r"main\.js$", "store.js", script)
        page.evaluate(KEEP, [store, SNAPSHOT, SESSION])
        page.reload()
        opened = Till(page, store)
        opened.shows("home")
        if language != "vi":
            opened.tap("language")
        opened.tap("sell")
        opened.shows("pin")
        page.locator("[data-cashier='01']").click()
        opened.type_pin()
        opened.shows("sell")
        return opened

    yield open_till
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


def film_of(text: str, path: Path) -> Path:
    """A film that shows a QR code, for the camera that Chromium only pretends to have (YUV4MPEG, grey)."""
    rows = [list(row) for row in segno.make(text, micro=False).matrix_iter(scale=8, border=4)]
    side = len(rows)
    width, height = 640, 480
    top, left = (height - side) // 2, (width - side) // 2
    picture = bytearray(b"\xc8" * (width * height))
    for y, row in enumerate(rows):
        start = (top + y) * width + left
        picture[start : start + side] = bytes(16 if dark else 235 for dark in row)
    frame = b"FRAME\n" + bytes(picture) + b"\x80" * (width * height // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)
    return path


def _note(troubles: list[str], kind: str, words: str) -> None:
    if (
        kind in ("error", "warning")
        and "ERR_FAILED" not in words
        and "was not kept NoRoom" not in words
        and "service worker" not in words.lower()
    ):
        troubles.append(f"{kind}: {words}")


def test_a_cash_sale_from_tap_to_receipt(till: Callable[..., Till]) -> None:
    shop = till()
    shop.pick(HONEY)
    shop.pick(HONEY)
    shop.pick(TEA)
    expect(shop.page.locator(".basket .total")).to_have_text("432.000 ₫")
    expect(shop.page.locator(f".good[data-variant='{HONEY}'] .left")).to_have_text("Còn 10")
    shop.in_basket(HONEY).locator("[data-act=less]").click()
    shop.tap("pay")
    shop.shows("pay")
    assert shop.rows() == []
    expect(shop.page.locator("[data-act=finish]")).to_be_disabled()
    shop.tap("amount", "[data-amount='500000']")
    expect(shop.page.locator(".change-back > b")).to_have_text("253.000 ₫")
    notes = ["1 × 200.000 ₫", "1 × 50.000 ₫", "1 × 2.000 ₫", "1 × 1.000 ₫"]
    expect(shop.page.locator(".change-back .notes li")).to_have_text(notes)
    shop.tap("finish")
    shop.shows("receipt")
    [row] = shop.rows()
    sale = row["sale"]
    assert (sale["tender"], sale["received_vnd"], sale["change_vnd"], row["total_vnd"]) == (
        "cash",
        500_000,
        253_000,
        247_000,
    )
    assert [(line["variant_id"], line["quantity"], line["unit_vnd"]) for line in sale["lines"]] == [
        (HONEY, 1, 185_000),
        (TEA, 1, 62_000),
    ]
    assert (sale["cashier"], sale["session_id"], sale["kind"]) == ("01", "s-1", "sale")
    expect(shop.page.locator(f"[data-receipt='{row['code']}'] .qr")).to_be_visible()
    shop.page.keyboard.press("Enter")
    shop.shows("sell")
    expect(shop.page.locator(f".good[data-variant='{HONEY}'] .left")).to_have_text("Còn 11")


def test_a_transfer_names_who_saw_it_and_keeps_the_code_that_was_shown(till: Callable[..., Till]) -> None:
    shop = till()
    shop.pick(HONEY)
    shop.tap("pay")
    shop.tap("by-transfer")
    code = shop.page.locator(".for-buyer dd").first.inner_text()
    payload = shop.page.locator(".transfer").get_attribute("data-payload") or ""
    assert "5406185000" in payload and f"0810{code}" in payload
    shop.tap("by-cash")
    shop.tap("by-transfer")
    expect(shop.page.locator(".for-buyer dd").first).to_have_text(code)
    expect(shop.page.locator("[data-act=finish]")).to_be_disabled()
    shop.tap("seen", "[data-cashier='02']")
    shop.tap("finish")
    shop.shows("receipt")
    [row] = shop.rows()
    assert (row["code"], row["sale"]["tender"], row["sale"]["seen_by"], row["sale"]["received_vnd"]) == (
        code,
        "vietqr",
        "02",
        185_000,
    )


def test_beyond_the_allotment_a_reason_and_for_spirits_the_age(till: Callable[..., Till]) -> None:
    shop = till()
    shop.pick(GONE)
    shop.tap("close")
    expect(shop.in_basket(GONE)).to_have_count(0)
    shop.pick(GONE)
    shop.tap("reason")
    shop.tap("confirm")
    expect(shop.in_basket(GONE).locator(".fault")).to_contain_text("Bán vượt 1")
    shop.pick(SPIRIT)
    shop.tap("no")
    expect(shop.in_basket(SPIRIT)).to_have_count(0)
    shop.pick(SPIRIT)
    shop.tap("yes")
    expect(shop.in_basket(SPIRIT)).to_have_count(1)
    shop.tap("pay")
    shop.tap("amount")
    shop.tap("finish")
    shop.shows("receipt")
    [row] = shop.rows()
    beyond, spirit = row["sale"]["lines"]
    assert (beyond["over_allotment"], bool(beyond["reason"]), row["sale"]["age_confirmed"]) == (True, True, True)
    assert "over_allotment" not in spirit


def test_what_lapses_at_midnight_stops_being_sold_that_midnight_while_the_screen_is_open(
    till: Callable[..., Till],
) -> None:
    shop = till(at=MIDNIGHT - timedelta(minutes=2))
    shop.pick(LAPSING)
    shop.pick(HONEY)
    expect(shop.page.locator(".basket .pay")).to_be_enabled()
    shop.page.clock.run_for(121_000)
    expect(shop.page.locator(f".good[data-variant='{LAPSING}']")).to_have_count(0)
    expect(shop.in_basket(LAPSING).locator(".fault")).to_contain_text("hết hạn chứng nhận")
    expect(shop.page.locator(".basket .pay")).to_be_disabled()
    shop.scan("8938505974194")
    expect(shop.in_basket(LAPSING).locator("input")).to_have_value("1")
    shop.in_basket(LAPSING).locator("[data-act=less]").click()
    expect(shop.page.locator(".basket .pay")).to_be_enabled()


def test_midnight_while_the_money_is_counted_sends_cash_back_to_the_cart(till: Callable[..., Till]) -> None:
    shop = till(at=MIDNIGHT - timedelta(minutes=2))
    shop.pick(LAPSING)
    shop.tap("pay")
    shop.tap("amount")
    shop.page.clock.run_for(121_000)
    shop.shows("sell")
    assert shop.rows() == []


def test_a_transfer_seen_after_midnight_is_asked_for_and_kept(till: Callable[..., Till]) -> None:
    shop = till(at=MIDNIGHT - timedelta(minutes=2))
    shop.pick(LAPSING)
    shop.tap("pay")
    shop.tap("by-transfer")
    shop.tap("seen")
    shop.page.clock.run_for(121_000)
    shop.tap("finish")
    shop.tap("yes")
    shop.shows("receipt")
    assert [row["sale"]["tender"] for row in shop.rows()] == ["vietqr"]


def test_a_scanner_that_types_finds_goods_receipts_and_says_what_it_does_not_know(till: Callable[..., Till]) -> None:
    shop = till()
    shop.scan("8938505974191")
    expect(shop.in_basket(HONEY).locator("input")).to_have_value("1")
    shop.page.locator("input[type=search]").focus()
    shop.scan("https://shop.example/san-pham/hang-2")
    expect(shop.in_basket(TEA)).to_have_count(1)
    expect(shop.page.locator("input[type=search]")).to_have_value("")
    shop.scan("8938505974199")
    expect(shop.page.locator(".toast")).to_contain_text("Chuối ngự")
    shop.scan("4006381333931")
    expect(shop.page.locator(".toast")).to_contain_text("không có hàng nào")
    shop.page.locator("input[type=search]").fill("che day")
    expect(shop.page.locator(".good:visible")).to_have_count(1)


def test_the_camera_reads_the_code_on_a_label(live_shop: str, browser: Browser, tmp_path: Path) -> None:
    film = film_of("https://shop.example/san-pham/hang-2", tmp_path / "label.y4m")
    pretending = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags = [*CHROMIUM_FLAGS, *pretending, f"--use-file-for-fake-video-capture={film}"]
    with browser.browser_type.launch(executable_path=chromium(), args=flags) as seeing:
        opening = tills_of(live_shop, seeing)
        shop = next(opening)(real_clock=True)
        shop.tap("scan")
        expect(shop.in_basket(TEA)).to_have_count(1, timeout=20_000)
        expect(shop.page.locator("dialog[open]")).to_have_count(0)
        shop.page.context.close()


def test_some_pieces_come_back_then_no_void_is_offered(till: Callable[..., Till]) -> None:
    shop = till()
    shop.pick(HONEY)
    shop.pick(HONEY)
    shop.tap("pay")
    shop.tap("amount")
    shop.tap("finish")
    shop.shows("receipt")
    shop.tap("return")
    expect(shop.page.locator("[data-act=confirm]")).to_be_disabled()
    shop.tap("more")
    shop.tap("confirm")
    shop.tap("reason")
    shop.tap("confirm", ":visible >> nth=-1")
    shop.shows("receipt")
    sold, back = shop.rows()
    assert (back["sale"]["kind"], back["total_vnd"], back["sale"]["of_sale_id"]) == (
        "return",
        -185_000,
        sold["sale_id"],
    )
    assert back["sale"]["reason"]
    shop.tap("next")
    expect(shop.page.locator(f".good[data-variant='{HONEY}'] .left")).to_have_text("Còn 11")
    shop.tap("receipts")
    expect(shop.page.locator(".sale-row")).to_have_count(2)
    shop.page.fill("input[name=code]", sold["code"].lower())
    shop.tap("find")
    shop.shows("receipt")
    expect(shop.page.locator("[data-act=void]")).to_have_count(0)
    expect(shop.page.locator("[data-act=return]")).to_be_visible()


def test_a_void_takes_back_the_whole_sale(till: Callable[..., Till]) -> None:
    shop = till()
    shop.pick(TEA)
    shop.tap("pay")
    shop.tap("by-transfer")
    shown = shop.page.locator(".for-buyer dd").first.inner_text()
    shop.tap("by-cash")
    shop.tap("amount")
    shop.tap("finish")
    shop.shows("receipt")
    shop.tap("void")
    shop.tap("confirm")
    shop.page.fill("dialog input[name=reason]", "Bấm nhầm hàng")
    shop.tap("confirm", ":visible >> nth=-1")
    shop.shows("receipt")
    sold, void = shop.rows()
    assert (sold["code"], sold["sale"]["tender"]) == (shown, "cash")
    assert (void["sale"]["kind"], void["sale"]["change_vnd"], void["sale"]["reason"]) == (
        "void",
        62_000,
        "Bấm nhầm hàng",
    )


def test_tasting_takes_goods_and_no_money(till: Callable[..., Till]) -> None:
    shop = till()
    shop.tap("giveaway")
    shop.pick(TEA)
    shop.tap("pay")
    shop.tap("reason")
    shop.tap("confirm")
    shop.shows("sell")
    [row] = shop.rows()
    [line] = row["sale"]["lines"]
    assert (row["total_vnd"], row["sale"]["tender"], line["kind"], line["unit_vnd"]) == (0, "none", "tasting", 0)
    expect(shop.page.locator(f".good[data-variant='{TEA}'] .left")).to_have_text("Còn 2")


def test_a_full_tablet_refuses_before_money_is_taken_and_a_failed_write_gives_no_receipt(
    till: Callable[..., Till],
) -> None:
    shop = till()
    shop.pick(HONEY)
    shop.tap("pay")
    shop.tap("amount")
    shop.page.evaluate(FULL, "add")
    shop.tap("finish")
    expect(shop.page.locator("[role=alert]")).to_contain_text("CHƯA được ghi")
    shop.shows("pay")
    assert shop.rows() == []
    shop.page.evaluate(FULL, "put")
    shop.tap("back")
    shop.tap("pay")
    expect(shop.page.locator("[role=alert]")).to_contain_text("Đừng nhận tiền")
    expect(shop.page.locator("[data-act=amount]")).to_have_count(0)


def test_wrong_pins_make_everybody_wait_also_after_a_reload(till: Callable[..., Till]) -> None:
    shop = till()
    shop.tap("lock")
    shop.shows("pin")
    for _ in range(5):
        shop.type_pin("1111")
        expect(shop.page.locator(".pin-dots .full")).to_have_count(0)
        shop.page.locator(".pin.wrong").wait_for()
    expect(shop.page.locator(".pin-said")).to_contain_text("Chờ")
    shop.page.reload()
    shop.tap("sell")
    shop.shows("pin")
    expect(shop.page.locator(".pin-said")).to_contain_text("Chờ")
    shop.page.clock.run_for(31_000)
    shop.page.locator("[data-cashier='02']").click()
    shop.type_pin()
    shop.shows("sell")


def test_a_tablet_left_alone_locks_and_keeps_the_cart(till: Callable[..., Till]) -> None:
    shop = till()
    shop.pick(HONEY)
    shop.page.clock.run_for(5 * 60_000 + 1000)
    shop.shows("pin")
    shop.type_pin()
    shop.shows("sell")
    expect(shop.in_basket(HONEY)).to_have_count(1)


@pytest.mark.parametrize(("size", "language"), [(LANDSCAPE, "vi"), (PORTRAIT, "en"), (PHONE, "vi")])
def test_every_screen_is_for_fingers_and_for_everybody(
    till: Callable[..., Till], size: tuple[int, int], language: str
) -> None:
    shop = till(size, language=language)
    axe = Axe()
    faults: list[str] = []

    shop.page.evaluate(WATCH_SCREENS)

    def look(where: str, awaited: str) -> None:
        shop.page.locator(awaited).first.wait_for(state="attached")
        found = axe.run(shop.page)
        faults.extend(
            f"{where}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]
        )
        faults.extend(f"{where}: {small}" for small in shop.page.evaluate(TOO_SMALL, SMALLEST - 0.5))
        if shop.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{where}: wider than the screen")

    look("sell", SCREEN.format("sell"))
    shop.pick(HONEY)
    shop.pick(GONE)
    look("reason", "dialog [data-act=confirm]")
    shop.tap("reason")
    shop.tap("confirm")
    look("cart", f".basket li[data-variant='{GONE}']")
    shop.tap("pay")
    shop.tap("amount")
    look("cash", f"{SCREEN.format('pay')} .change-back")
    shop.tap("by-transfer")
    shop.tap("seen")
    look("transfer", f"{SCREEN.format('pay')} .transfer")
    shop.tap("finish")
    look("receipt", SCREEN.format("receipt"))
    shop.tap("return")
    look("takeback", SCREEN.format("takeback"))
    shop.tap("back")
    shop.tap("next")
    shop.tap("receipts")
    look("receipts", SCREEN.format("receipts"))
    shop.tap("back")
    shop.tap("giveaway")
    shop.pick(TEA)
    look("giveaway", f"{SCREEN.format('giveaway')} .basket li")
    shop.tap("back")
    shop.tap("lock")
    look("pin", SCREEN.format("pin"))
    assert not faults, "\n".join(faults)
    assert shop.page.evaluate("shownEmpty") == []
