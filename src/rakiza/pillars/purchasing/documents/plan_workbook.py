"""plan.xlsx: the whole plan in eleven sheets that buyers can filter, sort and check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.plan import Plan
from rakiza.kernel.documents.table import Sheet
from rakiza.kernel.documents.workbook import write_workbook
from rakiza.kernel.wording import in_language
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.documents.plan_view import NO_NAMES, PlanView
from rakiza.pillars.purchasing.documents.sheets.needs import excluded, lineage, to_confirm
from rakiza.pillars.purchasing.documents.sheets.offers import candidates, eligibility, uncovered
from rakiza.pillars.purchasing.documents.sheets.parameters import parameters
from rakiza.pillars.purchasing.documents.sheets.products import lots, member_volumes, products
from rakiza.pillars.purchasing.documents.sheets.summary import summary


def write_plan_workbook(
    plan: Plan,
    knowledge: KnowledgeBase,
    path: Path,
    language: str,
    *,
    draft: bool = True,
    notice: str = "",
    created: date | None = None,
    device_names: Mapping[str, str] = NO_NAMES,
) -> None:
    """Write the plan as a workbook. Same plan, language and date: same bytes.

    `notice` is printed on the first sheet (demonstration data, for one).
    """
    with in_language(language) as code:
        view = PlanView(plan, knowledge, code, device_names)
        write_workbook(
            path,
            plan_sheets(view, draft=draft, notice=notice),
            title=f"{_('Plan annuel des achats locaux')} {view.year}",
            created=created,
            right_to_left=code == "ar",
        )


def plan_sheets(view: PlanView, *, draft: bool, notice: str) -> list[Sheet]:
    """Return the sheets in the order of the workbook."""
    return [
        summary(view, draft=draft, notice=notice),
        products(view),
        lots(view),
        member_volumes(view),
        uncovered(view),
        to_confirm(view),
        eligibility(view),
        lineage(view),
        candidates(view),
        excluded(view),
        parameters(view),
    ]
