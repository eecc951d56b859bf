"""What several walks have in common: somebody invited, a dossier led to its decision, a title found."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect
from tests.browser.tongue import said
from tests.browser.walking import (
    Way,
    choose,
    exactly,
    field_of,
    fill,
    piece,
    press,
    says,
    sent_as_filled,
    today,
    unfold,
)

from rakiza.kernel.identity.demonstration import DOMAIN

WORDS = "trois volets de toile claire"


def invited(way: Way, page: Page, account: str, role: str, *, manages: bool = False) -> None:
    """The cluster invites somebody from an organisation's page; the link opens their account.

    A second person agrees, but to a maker who won't manage people.
    """
    page.get_by_role("link", name=said(page, "Inviter une personne")).click()
    fill(page, Nom=f"Compte {account}", Adresse_électronique=f"{account}@{DOMAIN}")
    field_of(page, "Rôle").select_option(role)
    field_of(page, "Gère les personnes de l'organisation").set_checked(manages)
    press(page, "Inviter")
    let_in(way, account, page, by_two=manages or role != "maker")


def let_in(way: Way, account: str, page: Page, *, by_two: bool) -> None:
    """A second person agrees where one must to what the page invites somebody to; the link opens their account."""
    if by_two:
        says(page, "attend l'accord d'une seconde personne")
        page = way.at("admin", way.note("cluster", page))
        page.locator("form[action$='/approuver/'] button").click()
    says(page, "L'invitation est prête")
    found = re.search(r"/invitation/[\w-]+/", page.content())
    assert found is not None
    visitor = way.walk(language=way.language)
    page = visitor.go(found[0])
    field_of(page, "Mot de passe").fill(WORDS)
    field_of(page, "Mot de passe, encore").fill(WORDS)
    press(page, "Ouvrir mon compte")
    expect(page.get_by_role("navigation", name=said(page, "Navigation principale"))).to_be_visible()
    way.walk.keep(account, visitor)
    way.note(account, page)


def classed(way: Way, account: str, reference: str, risk_class: str) -> str:
    """A maker states the class of its device, which a dossier is to ask for; return the device's address."""
    page = way.at(account, f"/industrie/dispositifs/?q={reference}")
    page.locator("tbody tr", has_text=reference).get_by_role("link").first.click()
    page.locator("main").get_by_role("link", name=said(page, "Modifier"), exact=True).click()
    field_of(page, "Classe de risque").select_option(risk_class)
    press(page, "Enregistrer")
    expect(page.locator("main dd").get_by_text(risk_class, exact=True)).to_be_visible()
    return way.note(account, page)


def opened(way: Way, account: str, process: str, *, ticked: Sequence[str] = (), **chosen: str) -> str:
    """A maker opens a dossier; return its address."""
    page = way.at(account, f"/homologation/dossiers/nouveau/{process}/")
    for words in ticked:
        field_of(page, words).check()
    for label, words in chosen.items():
        choose(page, label.replace("_", " "), words)
    press(page, "Ouvrir le dossier")
    says(page, "Le dossier est ouvert")
    return way.note(account, page)


def asked(way: Way, account: str, process: str, *, ticked: Sequence[str] = (), **chosen: str) -> str:
    """A maker opens a dossier, joins what it lacks, section by section, checks and files it; return its address."""
    dossier = opened(way, account, process, ticked=ticked, **chosen)
    completed(way, account, dossier)
    return dossier


def class_taken(way: Way, account: str, dossier: str) -> None:
    """A maker reads what its device's new class changes in a draft, and takes it over; 3.07 alone has no place in it."""
    page = way.at(account, dossier)
    press(page, "Reprendre la classe du dispositif")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(said(page, "Les pièces mises de côté, sans section dans cette classe"))
    press(dialog, "Reprendre la classe du dispositif")
    says(page, "Le dossier demande maintenant la classe de son dispositif.")
    aside = page.get_by_role("region", name=said(page, "Pièces mises de côté"))
    expect(aside.get_by_role("link")).to_have_count(1)
    expect(aside.get_by_role("link")).to_contain_text("3.07")
    way.note(account, page)


