"""A buyer with a messy list: hand over, map, review, correct, confirm, undo, and what was rejected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from tests.browser.people import People, Visitor

ASPIRATION = "Sonde d'aspiration trachéo-bronchique"
YEAR = "2029"  # nobody else's lists are of this year
HEADINGS = ["N°", "Désignation de l'article", "Unité", "Nombre souhaité", "PU TTC (DH)"]
ROWS = [
    ["Seringue 10 ml 3 pièces luer lock", "U", 1200, 0.9],
    ["Gant d'examen nitrile non poudré taille M boîte de 100", "boîte", 300, 45],
    ["Cathéter veineux court 18G", "U", "à confirmer", 4.5],
    ["Cathéter veineux court 20G", "U", "à confirmer", 4.5],
    ["Compresse stérile 10x10", "U", -40, 0.5],
    ["Sonde de Foley 2 voies CH16", "zorglub", 12, 9],
    ["Lame bistouri n° 11", "U", 500, 1.2],
    ["Sonde", "U", 80, 12],
    ["Sonde", "U", 20, 12],
    ["Cathéter", "U", 60, 3],
]


def _messy(path: Path) -> Path:
    """Write a workbook as hospitals do: titles above, a heading nobody else uses, a total beneath."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Besoins"
    for row in (["CLINIQUE"], [f"Expression des besoins {YEAR}"], [], HEADINGS):
        sheet.append(row)
    for number, row in enumerate(ROWS, start=1):
        sheet.append([number, *row])
    sheet.append([None, "TOTAL", None, 2000, None])
    workbook.save(path)
    return path


def _hand_over(buyer: Visitor, path: Path) -> Page:
    page = buyer.go("/besoins/deposer/")
    page.get_by_label("Année du plan").fill(YEAR)
    page.get_by_label("Fichier").set_input_files(path)
    page.get_by_role("button", name="Déposer et voir les colonnes").click()
    expect(page.get_by_text("Fichier reçu.")).to_be_visible()
    return page


def _read(page: Page) -> None:
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("heading", name="Lectures à vérifier")).to_be_visible(timeout=60_000)


def _read_as(page: Page, family: str) -> None:
    """Say which family the text « Sonde » means."""
    page.get_by_label("Famille de « Sonde »", exact=True).fill(family)
    page.get_by_label("Famille de « Sonde »", exact=True).locator("..").get_by_role("button").click()


def _figure(page: Page, label: str) -> str:
    return (
        page.locator(".figure", has=page.get_by_text(label, exact=True))
        .locator(".value")
        .inner_text()
        .strip()
    )


def _confirm(page: Page) -> None:
    page.get_by_role("link", name="Passer à la confirmation").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Confirmer l'import").click()


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _messy(tmp_path_factory.mktemp("lists") / "besoins-bloc.xlsx")


