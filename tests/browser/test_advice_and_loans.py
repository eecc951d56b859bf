"""First registrations with an expert's advice, one taken over by another maker, a role lent by two people."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.people import People, Site
from tests.browser.registering import asked, classed, evaluated, granted, heard, invited, number_of, title
from tests.browser.tongue import said
from tests.browser.walking import RIF, Way, choose, field_of, fill, may, press, says, unfold

from rakiza.kernel.identity.demonstration import DOMAIN

MAKER, TAKER = "fabricant", "repreneur"
CEDED = "ENR-DEMO-ATL-0005"
ENDS = date(2031, 6, 9)
# A class a language: what a class asks for doesn't depend on the words.
FIRST = [
    ("fr", "Is", "ATL-0015", "classe I stérile"),
    ("ar", "III", "ATL-0027", "classe III"),
    ("en", "Im", "ATL-0006", "classe I de mesure"),
]


def _its_hour_comes(site: Site, consultation: str) -> None:
    """Bring an appointment into the past: one is booked a day ahead at the least."""
    with closing(sqlite3.connect(site.folder / "rakiza.sqlite3", timeout=20)) as kept, kept:
        kept.execute(
            "UPDATE registration_slot"
            " SET starts_at = datetime('now', '-1 hour'), ends_at = datetime('now', '-15 minutes')"
            " WHERE id = (SELECT slot_id FROM registration_consultation WHERE id = ?)",
            (consultation.split("/")[-2],),
        )


def _advised(way: Way, site: Site, dossier: str) -> None:
    """The maker books an expert for a question on its dossier; the expert accepts, and answers once it was held."""
    page = way.at(MAKER, dossier)
    page.get_by_role("link", name=said(page, "Poser une question à un expert")).click()
    row = page.locator("tbody tr", has_text="Compte expertise clinique").first
    row.get_by_role("link", name=re.compile(f"^{said(page, 'Réserver')}")).click()
    expect(field_of(page, "Sur")).to_have_value(f"d{dossier.split('/')[-2]}")
    choose(page, "Domaine", "clinique")
    fill(page, Votre_question="Faut-il une investigation ? (démonstration)")
    press(page, "Poser la question")
    says(page, "La question est posée")
    question = way.note(MAKER, page)

    page = way.at("expertise", question)
    press(page, "Accepter")
    says(page, "Le rendez-vous est pris ; le fabricant en est averti.")
    assert "Répondre" not in may(page, "Répondre", "Proposer un autre créneau")
    _its_hour_comes(site, question)
    page = way.at("expertise", question)
    part = unfold(page, "Répondre")
    fill(part, Réponse="L'évaluation clinique suffit.", Note_interne="À vérifier à l'évaluation.")
    press(part, "Répondre")
    says(page, "La réponse est consignée")
    way.note("expertise", page)

    page = way.at(MAKER, question)
    expect(page.locator("main")).to_contain_text("L'évaluation clinique suffit.")
    expect(page.get_by_text("À vérifier à l'évaluation.")).to_have_count(0)
    expect(way.at("homologation", dossier).locator("main")).to_contain_text("L'évaluation clinique suffit.")


def _ceded(way: Way) -> str:
    """The holder agrees that another maker takes its registration over; the other asks; return its dossier."""
    page = title(way, MAKER, CEDED)
    part = unfold(page, "Céder à une autre entreprise")
    choose(part, "Repreneur", RIF[way.language])
    press(part, "Accepter le transfert")
    says(page, "Le repreneur est averti")
    way.note(MAKER, page)
    page = way.at(TAKER, "/industrie/dispositifs/nouveau/?famille=syringe_hypodermic")
    fill(page, Référence="RIF-REPRISE", Désignation="Seringue reprise")
    field_of(page, "Unités par conditionnement de vente").fill("1")
    press(page, "Mettre au catalogue")
    says(page, "Seringue reprise est au catalogue.")
    return asked(
        way,
        TAKER,
        "registration",
        Demande="transfert",
        Dispositif="RIF-REPRISE",
        Classe_de_risque="classe I",
        Certificat_concerné=CEDED,
    )


def _minutes(page: Page) -> None:
    """The session is closed with who was there; its minutes are a document."""
    part = unfold(page, "Clore la séance")
    field_of(part, "Membres présents").fill("7")
    press(part, "Clore la séance")
    says(page, "membres présents")
    link = page.get_by_role("link", name=said(page, "Procès-verbal")).get_attribute("href")
    answer = page.request.get(f"{page.url.split('/homologation/')[0]}{link}")
    assert answer.body().startswith(b"%PDF")


@pytest.mark.parametrize(("language", "short", "device", "asked_class"), FIRST)
def test_a_first_registration_with_advice_and_one_taken_over(
    fresh_walk: People, fresh_site: Site, language: str, short: str, device: str, asked_class: str
) -> None:
    """The expert who advised neither examines nor decides; who takes over holds as long as the holder before."""
    way = Way(fresh_walk, language)
    page = way.at("cluster", "/organisations/?q=Rif")
    page.get_by_role("link", name=re.compile(RIF[language])).first.click()
    invited(way, page, TAKER, "maker")
    classed(way, MAKER, device, short)
    first = asked(way, MAKER, "registration", Dispositif=device, Classe_de_risque=asked_class)
    taken_over = _ceded(way)
    _advised(way, fresh_site, first)
    for dossier in (first, taken_over):
        evaluated(way, dossier)
    _minutes(heard(way, first))
    assert may(way.at("expertise", first), "Accorder") == set()
    for dossier in (first, taken_over):
        granted(way, dossier)

    page = title(way, MAKER, number_of(way, MAKER, first))
    expect(page.locator("dl.definition").first).to_contain_text(short)
    way.note(MAKER, page)
    page = title(way, TAKER, number_of(way, TAKER, taken_over))
    expect(page.locator("dl.definition").first).to_contain_text(way.day(ENDS))
    way.note(TAKER, page)
    page = title(way, MAKER, CEDED)
    expect(page.locator("main")).to_contain_text(RIF[language])  # to whom it went
    way.note(MAKER, page)


CLUSTER = {"fr": "Cluster des industries", "ar": "تجمع الصناعات", "en": "Cluster des industries"}
LABORATORY = {"fr": "Laboratoire d'essais", "ar": "مختبر التجارب", "en": "Laboratoire d'essais"}
BODY = {"fr": "Organisme de certification", "ar": "هيئة الإشهاد", "en": "Organisme de certification"}


def _house(way: Way, account: str, named: dict[str, str] = CLUSTER) -> Page:
    """Open the page of an organisation that somebody belongs to."""
    page = way.at(account, "/organisations/")
    page.locator("main").get_by_role("link", name=re.compile(named[way.language])).first.click()
    expect(page.get_by_role("region", name=said(page, "Personnes"))).to_be_visible()
    return page


def _closes_accounts(page: Page) -> Locator:
    return page.locator("summary", has_text=re.compile(f"^{said(page, 'Fermer le compte')}"))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_role_is_lent_by_two_people_used_and_taken_back(fresh_walk: People, language: str) -> None:
    """An administrator lends, a third person agrees; the borrower acts in the role until it is taken back."""
    way = Way(fresh_walk, language)
    invited(way, _house(way, "cluster"), "appui", "cluster_staff")
    page = _house(way, "admin")
    page.get_by_role("link", name=said(page, "Déléguer son rôle")).click()
    choose(page, "Personne", "Compte équipe du cluster")
    press(page, "Déléguer")
    says(page, "La délégation attend l'accord d'une seconde personne")
    house = way.note("admin", page)
    agree = "form[action$='/accepter/'] button"
    for account in ("admin", "cluster"):  # neither who lends nor who borrows
        page = way.at(account, house)
        says(page, "Délégations en attente")
        expect(page.locator(agree)).to_have_count(0)
    page = way.at("appui", house)
    page.locator(agree).click()
    says(page, "La délégation est ouverte.")
    way.note("appui", page)

    page = way.at("cluster", house)
    expect(_closes_accounts(page)).to_have_count(0)
    switch = page.locator("#organisation-switch")
    lent = switch.locator("option", has_text=said(page, "administrateur")).get_attribute("value")
    with page.expect_navigation():
        switch.select_option(lent)
    expect(switch).to_have_value(str(lent))
    page = way.at("cluster", "/organisations/?q=Laboratoire")
    page.locator("main").get_by_role("link", name=re.compile(LABORATORY[language])).first.click()
    part = page.locator("details", has=_closes_accounts(page))
    part.locator("summary").click()
    field_of(part, "Motif").fill("Compte sans emploi (démonstration).")
    press(part, "Fermer le compte")
    says(page, "Le compte est fermé")

    page = way.at("admin", house)
    row = (
        page.get_by_role("listitem")
        .filter(has_text="Compte équipe du cluster")
        .filter(has_text="Compte administration")
    )
    row.locator("summary", has_text=said(page, "Mettre fin au rattachement")).click()
    row.get_by_label(said(page, "Motif")).first.fill("De retour (démonstration).")
    press(row, "Mettre fin")
    says(page, "Cette personne n'agit plus pour l'organisation.")
    page = way.at("cluster", house)
    expect(page.locator("#organisation-switch")).to_have_count(0)
    expect(_closes_accounts(page)).to_have_count(0)
    way.note("cluster", page)


def _its_last_day_passes(site: Site) -> None:
    """Bring the loans in force to their end: none is shorter than a day."""
    with closing(sqlite3.connect(site.folder / "rakiza.sqlite3", timeout=20)) as kept, kept:
        kept.execute(
            "UPDATE organisations_membership"
            " SET valid_from = date('now', '-9 days'), valid_to = date('now', '-2 days')"
            " WHERE delegated_by_id IS NOT NULL"
        )


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_loan_that_ends_ends_what_its_borrower_does(
    fresh_walk: People, fresh_site: Site, language: str
) -> None:
    """With the borrower's page open and in the lent role: nothing goes through any more, and everyone sees it ended."""
    way = Way(fresh_walk, language)
    page = way.at("certification2", "/")
    switch = page.locator("#organisation-switch")
    lent = switch.locator("option").nth(1).get_attribute("value")
    with page.expect_navigation():
        switch.select_option(lent)
    page = _house(way, "certification2", BODY)
    house = way.note("certification2", page)
    page.get_by_role("link", name=said(page, "Inviter une personne")).click()
    fill(page, Nom="Compte tardif", Adresse_électronique=f"tardif@{DOMAIN}")
    field_of(page, "Rôle").select_option("certification_officer")

    _its_last_day_passes(fresh_site)
    refused = page.url
    with (
        page.expect_console_message(lambda one: " 403 " in one.text),  # or it may come with the next page
        page.expect_response(lambda one: one.url == refused and one.request.method == "POST") as told,
    ):
        press(page, "Inviter")
    assert told.value.status == 403
    page = way.at("certification2", house)
    expect(page.locator("#organisation-switch")).to_have_count(0)
    expect(page.get_by_role("link", name=said(page, "Inviter une personne"))).to_have_count(0)
    way.note("certification2", page)
    page = way.at("certification", house)
    expect(page.locator("main")).not_to_contain_text("tardif@")
    way.note("certification", page)
