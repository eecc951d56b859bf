"""Whoever asks to join by the public page: let in by the cluster, or refused for a reason that they read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.browser.registering import let_in
from tests.browser.tongue import said
from tests.browser.walking import Way, field_of, fill, path_of, press, says, unfold

from rakiza.kernel.identity.demonstration import DOMAIN

TAKEN, NOT_TAKEN = "Atelier des Attelles", "Comptoir des Chapeaux"
ACCOUNT = "attelles"


def _asks(way: Way, name: str, account: str) -> str:
    """A visitor asks, first without saying anything; return where they will read the answer."""
    visitor = way.walk(language=way.language)
    page = visitor.go("/rejoindre/")
    press(page, "Envoyer la demande")
    expect(page.get_by_role("alert")).to_contain_text(said(page, "Ce que vous faites"))
    field_of(page, "Nature").select_option("maker")
    field_of(page, "Région").select_option("MA-03")
    fill(
        page,
        **{"Nom de l'organisation": name},
        Votre_nom=f"Compte {account}",
        Votre_adresse_électronique=f"{account}@{DOMAIN}",
        Ce_que_vous_faites="Des attelles (démonstration).",
    )
    press(page, "Envoyer la demande")
    says(page, "Gardez l'adresse de cette page")
    return path_of(page)


def _request(way: Way, name: str) -> Page:
    """The cluster opens a request from its list."""
    page = way.at("cluster", "/organisations/demandes/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    way.note("cluster", page)
    return page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_one_who_asks_is_let_in_and_another_is_refused(fresh_walk: People, language: str) -> None:
    """Each reads the answer where they asked; who is let in manages a new organisation, who isn't leaves no trace in it."""
    way = Way(fresh_walk, language)
    answers = {
        name: _asks(way, name, account) for name, account in ((TAKEN, ACCOUNT), (NOT_TAKEN, "chapeaux"))
    }

    page = _request(way, TAKEN)
    press(page, "Accepter et inviter le contact")
    let_in(way, ACCOUNT, page, by_two=False)
    page = _request(way, NOT_TAKEN)
    part = unfold(page, "Refuser")
    press(part, "Refuser la demande")
    expect(page.get_by_role("alert")).to_contain_text(said(page, "Motif"))
    field_of(page, "Motif").fill("Ce ne sont pas des dispositifs (démonstration).")
    press(page, "Refuser la demande")
    says(page, "La demande est refusée")

    visitor = way.walk(language=language)
    page = visitor.go(answers[TAKEN])
    says(page, "acceptée")
    page = visitor.go(answers[NOT_TAKEN])
    says(page, "refusée")
    expect(page.locator("main")).to_contain_text("Ce ne sont pas des dispositifs (démonstration).")
    page = way.at("cluster", f"/organisations/?q={NOT_TAKEN}")
    expect(page.locator("tbody tr", has_text=NOT_TAKEN)).to_have_count(0)
    page = way.at(ACCOUNT, "/organisations/")
    page.locator("main").get_by_role("link", name=TAKEN).first.click()
    expect(page.get_by_role("region", name=said(page, "Personnes"))).to_contain_text(f"Compte {ACCOUNT}")
    says(page, "Inviter une personne")
    way.note(ACCOUNT, page)
