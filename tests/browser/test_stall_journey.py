"""From an invitation to the first good on sale, bought and sent: by touch, on a phone of 360 px (issue 4, 1)."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from shop import clock
from shop.app import create_app
from shop.database import db, transaction
from shop.delivery import replace_fees
from shop.joining import Invitee, invite_to_stall
from shop.notifications import list_messages
from shop.web.mails import render_mail
from tests.browser.conftest import Visit, free_address, served, visits_to
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers
from tests.conftest import DEMONSTRATION_DAY, settings
from tests.factories.buying import FEES
from tests.factories.register import make_certificate, make_good, make_producer

MOST_TOUCHES = 40
PHOTOS = 3
SOON_SEEN = 10
PASSWORD = "bếp lửa rừng quế"


@dataclass
class Hand:
    """One thumb: every tap, every field filled and every photo picked counts."""

    page: Page
    touches: list[str] = field(default_factory=list)

    def tap(self, selector: str, *, has_text: str | None = None) -> None:
        """Touch what is seen there, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.touch(selector, has_text=has_text)

    def touch(self, selector: str, *, has_text: str | None = None) -> None:
        """Touch what changes something on this page."""
        self.touches.append(f"tap {selector} {has_text or ''}")
        self.page.locator(selector, has_text=has_text).locator("visible=true").first.tap()

    def fill(self, selector: str, words: str) -> None:
        """Touch a field and type."""
        self.touches.append(f"fill {selector}")
        self.page.fill(selector, words)

    def pick(self, photos: list[Path]) -> None:
        """Open the photos of the phone, touch each that is wanted, and say that these are all."""
        self.touches += ["open the photos", *(f"pick {photo.name}" for photo in photos), "take these"]
        self.page.locator(".sending-ways input[multiple]").set_input_files(photos)


@dataclass
class Shop:
    """A shop with nothing on sale, and the link of the mail that invites lan to run the stall of a producer."""

    address: str
    link: str
    stall: str


