"""Walking a process in a browser: who does what, what each step showed, the same again in other languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.browser.people import People, Visitor

Seen = list[tuple[str, str]]


@dataclass
class Way:
    """Who walks, and the addresses that each step showed, to be read again in the other languages."""

    walk: People
    seen: Seen = field(default_factory=list)

    def at(self, account: str, path: str) -> Page:
        """Open a page as somebody."""
        return self.walk(account).go(path)

    def note(self, account: str, page: Page) -> str:
        """Keep the address of a page that somebody reads; return it."""
        path = "/" + page.url.split("/", 3)[3]
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
        page.get_by_label(label.replace("_", " "), exact=True).fill(text)


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, title: str) -> Locator:
    """Open the part of a page that bears a title, and return it."""
    part = page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{title}$")))
    part.locator("summary").first.click()
    return part


def says(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def today(page: Page) -> str:
    """Return the site's day, as date fields want it."""
    said: str = page.evaluate("() => new Date().toLocaleDateString('sv')")
    return said


def file_dossier(way: Way, account: str, dossier: str) -> None:
    """Join what a dossier lacks, section by section, check and file it."""
    page = way.at(account, f"{dossier}verifier/")
    lacking = page.locator(".notice-attention a").evaluate_all("links => links.map((one) => one.href)")
    for section in dict.fromkeys(lacking):
        page.goto(section)
        page.get_by_label("Langue du document").select_option("fr")
        page.get_by_label("Fichier", exact=True).set_input_files([piece(page.url)])
        press(page, "Joindre")
        says(page, "La pièce est jointe.")
    page = way.at(account, f"{dossier}verifier/")
    press(page, "Déposer le dossier")
    says(page, "Le dossier est déposé.")


def open_session_with(page: Page, device: str) -> None:
    """Open the session of the commission whose agenda has a device."""
    site = page.url.split("/homologation/")[0]
    links = page.locator("main a[href^='/homologation/commission/']").all()
    for address in sorted({link.get_attribute("href") or "" for link in links}):
        page.goto(site + address)
        if page.get_by_text(device).count():
            return
    pytest.fail("no session has the device on its agenda")
