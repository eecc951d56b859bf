"""All the documents of a plan at once, in one folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.plan import Plan
from rakiza.pillars.purchasing.documents.plan_json import write_plan_json
from rakiza.pillars.purchasing.documents.plan_pdf import write_plan_pdf
from rakiza.pillars.purchasing.documents.plan_workbook import write_plan_workbook


def write_plan_documents(
    plan: Plan,
    knowledge: KnowledgeBase,
    folder: Path,
    language: str,
    *,
    draft: bool = True,
    permanent_url: str | None = None,
    notice: str = "",
    created: date | None = None,
) -> tuple[Path, ...]:
    """Write plan.xlsx, plan.pdf and plan.json into an existing folder; returns their paths."""
    workbook, printed, program = folder / "plan.xlsx", folder / "plan.pdf", folder / "plan.json"
    write_plan_workbook(plan, knowledge, workbook, language, draft=draft, notice=notice, created=created)
    write_plan_pdf(
        plan,
        knowledge,
        printed,
        language,
        draft=draft,
        permanent_url=permanent_url,
        notice=notice,
        created=created,
    )
    write_plan_json(plan, program)
    return workbook, printed, program
