"""Titles that live on: renewed, amended, authorised apart, certified anew; suspended, taken back, withdrawn."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.browser.walking import (
    Way,
    applied,
    asked,
    audited,
    certified,
    evaluated,
    fill,
    granted,
    heard,
    may,
    number_of,
    piece,
    press,
    says,
    surveyed,
    title,
    today,
    unfold,
)

from rakiza.kernel.wording.formats import day
from rakiza.pillars.certification.process import years_after

MAKER = "fabricant"
RENEWED, AMENDED = "ENR-DEMO-ATL-0001", "ENR-DEMO-ATL-0012"


def test_registrations_are_renewed_amended_and_for_tests_in_vitro(walk: People) -> None:
    """Three requests of two classes and of in-vitro diagnosis, heard at one session, each with its own pieces."""
    way = Way(walk)
    device = {"Dispositif": "2 mL luer slip", "Classe_de_risque": "classe I"}
    dossiers = [
        asked(way, MAKER, "registration", Demande="renouvellement", Certificat_concerné=RENEWED, **device),
        asked(
            way,
            MAKER,
            "registration",
            Demande="modification",
            Certificat_concerné=AMENDED,
            Dispositif="insuline 100 UI 1 mL",
            Classe_de_risque="classe IIb",
        ),
        asked(way, MAKER, "registration", Dispositif="Clamp de Barr", Classe_de_risque="diagnostic in vitro"),
    ]
    outlines = []
    for dossier in dossiers:
        page = way.at(MAKER, dossier)
        outlines.append(set(page.locator("a[href*='/sections/']").all_inner_texts()))
        evaluated(way, dossier)
    assert outlines[0] == outlines[1]
    assert outlines[2] != outlines[0]  # in-vitro diagnosis has an outline of its own
    heard(way, "Clamp de Barr")
    for dossier in dossiers:
        granted(way, dossier)

    renewed, amended, in_vitro = (
        title(way, "homologation", number).locator("dl.definition").inner_text()
        for number in (number_of(way, MAKER, dossiers[0]), AMENDED, number_of(way, MAKER, dossiers[2]))
    )
    assert "du 10 juin 2030 au 9 juin 2035" in renewed  # the day after the certificate that it follows
    assert "IIb" in amended
    assert "IVD" in in_vitro
    way.read_again()


def _ended(page: Page, verb: str, said: str) -> None:
    """Suspend or withdraw the title at the page: nothing without a reason."""
    part = unfold(page, verb)
    press(part, verb)
    expect(page.get_by_role("alert")).to_contain_text("Motif")
    part = page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{verb}$")))
    part.get_by_label("Motif").fill(f"Motif fictif : {verb}.")
    press(part, verb)
    says(page, said)


def test_a_specific_authorisation_is_granted_suspended_and_withdrawn(walk: People) -> None:
    """Without a commission; suspended for a reason, reinstated, withdrawn for good; the maker reads why."""
    way = Way(walk)
    dossier = asked(way, MAKER, "authorisation", Dispositif="Collecteur d'aiguilles 5 L", Objet="sur mesure")
    evaluated(way, dossier)
    granted(way, dossier, until="2030-12-31")
    page = title(way, "homologation", number_of(way, MAKER, dossier), "authorisation")
    _ended(page, "Suspendre", "Le titre est suspendu")
    press(unfold(page, "Lever la suspension"), "Lever la suspension")
    says(page, "La suspension est levée.")
    _ended(page, "Retirer", "Le titre est retiré")
    assert may(page, "Suspendre", "Lever la suspension", "Retirer") == set()
    path = way.note("homologation", page)
    says(way.at(MAKER, path), "Motif fictif : Retirer.")
    way.seen.append((MAKER, path))
    way.read_again()


def _answered(way: Way, case: str, plan: str) -> None:
    """The maker answers the non-conformity: its cause, what is done, the evidence."""
    page = way.at(MAKER, case)
    part = unfold(page, "Répondre")
    fill(part, Cause="Étalonnage oublié.", Actions_et_dates=plan)
    part.get_by_label("Preuve").set_input_files([piece(f"preuve : {plan}")])
    press(part, "Envoyer la réponse")
    says(page, "La réponse est donnée.")
    says(page, plan)


def test_a_certificate_is_surveyed_findings_answered_and_certified_anew(walk: People) -> None:
    """Recertified once its finding is answered twice and lifted; surveyed, suspended, reinstated, withdrawn."""
    way = Way(walk)
    case = applied(way, MAKER, Renouvelle_le_certificat="SMQ-DEMO-001")
    page = way.at("certification", case)
    audited(page)
    audited(page, finding="Un étalonnage a un mois de retard.")
    assert may(way.at("certification2", case), "Certifier") == set()  # a finding is open

    _answered(way, case, "Étalonner.")
    page = way.at("certification", case)
    part = unfold(page, "Demander une meilleure réponse")
    part.get_by_label("Motif").fill("Dites quand.")
    press(part, "Demander")
    says(way.at(MAKER, case), "Dites quand.")
    _answered(way, case, "Étalonner avant la fin du mois.")
    page = way.at("certification", case)
    press(page, "Lever la non-conformité")
    says(page, "La réponse est examinée.")
    assert may(page, "Certifier") == set()  # who audited doesn't decide

    certificate = way.note("certification2", certified(way, case, "SMQ-DEMO-001-B"))
    page = way.at("certification", case)
    begins = date.fromisoformat(today())
    due = page.get_by_role("region", name="Surveillance").get_by_role("listitem")
    expect(due).to_have_count(2)
    expect(due.first).to_contain_text(f"au {day(years_after(begins, 1), 'fr')}")
    surveyed(page, "inconclusive")
    expect(due.first.locator(".state-attention")).to_have_text("non concluant")
    way.note("certification", page)

    page = way.at("certification", certificate)
    _ended(page, "Suspendre", "Le certificat est suspendu")
    part = unfold(page, "Rétablir")
    part.get_by_label("Valable de nouveau à partir du").fill(str(begins + timedelta(days=1)))
    press(part, "Rétablir")
    says(page, "Le certificat est rétabli.")
    _ended(page, "Retirer", "Le certificat est retiré")
    assert may(page, "Suspendre", "Rétablir", "Retirer") == set()
    way.note("certification", page)
    page = way.at(MAKER, certificate)
    for verb in ("Suspendre", "Retirer"):
        says(page, f"Motif fictif : {verb}.")
    way.note(MAKER, page)
    way.read_again()


def test_registers_kept_elsewhere_come_in_as_files(walk: People) -> None:
    """A body's certificates and an authority's titles: handed over, one row corrected, agreed to by another officer."""
    way = Way(walk)
    maker = "Atlas Plastiques Médicaux (démonstration)"
    days = "20/12/2023;01/01/2024;31/12/2026"
    _taken_in(
        way,
        ("certification", "certification2"),
        "/certification/importer/",
        "Numéro;Fabricant;Norme;Décidé le;Valable du;Valable au\n",
        [
            f"C-FICHIER-1;{maker};ISO 9001:2015;{days}",
            f"C-FICHIER-2;{maker};ISO 9001:2015;?;01/01/2024;31/12/2026",
        ],
        "certificats",
    )
    _taken_in(
        way,
        ("homologation", "homologation2"),
        "/homologation/titres/importer/",
        "Nature;Numéro;Fabricant;Décidé le;Valable du;Valable au\n",
        [
            f"déclaration;D-FICHIER-1;{maker};{days}",
            f"déclaration;D-FICHIER-2;{maker};?;01/01/2024;31/12/2026",
        ],
        "titres",
    )
    page = way.at(MAKER, "/certification/?q=C-FICHIER")
    page.get_by_role("link", name="Atlas Plastiques").first.click()
    way.note(MAKER, page)
    page.get_by_role("link", name="Suivies au dossier").click()
    says(page, "hors de la plateforme")
    way.note(MAKER, page)
    way.read_again()


def _taken_in(
    way: Way, officers: tuple[str, str], address: str, head: str, rows: list[str], what: str
) -> None:
    """One officer hands a register over and proposes what it gives; another agrees to all of it."""
    first, second = officers
    page = way.at(first, address)
    way.note(first, page)
    register = {"name": f"{what}.csv", "mimeType": "text/csv", "buffer": (head + "\n".join(rows)).encode()}
    page.locator("#register-file").set_input_files([register])  # type: ignore[list-item]
    press(page, "Déposer et relire")
    says(page, "« ? » n'est pas une date.")
    way.note(first, page)
    with page.expect_download() as handed_back:
        page.get_by_role("link", name="Les corriger dans un classeur").click()
    assert handed_back.value.suggested_filename == "lignes-rejetees.xlsx"
    press(page, f"Proposer ces {what}")
    says(page, "Ils vaudront quand une autre personne les aura confirmés.")
    waiting = way.note(first, page)
    own = page.locator("section", has=page.get_by_role("heading", name=f"{what}.csv", exact=True))
    expect(own.get_by_role("button", name=f"Confirmer tous les {what} du fichier")).to_have_count(0)

    page = way.at(second, waiting)
    way.note(second, page)
    waits = page.locator("section", has=page.get_by_role("heading", name=f"{what}.csv", exact=True))
    waits.get_by_role("button", name=f"Confirmer tous les {what} du fichier").click()
    says(page, f"{what.capitalize()} {'délivrés' if what == 'certificats' else 'accordés'} : 1.")