def test_a_messy_list_becomes_lines_and_is_undone(walk: People, messy: Path, tmp_path: Path) -> None:
    """From the upload to the list of lines, through a corrected reading and one accepted by keyboard."""
    buyer = walk("acheteur")
    page = _hand_over(buyer, messy)

    expect(page.get_by_text("Aucune colonne n'est dite « Quantité annuelle »")).to_be_visible()
    page.get_by_label("Sens de « Nombre souhaité »").select_option(label="Quantité annuelle")
    _read(page)

    assert _figure(page, "Lignes lues") == "6"
    assert _figure(page, "Lignes rejetées") == "4"
    groups = page.get_by_role("region", name="Remarques, par cause").get_by_role("listitem")
    expect(groups).to_have_count(4)
    expect(groups.filter(has_text="« à confirmer » n'est pas un nombre")).to_contain_text("2 fois")
    expect(groups.filter(has_text="La quantité « -40 » est négative")).to_contain_text("1 fois")
    expect(groups.filter(has_text="L'unité « zorglub » n'est pas connue")).to_contain_text("1 fois")
    expect(groups.filter(has_text="Même désignation et même unité")).to_contain_text("supposé")

    readings = page.get_by_role("region", name="Lectures à vérifier").locator("tbody tr")
    expect(readings).to_have_count(2)
    _read_as(page, "Sonde d'aspiration")
    expect(page.get_by_text("Aucune famille ne s'appelle « Sonde d'aspiration »")).to_contain_text(ASPIRATION)
    _read_as(page, ASPIRATION)
    expect(page.get_by_text("Lecture corrigée sur 2 lignes")).to_be_visible()
    expect(readings).to_have_count(1)

    page.get_by_label("Accepter la lecture de « Cathéter »").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Accepter les lectures cochées").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 lecture acceptée.")).to_be_visible()
    expect(page.get_by_text("Aucune lecture n'attend")).to_be_visible()

    _confirm(page)
    expect(
        page.get_by_text(f"Import confirmé : 6 lignes comptent dans les besoins de {YEAR}.")
    ).to_be_visible()
    page.get_by_role("link", name="Voir ses lignes").click()
    lines = page.get_by_role("region", name="Lignes", exact=True).locator("tbody tr")
    expect(lines).to_have_count(6)
    expect(lines.filter(has_text=ASPIRATION)).to_have_count(2)

    page.get_by_role("link", name="besoins-bloc.xlsx").click()
    opener = page.get_by_role("button", name="Annuler l'import").first
    opener.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"6 lignes ne compteront plus dans les besoins de {YEAR}")
    dialog.get_by_role("button", name="Annuler l'import").click()
    expect(page.get_by_text("Import annulé : ses lignes ne comptent plus.")).to_be_visible()
    buyer.go(f"/besoins/?annee={YEAR}")
    assert _figure(page, "Lignes") == "0"
    assert buyer.complaints == []


def test_the_same_file_twice_is_told(walk: People, messy: Path) -> None:
    """The second upload of the very same file says so, and links to the first."""
    page = _hand_over(walk("acheteur2"), messy)
    first = page.url
    page = _hand_over(walk("acheteur2"), messy)

    note = page.get_by_role("note")
    expect(note).to_contain_text("Ce fichier, au caractère près, a déjà été déposé")
    note.get_by_role("link", name="Ouvrir le premier dépôt").click()
    expect(page).to_have_url(first)


def test_rejected_rows_are_corrected_in_their_workbook(walk: People, messy: Path, tmp_path: Path) -> None:
    """The workbook of rejected rows is corrected in place and read back with nothing to map."""
    page = _hand_over(walk("acheteur3"), messy)
    page.get_by_label("Sens de « Nombre souhaité »").select_option(label="Quantité annuelle")
    _read(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Lignes rejetées, à corriger").click()
    rejected = tmp_path / "rejected.xlsx"
    download.value.save_as(rejected)

    workbook = load_workbook(rejected)
    sheet = next(
        one for one in workbook if any(cell.value == "zorglub" for row in one.iter_rows() for cell in row)
    )
    titles = {str(cell.value): cell.column for cell in sheet[1]}
    quantity = next(column for title, column in titles.items() if title.startswith("Quantité annuelle"))
    unit = next(column for title, column in titles.items() if title.startswith("Unité"))
    assert sheet.max_row == 5
    for row in range(2, 6):
        sheet.cell(row, quantity).value = 10 * row
        sheet.cell(row, unit).value = "U"
    workbook.save(rejected)

    page = _hand_over(walk("acheteur3"), rejected)
    _read(page)
    assert _figure(page, "Lignes lues") == "4"
    assert _figure(page, "Lignes rejetées") == "0"
    page.get_by_role("link", name="Les voir").click()
    lines = page.get_by_role("region", name="Lignes", exact=True).locator("tbody tr")
    expect(lines).to_have_count(4)
    expect(lines.filter(has_text=re.compile("Cathéter veineux court 20G"))).to_have_count(1)


def test_another_group_s_import_is_nowhere(walk: People) -> None:
    """A buyer who guesses the address of another group's import, line or file finds nothing."""
    buyer = walk("acheteur")

    buyer.go("/besoins/imports/2/", 404)
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text("Page introuvable")
    buyer.go("/besoins/imports/2/fichier/", 404)
    buyer.go("/besoins/imports/2/lignes-rejetees.xlsx", 404)
