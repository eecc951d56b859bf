"""What the authority takes back: a dossier refused, an establishment changed and closed, a registration halted; and the plan."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.people import People
from tests.browser.registering import admitted, asked, completed, concluded, granted, heard, title
from tests.browser.tongue import said
from tests.browser.walking import (
    Way,
    choose,
    field_of,
    may,
    piece,
    press,
    says,
    unfold,
)

MAKER = "fabricant"
REMARK, WHY = "Les essais sont d'un autre dispositif.", "Les essais ne prouvent rien."
DECLARATION, REGISTRATION = "DEC-DEMO-001", "ENR-DEMO-ATL-0019"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_dossier_is_sent_back_filed_anew_and_refused(fresh_walk: People, language: str) -> None:
    """The clock stands while the maker completes; after two unfavourable opinions no title comes of it."""
    way = Way(fresh_walk, language)
    dossier = asked(way, MAKER, "registration", Dispositif="ATL-0015", Classe_de_risque="classe I")
    page = way.at("homologation", dossier)
    part = unfold(page, "Renvoyer au demandeur")
    choose(part, "Motif", "preuve insuffisante")
    press(part, "Renvoyer au demandeur")
    expect(page.get_by_role("alert")).to_contain_text(said(page, "Ce qu'il faut corriger"))
    field_of(page, "Ce qu'il faut corriger").fill(REMARK)
    press(page, "Renvoyer au demandeur")
    says(page, "le délai est suspendu")
    expect(page.locator("form[action$='/recevoir/']")).to_have_count(0)
    way.note("homologation", page)

    expect(way.at(MAKER, "/").locator("#inbox")).to_contain_text(REMARK)
    page = way.at(MAKER, dossier)
    expect(page.locator(".notice-attention")).to_contain_text(REMARK)
    page.locator("main a[href*='/sections/']").first.click()
    field_of(page, "Langue du document").select_option("fr")
    field_of(page, "Fichier").set_input_files([piece(f"{dossier} refaite")])
    press(page, "Joindre")
    says(page, "La pièce est jointe.")
    completed(way, MAKER, dossier)
    concluded(admitted(way, dossier), "unfavourable")
    heard(way, dossier, "unfavourable")
    assert may(way.at("homologation", dossier), "Accorder", "Refuser") == set()  # who evaluated

    page = way.at("homologation2", dossier)
    part = unfold(page, "Refuser")
    field_of(part, "Motif").fill(WHY)
    press(part, "Refuser")
    says(page, "La décision est prise")
    assert may(page, "Accorder", "Refuser") == set()
    way.note("homologation2", page)
    expect(way.at(MAKER, "/").locator("#inbox")).to_contain_text(WHY)
    page = way.at(MAKER, dossier)
    expect(page.locator(".notice-attention")).to_contain_text(WHY)
    expect(page.locator("main a[href^='/homologation/registration/']")).to_have_count(0)
    way.note(MAKER, page)
    page = way.walk(language=language).go("/homologation/registre/?nature=registration&q=ATL-0015")
    expect(page.locator("tbody tr")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_establishment_is_changed_then_closed_and_the_plan_knows(
    fresh_walk: People, language: str
) -> None:
    """A change leaves the plan as it is; the day activity ends, everyone with a lot of the maker's is told."""
    way = Way(fresh_walk, language)
    standing = {"Déclaration_concernée": DECLARATION}
    changed = asked(way, MAKER, "declaration", ticked=["exportation"], Demande="modification", **standing)
    admitted(way, changed)
    granted(way, changed)
    page = title(way, MAKER, DECLARATION, "declaration")
    expect(page.locator("dl.definition").first).to_contain_text(said(page, "exportation"))
    way.note(MAKER, page)

    closed = asked(way, MAKER, "declaration", Demande="cessation d'activité", **standing)
    admitted(way, closed)
    granted(way, closed)
    page = title(way, "homologation", DECLARATION, "declaration")
    expect(page.locator("dl.definition").first).to_contain_text(said(page, "Cessation d'activité"))
    way.note("homologation", page)
    _told(way, DECLARATION)
    page = way.at(MAKER, "/homologation/dossiers/nouveau/registration/")
    assert page.locator("main form").count() == 1
    page = way.walk(language=language).go(f"/homologation/registre/?nature=declaration&q={DECLARATION}")
    expect(page.locator("tbody tr")).to_have_count(1)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_registration_is_halted_lifted_and_withdrawn_and_the_plan_follows(
    fresh_walk: People, language: str
) -> None:
    """The alert opens with the suspension, clears when it is lifted, and opens again with the withdrawal."""
    way = Way(fresh_walk, language)
    page = title(way, "homologation", REGISTRATION)
    path = way.note("homologation", page)
    part = unfold(page, "Suspendre")
    field_of(part, "Motif").fill("Un essai manque (démonstration).")
    press(part, "Suspendre")
    says(page, "Le titre est suspendu")
    _told(way, REGISTRATION)

    page = way.at("homologation", path)
    press(unfold(page, "Lever la suspension"), "Lever la suspension")
    says(page, "La suspension est levée.")
    page = way.settled("coordination", "/eligibilite/?etat=levees")
    expect(page.locator("tbody tr", has_text=REGISTRATION)).to_have_count(1)
    expect(way.at("coordination", "/eligibilite/").locator("tbody tr", has_text=REGISTRATION)).to_have_count(
        0
    )

    page = way.at("homologation", path)
    part = unfold(page, "Retirer")
    field_of(part, "Motif").fill("Le dispositif a changé (démonstration).")
    press(part, "Retirer")
    says(page, "Le titre est retiré")
    _told(way, REGISTRATION)
    page = way.walk(language=language).go(f"/homologation/registre/?nature=registration&q={REGISTRATION}")
    expect(page.locator("tbody tr")).to_contain_text(said(page, "retiré"))


def _told(way: Way, number: str) -> None:
    """The maker, the cluster, the association and a buyer read what the title puts at stake in the plan."""
    told = []
    for account in (MAKER, "cluster", "coordination", "acheteur", "acheteur2", "acheteur3", "acheteur4"):
        page = way.settled(account, "/eligibilite/")
        row = page.locator("tbody tr", has_text=number)
        if not row.count():
            continue
        told.append(account)
        row.get_by_role("link").first.click()
        page.wait_for_url("**/eligibilite/*/")
        way.note(account, page)
        if len(told) > 3:  # a buyer too
            assert told[0] == MAKER
            return
    raise AssertionError(f"{number}: only {told} were told")
