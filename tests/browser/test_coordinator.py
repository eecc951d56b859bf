"""A coordinator with a plan: open, run, stop, filter, export, compare, download, publish, take back."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from tests.browser.people import People, Visitor

NAME = "Plan d'essai"
PUBLISHED = "Le plan est publié. Membres et fabricants en sont avertis."
LONG = 60_000  # a plan is computed in seconds; a busy machine gets a minute


def _lots(page: Page) -> Locator:
    return page.locator("#lots tbody tr")


def _plan_of_demonstration(coordinator: Visitor) -> Page:
    page = coordinator.go("/plans/")
    page.get_by_role("link", name=re.compile("démonstration")).first.click()
    expect(_lots(page).first).to_be_visible()
    return page


def test_a_plan_is_opened_run_stopped_and_run_again(walk: People) -> None:
    """Progress is shown while it runs; a stopped run leaves nothing, the next one fills the plan."""
    coordinator = walk("coordination")
    page = coordinator.go("/plans/")
    page.get_by_role("link", name="Ouvrir un plan").click()
    page.get_by_label("Nom du plan").fill(NAME)
    page.get_by_label("Année").fill("2027")
    page.get_by_role("button", name="Ouvrir le plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.get_by_text("Ce plan n'a pas encore été calculé")).to_be_visible()

    page.get_by_role("button", name="Calculer").click()
    progress = page.get_by_role("region", name="Calcul en cours")
    expect(progress.get_by_role("listitem").first).to_be_visible()
    progress.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_text("Le dernier calcul a été arrêté.")).to_be_visible(timeout=LONG)
    expect(_lots(page)).to_have_count(0)

    page.get_by_role("button", name="Relancer le calcul").click()
    expect(page.get_by_role("region", name="Calcul en cours")).to_be_visible()
    expect(_lots(page)).to_have_count(50, timeout=LONG)
    expect(page.get_by_role("link", name="Publier")).to_be_visible()
    assert coordinator.complaints == []


def test_lots_are_filtered_sorted_and_exported_as_shown(walk: People, tmp_path: Path) -> None:
    """The address keeps the filters; the workbook holds exactly the lots that they leave."""
    coordinator = walk("coordination")
    page = _plan_of_demonstration(coordinator)

    page.get_by_label("Mots du lot").fill("seringue")
    page.get_by_role("button", name="Filtrer").click()
    expect(page).to_have_url(re.compile("q=seringue"))
    page.get_by_label("État", exact=True).select_option(label="couvert")
    expect(page).to_have_url(re.compile("q=seringue.*etat=covered|etat=covered.*q=seringue"))
    page.get_by_role("link", name="Lot", exact=True).click()
    expect(page).to_have_url(re.compile("tri=title"))
    shown = [row.split("\n")[0].strip() for row in _lots(page).all_inner_texts()]
    assert len(shown) > 1
    assert all("seringue" in title.casefold() for title in shown)

    page.reload()
    expect(page.get_by_label("Mots du lot")).to_have_value("seringue")
    assert [row.split("\n")[0].strip() for row in _lots(page).all_inner_texts()] == shown
    page.get_by_text("Autres actions").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporter les lots affichés").click()
    path = tmp_path / "lots.xlsx"
    download.value.save_as(path)
    sheet = next(one for one in load_workbook(path) if one["A1"].value == "Lot")
    assert [str(cell.value).strip() for cell in sheet["A"][1:]] == shown

    page.get_by_role("link", name=re.compile("seringue.*Retirer ce filtre")).click()
    expect(page).not_to_have_url(re.compile("q=seringue"))
    expect(page).to_have_url(re.compile("etat=covered"))


def test_a_lot_compares_its_candidates(walk: People) -> None:
    """A lot shows candidates side by side, each with what became of it and why."""
    coordinator = walk("coordination")
    page = _plan_of_demonstration(coordinator)
    page.goto(page.url.split("?")[0] + "?etat=covered")
    _lots(page).first.get_by_role("link").first.click()

    table = page.locator("section", has=page.locator("#compare-title")).get_by_role("table")
    expect(table.get_by_role("columnheader", name="Demandé")).to_be_visible()
    outcomes = table.get_by_role("row", name=re.compile("^Issue"))
    expect(outcomes.get_by_text("retenue")).to_have_count(1)
    reasons = table.get_by_role("row", name=re.compile("^Pourquoi")).get_by_role("cell").all_inner_texts()
    assert all(reason.strip() != "—" for reason in reasons[1:])


def test_the_documents_are_downloaded(walk: People, tmp_path: Path) -> None:
    """The four files of a plan come whole, each of its kind."""
    coordinator = walk("coordination")
    page = _plan_of_demonstration(coordinator)
    links = page.locator("[aria-labelledby=files-title]").get_by_role("link")
    expect(links).to_have_count(4)

    beginnings = {}
    for link in links.all():
        with page.expect_download() as download:
            link.click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        beginnings[path.name] = path.read_bytes()[:1]
    assert beginnings == {
        "plan-2027-fr.xlsx": b"P",
        "rejected-2027-fr.xlsx": b"P",
        "plan-2027-fr.pdf": b"%",
        "plan-2027-fr.json": b"{",
    }


def test_two_people_publish_by_name_and_two_take_back_for_a_reason(walk: People) -> None:
    """A wrong name proposes nothing; the second person publishes; two take the publication back for one reason."""
    first = walk("coordination")
    page = first.go("/plans/")
    page.get_by_role("link", name=re.compile("premières listes")).click()
    name, address = page.get_by_role("heading", level=1).inner_text(), first.path
    page.get_by_role("link", name="Publier").click()
    page.get_by_label("Nom du plan").fill("autre chose")
    page.get_by_role("button", name="Proposer").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Ce n'est pas le nom du plan : « {name} ».")
    page.get_by_label("Nom du plan").fill(name)
    page.get_by_role("button", name="Proposer").click()
    expect(page.get_by_text("La publication est proposée")).to_be_visible()

    second = walk("coordination2")
    page = second.go(f"{address}publier/")
    page.get_by_label("Nom du plan").fill(name)
    page.get_by_role("button", name="Publier le plan").click()
    expect(page.get_by_text(PUBLISHED)).to_be_visible()

    buyer = walk("acheteur")
    buyer.go(address)
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(name)

    page.get_by_text("Autres actions").click()
    page.get_by_role("link", name="Retirer la publication").click()
    page.get_by_role("button", name="Proposer le retrait").click()
    expect(page.get_by_role("alert")).to_contain_text("Motif")
    page.get_by_label("Motif").fill("Une liste a été corrigée.")
    page.get_by_role("button", name="Proposer le retrait").click()
    expect(page.get_by_text("Le retrait est proposé")).to_be_visible()
    expect(page.get_by_text("a proposé le").first).to_be_visible()

    page = first.go(f"{address}depublier/")
    expect(page.get_by_label("Motif")).to_have_value("Une liste a été corrigée.")
    page.get_by_role("button", name="Retirer la publication").click()
    expect(page.get_by_text("La publication est retirée. Le plan peut être recalculé.")).to_be_visible()
    expect(page.get_by_text("La publication a été retirée : Une liste a été corrigée.")).to_be_visible()
