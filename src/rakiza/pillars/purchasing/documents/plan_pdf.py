"""plan.pdf: the plan to read, sign and file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from importlib.resources import files
from pathlib import Path

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.plan import Plan
from rakiza.kernel.documents.pdf import write_pdf
from rakiza.kernel.documents.qr import qr_svg
from rakiza.kernel.wording import in_language
from rakiza.pillars.purchasing.documents.plan_view import NO_NAMES, PlanView
from rakiza.pillars.purchasing.documents.report_build import build_report


def write_plan_pdf(
    plan: Plan,
    knowledge: KnowledgeBase,
    path: Path,
    language: str,
    *,
    draft: bool,
    permanent_url: str | None = None,
    notice: str = "",
    created: date | None = None,
    device_names: Mapping[str, str] = NO_NAMES,
) -> None:
    """Write the plan as an A4 document. Same plan, language and date: same bytes.

    `draft` prints the state across every page; `permanent_url` becomes a QR code on the cover.
    """
    with in_language(language) as code:
        report = build_report(
            PlanView(plan, knowledge, code, device_names), draft=draft, notice=notice, url=permanent_url or ""
        )
    assets = {"qr.svg": qr_svg(permanent_url)} if permanent_url else {}
    template = files("rakiza.pillars.purchasing.documents") / "plan.typ"
    write_pdf(path, template, asdict(report), assets=assets, created=created)
