"""The catalogue search in a real browser: results while one types, the keyboard, the address, the way back."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from tests.browser.people import People


def test_results_follow_what_is_typed_and_the_keyboard_walks_them(visit: People) -> None:
    page = visit("acheteur").go("/industrie/catalogue/")
    field, status = page.locator("#catalogue-q"), page.locator("#catalogue-found [role=status]")
    everything = status.inner_text()

    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("gant nitrile")

    expect(status).not_to_have_text(everything)
    expect(page).to_have_url(re.compile(r"\?q=gant\+?(%20)?nitrile$"))
    expect(field).to_be_focused()
    expect(page.locator("#catalogue-found mark").first).to_be_visible()

    page.keyboard.press("ArrowDown")
    first = page.locator("#catalogue-found tbody tr").first
    expect(first).to_have_attribute("data-current", "true")
    page.keyboard.press("j")
    expect(first).not_to_have_attribute("data-current", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/industrie/dispositifs/\d+/$"))


def test_facets_narrow_stay_in_the_address_and_come_back(visit: People) -> None:
    visitor = visit("acheteur")
    page = visitor.go("/industrie/catalogue/?q=seringue")
    status = page.locator("#catalogue-found [role=status] strong")
    before = status.inner_text()

    page.locator("#catalogue-found input[name='max.volume']").fill("5")
    page.keyboard.press("Tab")
    expect(status).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"max\.volume=5"))
    assert "min.volume" not in page.url
    narrowed = status.inner_text()

    page.reload()
    expect(status).to_have_text(narrowed)
    page.locator(".chips a").first.click()
    expect(status).to_have_text(before)
    assert visitor.complaints == []
