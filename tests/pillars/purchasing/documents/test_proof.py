"""What the plan costs is printed as money; the objective, penalties and all, never is."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from decimal import Decimal

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.plan import Plan, SolveReport
from rakiza.kernel.documents.table import CellKind, Styled
from rakiza.pillars.purchasing.documents.plan_view import PlanView
from rakiza.pillars.purchasing.documents.report_build import build_report
from rakiza.pillars.purchasing.documents.sheets.parameters import bound_share, landed_cost, proof_rows

PENALISED = SolveReport("optimal", Decimal("72000000000"), Decimal("71999280000"), 1e-5, 3)


def test_the_cost_is_what_is_paid_not_what_was_minimised(plan: Plan, knowledge: KnowledgeBase) -> None:
    plan = replace(plan, solve=PENALISED, figures=replace(plan.figures, surplus_value=Decimal("7.50")))
    rows = proof_rows(PlanView(plan, knowledge, "fr"))

    awarded = sum((award.quantity * award.landed_price for award in plan.awards), Decimal(0))
    cost = next(value for label, value, _key in rows if label.startswith("Coût rendu total"))
    assert isinstance(cost, Styled)
    assert cost.kind is CellKind.MONEY
    assert cost.value == landed_cost(plan.figures) == awarded + Decimal("7.50") + plan.figures.import_value
    said = dict((label, value) for label, value, _key in rows)  # noqa: C402 - three parts a row
    assert said["Borne prouvée, en part de l'objectif sans pénalités"] == "99,999\u202f%"
    assert said["Écart prouvé à l'optimum, en part de l'objectif sans pénalités"] == "0,001\u202f%"


def test_no_document_prints_the_objective(plan: Plan, knowledge: KnowledgeBase) -> None:
    view = PlanView(replace(plan, solve=PENALISED), knowledge, "fr")
    report = json.dumps(asdict(build_report(view, draft=True, notice="", url="")), ensure_ascii=False)

    assert "72\u202f000\u202f000\u202f000" not in report
    assert "71\u202f999" not in report
    assert "ce n'est pas un montant" in report


def test_an_empty_plan_is_its_own_bound() -> None:
    assert bound_share(SolveReport("optimal", Decimal(0), Decimal(0), 0.0, 0)) == 1.0
