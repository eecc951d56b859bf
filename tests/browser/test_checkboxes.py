"""Several choices as boxes: found by typing, ticked by keyboard, kept through an error, on a phone as well."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from tests.browser.people import People

PHONE = 390


def test_families_are_found_and_ticked_by_keyboard(visit: People) -> None:
    """Letters narrow eight hundred families down, whatever their accents; a tick outlives a fault elsewhere."""
    maker = visit("fabricant", width=PHONE)
    page = maker.go("/certification/dossiers/nouveau/")
    group = page.get_by_role("group", name="Familles couvertes")
    boxes = group.get_by_role("checkbox")
    expect(boxes).to_have_count(0)  # folded by group

    narrow = group.get_by_role("searchbox", name="Réduire la liste")
    narrow.focus()
    page.keyboard.type("zzzz")
    expect(group.get_by_role("status")).to_have_text("Aucun choix ne contient ces lettres.")
    narrow.fill("")
    page.keyboard.type("SERINGUE HYPO")
    expect(boxes).to_have_count(1)
    page.keyboard.press("Enter")  # asks for nothing
    expect(page).to_have_url(re.compile("/nouveau/$"))
    for _stop in ("the group", "its box"):
        page.keyboard.press("Tab")
    expect(boxes).to_be_focused()
    page.keyboard.press("Space")
    expect(boxes).to_be_checked()
    narrow.fill("")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE

    page.get_by_role("button", name="Ouvrir le dossier").click()
    expect(page.get_by_role("alert")).to_contain_text("Organisme certificateur")
    ticked = page.locator("input[name=scope_families]:checked")
    assert ticked.evaluate_all("boxes => boxes.map((box) => box.value)") == ["syringe_hypodermic"]


def test_a_fault_among_boxes_is_led_to(visit: People) -> None:
    """The summary's link reaches the group, which says its own fault."""
    page = visit("fabricant").go("/homologation/dossiers/nouveau/declaration/")
    for box in page.get_by_role("group", name="Activités").get_by_role("checkbox", checked=True).all():
        box.uncheck()
    page.get_by_role("button", name="Ouvrir le dossier").click()

    page.get_by_role("alert").get_by_role("link", name=re.compile("^Activités")).click()
    group = page.get_by_role("group", name="Activités")
    expect(group).to_be_focused()
    assert page.evaluate(
        "(id) => document.getElementById(id).textContent.length > 0",
        (group.get_attribute("aria-describedby") or "").split()[-1],
    )
