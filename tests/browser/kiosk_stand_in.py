"""For tests of what a tablet keeps: a stand-in for the shop's answers, and the tablet's parts by hand."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

TOKEN = "a-tablet-of-tests"
READY_MS = 30_000
# The modules that the page itself runs, put together once more over the same store.
PARTS = """
async () => {
    const work = WORK;
    const at = (name) => import(document.querySelector('script[type=module]').src.replace('main.js', name));
    const [{ openStore }, { makeQueue }, { sha256 }] = await Promise.all(
        ['store.js', 'queue.js', 'canonical.js'].map(at));
    const now = () => Date.now();
    const kept = () => ({ offset_ms: 0, highest_ms: now(), known_at_ms: now() });
    const clock = { wall: now, now, offset: () => 0, heardAt: now, kept };
    const store = await openStore();
    const uuid = () => crypto.randomUUID();
    const queue = makeQueue({ store, clock, sha256, uuid, device: () => ({ number: 7 }) });
    const draft = (place = 0) => ({
        kind: 'sale', tender: 'cash', received_vnd: 50000, change_vnd: 0, cashier: '01', session_id: 'day',
        age_confirmed: false, lines: [0, 1, 2].map((line) => (
            { variant_id: (place * 7 + line) % 1000 + 1, quantity: 1, unit_vnd: 1000, kind: 'sale' })),
    });
    try {
        return await work({ at, store, queue, draft });
    } finally {
        store.close();
    }
}
"""


@dataclass
class StandIn:
    """The shop as a tablet hears it: what it was sent, in memory."""

    goods: int = 20
    requests: list[list[str]] = field(default_factory=list)
    sales: dict[str, dict[str, Any]] = field(default_factory=dict)

    def answer(self, route: Route) -> None:
        """Answer one request to /kiosk/api."""
        path = route.request.url.partition("/kiosk/api/")[2].partition("?")[0]
        route.fulfill(status=200, content_type="application/json", body=json.dumps(self._content(path, route)))

    def _content(self, path: str, route: Route) -> dict[str, Any]:
        now = {"server_time": _instant(datetime.now(UTC))}
        if path == "pair":
            device = {"number": 7, "name": "Máy 1"}
            return now | {
                "token": TOKEN,
                "device": device,
                "booth": {"code": "HOI-CHO-1", "name": "Quầy số 1"},
                "fair": {"name": "Hội chợ"},
            }
        if path == "contact":
            return now | {"release": "", "snapshot_version": "v1", "last_seq": len(self.sales)}
        if path == "snapshot":
            return snapshot(self.goods)
        if path == "sales":
            return now | {"sales": [self._take(sale) for sale in self._sent(route)]}
        return now | {"sessions": []}

    def _sent(self, route: Route) -> list[dict[str, Any]]:
        sales: list[dict[str, Any]] = json.loads(route.request.post_data or "{}")["sales"]
        self.requests.append([sale["sale_id"] for sale in sales])
        return sales

    def _take(self, sale: dict[str, Any]) -> dict[str, Any]:
        known = sale["sale_id"] in self.sales
        self.sales[sale["sale_id"]] = sale
        status = "already_recorded" if known else "recorded"
        return {"sale_id": sale["sale_id"], "status": status, "receipt": sale["code"], "exceptions": []}


def snapshot(goods: int) -> dict[str, Any]:
    """Goods of a booth, signed for this tablet."""
    now = datetime.now(UTC)
    content: dict[str, Any] = {
        "booth": "HOI-CHO-1",
        "booth_name": "Quầy số 1",
        "made_at": _instant(now),
        "server_time": _instant(now),
        "expires_at": _instant(now + timedelta(hours=72)),
        "version": "v1",
        "last_seq": 0,
        "cashiers": [],
        "variants": [_variant(number, now) for number in range(1, goods + 1)],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    key = hashlib.sha256(TOKEN.encode()).digest()
    return content | {"signature": hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}


def _variant(number: int, now: datetime) -> dict[str, Any]:
    until = int((now + timedelta(days=30)).timestamp() * 1000)
    names = {"name": f"Mật ong bạc hà số {number}", "name_en": f"Mint honey {number}", "pack": "Lọ 500 g"}
    maker = {"producer": "HTX Cao nguyên", "producer_id": number % 9, "province": "Tuyên Quang", "place": "Đồng Văn"}
    facts = {"stars": 4, "price_vnd": 100_000 + number, "base_vnd": 100_000 + number, "on_hand": 10, "unit": "lọ"}
    kinds = {
        "group": "food",
        "kind": "honey",
        "picture": "honey",
        "ground": "northeast",
        "photos": [],
        "needs_age": False,
    }
    texts = {"story_vi": "Ong lấy mật trên cao nguyên đá. " * 4, "story_en": "Bees of the stone plateau. " * 4}
    until_when = {"certified_from_ms": 0, "certified_until_ms": until, "certificate": f"OCOP-{number}"}
    page = {"page": f"http://127.0.0.1/san-pham/{number}", "product": f"mat-ong-{number}", "gtin": ""}
    return {"variant_id": number} | names | maker | facts | kinds | texts | until_when | page


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def open_paired(context: BrowserContext, address: str, shop: StandIn) -> Page:
    """A tablet that was paired and has fetched its goods; it opens without a network from now on."""
    context.route("**/kiosk/api/**", shop.answer)
    page = context.new_page()
    page.goto(f"{address}/kiosk#pair=ABCDEFGH")
    page.wait_for_selector("html[data-ready]", timeout=READY_MS)
    if page.locator("main[data-screen=pair]").count():
        page.locator("[data-act=pair]").click()
    page.wait_for_selector("main[data-screen=home]", timeout=READY_MS)
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def until(page: Page, what: str) -> None:
    """Wait for an expression to hold (the page's policy forbids what Playwright's own waiting is made of)."""
    page.evaluate(
        """async () => {
            const holds = async () => WHAT;
            const end = performance.now() + MOST;
            while (!(await holds())) {
                if (performance.now() > end) throw new Error('it never came to hold');
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        }""".replace("WHAT", what).replace("MOST", str(READY_MS))
    )


def in_parts(page: Page, work: str) -> Any:
    """What a function gives that is handed the tablet's store and queue."""
    return page.evaluate(PARTS.replace("WORK", work))


@contextmanager
def forwarded(address: str, change: Callable[[str, str], str]) -> Iterator[str]:
    """Another address of the shop, whose texts `change(path, text)` may alter: a new release, or half of one."""

    class Forwarder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = _fetch(address + self.path)
            if re.match(r"text/|application/(json|manifest)", kind):
                body = change(self.path, body.decode()).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Service-Worker-Allowed", "/kiosk")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Forwarder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _fetch(address: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "text/plain", b""