@pytest.fixture
def shop(sqlite_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """The shop answers; an operator has invited lan to the stall of a producer whose honey is certified."""
    shutil.copy(sqlite_template, tmp_path / "shop.db")
    address = free_address()
    config = settings(
        f"sqlite:///{tmp_path / 'shop.db'}", tmp_path, environment="demonstration", public_base_url=address
    )
    app = create_app(config)
    with app.app_context(), clock.stopped_at(DEMONSTRATION_DAY):
        producer = make_producer("HTX Vĩnh Yên")
        stall = f"/gian-hang/{producer.slug}"
        make_certificate(make_good("Mật ong rừng Bảo Yên", producer=producer), decided_on="2025-03-12", stars=4)
        with transaction():
            replace_fees(FEES)
            invite_to_stall(producer, Invitee("lan@example.vn", is_owner=True, language="vi"), DEMONSTRATION_DAY)
        [mail] = list_messages()
        said = render_mail(mail.kind, mail.language, {**mail.facts, **mail.secrets}).text
        link = re.search(rf"{address}(/loi-moi/\S+)", said)
        assert link is not None
        db.session.remove()
        db.engine.dispose()
    with served(address, tmp_path):
        yield Shop(address, link[1], stall)


@pytest.fixture
def visit_shop(shop: Shop, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open that shop as somebody."""
    yield from visits_to(shop.address, browser)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three photos as a phone takes them."""
    found = []
    for number, colour in enumerate(("#c98a1b", "#6b4a12", "#2f6b3c"), 1):
        found.append(tmp_path / f"anh-{number}.jpg")
        Image.new("RGB", (1500, 2000), colour).save(found[-1], "JPEG", quality=90)
    return found


def looked_at(seen: Visit) -> None:
    """The page has no barrier, and nothing sticks out."""
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)


def comes_in_and_sells(hand: Hand, seen: Visit, shop: Shop, photos: list[Path]) -> None:
    """The invited one opens the mail's link, comes in, and puts one good on sale with three photos."""
    page = hand.page
    hand.touches.append("the link of the mail")
    seen.open(shop.link)
    looked_at(seen)
    hand.fill("input[name=name]", "Lan")
    hand.fill("input[name=password]", PASSWORD)
    hand.touch("input[name=terms]")
    hand.tap("main form button[type=submit]", has_text="Vào gian hàng")
    page.wait_for_url(f"**{shop.stall}")
    hand.tap('.stall-tabs a[href$="/hang-hoa"]')
    hand.tap('a[href$="/hang-hoa/moi"]')
    hand.tap(".rows-register a", has_text="Mật ong rừng Bảo Yên")
    looked_at(seen)
    hand.fill("input[name=price]", "125000")
    hand.fill("input[name=amount]", "500")
    hand.fill("input[name=on_hand]", "20")
    hand.tap("form.desk-form button[type=submit], form.desk-form > .button")
    page.wait_for_url("**/anh")
    hand.pick(photos)
    page.locator(".album-photo").nth(2).wait_for(timeout=60_000)
    expect(page.locator(".sending-photo")).to_have_count(0)
    looked_at(seen)
    hand.tap('.stall-tabs a[href$="/hang-hoa"]')
    hand.tap("main .row a", has_text="Mật ong rừng Bảo Yên")
    looked_at(seen)
    hand.tap("main button", has_text="Đưa lên bán")
    page.locator("main button", has_text="Ngừng bán").wait_for()


def buys(seen: Visit) -> str:
    """A shopper finds the honey, buys two and pays at the door; the path of the order."""
    began = time.monotonic()
    page = seen.open("/san-pham?q=mat ong rung")
    while not page.locator(".product-card").count():  # every process looks once a second for what is new
        assert time.monotonic() - began < SOON_SEEN
        page.reload()
    slug = page.locator(".product-card").first.get_attribute("data-product")
    seen.open(f"/san-pham/{slug}")
    assert len({one.get_attribute("src") for one in page.locator('main img[src*="/media/"]').all()}) >= PHOTOS
    with page.expect_response(lambda answer: answer.url.endswith("/gio-hang/them")):
        page.locator('main form[action$="/gio-hang/them"] button:not([type=button])').first.tap()
    seen.open("/thanh-toan")
    page.fill("#name", "Nguyễn Thị Hoa")
    page.fill("#phone", "0912 345 678")
    page.select_option("#province", "15")
    page.locator(".order-fee .price").first.wait_for()
    page.locator("#commune").press_sequentially("vinh yen")
    page.locator("#commune-list [role=option]").first.tap()
    page.fill("#street", "Thôn 3")
    page.locator("label[for=payment_method-cod]").tap()
    page.locator(".place-order").tap()
    page.wait_for_url("**/don-hang/OCOP*")
    return page.url.removeprefix(seen.address)


def test_invited_on_sale_bought_and_sent(shop: Shop, visit_shop: Callable[..., Visit], photos: list[Path]) -> None:
    lan, hoa = visit_shop(360), visit_shop(360)
    lan.page.set_default_timeout(15_000)
    hand = Hand(lan.page)
    comes_in_and_sells(hand, lan, shop, photos)
    assert len(hand.touches) < MOST_TOUCHES, hand.touches
    order = buys(hoa)
    assert "OCOP" in order

    page = lan.page
    assert page.locator(".stall-tabs .stall-badge").count() == 0
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when the phone is taken up again
    badge = page.locator(".stall-tabs [data-count=parcels] .stall-badge")
    badge.wait_for()
    assert badge.inner_text().startswith("1")
    hand.tap(".stall-tabs a", has_text="Đơn hàng")
    looked_at(lan)
    hand.tap(".parcel-rows .name a")
    looked_at(lan)
    assert "Nguyễn Thị Hoa" in page.locator("main").inner_text()
    hand.tap("main .next button", has_text="Đã đóng gói xong")
    looked_at(lan)
    hand.fill("#carrier", "Viettel Post")
    hand.fill("#tracking", "VTP0123456")
    hand.tap("main .next button", has_text="Đã giao cho bên vận chuyển")
    looked_at(lan)
    told = hoa.open(order).locator("main").inner_text()
    assert "Viettel Post" in told
    assert "VTP0123456" in told
    hand.tap("main .next button", has_text="Khách đã nhận")
    assert "Đã ghi: khách đã nhận hàng" in page.locator("main").inner_text()


def test_papers_have_their_size(visit: Callable[..., Visit]) -> None:
    seen = visit(1280)
    stall = seen.enter("lan")
    page = seen.open(f"{stall}/don-hang")
    numbers = [box.get_attribute("value") for box in page.locator("input[name=parcel]").all()][:3]
    chosen = "&".join(f"parcel={number}" for number in numbers)
    for path, sheets, (width, height) in (
        (f"/don-hang/nhan?{chosen}", len(numbers), (283, 425)),
        (f"/don-hang/nhan?{chosen}&size=a4", 1, (595, 842)),
        (f"/don-hang/phieu?{chosen}", len(numbers), (595, 842)),
    ):
        looked_at_path = seen.open(stall + path)
        paper = looked_at_path.pdf(prefer_css_page_size=True, format="A4")
        sizes = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", paper)
        assert len(sizes) == sheets, path
        assert all(abs(float(w) - width) < 3 and abs(float(h) - height) < 3 for w, h in sizes), (path, sizes)


def test_several_are_chosen_by_touch(visit: Callable[..., Visit]) -> None:
    seen = visit(360)
    page = seen.open(f"{seen.enter('minh')}/don-hang")
    acts = page.locator(".bulk-acts")
    assert not acts.is_visible()
    page.locator("label.tick").first.tap()
    expect(acts).to_be_visible()
    looked_at(seen)
    before = page.locator(".tabs .count").first.inner_text()
    acts.locator("button", has_text="Đã đóng gói").tap()
    page.wait_for_url("**tab=packed")
    assert int(page.locator(".tabs .count").first.inner_text()) == int(before) - 1
