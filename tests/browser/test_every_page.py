"""Every page, in three languages and at two widths: answers, fits, reads, complains of nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

BUYER, COORDINATOR, MAKER = "acheteur", "coordination", "fabricant"
CERTIFIER, REGISTRAR, CLUSTER, ADMIN = "certification", "homologation", "cluster", "admin"
PAGES = [
    ("", "/compte/login/"),
    (BUYER, "/"),
    (BUYER, "/besoins/"),
    (BUYER, "/besoins/deposer/"),
    (BUYER, "/plans/"),
    (COORDINATOR, "/"),
    (COORDINATOR, "/plans/"),
    (COORDINATOR, "/besoins/"),
    (MAKER, "/"),
    (MAKER, "/industrie/offres/"),
    (MAKER, "/industrie/"),
    (CERTIFIER, "/certification/"),
    (REGISTRAR, "/homologation/"),
    (CLUSTER, "/familles/"),
    (CLUSTER, "/familles/syringe_hypodermic/"),
    (CLUSTER, "/recherche/?q=seringue"),
    (ADMIN, "/journal/"),
]
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(("account", "path"), PAGES)
def test_page_holds(visit: Visit, account: str, path: str, language: str, width: int) -> None:
    """The page answers in the language and direction asked, fits the width, passes axe, logs no error."""
    visitor = visit(account, language, width)

    page = visitor.go(path)

    assert page.get_attribute("html", "lang") == language
    assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("h1").count() == 1
    assert page.evaluate(FITS)
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["target"] for node in v["nodes"][:3]]) for v in violations] == []
    assert visitor.complaints == []
