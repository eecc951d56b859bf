"""Answering a list's readings without a mouse, and explaining a unit for every row."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People

ROWS = (
    "Désignation;Quantité;Unité",
    "ZORGLUB A;1;boîte",
    "ZORGLUB B;2;boîte",
    "ZORGLUB C;3;boîte",
    "SERINGUE 10 ML;4;zinzin",
)


@pytest.fixture
def review(walk: People, tmp_path: Path) -> Page:
    """Hand over a list of which three texts are unknown, and read it."""
    path = tmp_path / "inconnus.csv"
    path.write_text("\n".join(ROWS), encoding="utf-8")
    page = walk("acheteur4").go("/besoins/deposer/")
    page.get_by_label("Année du plan").fill("2031")
    page.get_by_label("Fichier").set_input_files(path)
    page.get_by_role("button", name="Déposer et voir les colonnes").click()
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("heading", name="Lectures à vérifier")).to_be_visible(timeout=60_000)
    return page


def test_readings_are_accepted_and_corrected_by_keyboard(review: Page) -> None:
    """The row after the one answered takes its place and the focus; arrows walk the families found."""
    rows = review.locator("table[data-rows] tbody tr")
    expect(rows).to_have_count(3)

    review.keyboard.press("j")
    review.keyboard.press("a")
    expect(rows).to_have_count(2)
    expect(rows.first).to_have_attribute("data-current", "true")
    expect(rows.first.get_by_role("link")).to_be_focused()

    review.keyboard.press("c")
    expect(rows.first.get_by_role("combobox").or_(rows.first.get_by_role("textbox"))).to_be_focused()
    review.keyboard.type("gants exam")
    expect(rows.first.get_by_role("button", name="Gant d'examen")).to_be_visible()
    review.keyboard.press("ArrowDown")
    review.keyboard.press("Enter")
    expect(review.get_by_text("Lecture corrigée sur 1 ligne")).to_be_visible()
    expect(rows).to_have_count(1)

    review.get_by_role("button", name="Accepter toutes celles de cette page").click()
    expect(review.get_by_text("1 lecture acceptée.")).to_be_visible()
    expect(rows).to_have_count(0)
    expect(review.get_by_role("heading", name="Lectures à vérifier")).to_be_focused()


def test_a_unit_is_explained_once_and_taken_back(review: Page) -> None:
    """The rejected row comes in, the unit is shown as explained, and goes out again."""
    rejected = review.locator(".figure", has=review.get_by_text("Lignes rejetées", exact=True)).locator(
        ".value"
    )
    expect(rejected).to_have_text("1")

    review.get_by_label("Toutes ces lignes").select_option(label="carton")
    review.get_by_label("qui contient").fill("20")
    review.get_by_role("button", name="Relire ainsi").click()
    expect(rejected).to_have_text("0", timeout=60_000)
    expect(review.get_by_role("heading", name="Unités que vous avez expliquées")).to_be_visible()

    review.get_by_role("button", name="Retirer l'explication").click()
    expect(rejected).to_have_text("1", timeout=60_000)
