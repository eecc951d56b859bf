"""An NM mark: its contract agreed, its product tested twice, the factory audited, the right of use given."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.certifying import accepted, audited, certified
from tests.browser.people import People
from tests.browser.tongue import said
from tests.browser.walking import (
    Way,
    choose,
    field_of,
    fill,
    may,
    piece,
    press,
    says,
    sent_as_filled,
    unfold,
)

MAKER, PRODUCT, STANDARD, NUMBER = "fabricant", "ATL-0001", "NM DEMO 002:2024", "NM-DEMO-ATL-1"
LEAK = "Le piston fuit (essai fictif)."


def _asked(way: Way) -> str:
    """A maker asks for the mark of one product, named in its catalogue, and files; return the case's address."""
    page = way.at(MAKER, "/certification/dossiers/nouveau/")
    field_of(page, "Organisme certificateur").select_option(index=1)
    choose(page, "Objet", "marque de produit NM")
    fill(page, Norme=STANDARD)
    press(page, "Ouvrir le dossier")
    says(page, "Une marque NM nomme ses produits : choisissez-en un au moins.")
    page.get_by_role("checkbox", name=PRODUCT).check()
    press(page, "Ouvrir le dossier")
    says(page, "Le dossier est ouvert")
    case = way.note(MAKER, page)
    for kind in ("technical_file", "scope", "manual"):
        sent_as_filled(page, f"{case}pieces/", kind=kind, file=piece(f"{case} {kind}"))
    press(page, "Déposer le dossier")
    says(page, "Le dossier est déposé.")
    return case


def _ordered(page: Page) -> None:
    """The officer at the page has the product tested by a laboratory."""
    part = unfold(page, "Commander un essai")
    press(part, "Commander un essai")
    says(page, "L'essai est commandé.")
    assert may(page, "Planifier l'audit", "Certifier") == set()


def _reported(page: Page, result: str, why: str = "") -> None:
    """The officer at the page writes down what the laboratory found, with its report."""
    part = unfold(page, "Rendre compte d'un essai")
    field_of(part, "Résultat").select_option(result)
    if why:
        choose(part, "Cause de l'échec", "performances insuffisantes")
        fill(part, **{"Ce qu'il faut corriger": why})
    field_of(part, "Rapport d'essais").set_input_files([piece(f"{page.url} {result}")])
    press(part, "Rendre compte d'un essai")
    says(page, "Le résultat de l'essai est enregistré.")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_mark_is_contracted_tested_twice_audited_and_granted(fresh_walk: People, language: str) -> None:
    """Nothing is tested before the contract, nothing audited before the tests, nothing decided by who audited."""
    way = Way(fresh_walk, language)
    case = _asked(way)
    accepted(way, MAKER, case)
    page = way.at("certification", case)
    says(page, "Audit d'usine prévu le")
    _ordered(page)
    _reported(page, "failed", LEAK)
    expect(page.locator(".notice-attention")).to_contain_text(LEAK)
    way.note("certification", page)

    page = way.at(MAKER, case)
    says(page, "essais de type non concluants")
    expect(page.locator(".notice-attention")).to_contain_text(LEAK)
    press(page, "Déposer le dossier")
    says(page, "Le dossier est déposé.")
    way.note(MAKER, page)

    page = way.at("certification", case)
    _ordered(page)
    _reported(page, "passed")
    tests = page.get_by_role("region", name=said(page, "Essais de type"), exact=True).get_by_role("listitem")
    expect(tests).to_have_count(2)
    expect(tests.first).to_contain_text(LEAK)
    expect(tests.last.locator(".state-good")).to_have_text(said(page, "réussi"))
    audited(page)
    assert may(page, "Certifier", "Refuser la certification") == set()  # who audited doesn't decide
    way.note("certification", page)

    mark = way.note("certification2", certified(way, case, NUMBER))
    page = way.at(MAKER, mark)
    about = page.locator("dl.definition")
    expect(about).to_contain_text(said(page, "marque de produit NM"))
    expect(about.get_by_role("link", name=PRODUCT)).to_be_visible()
    way.note(MAKER, page)
