"""First registrations with an expert's advice, one taken over by another maker, a role lent by two people."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect
from tests.browser.people import People, Site
from tests.browser.walking import (
    Way,
    asked,
    choose,
    evaluated,
    fill,
    granted,
    heard,
    invited,
    may,
    number_of,
    press,
    says,
    title,
    unfold,
)

MAKER, TAKER = "fabricant", "repreneur"
CEDED = "ENR-DEMO-ATL-0005"
FIRST = {"Is": "embout conique 50 mL", "Im": "10 mL luer lock", "III": "périphérique 20G"}
CLASSES = {"Is": "classe I stérile", "Im": "classe I de mesure", "III": "classe III"}


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
    page.get_by_role("link", name="Poser une question à un expert").click()
    row = page.locator("tbody tr", has_text="Compte expertise clinique").first
    row.get_by_role("link", name=re.compile("^Réserver")).click()
    expect(page.get_by_label("Sur", exact=True)).to_have_value(f"d{dossier.split('/')[-2]}")
    choose(page, "Domaine", "clinique")
    fill(page, Votre_question="Faut-il une investigation ? (démonstration)")
    press(page, "Poser la question")
    says(page, "La question est posée")
    question = way.note(MAKER, page)

    page = way.at("expertise", question)
    press(page, "Accepter")
    says(page, "Le rendez-vous est pris")
    assert "Répondre" not in may(page, "Répondre", "Proposer un autre créneau")
    _its_hour_comes(site, question)
    page = way.at("expertise", question)
    part = unfold(page, "Répondre")
    fill(part, Réponse="L'évaluation clinique suffit.", Note_interne="À vérifier à l'évaluation.")
    press(part, "Répondre")
    says(page, "La réponse est consignée")
    way.note("expertise", page)

    page = way.at(MAKER, question)
    says(page, "L'évaluation clinique suffit.")
    expect(page.get_by_text("À vérifier à l'évaluation.")).to_have_count(0)
    says(way.at("homologation", dossier), "L'évaluation clinique suffit.")


def _ceded(way: Way) -> str:
    """The holder agrees that another maker takes its registration over; the other asks; return its dossier."""
    page = title(way, MAKER, CEDED)
    part = unfold(page, "Céder à une autre entreprise")
    choose(part, "Repreneur", "Rif Injection")
    press(part, "Accepter le transfert")
    says(page, "Le repreneur est averti")
    way.note(MAKER, page)
    return asked(
        way,
        TAKER,
        "registration",
        Demande="transfert",
        Dispositif="10 mL luer lock",
        Classe_de_risque="classe I",
        Certificat_concerné=CEDED,
    )


def _minutes(page: Page) -> None:
    """The session is closed with who was there; its minutes are a document."""
    part = unfold(page, "Clore la séance")
    part.get_by_label("Membres présents").fill("7")
    press(part, "Clore la séance")
    says(page, "membres présents")
    link = page.get_by_role("link", name="Procès-verbal").get_attribute("href")
    answer = page.request.get(f"{page.url.split('/homologation/')[0]}{link}")
    assert answer.body().startswith(b"%PDF")


def test_first_registrations_of_three_classes_and_one_taken_over(walk: People, own_site: Site) -> None:
    """Each class asks for more than the one before; the expert who advised neither examines nor decides."""
    way = Way(walk)
    page = way.at("cluster", "/organisations/?q=Rif")
    page.get_by_role("link", name=re.compile("Rif Injection")).first.click()
    invited(way, page, TAKER, "maker")
    first = {
        short: asked(way, MAKER, "registration", Dispositif=device, Classe_de_risque=CLASSES[short])
        for short, device in FIRST.items()
    }
    taken_over = _ceded(way)
    _advised(way, own_site, first["III"])
    for dossier in (*first.values(), taken_over):
        evaluated(way, dossier)
    _minutes(heard(way, FIRST["III"]))
    assert may(way.at("expertise", first["III"]), "Accorder") == set()
    for dossier in (*first.values(), taken_over):
        granted(way, dossier)

    for short, dossier in first.items():
        page = title(way, MAKER, number_of(way, MAKER, dossier))
        expect(page.locator("dl.definition").first).to_contain_text(short)
        way.note(MAKER, page)
    page = title(way, TAKER, number_of(way, TAKER, taken_over))
    expect(page.locator("dl.definition").first).to_contain_text("au 9 juin 2031")  # as long as before
    way.note(TAKER, page)
    page = title(way, MAKER, CEDED)
    says(page, "Transféré à Rif Injection Plastique")
    way.note(MAKER, page)
    way.read_again()


def _house(way: Way, account: str) -> Page:
    """Open the page of the cluster's own organisation."""
    page = way.at(account, "/organisations/?q=Cluster")
    page.get_by_role("link", name=re.compile("Cluster des industries")).first.click()
    expect(page.get_by_role("region", name="Personnes")).to_be_visible()
    return page


def test_a_role_is_lent_by_two_people_used_and_taken_back(walk: People) -> None:
    """An administrator lends, a third person agrees; the borrower acts in the role until it is taken back."""
    way = Way(walk)
    invited(way, _house(way, "cluster"), "appui", "cluster_staff")
    page = _house(way, "admin")
    page.get_by_role("link", name="Déléguer son rôle").click()
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
    expect(page.locator("summary", has_text=re.compile("^Fermer le compte"))).to_have_count(0)
    switch = page.locator("#organisation-switch")
    lent = switch.locator("option", has_text="administrateur").get_attribute("value")
    with page.expect_navigation():
        switch.select_option(lent)
    expect(switch).to_have_value(str(lent))
    page = way.at("cluster", "/organisations/?q=Laboratoire")
    page.get_by_role("link", name=re.compile("Laboratoire d'essais")).first.click()
    part = page.locator("details", has=page.locator("summary", has_text=re.compile("^Fermer le compte")))
    part.locator("summary").click()
    part.get_by_label("Motif").fill("Compte sans emploi (démonstration).")
    press(part, "Fermer le compte")
    says(page, "Le compte est fermé")

    page = way.at("admin", house)
    row = page.get_by_role("listitem").filter(has_text="délégué par Compte administration")
    row.locator("summary", has_text="Mettre fin au rattachement").click()
    row.get_by_label("Motif").first.fill("De retour (démonstration).")
    press(row, "Mettre fin")
    says(page, "Cette personne n'agit plus pour l'organisation.")
    page = way.at("cluster", house)
    expect(page.locator("#organisation-switch")).to_have_count(0)
    expect(page.locator("summary", has_text=re.compile("^Fermer le compte"))).to_have_count(0)
    way.note("cluster", page)
    way.read_again()
