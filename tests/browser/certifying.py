"""What several walks have in common of certification: a case filed, audited, decided."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect
from tests.browser.walking import Way, choose, field_of, piece, press, says, sent_as_filled, today, unfold


def applied(way: Way, account: str, **chosen: str) -> str:
    """A maker applies for a certificate with all its pieces; return the case's address."""
    page = way.at(account, "/certification/dossiers/nouveau/")
    field_of(page, "Organisme certificateur").select_option(index=1)
    field_of(page, "Objet").select_option("system")
    field_of(page, "Norme").fill("ISO 13485:2016")
    for label, words in chosen.items():
        choose(page, label.replace("_", " "), words)
    press(page, "Ouvrir le dossier")
    says(page, "Le dossier est ouvert")
    case = way.note(account, page)
    field_of(page, "Pièce").select_option("manual")
    field_of(page, "Fichier").set_input_files([piece(f"{case} manual")])
    press(page, "Joindre")
    says(page, "La pièce est jointe.")
    for kind in ("scope", "organisation", "internal_audit"):
        sent_as_filled(page, f"{case}pieces/", kind=kind, file=piece(f"{case} {kind}"))
    page = way.at(account, case)
    expect(page.locator("a[href*='/fichiers/']")).to_have_count(4)
    page.locator(f"form[action='{case}deposer/'] button").click()
    says(page, "Le dossier est déposé.")
    return case


def accepted(way: Way, account: str, case: str) -> str:
    """The body accepts a case that was filed, both sides agree to a contract; return the case's address."""
    page = way.at("certification", case)
    page.locator(f"form[action='{case}accepter/'] button").click()
    says(page, "Le dossier est accepté.")
    _contracted(way, account, case)
    return case


def _contracted(way: Way, account: str, case: str) -> None:
    """The body proposes its terms with the document to sign, the maker accepts them."""
    page = way.at("certification", case)
    part = unfold(page, "Proposer le contrat")
    field_of(part, "Domaine et prestations").fill("Un site (conditions fictives).")
    field_of(part, "Journées d'audit").fill("3,5")
    field_of(part, "Prix (MAD hors taxe)").fill("40 000")
    field_of(part, "Contrat").set_input_files([piece(f"{case} contrat")])
    press(part, "Proposer le contrat")
    says(page, "Le contrat est proposé.")
    page = way.at(account, case)
    press(unfold(page, "Accepter le contrat"), "Accepter le contrat")
    says(page, "Le contrat est accepté.")


def audited(page: Page, *, finding: str = "") -> None:
    """The officer at the page plans the next audit, holds it and writes down what it found."""
    _planned(page, "Planifier l'audit", "L'audit est planifié.")
    part = unfold(page, "Rendre compte de l'audit")
    if finding:
        field_of(part, "Non-conformité 1").fill(finding)
        choose(part, "Poids de la non-conformité 1", "majeure")
    _reported(page, part, "conclusive")


def surveyed(page: Page, outcome: str) -> None:
    """The officer at the page plans the surveillance of a certificate for today and holds it."""
    _planned(page, "Planifier une surveillance", "La surveillance est planifiée.")
    _reported(page, unfold(page, "Rendre compte de la surveillance"), outcome)


def _planned(page: Page, verb: str, said: str) -> None:
    part = unfold(page, verb)
    field_of(part, "Auditeur").select_option(label="Compte certification")
    field_of(part, "Prévu le").fill(today())
    press(part, verb)
    says(page, said)


def _reported(page: Page, part: Locator, outcome: str) -> None:
    field_of(part, "Tenu le").fill(today())
    field_of(part, "Résultat").select_option(outcome)
    field_of(part, "Compte rendu").fill("Compte rendu fictif.")
    part.get_by_role("button").click()
    says(page, "Le compte rendu est enregistré.")


def certified(way: Way, case: str, number: str) -> Page:
    """Somebody who didn't audit certifies; return the certificate's page."""
    page = way.at("certification2", case)
    part = unfold(page, "Certifier")
    field_of(part, "Numéro").fill(number)
    press(part, "Certifier")
    says(page, "Le certificat est délivré.")
    page.get_by_role("link", name=number).click()
    page.wait_for_url(re.compile(r"/certification/\d+/$"))
    return page
