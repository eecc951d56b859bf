"""A maker before its offers and its lost lots; officers before titles that everyone then sees."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.people import People

MAKER_NAME = "Atlas Plastiques Médicaux"


def test_a_maker_sees_its_own_offers_only(walk: People) -> None:
    """No other maker's name, price or device is on the maker's pages, nor behind their addresses."""
    cluster = walk("cluster").go("/industrie/offres/")
    others = set(cluster.locator("td[data-label='Fabricant']").all_inner_texts()) - {
        f"{MAKER_NAME} (démonstration)"
    }
    assert len(others) > 3
    foreign = cluster.locator("tbody tr", has_not_text=MAKER_NAME).first.get_by_role("link").first
    address = foreign.get_attribute("href") or ""

    maker = walk("fabricant")
    page = maker.go("/industrie/offres/")
    shown = page.locator("main").inner_text()
    assert [name for name in others if name in shown] == []
    expect(page.get_by_role("link", name="Changer").first).to_be_visible()
    maker.go(address, 404)
    maker.go(f"{address}offre/", 404)
    maker.go("/besoins/", 403)


def test_a_maker_changes_an_offer(walk: People) -> None:
    """A fault is told at its field and keeps what was typed; the offer put right is the one shown."""
    maker = walk("fabricant")
    page = maker.go("/industrie/offres/")
    page.get_by_role("link", name="Changer").first.click()
    page.get_by_label("Palier 1 : prix hors taxe").fill("douze")
    page.get_by_role("button", name="Déposer l'offre").click()
    expect(page.get_by_role("alert")).to_contain_text("Palier 1 : prix hors taxe")
    expect(page.get_by_label("Palier 1 : prix hors taxe")).to_have_value("douze")

    page.get_by_label("Palier 1 : prix hors taxe").fill("12,34")
    page.get_by_role("button", name="Déposer l'offre").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_text("12,34").first).to_be_visible()
    assert [" 422 " in complaint for complaint in maker.complaints] == [True]  # the faulty offer's own answer


def test_a_lost_lot_tells_the_maker_why(walk: People) -> None:
    """A lot that went to another shows the maker its own device, its outcome and the reason; no rival."""
    maker = walk("fabricant")
    page = maker.go("/plans/1/")
    titles = page.locator("#lots tbody tr td:first-child a")
    addresses = [link.get_attribute("href") or "" for link in titles.all()]
    for address in addresses:
        maker.go(address)
        if page.get_by_text("Ce lot ne vous est pas attribué").count():
            break
    else:
        pytest.fail("the maker lost no lot of the first page")

    table = page.locator("section", has=page.locator("#compare-title")).get_by_role("table")
    makers = set(table.locator("thead th span").all_inner_texts())
    assert makers == {f"{MAKER_NAME} (démonstration)"}
    reasons = table.get_by_role("row", name=re.compile("^Pourquoi")).get_by_role("cell").all_inner_texts()[1:]
    assert reasons
    assert all(reason.strip() not in ("", "—") for reason in reasons)


def test_a_suspended_certificate_shows_on_the_device(walk: People) -> None:
    """An officer suspends with a reason; nothing happens without one; the device says it at once."""
    officer = walk("certification")
    page = officer.go(f"/certification/?q={MAKER_NAME}")
    page.locator("tbody tr").first.get_by_role("link").first.click()
    page.locator("summary", has_text="Suspendre").click()
    form = page.locator("details", has=page.locator("summary", has_text="Suspendre"))
    form.get_by_role("button", name="Suspendre").click()
    expect(page.get_by_role("alert")).to_contain_text("Motif")
    form.get_by_label("Motif").fill("Audit de surveillance non soldé")
    form.get_by_role("button", name="Suspendre").click()
    expect(page.get_by_text("Le certificat est suspendu ; le fabricant en est averti.")).to_be_visible()
    expect(page.get_by_role("region", name="Suspensions")).to_contain_text("Audit de surveillance non soldé")

    maker = walk("fabricant")
    page = maker.go("/industrie/dispositifs/")
    page.locator("tbody tr").first.get_by_role("link").first.click()
    expect(
        page.locator("section", has=page.locator("#titles-title"))
        .locator("tr", has_text="SMQ-DEMO")
        .filter(has_text="suspendu")
    ).to_have_count(1)
    maker.go("/")
    expect(page.get_by_role("region", name="Ce qui vous attend")).to_contain_text("suspendu")
