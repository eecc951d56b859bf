"""A maker's whole way, by every role: invited, declared, certified, registered, in a plan; then suspended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.certifying import accepted, applied, audited, certified
from tests.browser.people import People
from tests.browser.registering import admitted, asked, concluded, granted, heard, invited
from tests.browser.tongue import said
from tests.browser.walking import (
    Way,
    field_of,
    fill,
    may,
    path_of,
    press,
    says,
    unfold,
)

from rakiza.demonstration.next_year import NEXT, OTHER_NAMES, PLAN_NAMES
from rakiza.reference.families import load

MAKER, ACCOUNT = "Ateliers du Paravent", "paravents"
DEVICE, FAMILY = "Paravent trois volets", "screen_medical"
PLANS = dict(zip(("fr", "ar", "en"), (PLAN_NAMES["allocated"], *OTHER_NAMES["allocated"]), strict=True))
LONG = 60_000


def _join(way: Way) -> None:
    """The cluster opens the organisation, invites and agrees; the person opens their account by the link."""
    page = way.at("cluster", "/organisations/nouvelle/")
    field_of(page, "Nature").select_option("maker")
    fill(page, Nom=MAKER)
    page.locator("main form button.btn-primary").click()
    invited(way, page, ACCOUNT, "maker", manages=True)


def _declare(way: Way) -> str:
    """The maker enters its site, plant, line and device; return the device's address."""
    page = way.at(ACCOUNT, "/organisations/")
    page.get_by_role("link", name=re.compile(MAKER)).first.click()
    page.locator("a[href$='/sites/']").click()
    field_of(page, "Nature").select_option("plant")
    fill(page, Nom="Atelier", Ville="Fès")
    field_of(page, "Région").select_option("MA-03")
    page.locator("main form button.btn-primary").click()
    page.goto(page.url.split("/organisations/")[0] + "/industrie/usines/declarer/")
    field_of(page, "Site").select_option(index=1)
    press(page, "Déclarer l'usine")
    says(page, "L'usine est déclarée")
    way.note(ACCOUNT, page)
    page.get_by_role("link", name=said(page, "Déclarer une ligne")).click()
    fill(page, Nom_de_la_ligne="Assemblage", Nombre_de_machines="2", Équipes_par_jour="1")
    page.get_by_label(said(page, "Capacité par mois")).fill("500")
    field_of(page, "Procédé").select_option(index=1)
    press(page, "Déclarer la ligne")
    says(page, "La ligne est déclarée.")
    page = way.at(ACCOUNT, f"/industrie/dispositifs/nouveau/?famille={FAMILY}")
    fill(page, Référence="PAR-3", Désignation=DEVICE)
    field_of(page, "Unités par conditionnement de vente").fill("1")
    press(page, "Mettre au catalogue")
    says(page, f"{DEVICE} est au catalogue.")
    return way.note(ACCOUNT, page)


def _certify(way: Way) -> str:
    """The maker applies, one person audits twice, another decides; return the certificate's address."""
    case = accepted(way, ACCOUNT, applied(way, ACCOUNT))
    page = way.at("certification", case)
    audited(page)
    audited(page)
    assert may(page, "Certifier") == set()  # who audited
    way.note("certification", page)
    certificate = path_of(certified(way, case, "SMQ-PARAVENT"))
    page = way.at("certification", certificate)
    assert may(page, "Suspendre") == {"Suspendre"}
    return way.note("certification", page)


def _register(way: Way) -> None:
    """The establishment is declared; then the device evaluated, heard by the commission and registered."""
    declaration = asked(way, ACCOUNT, "declaration")
    admitted(way, declaration)
    granted(way, declaration)
    registration = asked(way, ACCOUNT, "registration", Dispositif=DEVICE, Classe_de_risque="classe I")
    page = admitted(way, registration)
    part = unfold(page, "Confier le dossier")
    field_of(part, "Confié à").select_option(label="Compte homologation")
    press(part, "Confier le dossier")
    says(page, "Le dossier est confié.")
    concluded(page)
    way.note("homologation", page)
    heard(way, registration)
    granted(way, registration)


def _plan(way: Way, device: str) -> str:
    """The maker offers, the coordinator plans again, two people publish; return the lot's address."""
    page = way.at(ACCOUNT, f"{device}offre/")
    fill(page, Année_du_plan=str(NEXT), **{"Palier_1_:_prix_hors_taxe": "400"})
    field_of(page, "Ligne de production").select_option(index=1)
    fill(page, Valable_du=f"{NEXT}-01-01", Valable_au=f"{NEXT}-12-31")
    press(page, "Déposer l'offre")
    expect(page.get_by_role("status")).to_be_visible()

    named = getattr(load().by_id()[FAMILY].labels, way.language)
    page = way.at("coordination", "/plans/")
    page.get_by_role("link", name=PLANS[way.language]).click()
    expect(page.locator("#lots tbody tr").first).to_be_visible()
    plan = way.note("coordination", page)
    page.get_by_text(said(page, "Autres actions")).click()
    press(page, "Recalculer")
    running = page.get_by_role("region", name=said(page, "Calcul en cours"))
    expect(running).to_be_visible()
    expect(running).to_have_count(0, timeout=LONG)
    page.goto(f"{page.url.split('?')[0]}?q={named}")
    page.locator("#lots tbody tr").first.get_by_role("link").first.click()
    expect(page.locator("#compare-title")).to_be_visible()
    lot = way.note("coordination", page)
    table = page.locator("section", has=page.locator("#compare-title")).get_by_role("table")
    expect(table.get_by_role("columnheader", name=re.compile(MAKER))).to_be_visible()
    outcome = table.get_by_role("row", name=re.compile(f"^{said(page, 'Issue')}"))
    expect(outcome.get_by_text(said(page, "retenue"))).to_have_count(1)
    for account, button in (
        ("coordination", "Proposer la publication"),
        ("coordination2", "Publier le plan"),
    ):
        page = way.at(account, f"{plan}publier/")
        field_of(page, "Nom du plan").fill(PLANS[way.language])
        press(page, button)
    says(page, "Le plan est publié.")
    expect(way.at(ACCOUNT, lot).get_by_role("heading", level=1)).to_contain_text(named)
    return lot


def _suspend(way: Way, certificate: str) -> None:
    """The certificate is suspended: the maker, each buyer of the lot and the cluster are told what is at stake."""
    page = way.at("certification", certificate)
    part = unfold(page, "Suspendre")
    field_of(part, "Motif").fill("Surveillance non soldée (démonstration)")
    press(part, "Suspendre")
    says(page, "Le certificat est suspendu ; le fabricant en est averti.")
    told = []
    for account in (ACCOUNT, "cluster", "coordination", "acheteur", "acheteur2", "acheteur3", "acheteur4"):
        page = way.settled(account, "/eligibilite/")
        row = page.locator("tbody tr", has_text="SMQ-PARAVENT")
        if row.count():
            told.append(account)
            row.get_by_role("link").first.click()
            expect(page).to_have_url(re.compile(r"/eligibilite/\d+/$"))
            way.note(account, page)
    assert told[:3] == [ACCOUNT, "cluster", "coordination"]
    assert len(told) > 3, "no buyer was told"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_maker_goes_from_its_invitation_to_a_suspension_that_alerts(
    fresh_walk: People, language: str
) -> None:
    """With real clicks, in each language."""
    way = Way(fresh_walk, language)
    _join(way)
    device = _declare(way)
    certificate = _certify(way)
    _register(way)
    _plan(way, device)
    _suspend(way, certificate)
