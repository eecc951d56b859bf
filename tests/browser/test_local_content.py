"""A declared share of local content: contested by a buyer, drawn for control, controlled by one and decided by another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.browser.tongue import said
from tests.browser.walking import Way, choose, field_of, may, press, says, today, unfold

MAKER, BUYER = "fabricant", "acheteur"
DRAW = "/industrie/integration/controles/"
DOUBT, PROOF, SETTLED = "Le plastique vient d'ailleurs.", "La facture est jointe.", "La facture le prouve."
FOUND, CONTESTED, DECIDED = "Une preuve est périmée.", "Elle vaut encore.", "Elle ne vaut plus."


def _bill(way: Way) -> str:
    """The maker declares the share of a bill that it had begun; return where everybody reads it."""
    page = way.at(MAKER, "/industrie/integration/")
    row = page.locator("tbody tr", has_text=re.compile(said(page, "brouillon"))).first
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    press(page, "Déclarer cette part")
    says(page, "La part locale est déclarée")
    return way.note(MAKER, page)


def _contested(way: Way, bill: str) -> None:
    """A buyer doubts, the maker answers, the cluster rejects the doubt."""
    page = way.at(BUYER, bill)
    part = unfold(page, "Contester cette part")
    field_of(part, "Motif").fill(DOUBT)
    press(part, "Contester")
    says(page, "La contestation est ouverte")
    way.note(BUYER, page)
    expect(way.at(MAKER, "/").locator("#inbox")).to_contain_text(DOUBT)
    page = way.at(MAKER, bill)
    assert may(page, "Contester cette part") == set()
    contest = page.get_by_role("region", name=said(page, "Contestations"))
    field_of(contest, "Votre réponse").fill(PROOF)
    press(contest, "Répondre")
    says(page, "C'est enregistré.")
    page = way.at("cluster", bill)
    contest = page.get_by_role("region", name=said(page, "Contestations"))
    expect(contest).to_contain_text(PROOF)
    field_of(contest, "Décision motivée").fill(SETTLED)
    press(contest, "Rejeter la contestation")
    says(page, "C'est enregistré.")
    way.note("cluster", page)
    for account in (MAKER, BUYER):
        expect(way.at(account, "/").locator("#inbox")).to_contain_text(SETTLED)


def _controlled(way: Way, bill: str) -> str:
    """The cluster controls what the draw didn't name, the maker contests what was found; return the control's address."""
    page = way.at("cluster", bill)
    part = unfold(page, "Contrôler cette part")
    press(part, "Contrôler cette part")
    year = today()[:4]
    says(page, f"Le tirage de {year} ne désigne pas cette déclaration : dites pourquoi la contrôler.")
    part = unfold(page, "Contrôler cette part")
    field_of(part, "Pourquoi la contrôler").fill("Un acheteur en a douté.")
    press(part, "Contrôler cette part")
    says(page, "Le contrôle est ouvert")
    control = way.note("cluster", page)
    field_of(page, "Constats").fill(FOUND)
    choose(page, "Suite proposée", "corriger la part")
    field_of(page, "Part corrigée, en pour cent").fill("12,5")
    press(page, "Envoyer les constats")
    says(page, "Les constats sont envoyés")
    assert _decides(page) == 0  # who controls doesn't decide
    page = way.at(MAKER, control)
    choose(page, "Ces constats", "je les conteste")
    field_of(page, "Votre réponse").fill(CONTESTED)
    press(page, "Répondre aux constats")
    says(page, "La réponse est envoyée au cluster.")
    way.note(MAKER, page)
    return control


def _decides(page: Page) -> int:
    return page.locator("form[action$='/decider/']").count()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_share_is_contested_controlled_and_corrected(fresh_walk: People, language: str) -> None:
    """Everybody reads the share as it was decided; the list of controls keeps what was found."""
    way = Way(fresh_walk, language)
    bill = _bill(way)
    _contested(way, bill)
    control = _controlled(way, bill)

    assert _decides(way.at("cluster", control)) == 0
    page = way.at("admin", control)
    expect(page.locator("main")).to_contain_text(CONTESTED)
    choose(page, "Les constats sont", "retenus : la suite proposée s'applique")
    field_of(page, "Décision motivée").fill(DECIDED)
    press(page, "Décider")
    says(page, "La décision est prise ; le fabricant en est averti.")
    way.note("admin", page)
    expect(way.at(MAKER, "/").locator("#inbox")).to_contain_text(DECIDED)
    page = way.at(BUYER, bill)
    expect(page.locator(".figure", has_text=said(page, "Part déclarée")).locator("dd.value")).to_contain_text(
        "12"
    )
    way.note(BUYER, page)
    page = way.at("cluster", "/industrie/integration/controles/?etat=corrected")
    expect(page.locator(f"tbody tr:has(a[href='{control}'])")).to_contain_text("12")
    way.note("cluster", page)


def _drawn(page: Page) -> list[str | None]:
    """Return the declarations of a year's list that the draw named, in its order; those beside it come after."""
    rows = page.locator("tbody tr").filter(has_not_text=said(page, "hors tirage")).all()
    return [row.get_by_role("link").first.get_attribute("href") for row in rows]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_share_that_the_draw_names_is_controlled_from_its_list(fresh_walk: People, language: str) -> None:
    """Whoever draws finds the same ones; one is begun in the list without a reason, and keeps its place in it."""
    way = Way(fresh_walk, language)
    page = way.at("cluster", "/industrie/integration/")
    page.locator(f"main a[href='{DRAW}']").click()
    drawn = _drawn(page)
    assert way.note("cluster", page) == DRAW
    assert (bool(drawn), _drawn(way.at("admin", DRAW))) == (True, drawn)

    page = way.at("cluster", f"{DRAW}?etat=a-faire")
    row = page.locator("tbody tr").first
    bill = row.get_by_role("link").first.get_attribute("href")
    assert bill in drawn
    row.get_by_role("button").click()
    says(page, "Le contrôle est ouvert")
    control = way.note("cluster", page)

    page = way.at("cluster", DRAW)
    assert _drawn(page) == drawn
    row = page.locator(f"tbody tr:has(a[href='{bill}'])")
    row.locator(f"a[href='{control}']").click()
    assert way.note("cluster", page) == control
    for account in (MAKER, BUYER):
        fresh_walk.known(account, language).go(DRAW, 403)
