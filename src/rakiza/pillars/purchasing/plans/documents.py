"""The documents of a run as stored files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from rakiza.engine.planning.plan import Plan as EnginePlan
from rakiza.kernel.files.actions import store_path
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.identity.models import User
from rakiza.pillars.industry.queries import translated_names
from rakiza.pillars.purchasing.documents import plan_as_json, write_plan_pdf, write_plan_workbook
from rakiza.pillars.purchasing.needs.knowledge import knowledge
from rakiza.pillars.purchasing.needs.rejected import files_with_rejected
from rakiza.pillars.purchasing.plans.enums import PlanFileKind, PlanState
from rakiza.pillars.purchasing.plans.models import PlanFile, PlanRun
from rakiza.pillars.purchasing.spreadsheets import write_rejected

_DEMONSTRATION = _("Données de démonstration : organisations fictives.")
Written = dict[tuple[PlanFileKind, str], StoredFile]


def write_documents(run: PlanRun, plan: EnginePlan, language: str, user: User | None) -> Written:
    """Write workbook, printable plan, data and the rows left out, in one language.

    Returned stored, not yet attached. Without rows left out there is no fourth document.
    """
    draft = run.plan.state != PlanState.PUBLISHED
    notice = str(_DEMONSTRATION) if run.plan.association.is_demonstration else ""
    with tempfile.TemporaryDirectory() as folder:
        workbook, pdf, data = (Path(folder) / name for name in ("plan.xlsx", "plan.pdf", "plan.json"))
        names = _device_names(plan, language)
        write_plan_workbook(
            plan, knowledge(), workbook, language, draft=draft, notice=notice, device_names=names
        )
        write_plan_pdf(plan, knowledge(), pdf, language, draft=draft, notice=notice, device_names=names)
        data.write_bytes(plan_as_json(plan))
        paths = {
            PlanFileKind.PLAN_XLSX: workbook,
            PlanFileKind.PLAN_PDF: pdf,
            PlanFileKind.PLAN_JSON: data,
        }
        left_out = files_with_rejected(run.plan.year, {sha256 for _name, sha256 in plan.inputs.files})
        if left_out:
            paths[PlanFileKind.REJECTED] = Path(folder) / "rejected.xlsx"
            write_rejected(paths[PlanFileKind.REJECTED], left_out, language)
        return {
            (kind, language): store_path(
                path,
                name=f"{path.stem}-{run.plan.year}-{language}{path.suffix}",
                organisation=run.plan.association,
                uploaded_by=user,
            )
            for kind, path in paths.items()
        }


def _device_names(plan: EnginePlan, language: str) -> dict[str, str]:
    """Return the names that the plan's devices are given in a language; the plan itself has the French ones."""
    named = translated_names((int(device.id) for device in plan.inputs.devices), language)
    return {str(device): name for device, name in named.items()}


def attach(run: PlanRun, written: Written) -> None:
    """Make stored files the documents of a run, in the caller's transaction."""
    for (kind, language), file in written.items():
        PlanFile.objects.update_or_create(run=run, kind=kind, language=language, defaults={"file": file})
