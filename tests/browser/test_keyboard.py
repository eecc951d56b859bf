"""Everything by keyboard: search, tables, dialogs, the way past the navigation, the order of the focus."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People

PHONE = 390


def test_slash_reaches_the_search(visit: People) -> None:
    """`/` puts the cursor in the search and writes nothing; Enter searches."""
    page = visit("cluster").go("/")

    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name=re.compile("Rechercher"))
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.type("seringue")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche/\?q=seringue$"))


def test_rows_are_walked_and_opened(visit: People) -> None:
    """`j` and `k` move a mark that is also seen, `Esc` drops it, `Enter` opens the row."""
    page = visit("cluster").go("/familles/")
    rows = page.locator("tbody tr")
    marked = page.locator("tbody tr[data-current='true']")

    for key in "jjjk":
        page.keyboard.press(key)
    expect(marked).to_have_count(1)
    assert marked.evaluate("row => row.rowIndex") == 2
    assert marked.evaluate("row => getComputedStyle(row).boxShadow") != "none"
    page.keyboard.press("Escape")
    expect(marked).to_have_count(0)
    page.keyboard.press("j")
    address = rows.first.get_by_role("link").get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{address}$"))


def test_letters_typed_in_a_field_stay_in_it(visit: People) -> None:
    """`j`, `k` and `/` are letters where one writes."""
    page = visit("cluster").go("/familles/")

    page.get_by_label("Nom, sigle ou code").focus()
    page.keyboard.type("jk/")
    expect(page.get_by_label("Nom, sigle ou code")).to_have_value("jk/")
    expect(page.locator("tr[data-current]")).to_have_count(0)


@pytest.mark.parametrize(
    ("account", "path", "opener"),
    [
        ("acheteur", "/", "Mon compte"),
        ("acheteur", "/besoins/imports/{import_confirmed}/", "Annuler l'import"),
        ("fabricant", "/industrie/dispositifs/{device_own}/", "Retirer du catalogue"),
        ("fabricant", "/homologation/dossiers/{dossier_draft}/", "Reprendre la classe du dispositif"),
    ],
)
def test_a_dialog_closes_and_gives_the_focus_back(
    visit: People, account: str, path: str, opener: str
) -> None:
    """Enter opens it, the focus goes inside and stays there, Esc closes it and returns the focus."""
    visitor = visit(account)
    page = visitor.go(path.format_map(visitor.site.scene))
    button = page.get_by_role("button", name=opener).first

    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_the_first_stop_skips_the_navigation(visit: People) -> None:
    """Tab shows the way to the content; the next stop is inside it."""
    page = visit("acheteur").go("/besoins/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("account", "path", "action"),
    [
        ("acheteur", "/besoins/", "Déposer un fichier"),
        ("acheteur", "/besoins/deposer/", "Déposer et voir les colonnes"),
        ("acheteur", "/besoins/imports/{import_reviewed}/?etape=verification", "Passer à la confirmation"),
        ("coordination", "/plans/", "Ouvrir un plan"),
        ("coordination", "/plans/{plan}/", "Publier"),
        ("certification", "/certification/", "Proposer un certificat"),
        ("fabricant", "/industrie/dispositifs/{device_own}/", "Déposer ou changer l'offre"),
    ],
)
def test_tab_reaches_the_primary_action_soon(visit: People, account: str, path: str, action: str) -> None:
    """From the skip link, a few tabs reach the page's one primary action, and each stop is seen."""
    visitor = visit(account)
    page = visitor.go(path.format_map(visitor.site.scene))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    stops = []
    for _tab in range(10):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.innerText.trim()"))
        assert _focus_shows(page), stops[-1]
        if stops[-1] == action:
            break
    assert stops[-1] == action, stops


def _focus_shows(page: Page) -> bool:
    return bool(
        page.evaluate(
            "(() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0; })()"
        )
    )


def test_the_menu_of_actions_opens_within_a_phone(visit: People) -> None:
    """The menu opens by keyboard and stays within the screen."""
    visitor = visit("coordination", width=PHONE)
    page = visitor.go("/plans/{plan}/".format_map(visitor.site.scene))

    page.locator("summary", has_text="Autres actions").focus()
    page.keyboard.press("Enter")
    entry = page.get_by_role("link", name="Exporter les lots affichés")
    expect(entry).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_phone_s_menu_holds_every_page(visit: People) -> None:
    """The sheet behind the bottom bar opens, holds the navigation and the search, and closes."""
    page = visit("acheteur", width=PHONE).go("/")

    page.get_by_role("button", name="Menu").click()
    sheet = page.get_by_role("dialog", name="Menu")
    expect(sheet.get_by_role("link", name="Certification")).to_be_visible()
    expect(sheet.get_by_role("searchbox")).to_be_visible()
    sheet.get_by_role("button", name="Fermer").click()
    expect(sheet).to_be_hidden()
