"""plan.pdf: pages, words, direction, state, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.plan import Plan
from rakiza.kernel.wording.formats import money
from rakiza.pillars.purchasing.documents import write_plan_pdf
from rakiza.pillars.purchasing.documents.plan_view import PlanView
from rakiza.pillars.purchasing.documents.report_build import build_report
from rakiza.pillars.purchasing.documents.sheets.products import members_and_volumes

URL = "https://rakiza.example/plans/2027"


def text_of(path: Path) -> str:
    return (
        "\n".join(page.extract_text() for page in PdfReader(path).pages)
        .replace("\u202f", " ")
        .replace("\xa0", " ")
    )


def fonts_of(path: Path) -> set[str]:
    names = set()
    for page in PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font.get_object()["/BaseFont"].split("+")[-1])
    return names


@pytest.fixture(scope="module")
def french(plan: Plan, knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    write_plan_pdf(
        plan, knowledge, path, "fr", draft=True, permanent_url=URL, notice="Données de démonstration"
    )
    return path


def test_french_pages_say_what_the_plan_says(french: Path):
    text = text_of(french)

    assert "Plan annuel des achats locaux" in text
    assert "Données de démonstration" in text
    assert "Seringue hypodermique" in text
    assert "Dispositif proche, une caractéristique manque" in text
    assert "c" * 64 in text


def test_every_page_but_the_cover_is_a4_numbered_and_marked_as_draft(french: Path):
    pages = PdfReader(french).pages

    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert sorted(round(float(side)) for side in page.mediabox[2:]) == [595, 842]
        assert f"{number} / {len(pages)}" in text
        assert "BROUILLON" in text


def test_published_plan_is_not_marked(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path):
    write_plan_pdf(plan, knowledge, tmp_path / "plan.pdf", "fr", draft=False, permanent_url=None)

    text = text_of(tmp_path / "plan.pdf")
    assert "BROUILLON" not in text
    assert "Publié" in text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_only_the_house_fonts_are_used(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path, language: str):
    write_plan_pdf(plan, knowledge, tmp_path / "plan.pdf", language, draft=True)

    assert {name.split("-")[0] for name in fonts_of(tmp_path / "plan.pdf")} <= {
        "IBMPlexSans",
        "IBMPlexSansArabic",
    }


def test_same_plan_and_date_same_bytes(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path):
    for name in ("a.pdf", "b.pdf"):
        write_plan_pdf(
            plan, knowledge, tmp_path / name, "ar", draft=True, permanent_url=URL, created=date(2026, 11, 22)
        )

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_plan_without_lots_still_prints(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path):
    empty = replace(plan, lots=(), awards=(), uncovered=(), candidates=(), needs=(), eligibility=())

    write_plan_pdf(empty, knowledge, tmp_path / "plan.pdf", "fr", draft=True)

    assert "Aucun lot n'est attribué." in text_of(tmp_path / "plan.pdf")


def test_totals_are_those_of_the_rows(plan: Plan, knowledge: KnowledgeBase):
    report = build_report(PlanView(plan, knowledge, "fr"), draft=True, notice="", url="")

    rows = sum(len(table.rows) for table in report.awards)
    assert rows == len(plan.awards)
    assert sum(len(table.rows) for table in report.uncovered) == len(plan.uncovered)
    assert report.awards_total == money(plan.figures.covered_value, "MAD", "fr", places=0)


def test_only_the_greatest_members_are_named_on_paper(plan: Plan, knowledge: KnowledgeBase):
    view = PlanView(plan, knowledge, "fr")

    assert members_and_volumes(view, plan.awards[0], most=2) == (
        "Polyclinique Fictive de l'Oriental\u202f: 1\u202f002 · Groupe Fictif Atlas\u202f: 1\u202f001 · et d'autres (1)"
    )


def test_bars_stay_within_the_chart(plan: Plan, knowledge: KnowledgeBase):
    report = build_report(PlanView(plan, knowledge, "fr"), draft=True, notice="", url="")

    bars = [bar for chart in report.charts for bar in chart.bars]
    assert len(bars) == 9
    assert all(0 <= bar.covered + bar.imported <= 1 + 1e-9 for bar in bars)
    assert max(bar.covered + bar.imported for bar in bars) == pytest.approx(1)


def test_a_hostile_designation_is_only_text(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path):
    hostile = '#panic("x") $ \\ < > & {{ _*`'
    first = replace(plan.inputs.needs[0], designation=hostile)
    spoilt = replace(plan, inputs=replace(plan.inputs, needs=(first, *plan.inputs.needs[1:])))

    write_plan_pdf(spoilt, knowledge, tmp_path / "plan.pdf", "fr", draft=True)

    assert "#panic" in text_of(tmp_path / "plan.pdf")
