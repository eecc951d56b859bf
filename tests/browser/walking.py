"""Walking a process in a browser: who does what, what each step showed, the same again in other languages.

What several walks have in common stands here: somebody invited, a dossier led to its decision, an audit held.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.browser.people import People, Visitor
from tests.browser.tongue import said, translated

from rakiza.kernel.identity.demonstration import DOMAIN

Seen = list[tuple[str, str]]
WORDS = "trois volets de toile claire"


@dataclass
class Way:
    """Who walks, and the addresses that each step showed, to be read again in the other languages."""

    walk: People
    language: str = "fr"
    seen: Seen = field(default_factory=list)
    _browsers: dict[str, Visitor] = field(default_factory=dict)

    def at(self, account: str, path: str) -> Page:
        """Open a page as somebody, in the one browser that they keep for the whole way."""
        if account not in self._browsers:
            self._browsers[account] = self.walk(account, self.language)
        return self._browsers[account].go(path)

    def note(self, account: str, page: Page) -> str:
        """Keep the address of a page that somebody reads; return it."""
        path = path_of(page)
        self.seen.append((account, path))
        return path

    def read_again(self) -> None:
        """Open what each step showed in Arabic and English, by whom it was shown to."""
        for language in ("ar", "en"):
            readers: dict[str, Visitor] = {}
            for account, path in dict.fromkeys(self.seen):
                reader = readers.setdefault(account, self.walk.reader(account, language))
                page = reader.go(path)
                assert page.get_attribute("html", "lang") == language
                assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
                assert page.locator("h1").count() == 1
                assert reader.complaints == [], path


def piece(about: str) -> FilePayload:
    """Return a file of its own: the same bytes may not serve twice."""
    said = f"Piece fictive de demonstration : {about}.\n"
    return {"name": "piece.txt", "mimeType": "text/plain", "buffer": said.encode()}


def fill(page: Page | Locator, **labelled: str) -> None:
    for label, text in labelled.items():
        field_of(page, label.replace("_", " ")).fill(text)


def field_of(page: Page | Locator, label: str) -> Locator:
    """Return the field that bears a label."""
    within = page.locator("main") if isinstance(page, Page) else page
    return within.get_by_label(said(page, label), exact=True)


def choose(page: Page | Locator, label: str, words: str) -> None:
    """Choose the option that contains the words, the interface's or somebody's own."""
    field = field_of(page, label)
    words = translated(page, words) or words
    field.select_option(field.locator("option", has_text=words).first.get_attribute("value"))


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=said(page, name), exact=True).click()


def exactly(page: Page, *titles: str) -> re.Pattern[str]:
    """Return what finds one of these texts, and nothing longer."""
    return re.compile(f"^({'|'.join(re.escape(said(page, title)) for title in titles)})$")


def unfold(page: Page, title: str) -> Locator:
    """Open the part of a page that bears a title, and return it."""
    part = page.locator("details", has=page.locator("summary", has_text=exactly(page, title)))
    part.locator("summary").first.click()
    return part


def may(page: Page, *titles: str) -> set[str]:
    """Return which parts, of those that bear these titles, a page offers to its reader."""
    french = {said(page, title): title for title in titles}
    return {
        french[each] for each in page.locator("summary", has_text=exactly(page, *titles)).all_inner_texts()
    }


def says(page: Page, text: str) -> None:
    expect(page.get_by_text(said(page, text)).first).to_be_visible()


def today() -> str:
    """Return the site's day, as date fields want it; a browser's own may be another around midnight."""
    return timezone.localdate().isoformat()


def path_of(page: Page) -> str:
    """Return where a page is, without the site's address."""
    return "/" + page.url.split("/", 3)[3]


def invited(way: Way, page: Page, account: str, role: str, *, manages: bool = False) -> None:
    """The cluster invites somebody from an organisation's page, a second person agrees, the link opens the account.

    A maker who won't manage people needs no second person.
    """
    page.get_by_role("link", name=said(page, "Inviter une personne")).click()
    fill(page, Nom=f"Compte {account}", Adresse_électronique=f"{account}@{DOMAIN}")
    field_of(page, "Rôle").select_option(role)
    field_of(page, "Gère les personnes de l'organisation").set_checked(manages)
    press(page, "Inviter")
    if manages or role != "maker":
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


