"""Take the pictures of the documentation from the demonstration site.

    rakiza demo                                      # in one terminal
    python tools/pictures.py                         # in another; --help for the rest

Needs playwright (a development dependency) and a Chromium. Nothing on the site is changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
DOMAIN = "demo.rakiza.invalid"
PASSWORD = "rakiza-demo"  # noqa: S105 - the demonstration's, printed on its sign-in page
LARGEST = 200_000
WIDE, PHONE = (1280, 860), (390, 780)


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, at which page, what is followed from there, where the view begins.

    `follow` leads from there: a selector opens the first link that matches, "?…" asks the same page
    for something. `at` is what the view is scrolled to, instead of the page's top.
    """

    name: str
    account: str
    path: str
    follow: tuple[str, ...] = ()
    at: str = ""
    language: str = "fr"
    size: tuple[int, int] = WIDE


# The published plan: the next year's, still being prepared, come before it.
PLAN = 'a[href^="/plans/"]:not([href*="nouveau"]):not([href$="/plans/"]):has-text("2027")'
LOT = 'main table a[href^="/plans/lots/"]'
IMPORT = 'main a[href*="/besoins/imports/"]'
DEVICE = 'main table a[href^="/industrie/dispositifs/"]'

FRENCH = (
    Picture("plan", "coordination", "/plans/", (f"main {PLAN}",)),
    Picture("plan-ar", "coordination", "/plans/", (f"main {PLAN}",), language="ar"),
    Picture("plan-phone", "coordination", "/plans/", (f"main {PLAN}",), size=PHONE),
    Picture("lot", "coordination", "/plans/", (f"main {PLAN}", "?q=nitrile&etat=covered", LOT)),
    Picture(
        "candidates",
        "coordination",
        "/plans/",
        (f"main {PLAN}", "?q=nitrile&etat=covered", LOT),
        at="#compare-title",
    ),
    Picture("uncovered", "coordination", "/plans/", (f"main {PLAN}", 'a[href$="/non-couverts/"]')),
    Picture("columns", "acheteur", "/besoins/", (IMPORT, "?etape=colonnes")),
    Picture("review", "acheteur", "/besoins/", (IMPORT, "?etape=verification")),
    Picture("readings", "acheteur2", "/besoins/", (IMPORT, "?etape=verification"), at="#lectures"),
    Picture(
        "requirements",
        "acheteur",
        "/besoins/?etat=remarks",
        ('main table a[href^="/besoins/lignes/"]',),
        at="#exigences",
    ),
    Picture("confirm", "acheteur", "/besoins/", (IMPORT, "?etape=confirmation")),
    Picture("upgrades", "fabricant", "/plans/ameliorations/"),
    Picture("catalogue", "acheteur", "/industrie/catalogue/?q=seringe+volume+≥+5+ml"),
    Picture("device", "fabricant", "/industrie/dispositifs/", (DEVICE,)),
    Picture("registrations", "homologation", "/homologation/"),
)

# What both guides show is taken in both languages.
PICTURES = FRENCH + tuple(
    replace(picture, name=f"{picture.name}-en", language="en")
    for picture in FRENCH
    if picture.language == "fr" and picture.size == WIDE
)


def _chromium() -> str | None:
    """Return the machine's Chromium; None leaves the choice to playwright."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Visitor:
    """A browser that signs in once for each account."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site.rstrip("/")
        self.signed_in: dict[str, object] = {}

    def _state(self, account: str) -> object:
        if account not in self.signed_in:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(f"{self.site}/compte/login/")
            page.fill("#id_login", f"{account}@{DOMAIN}")
            page.fill("#id_password", PASSWORD)
            page.click("button[data-once]")
            page.wait_for_url(f"{self.site}/")
            self.signed_in[account] = context.storage_state()
            context.close()
        return self.signed_in[account]

    def take(self, picture: Picture, folder: Path) -> Path:
        """Take one picture; returns its file."""
        context = self._context(picture)
        page = context.new_page()
        self._open(page, picture.path)
        for step in picture.follow:
            self._open(page, self._next(page, step))
        page.evaluate("() => document.fonts.ready")
        page.wait_for_load_state("networkidle")
        if picture.at:
            # The heading goes under the top bar, which stays in view.
            page.locator(picture.at).first.evaluate(
                "e => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 70)"
            )
        target = folder / f"{picture.name}.png"
        page.screenshot(path=target, animations="disabled")
        context.close()
        return target

    def _next(self, page: Page, step: str) -> str:
        if step.startswith("?"):
            return page.url.split("?")[0] + step
        return page.locator(step).first.get_attribute("href", timeout=5000) or "/"

    def _context(self, picture: Picture) -> BrowserContext:
        width, height = picture.size
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            storage_state=self._state(picture.account),  # type: ignore[arg-type]
            reduced_motion="reduce",
            color_scheme="light",
        )
        context.add_cookies([{"name": "django_language", "value": picture.language, "url": self.site}])
        return context

    def _open(self, page: Page, path: str) -> None:
        answer = page.goto(path if path.startswith("http") else self.site + path)
        if answer is None or not answer.ok:
            raise RuntimeError(f"{path}: {answer and answer.status}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Take the documentation's pictures from the demonstration site."
    )
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:8000", help="address of the site")
    parser.add_argument("-o", "--output", type=Path, default=IMAGES, help="folder of the pictures")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these pictures alone")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or _chromium(), help="the browser")
    return parser.parse_args()


def _take_all(asked: argparse.Namespace) -> Iterator[str]:
    """Take the pictures; yields what went wrong."""
    wanted = [p for p in PICTURES if not asked.only or p.name in asked.only]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=asked.chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
        )
        visitor = Visitor(browser, asked.site)
        for picture in wanted:
            file = visitor.take(picture, asked.output)
            size = file.stat().st_size
            sys.stdout.write(f"{file.name:24} {size / 1000:6.0f} kB\n")
            if size > LARGEST:
                yield f"{file.name} is larger than {LARGEST // 1000} kB: choose a smaller view"
        browser.close()


def main() -> int:
    """Take the pictures; 1 where one is too large."""
    asked = _asked()
    asked.output.mkdir(parents=True, exist_ok=True)
    faults = list(_take_all(asked))
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