def completed(way: Way, account: str, dossier: str) -> None:
    """A maker joins what a dossier lacks, the first piece by its form, checks and files it."""
    page = way.at(account, f"{dossier}verifier/")
    lacking = page.locator(".notice-attention a").evaluate_all(
        "links => links.map((one) => one.getAttribute('href'))"
    )
    for joined, section in enumerate(dict.fromkeys(lacking)):
        if joined:
            sent_as_filled(page, f"{section}joindre/", language="fr", file=piece(section))
            continue
        page = way.at(account, section)
        field_of(page, "Langue du document").select_option("fr")
        field_of(page, "Fichier").set_input_files([piece(section)])
        press(page, "Joindre")
        says(page, "La pièce est jointe.")
    page = way.at(account, f"{dossier}verifier/")
    press(page, "Déposer le dossier")
    says(page, "Le dossier est déposé.")


def admitted(way: Way, dossier: str) -> Page:
    """An officer finds the dossier complete; return its page."""
    page = way.at("homologation", dossier)
    press(page, "Déclarer recevable")
    says(page, "Le dossier est recevable.")
    return page


def evaluated(way: Way, dossier: str) -> None:
    """The same officer evaluates it."""
    concluded(admitted(way, dossier))


def concluded(page: Page, opinion: str = "favourable") -> None:
    """The officer at the page of a dossier concludes its evaluation."""
    part = unfold(page, "Conclure l'évaluation")
    field_of(part, "Avis de l'évaluation").select_option(opinion)
    field_of(part, "Rapport d'évaluation").fill("Rapport fictif.")
    press(part, "Conclure l'évaluation")
    says(page, "L'évaluation est conclue.")


def heard(way: Way, dossier: str, opinion: str = "favourable") -> Page:
    """The commission hears today whatever awaits it, the dossier too; return the page of its session."""
    page = way.at("homologation", "/homologation/commission/")
    field_of(page, "Date de la séance").fill(today())
    press(page, "Convoquer")
    page = way.at("homologation", "/homologation/commission/")
    page.locator("main a[href*='/commission/']", has_text=re.compile(r"\d{4}")).first.wait_for()
    _open_session_with(page, dossier)
    way.note("homologation", page)
    items = page.locator("details", has=page.locator("summary", has_text=exactly(page, "Consigner l'avis")))
    while items.count():
        items.first.locator("summary").click()
        items.first.locator("select").select_option(opinion)
        field_of(items.first, "Motifs").fill("Avis fictif.")
        press(items.first, "Consigner l'avis")
        says(page, "L'avis est consigné.")
    return page


def _open_session_with(page: Page, dossier: str) -> None:
    """Open the session of the commission whose agenda has a dossier."""
    site = page.url.split("/homologation/")[0]
    links = page.locator("main a[href^='/homologation/commission/']").all()
    for address in sorted({link.get_attribute("href") or "" for link in links}):
        page.goto(site + address)
        if page.locator(f"main a[href='{dossier}']").count():
            return
    pytest.fail("no session has the dossier on its agenda")


def granted(way: Way, dossier: str, *, until: str = "") -> None:
    """An officer who did not evaluate it grants what the dossier asks for."""
    page = way.at("homologation2", dossier)
    part = unfold(page, "Accorder")
    if until:
        field_of(part, "Valable au").fill(until)
    press(part, "Accorder")
    says(page, "La décision est prise")
    way.note("homologation2", page)


def number_of(way: Way, account: str, dossier: str) -> str:
    """Return the number of the title that a dossier gave."""
    found = re.search(r"\b(EN|AS)-\d{4}-\d+", way.at(account, dossier).locator("main").inner_text())
    assert found is not None
    return found[0]


def title(way: Way, account: str, number: str, nature: str = "registration") -> Page:
    """Open a title of the authority's by its number."""
    page = way.at(account, f"/homologation/?nature={nature}&q={number}")
    page.locator("tbody tr", has_text=number).first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(rf"/homologation/{nature}/\d+/"))
    return page