def asked(way: Way, account: str, process: str, **chosen: str) -> str:
    """A maker opens a dossier, joins what it lacks, section by section, checks and files it; return its address."""
    page = way.at(account, f"/homologation/dossiers/nouveau/{process}/")
    for label, words in chosen.items():
        choose(page, label.replace("_", " "), words)
    press(page, "Ouvrir le dossier")
    says(page, "Le dossier est ouvert")
    dossier = way.note(account, page)
    page.goto(f"{page.url}verifier/")
    lacking = page.locator(".notice-attention a").evaluate_all("links => links.map((one) => one.href)")
    for section in dict.fromkeys(lacking):
        page.goto(section)
        field_of(page, "Langue du document").select_option("fr")
        field_of(page, "Fichier").set_input_files([piece(page.url)])
        press(page, "Joindre")
        says(page, "La pièce est jointe.")
    page = way.at(account, f"{dossier}verifier/")
    press(page, "Déposer le dossier")
    says(page, "Le dossier est déposé.")
    return dossier


def admitted(way: Way, dossier: str) -> Page:
    """An officer finds the dossier complete; return its page."""
    page = way.at("homologation", dossier)
    press(page, "Déclarer recevable")
    says(page, "Le dossier est recevable.")
    return page


def evaluated(way: Way, dossier: str) -> None:
    """The same officer evaluates it."""
    concluded(admitted(way, dossier))


def concluded(page: Page) -> None:
    """The officer at the page of a dossier concludes its evaluation."""
    part = unfold(page, "Conclure l'évaluation")
    field_of(part, "Avis de l'évaluation").select_option("favourable")
    field_of(part, "Rapport d'évaluation").fill("Rapport fictif.")
    press(part, "Conclure l'évaluation")
    says(page, "L'évaluation est conclue.")


def heard(way: Way, device: str) -> Page:
    """The commission hears today whatever awaits it, the device too; return the page of its session."""
    page = way.at("homologation", "/homologation/commission/")
    field_of(page, "Date de la séance").fill(today())
    press(page, "Convoquer")
    page = way.at("homologation", "/homologation/commission/")
    page.locator("main a[href*='/commission/']", has_text=re.compile(r"\d{4}")).first.wait_for()
    open_session_with(page, device)
    way.note("homologation", page)
    items = page.locator("details", has=page.locator("summary", has_text=exactly(page, "Consigner l'avis")))
    while items.count():
        items.first.locator("summary").click()
        items.first.locator("select").select_option("favourable")
        field_of(items.first, "Motifs").fill("Avis fictif.")
        press(items.first, "Consigner l'avis")
        says(page, "L'avis est consigné.")
    return page


def open_session_with(page: Page, device: str) -> None:
    """Open the session of the commission whose agenda has a device."""
    site = page.url.split("/homologation/")[0]
    links = page.locator("main a[href^='/homologation/commission/']").all()
    for address in sorted({link.get_attribute("href") or "" for link in links}):
        page.goto(site + address)
        if page.get_by_text(device).count():
            return
    pytest.fail("no session has the device on its agenda")


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


def applied(way: Way, account: str, **chosen: str) -> str:
    """A maker applies for a certificate with all its pieces, the body accepts; return the case's address."""
    page = way.at(account, "/certification/dossiers/nouveau/")
    field_of(page, "Organisme certificateur").select_option(index=1)
    field_of(page, "Objet").select_option("system")
    field_of(page, "Norme").fill("ISO 13485:2016")
    for label, words in chosen.items():
        choose(page, label.replace("_", " "), words)
    press(page, "Ouvrir le dossier")
    says(page, "Le dossier est ouvert")
    case = way.note(account, page)
    for joined, kind in enumerate(("manual", "scope", "organisation", "internal_audit"), 1):
        field_of(page, "Pièce").select_option(kind)
        field_of(page, "Fichier").set_input_files([piece(f"{case} {kind}")])
        press(page, "Joindre")
        expect(page.locator("a[href*='/fichiers/']")).to_have_count(joined)
    page.locator(f"form[action='{case}deposer/'] button").click()
    says(page, "Le dossier est déposé.")
    page = way.at("certification", case)
    page.locator(f"form[action='{case}accepter/'] button").click()
    says(page, "Le dossier est accepté.")
    return case


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
