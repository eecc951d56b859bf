"""Walking a process in a browser, in one of the three languages: who is at which page, what they press and read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.browser.people import People, Visitor
from tests.browser.tongue import said, translated

from rakiza.kernel.wording.formats import day

# Demonstration makers that bear another name in Arabic.
RIF = {"fr": "Rif Injection", "ar": "الريف للحقن", "en": "Rif Injection"}


@dataclass
class Way:
    """Who walks, in which language."""

    walk: People
    language: str
    _browsers: dict[str, Visitor] = field(default_factory=dict)

    def at(self, account: str, path: str) -> Page:
        """Open a page as somebody, in the one browser that they keep for the whole way."""
        if account not in self._browsers:
            self._browsers[account] = self.walk.known(account, self.language)
        return self._browsers[account].go(path)

    def settled(self, account: str, path: str) -> Page:
        """Open a page as somebody, once the worker has brought what follows from the last act."""
        self.walk.site.settle()
        return self.at(account, path)

    def note(self, account: str, page: Page) -> str:
        """Hold that a page which somebody reads speaks their language and complains of nothing; return its address."""
        # What was pressed may have answered with its first bytes only.
        page.wait_for_load_state("domcontentloaded")
        told = page.evaluate(
            "[document.documentElement.lang, document.documentElement.dir, document.querySelectorAll('h1').length]"
        )
        assert told == [self.language, "rtl" if self.language == "ar" else "ltr", 1]
        if account in self._browsers:
            refused = " 422 "  # a form's own answer, which the browser logs too
            assert [one for one in self._browsers[account].complaints if refused not in one] == []
        return path_of(page)

    def day(self, on: date) -> str:
        """Return a day as the pages of the way write it."""
        return day(on, self.language)


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


def sent_as_filled(page: Page, address: str, **fields: str | FilePayload) -> None:
    """Send a form's fields as the page at hand would, without its pages: the first of its kind was clicked."""
    token = page.locator("main input[name='csrfmiddlewaretoken']").first.input_value()
    answer = page.request.post(
        page.url.removesuffix(path_of(page)) + address,
        multipart={"csrfmiddlewaretoken": token, **fields},  # type: ignore[dict-item]
        max_redirects=0,
    )
    assert answer.status == 302, address


def path_of(page: Page) -> str:
    """Return where a page is, without the site's address."""
    return "/" + page.url.split("/", 3)[3]
