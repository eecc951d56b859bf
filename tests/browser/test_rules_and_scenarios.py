"""From a rule to a plan: added, looked over, undone; tried as a scenario, compared, adopted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.browser.people import People

LONG = 60_000  # a scenario is computed in seconds; a busy machine gets a minute
PHONE = 390
ONE_MAKER = "Nombre de fabricants au plus"


def _add_one_maker(page: Page) -> None:
    """Add the rule that one maker at most serves the plan."""
    page.get_by_label("Ajouter une règle").select_option(label=ONE_MAKER)
    page.get_by_role("button", name="Ajouter", exact=True).click()
    added = page.locator("#added-rules details").filter(has_text=ONE_MAKER).last
    added.get_by_label("Au plus", exact=True).fill("1")
    added.get_by_label("Compté").select_option(label="dans le plan")


def _scenario(page: Page, plan: str, name: str, *, one_maker: bool) -> None:
    page.goto(f"{plan}scenarios/nouveau/")
    page.get_by_label("Nom du scénario").fill(name)
    if one_maker:
        _add_one_maker(page)
    page.get_by_role("button", name="Vérifier avant de calculer").click()
    page.get_by_role("button", name="Ouvrir et calculer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("button", name="Adopter")).to_be_visible(timeout=LONG)


def test_rules_change_are_compared_and_adopted(walk: People) -> None:
    """A phone's width throughout: what is changed is shown first, undone, tried beside the plan, then adopted."""
    coordinator = walk("coordination", width=PHONE)
    page = coordinator.go("/plans/")
    page.get_by_role("link", name=re.compile("premières listes")).click()
    plan = page.url

    page.goto(f"{plan}regles/")
    _add_one_maker(page)
    page.get_by_role("button", name="Vérifier les changements").click()
    review = page.get_by_role("region", name="Ce qui va changer")
    expect(review.get_by_role("row")).to_have_count(2)  # its head, and that one rule
    expect(review.get_by_role("cell").last).to_have_text("dans le plan, au plus 1")
    review.get_by_role("button", name="Enregistrer ces règles").click()
    expect(page.get_by_text("Les règles valent dès le prochain calcul.")).to_be_visible()
    page.goto(f"{plan}regles/")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    page.get_by_role("button", name="Défaire ce changement").click()
    expect(page.get_by_text("Les règles d'avant sont rétablies")).to_be_visible()
    expect(page.locator("#added-rules details")).to_have_count(0)

    _scenario(page, plan, "Comme aujourd'hui", one_maker=False)
    _scenario(page, plan, "Un seul fabricant", one_maker=True)
    page.goto(f"{plan}scenarios/")
    for name in ("Comme aujourd'hui", "Un seul fabricant"):
        page.get_by_label(f"Comparer {name}", exact=True).check()
    page.get_by_role("button", name="Comparer les scénarios cochés").click()
    expect(page.locator("tr").filter(has_text=ONE_MAKER)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    makers = page.locator("tr").filter(has_text="Fabricants retenus")
    expect(makers.locator("td[data-label='Un seul fabricant']")).to_have_text(re.compile("^1"))

    page.goto(f"{plan}scenarios/")
    page.get_by_role("link", name="Un seul fabricant").click()
    page.get_by_role("button", name="Adopter").click()
    expect(page.get_by_role("button", name="Adopter")).to_have_count(0)
    page.goto(f"{plan}regles/")
    expect(page.locator("#added-rules details").filter(has_text=ONE_MAKER)).to_have_count(1)
    assert coordinator.complaints == []
