"""Titles that live on: renewed, amended, authorised apart, certified anew; suspended, taken back, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.browser.certifying import accepted, applied, audited, certified, surveyed
from tests.browser.people import People
from tests.browser.registering import (
    asked,
    class_taken,
    classed,
    completed,
    evaluated,
    granted,
    heard,
    number_of,
    opened,
    title,
)
from tests.browser.tongue import said
from tests.browser.walking import (
    Way,
    exactly,
    field_of,
    fill,
    may,
    piece,
    press,
    says,
    sent_as_filled,
    today,
    unfold,
)

from rakiza.pillars.certification.process import years_after

MAKER = "fabricant"
ATLAS = {"fr": "Atlas Plastiques", "ar": "أطلس للبلاستيك", "en": "Atlas Plastiques"}
RENEWED, AMENDED = "ENR-DEMO-ATL-0001", "ENR-DEMO-ATL-0012"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_registrations_are_renewed_amended_and_for_tests_in_vitro(fresh_walk: People, language: str) -> None:
    """Three requests of two classes and of in-vitro diagnosis, heard at one session, each with its own pieces.

    The third was begun for a device of class I, which its maker classed anew before the filing.
    """
    way = Way(fresh_walk, language)
    classed(way, MAKER, "ATL-0012", "IIb")  # otherwise than registered, until it is amended
    device = {"Dispositif": "ATL-0001 ", "Classe_de_risque": "classe I"}
    dossiers = [
        asked(way, MAKER, "registration", Demande="renouvellement", Certificat_concerné=RENEWED, **device),
        asked(
            way,
            MAKER,
            "registration",
            Demande="modification",
            Certificat_concerné=AMENDED,
            Dispositif="ATL-0012",
            Classe_de_risque="classe IIb",
        ),
        opened(way, MAKER, "registration", Dispositif="ATL-0015", Classe_de_risque="classe I"),
    ]
    sent_as_filled(
        way.at(MAKER, dossiers[2]), f"{dossiers[2]}sections/3.07/joindre/", language="fr", file=piece("3.07")
    )
    classed(way, MAKER, "ATL-0015", "B")
    class_taken(way, MAKER, dossiers[2])
    completed(way, MAKER, dossiers[2])
    outlines = []
    for dossier in dossiers:
        page = way.at(MAKER, dossier)
        outlines.append(set(page.locator("a[href*='/sections/']").all_inner_texts()))
        evaluated(way, dossier)
    assert outlines[0] == outlines[1]
    assert outlines[2] != outlines[0]  # in-vitro diagnosis has an outline of its own
    heard(way, dossiers[2])
    for dossier in dossiers:
        granted(way, dossier)

    renewed, amended, in_vitro = (
        title(way, "homologation", number).locator("dl.definition").inner_text()
        for number in (number_of(way, MAKER, dossiers[0]), AMENDED, number_of(way, MAKER, dossiers[2]))
    )
    begins, ends = way.day(date(2030, 6, 10)), way.day(date(2035, 6, 9))
    assert f"{begins} " in renewed  # the day after the certificate that it follows
    assert ends in renewed
    assert "IIb" in amended
    assert "IVD" in in_vitro


def _ended(page: Page, verb: str, done: str) -> None:
    """Suspend or withdraw the title at the page: nothing without a reason."""
    part = unfold(page, verb)
    press(part, verb)
    expect(page.get_by_role("alert")).to_contain_text(said(page, "Motif"))
    part = page.locator("details", has=page.locator("summary", has_text=exactly(page, verb)))
    field_of(part, "Motif").fill(f"Motif fictif : {verb}.")
    press(part, verb)
    says(page, done)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_specific_authorisation_is_granted_suspended_and_withdrawn(
    fresh_walk: People, language: str
) -> None:
    """Without a commission; suspended for a reason, reinstated, withdrawn for good; the maker reads why.

    Made to one patient's measure, it is in no public list.
    """
    way = Way(fresh_walk, language)
    dossier = asked(way, MAKER, "authorisation", Dispositif="ATL-0035", Objet="sur mesure")
    evaluated(way, dossier)
    granted(way, dossier, until="2030-12-31")
    number = number_of(way, MAKER, dossier)
    page = title(way, "homologation", number, "authorisation")
    anybody = way.walk(language=language).go(f"/homologation/registre/?nature=authorisation&q={number}")
    expect(anybody.locator("tbody tr")).to_have_count(0)
    _ended(page, "Suspendre", "Le titre est suspendu")
    press(unfold(page, "Lever la suspension"), "Lever la suspension")
    says(page, "La suspension est levée.")
    _ended(page, "Retirer", "Le titre est retiré")
    assert may(page, "Suspendre", "Lever la suspension", "Retirer") == set()
    path = way.note("homologation", page)
    page = way.at(MAKER, path)
    expect(page.locator("main")).to_contain_text("Motif fictif : Retirer.")
    way.note(MAKER, page)


def _answered(way: Way, case: str, plan: str) -> None:
    """The maker answers the non-conformity: its cause, what is done, the evidence."""
    page = way.at(MAKER, case)
    part = unfold(page, "Répondre")
    fill(part, Cause="Étalonnage oublié.", Actions_et_dates=plan)
    field_of(part, "Preuve").set_input_files([piece(f"preuve : {plan}")])
    press(part, "Envoyer la réponse")
    says(page, "La réponse est donnée.")
    expect(page.locator("main")).to_contain_text(plan)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_certificate_is_surveyed_findings_answered_and_certified_anew(
    fresh_walk: People, language: str
) -> None:
    """Recertified once its finding is answered twice and lifted; surveyed, suspended, reinstated, withdrawn."""
    way = Way(fresh_walk, language)
    case = accepted(way, MAKER, applied(way, MAKER, Renouvelle_le_certificat="SMQ-DEMO-001"))
    page = way.at("certification", case)
    audited(page)
    audited(page, finding="Un étalonnage a un mois de retard.")
    assert may(way.at("certification2", case), "Certifier") == set()  # a finding is open

    _answered(way, case, "Étalonner.")
    page = way.at("certification", case)
    part = unfold(page, "Demander une meilleure réponse")
    field_of(part, "Motif").fill("Dites quand.")
    press(part, "Demander")
    expect(way.at(MAKER, case).locator("main")).to_contain_text("Dites quand.")
    _answered(way, case, "Étalonner avant la fin du mois.")
    page = way.at("certification", case)
    press(page, "Lever la non-conformité")
    says(page, "La réponse est examinée.")
    assert may(page, "Certifier") == set()  # who audited doesn't decide

    certificate = way.note("certification2", certified(way, case, "SMQ-DEMO-001-B"))
    page = way.at("certification", case)
    begins = date.fromisoformat(today())
    due = page.get_by_role("region", name=said(page, "Surveillance"), exact=True).get_by_role("listitem")
    expect(due).to_have_count(2)
    expect(due.first).to_contain_text(way.day(years_after(begins, 1)))
    surveyed(page, "inconclusive")
    expect(due.first.locator(".state-attention")).to_have_text(said(page, "non concluant"))
    way.note("certification", page)

    page = way.at("certification", certificate)
    _ended(page, "Suspendre", "Le certificat est suspendu")
    part = unfold(page, "Rétablir")
    field_of(part, "Valable de nouveau à partir du").fill(str(begins + timedelta(days=1)))
    press(part, "Rétablir")
    says(page, "Le certificat est rétabli.")
    _ended(page, "Retirer", "Le certificat est retiré")
    assert may(page, "Suspendre", "Rétablir", "Retirer") == set()
    way.note("certification", page)
    page = way.at(MAKER, certificate)
    for verb in ("Suspendre", "Retirer"):
        expect(page.locator("main")).to_contain_text(f"Motif fictif : {verb}.")
    way.note(MAKER, page)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_registers_kept_elsewhere_come_in_as_files(fresh_walk: People, language: str) -> None:
    """A body's certificates and an authority's titles: handed over, one row corrected, agreed to by another officer."""
    way = Way(fresh_walk, language)
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
    page.get_by_role("link", name=ATLAS[language]).first.click()
    way.note(MAKER, page)
    page.get_by_role("link", name=said(page, "Suivies au dossier")).click()
    says(page, "hors de la plateforme")
    way.note(MAKER, page)


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
        page.get_by_role("link", name=said(page, "Les corriger dans un classeur")).click()
    assert handed_back.value.suggested_filename == "lignes-rejetees.xlsx"
    press(page, f"Proposer ces {what}")
    says(page, "Ils vaudront quand une autre personne les aura confirmés.")
    waiting = way.note(first, page)
    own = page.locator("section", has=page.get_by_role("heading", name=f"{what}.csv", exact=True))
    expect(own.get_by_role("button", name=said(page, f"Confirmer tous les {what} du fichier"))).to_have_count(
        0
    )

    page = way.at(second, waiting)
    way.note(second, page)
    waits = page.locator("section", has=page.get_by_role("heading", name=f"{what}.csv", exact=True))
    waits.get_by_role("button", name=said(page, f"Confirmer tous les {what} du fichier")).click()
    says(page, f"{what.capitalize()} {'délivrés' if what == 'certificats' else 'accordés'} : 1.")
