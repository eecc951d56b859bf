"""Certification that isn't granted at once: sent back, filed anew, refused; and a standard that moves on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.certifying import accepted, applied, audited
from tests.browser.people import People
from tests.browser.tongue import said
from tests.browser.walking import Way, field_of, fill, may, piece, press, says, unfold

MAKER = "fabricant"
SCOPE, WHY = "Le domaine ne nomme pas l'usine.", "La revue de direction manque toujours."


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_case_is_sent_back_filed_anew_and_refused(fresh_walk: People, language: str) -> None:
    """Sent back for a coded reason that the maker reads; refused by who didn't audit; no certificate comes of it."""
    way = Way(fresh_walk, language)
    case = applied(way, MAKER)
    page = way.at("certification", case)
    part = unfold(page, "Renvoyer au fabricant")
    field_of(part, "Motif").select_option("scope")
    press(part, "Renvoyer au fabricant")
    expect(page.get_by_role("alert")).to_contain_text(said(page, "Ce qu'il faut corriger"))
    field_of(page, "Ce qu'il faut corriger").fill(SCOPE)
    press(page, "Renvoyer au fabricant")
    expect(page.locator(".notice-attention")).to_contain_text(SCOPE)
    assert may(page, "Planifier l'audit", "Certifier") == set()
    way.note("certification", page)

    expect(way.at(MAKER, "/").locator("#inbox")).to_contain_text(SCOPE)
    page = way.at(MAKER, case)
    says(page, "domaine mal défini")
    field_of(page, "Pièce").select_option("scope")
    field_of(page, "Fichier").set_input_files([piece(f"{case} domaine corrigé")])
    press(page, "Joindre")
    page.locator(f"form[action='{case}deposer/'] button").click()
    says(page, "Le dossier est déposé.")
    accepted(way, MAKER, case)
    page = way.at("certification", case)
    audited(page)
    audited(page)
    assert may(page, "Refuser la certification") == set()  # who audited doesn't refuse either

    page = way.at("certification2", case)
    part = unfold(page, "Refuser la certification")
    field_of(part, "Motif").fill(WHY)
    press(part, "Refuser la certification")
    expect(page.locator(".notice-attention")).to_contain_text(WHY)
    assert may(page, "Certifier", "Refuser la certification") == set()
    way.note("certification2", page)
    expect(way.at(MAKER, "/").locator("#inbox")).to_contain_text(WHY)
    page = way.at(MAKER, case)
    expect(page.locator("main a[href^='/certification/'][href$='/']", has_text="SMQ-")).to_have_count(0)
    way.note(MAKER, page)
    page = way.at("cluster", case)
    expect(page.locator(".notice-attention")).to_contain_text(WHY)
    way.note("cluster", page)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_new_edition_names_what_it_touches(fresh_walk: People, language: str) -> None:
    """The officer reads every certificate that must pass over; each maker its own alone, and by when."""
    way = Way(fresh_walk, language)
    page = way.at("certification", "/certification/normes/nouvelle/")
    fill(
        page,
        Norme="ISO 13485",
        Édition="2099",
        Intitulé="Édition fictive",
        Publiée_en="2099-01",
        Fin_de_la_transition="2099-12-31",
        Source="Démonstration",
    )
    page.locator("main form button.btn-primary").click()
    edition = way.note("certification", page)
    rows = page.get_by_role("group", name=said(page, "Ce que cette édition touche")).locator("tbody tr")
    assert rows.count() > 10
    expect(rows.filter(has_text="SMQ-DEMO-001")).to_have_count(1)
    expect(rows.filter(has_text="SMQ-DEMO-002")).to_have_count(1)

    expect(way.at(MAKER, "/").locator("#inbox")).to_contain_text("2099")
    page = way.at(MAKER, edition)
    rows = page.get_by_role("group", name=said(page, "Ce que cette édition touche")).locator("tbody tr")
    expect(rows.filter(has_text="SMQ-DEMO-001")).to_have_count(1)
    expect(rows.filter(has_text="SMQ-DEMO-002")).to_have_count(0)
    way.note(MAKER, page)
    page = way.at("cluster", edition)
    expect(page.locator("tbody tr", has_text="SMQ-DEMO-002")).to_have_count(1)
    way.note("cluster", page)
