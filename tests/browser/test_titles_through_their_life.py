"""Titles that live on: renewed, amended, authorised apart, certified anew; suspended, taken back, withdrawn."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.browser.walking import (
    Way,
    file_dossier,
    fill,
    open_session_with,
    piece,
    press,
    says,
    today,
    unfold,
)

MAKER = "fabricant"
RENEWED, AMENDED = "ENR-DEMO-ATL-0001", "ENR-DEMO-ATL-0012"


def _chosen(page: Page, label: str, words: str) -> None:
    """Choose the option that contains the words."""
    field = page.get_by_label(label, exact=True)
    value = field.locator("option", has_text=words).first.get_attribute("value")
    field.select_option(value)


def _opened(way: Way, process: str, **chosen: str) -> str:
    """Open a dossier and file it complete; return its address."""
    page = way.at(MAKER, f"/homologation/dossiers/nouveau/{process}/")
    for label, words in chosen.items():
        _chosen(page, label.replace("_", " "), words)
    press(page, "Ouvrir le dossier")
    says(page, "Le dossier est ouvert")
    dossier = way.note(MAKER, page)
    file_dossier(way, MAKER, dossier)
    return dossier


def _evaluated(way: Way, dossier: str) -> None:
    page = way.at("homologation", dossier)
    press(page, "Déclarer recevable")
    says(page, "Le dossier est recevable.")
    part = unfold(page, "Conclure l'évaluation")
    part.get_by_label("Avis de l'évaluation").select_option("favourable")
    part.get_by_label("Rapport d'évaluation").fill("Rapport fictif.")
    press(part, "Conclure l'évaluation")
    says(page, "L'évaluation est conclue.")


def _heard(way: Way) -> None:
    """The commission hears whatever awaits it today."""
    page = way.at("homologation", "/homologation/commission/")
    page.get_by_label("Date de la séance").fill(today(page))
    press(page, "Convoquer")
    page = way.at("homologation", "/homologation/commission/")
    page.locator("main a[href*='/commission/']", has_text=re.compile(r"\d{4}")).first.wait_for()
    open_session_with(page, "Clamp de Barr")
    way.note("homologation", page)
    items = page.locator("details", has=page.locator("summary", has_text=re.compile("^Consigner l'avis$")))
    while items.count():
        items.first.locator("summary").click()
        items.first.locator("select").select_option("favourable")
        items.first.get_by_label("Motifs").fill("Avis fictif.")
        press(items.first, "Consigner l'avis")
        says(page, "L'avis est consigné.")


def _granted(way: Way, dossier: str, *, until: str = "") -> None:
    page = way.at("homologation2", dossier)
    part = unfold(page, "Accorder")
    if until:
        part.get_by_label("Valable au").fill(until)
    press(part, "Accorder")
    says(page, "La décision est prise")
    way.note("homologation2", page)


def _number(way: Way, dossier: str) -> str:
    """Return the number of the title that a dossier gave."""
    found = re.search(r"\b(EN|AS)-\d{4}-\d+", way.at(MAKER, dossier).locator("main").inner_text())
    assert found is not None
    return found[0]


def _title(way: Way, number: str, nature: str = "registration") -> Page:
    """Open a title by its number, as an officer."""
    page = way.at("homologation", f"/homologation/?nature={nature}&q={number}")
    page.locator("tbody tr", has_text=number).first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(rf"/homologation/{nature}/\d+/"))
    return page


def test_registrations_are_renewed_amended_and_for_tests_in_vitro(walk: People) -> None:
    """Three requests of two classes and of in-vitro diagnosis, heard at one session, each with its own pieces."""
    way = Way(walk)
    device = {"Dispositif": "2 mL luer slip", "Classe_de_risque": "classe I"}
    asked = [
        _opened(way, "registration", Demande="renouvellement", Certificat_concerné=RENEWED, **device),
        _opened(
            way,
            "registration",
            Demande="modification",
            Certificat_concerné=AMENDED,
            Dispositif="insuline 100 UI 1 mL",
            Classe_de_risque="classe IIb",
        ),
        _opened(way, "registration", Dispositif="Clamp de Barr", Classe_de_risque="diagnostic in vitro"),
    ]
    outlines = []
    for dossier in asked:
        page = way.at(MAKER, dossier)
        outlines.append(set(page.locator("a[href*='/sections/']").all_inner_texts()))
        _evaluated(way, dossier)
    assert outlines[0] == outlines[1]
    assert outlines[2] != outlines[0]  # in-vitro diagnosis has an outline of its own
    _heard(way)
    for dossier in asked:
        _granted(way, dossier)

    renewed, amended, in_vitro = (
        _title(way, number).locator("dl.definition").inner_text()
        for number in (_number(way, asked[0]), AMENDED, _number(way, asked[2]))
    )
    assert "du 10 juin 2030 au 9 juin 2035" in renewed  # the day after the certificate that it follows
    assert "IIb" in amended
    assert "IVD" in in_vitro
    way.read_again()


def test_a_specific_authorisation_is_granted_suspended_and_withdrawn(walk: People) -> None:
    """Without a commission; suspended for a reason, reinstated, withdrawn for good; the maker reads why."""
    way = Way(walk)
    dossier = _opened(way, "authorisation", Dispositif="Collecteur d'aiguilles 5 L", Objet="sur mesure")
    _evaluated(way, dossier)
    _granted(way, dossier, until="2030-12-31")
    page = _title(way, _number(way, dossier), "authorisation")
    for verb, said in (("Suspendre", "Le titre est suspendu"), ("Retirer", "Le titre est retiré")):
        part = unfold(page, verb)
        press(part, verb)
        expect(page.get_by_role("alert")).to_contain_text("Motif")  # nothing without a reason
        part = page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{verb}$")))
        part.get_by_label("Motif").fill(f"Motif fictif : {verb}.")
        press(part, verb)
        says(page, said)
        if verb == "Suspendre":
            press(unfold(page, "Lever la suspension"), "Lever la suspension")
            says(page, "La suspension est levée.")
    expect(
        page.locator("summary", has_text=re.compile("^(Suspendre|Retirer|Lever la suspension)$"))
    ).to_have_count(0)
    path = way.note("homologation", page)
    way.seen.append((MAKER, path))
    says(way.at(MAKER, path), "Motif fictif : Retirer.")
    way.read_again()


def test_a_certificate_is_surveyed_findings_answered_and_certified_anew(walk: People) -> None:
    """Recertification: two audits with a finding that is answered and lifted; somebody else decides."""
    way = Way(walk)
    page = way.at(MAKER, "/certification/dossiers/nouveau/")
    page.get_by_label("Organisme certificateur").select_option(index=1)
    page.get_by_label("Norme", exact=True).fill("ISO 13485:2016")
    _chosen(page, "Renouvelle le certificat", "SMQ-DEMO-001")
    press(page, "Ouvrir le dossier")
    says(page, "Le dossier est ouvert")
    case = way.note(MAKER, page)
    for joined, kind in enumerate(("manual", "scope", "organisation", "internal_audit"), 1):
        page.get_by_label("Pièce", exact=True).select_option(kind)
        page.get_by_label("Fichier", exact=True).set_input_files([piece(f"renouvellement {kind}")])
        press(page, "Joindre")
        expect(page.locator("a[href*='/fichiers/']")).to_have_count(joined)
    page.locator(f"form[action='{case}deposer/'] button").click()
    says(page, "Le dossier est déposé.")
    page = way.at("certification", case)
    page.locator(f"form[action='{case}accepter/'] button").click()
    for _stage in (1, 2):
        part = unfold(page, "Planifier l'audit")
        part.get_by_label("Auditeur").select_option(label="Compte certification")
        press(part, "Planifier l'audit")
        says(page, "L'audit est planifié.")
        part = unfold(page, "Rendre compte de l'audit")
        part.get_by_label("Tenu le").fill(today(page))
        part.get_by_label("Résultat").select_option("conclusive")
        fill(part, Compte_rendu="Conforme (démonstration).")
        press(part, "Rendre compte de l'audit")
        says(page, "Le compte rendu est enregistré.")
    page = way.at("certification2", case)
    part = unfold(page, "Certifier")
    part.get_by_label("Numéro").fill("SMQ-DEMO-001-B")
    press(part, "Certifier")
    says(page, "Le certificat est délivré.")
    page.get_by_role("link", name="SMQ-DEMO-001-B").click()
    way.note("certification2", page)
    way.read_again()
