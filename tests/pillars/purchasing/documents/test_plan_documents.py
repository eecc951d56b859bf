"""All the documents at once."""

from __future__ import annotations

from pathlib import Path

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.plan import Plan
from rakiza.pillars.purchasing.documents import plan_as_json, write_plan_documents


def test_three_documents_in_the_folder(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path):
    written = write_plan_documents(plan, knowledge, tmp_path, "en")

    assert written == (tmp_path / "plan.xlsx", tmp_path / "plan.pdf", tmp_path / "plan.json")
    assert (tmp_path / "plan.pdf").read_bytes()[:5] == b"%PDF-"
    assert (tmp_path / "plan.xlsx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "plan.json").read_bytes() == plan_as_json(plan)
