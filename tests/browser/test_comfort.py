"""Each reader's own way: language, direction, paper, less motion, darkness, no script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People

LIST = "Désignation;Unité;Quantité;Prix unitaire TTC\nSeringue 10 ml 3 pièces luer lock;U;1200;0,90\nLame bistouri n° 11;U;500;1,20\n"


def _left(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def test_changing_the_language_keeps_the_page(visit: People) -> None:
    """The same page, with its filters, comes back in the other language."""
    visitor = visit("coordination")
    path = "/plans/{plan}/?q=seringue&etat=covered".format_map(visitor.site.scene)
    page = visitor.go(path)
    rows = page.locator("#lots tbody tr").count()

    page.get_by_label("Langue").select_option("ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert visitor.path == path
    expect(page.locator("#lots tbody tr")).to_have_count(rows)
    expect(page.locator("#lots-q")).to_have_value("seringue")


def test_arabic_is_mirrored(visit: People) -> None:
    """Navigation on the right, numbers at the other end, bars that grow from the right."""
    visitor = visit("coordination", "ar")
    page = visitor.go("/plans/{plan}/".format_map(visitor.site.scene))
    middle = 1280 / 2

    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert _left(page, ".sidenav") > middle
    assert _left(page, ".topbar a") > middle
    assert _left(page, ".page-header .actions") < middle
    assert _left(page, "#lots thead th:first-child") > _left(page, "#lots thead th:last-child")
    chart = page.locator("figure[data-chart] svg")
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box is not None
    labels = [one.bounding_box() for one in chart.locator("text", has_text=re.compile(r"[؀-ۿ]{3}")).all()]
    rightmost = [one for one in labels if one is not None and one["x"] > box["x"] + box["width"] / 2]
    assert len(rightmost) >= 3
    identifier = page.locator("#lots tbody bdi[dir='ltr']").first
    assert identifier.evaluate("one => getComputedStyle(one).direction") == "ltr"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_laptop_shows_the_whole_table_of_needs(visit: People, language: str) -> None:
    """No column hides beyond the side, in any language."""
    page = visit("acheteur", language).go("/besoins/")

    shown = page.locator(".table-wrap[aria-labelledby='lines-title']")
    assert shown.evaluate("table => table.scrollWidth - table.clientWidth") == 0


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_phone_breaks_neither_a_caption_nor_an_amount(visit: People, language: str) -> None:
    """A table's caption takes the width of the table, and an amount its one line."""
    visitor = visit("acheteur", language, 390)
    caption = visitor.go("/").locator(".grid-table.cards caption").first
    assert caption.evaluate("one => one.offsetWidth / one.parentElement.offsetWidth") == pytest.approx(
        1, abs=0.02
    )
    lines = """one => { const r = document.createRange(); r.selectNodeContents(one);
      return new Set([...r.getClientRects()].map((box) => Math.round(box.top))).size; }"""
    amounts = visitor.go("/besoins/").locator(".figure dd.value", has_text="MAD")
    assert [one.evaluate(lines) for one in amounts.all()] == [1]


def test_paper_shows_the_page_alone(visit: People) -> None:
    """In print the navigation, filters and buttons are gone; the title and the table stay."""
    visitor = visit("coordination")
    page = visitor.go("/plans/{plan}/".format_map(visitor.site.scene))

    page.emulate_media(media="print")
    for gone in (".topbar", ".sidenav", ".bottombar", ".page-header .actions", "#lots .filters"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#lots table")).to_be_visible()


def test_less_motion_means_none(visit: People) -> None:
    """Where less motion is asked for, nothing is animated and nothing slides."""
    page = visit("acheteur", reduced_motion="reduce").go("/")

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => { const style = getComputedStyle(one);"
        " return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0; }).length"
    )
    assert moving == 0


def test_darkness_is_asked_of_the_system(visit: People) -> None:
    """The dark theme follows the system's preference; its contrast is checked on every page."""
    light = visit("acheteur").go("/").evaluate("getComputedStyle(document.documentElement).backgroundColor")
    dark = (
        visit("acheteur", color_scheme="dark")
        .go("/")
        .evaluate("getComputedStyle(document.documentElement).backgroundColor")
    )

    assert light != dark
    assert _lightness(dark) < 0.3 < 0.9 < _lightness(light)


def _lightness(colour: str) -> float:
    """Return the lightness of `oklch(…)`, from 0 to 1."""
    return float(colour.removeprefix("oklch(").split()[0])


@pytest.mark.parametrize("width", [1280, 390])
def test_without_script_a_list_is_still_handed_over(walk: People, tmp_path: Path, width: int) -> None:
    """Upload, columns, review, confirmation and undoing work by plain forms and links."""
    path = tmp_path / f"sans-script-{width}.csv"
    path.write_text(LIST, "utf-8")
    page = walk("acheteur4", width=width, java_script_enabled=False).go("/besoins/deposer/")

    page.get_by_label("Année du plan").fill("2029")
    page.get_by_label("Fichier").set_input_files(path)
    page.get_by_role("button", name="Déposer et voir les colonnes").click()
    page.get_by_role("button", name="Lire le fichier").click()
    expect(
        page.get_by_role("heading", name=re.compile("Lecture en cours|Lectures à vérifier"))
    ).to_be_visible()
    for _look in range(60):
        if page.get_by_role("heading", name="Lectures à vérifier").count():
            break
        page.get_by_role("link", name="Actualiser").click()
    page.get_by_role("link", name="Passer à la confirmation").click()
    page.get_by_role("button", name="Confirmer l'import").click()
    expect(page.get_by_text("Import confirmé : 2 lignes comptent dans les besoins de 2029.")).to_be_visible()
    page.get_by_role("button", name="Annuler l'import").last.click()
    expect(page.get_by_text("Import annulé : ses lignes ne comptent plus.")).to_be_visible()
