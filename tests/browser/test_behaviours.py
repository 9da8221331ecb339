"""What scripts add to pages that work without them: filters at once, a sheet on phones, a chosen scheme."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visit

Opener = Callable[..., Visit]


def test_a_filter_acts_at_once_and_the_way_back_undoes_it(visit: Opener) -> None:
    page = visit(1280).open("/san-pham")
    before = page.locator("#results").inner_text()
    # A load of the page would forget this.
    page.evaluate("window.same = true")
    page.locator("input[name=stars][value='5']").check()
    page.wait_for_url("**stars=5**")
    expect(page.locator("#results")).not_to_have_text(before)
    expect(page.locator("main [data-product]:not([data-stars='5'])")).to_have_count(0)
    expect(page.locator("input[name=stars][value='5']"), "the keyboard stays where it was").to_be_focused()
    page.go_back()
    expect(page.locator("#results")).to_have_text(before)
    expect(page.locator("input[name=stars][value='5']")).not_to_be_checked()
    assert page.evaluate("window.same")


def test_an_active_filter_is_taken_away_by_its_chip(visit: Opener) -> None:
    page = visit(1280).open("/san-pham?stars=5")
    page.locator(".chips a").first.click()
    page.wait_for_url("**/san-pham")
    expect(page.locator("input[name=stars][value='5']")).not_to_be_checked()


def test_the_filters_are_a_sheet_on_phones_also_without_scripts(visit: Opener) -> None:
    for scripts in (True, False):
        page = visit(360, scripts=scripts).open("/san-pham")
        form = page.locator("form.filters")
        expect(form).to_be_hidden()
        page.locator("button[popovertarget=filters]:visible").click()
        expect(form).to_be_visible()
        page.locator("input[name=stars][value='4']").check()
        form.locator("button[type=submit]").click()
        page.wait_for_url("**stars=4**")
        expect(page.locator("form.filters")).to_be_hidden()
        expect(page.locator("main [data-product]:not([data-stars='4'])")).to_have_count(0)


def test_the_menu_opens_on_phones_also_without_scripts(visit: Opener) -> None:
    for scripts in (True, False):
        page = visit(360, scripts=scripts).open("/")
        link = page.locator("#site-nav a[href$='/xuat-xu']")
        expect(link).to_be_hidden()
        page.locator("button[popovertarget=site-nav]").click()
        expect(link).to_be_visible()


def test_a_chosen_scheme_is_kept_and_the_device_decides_again(visit: Opener) -> None:
    page = visit(1280, scheme="light").open("/")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".theme-switch button[value=dark]").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    page.locator(".theme-switch button[value=auto]").click()
    assert page.evaluate(ground) == light


def test_suggestions_are_closed_by_escape_and_announced(visit: Opener) -> None:
    page = visit(1280).open("/")
    box = page.locator("input[name=q]").first
    box.click()
    # The answer to the last letter; one to those before it would come again when the field is left.
    with page.expect_response("**?q=che"):
        box.press_sequentially("che", delay=40)
    expect(page.locator("[role=option]").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-box [role=status]")).not_to_be_empty()
    box.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "che"


def test_only_what_is_still_certified_is_shown_again(visit: Opener) -> None:
    """The browser remembers slugs only; each card is asked of the shop anew."""
    seen = visit(1280)
    cards = seen.open("/san-pham").locator("main [data-product]")
    slugs = cards.evaluate_all("all => all.map(card => card.dataset.product)")
    page = seen.open(f"/san-pham/{slugs[0]}")
    assert page.evaluate("JSON.parse(localStorage.seen)") == [slugs[0]]
    # A slug that answers 404, as a lapsed good does, is passed over.
    page.evaluate("slug => localStorage.seen = JSON.stringify(['khong-con-nua', slug])", slugs[0])
    page = seen.open("/")
    part = page.locator("[data-behaviour=recently-seen]")
    expect(part).to_be_hidden()
    page.locator(".site-footer").scroll_into_view_if_needed()
    expect(part.locator("[data-product]")).to_have_count(1)
    assert part.locator("[data-product]").get_attribute("data-product") == slugs[0]


def test_a_photo_is_shown_large_and_the_keyboard_comes_back(visit: Opener) -> None:
    seen = visit(1280)
    link = seen.open("/san-pham").locator("main [data-product] a").first.get_attribute("href")
    page = seen.open(str(link))
    page.locator("[data-zoom]").first.press("Enter")
    expect(page.locator("dialog[open] img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-zoom]").first).to_be_focused()
