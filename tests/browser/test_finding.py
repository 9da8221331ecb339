"""A shopper finds a good: by typing, by the keyboard alone, by filters, by the map."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visit

Opener = Callable[..., Visit]


def test_suggestions_appear_while_typing_and_the_keyboard_takes_one(visit: Opener) -> None:
    seen = visit(360)
    page = seen.open("/")
    box = page.locator("input[name=q]").first
    box.click()
    # The answer to the last letter: those before it would take the chosen option away again.
    with page.expect_response("**?q=mat%20on"):
        box.press_sequentially("mat on", delay=40)
    options = page.locator("[role=option]")
    expect(options.first).to_be_visible()
    expect(options.filter(has_text="ật ong").first).to_be_visible()
    box.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    box.press("Enter")
    expect(page).not_to_have_url(seen.address + "/")


def test_search_works_as_a_plain_form_without_scripts(visit: Opener) -> None:
    page = visit(360, scripts=False).open("/")
    box = page.locator("input[name=q]").first
    box.fill("che")
    box.press("Enter")
    page.wait_for_url("**/san-pham?*q=che*")
    assert page.locator("[data-product]").count() > 0


def test_a_filter_narrows_the_list_to_the_number_it_promised(visit: Opener) -> None:
    seen = visit(1280)
    page = seen.open("/san-pham?stars=5")
    slugs = page.locator("main [data-product]").evaluate_all("cards => cards.map(card => card.dataset.stars)")
    assert slugs
    assert set(slugs) == {"5"}


def test_the_map_is_walked_with_the_keyboard(visit: Opener) -> None:
    seen = visit(1280)
    page = seen.open("/xuat-xu")
    provinces = page.locator("svg a[href*='/xuat-xu/']")
    assert provinces.count() >= 10
    provinces.first.focus()
    name = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")
    assert name.strip()
    page.keyboard.press("Enter")
    page.wait_for_url("**/xuat-xu/*")


def test_the_first_tab_stop_skips_to_the_content(visit: Opener) -> None:
    page = visit(1280).open("/")
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target
    assert target.startswith("#")
    assert page.locator(target).count() == 1


def test_the_language_switch_keeps_the_page(visit: Opener) -> None:
    page = visit(1280).open("/san-pham?stars=4&sort=price")
    page.locator("a[hreflang=en]").first.click()
    page.wait_for_url("**/en/san-pham?*stars=4*")
    assert page.locator("html").get_attribute("lang") == "en"
