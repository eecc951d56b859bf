"""What `rakiza plan` prints at the end: problems by cause, key figures, where the files are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rakiza.engine.planning.plan import Plan
from rakiza.kernel.imports.problems import RowProblem, Severity
from rakiza.kernel.wording import formats

SHOWN_PER_CAUSE = 3


def print_problems(errors: Console, problems: Sequence[RowProblem]) -> None:
    """Print the problems grouped by cause, the first ones of each in full."""
    causes: dict[tuple[Severity, str], list[RowProblem]] = defaultdict(list)
    for problem in problems:
        causes[problem.severity, problem.code].append(problem)
    for (severity, _code), group in sorted(
        causes.items(), key=lambda item: (item[0][0] != Severity.ERROR, -len(item[1]))
    ):
        mark = "[red]✗[/red]" if severity is Severity.ERROR else "[yellow]![/yellow]"
        for problem in group[:SHOWN_PER_CAUSE]:
            where = _("%(file)s, feuille %(sheet)s, ligne %(row)s") % {
                "file": problem.file, "sheet": problem.sheet, "row": problem.row,
            }  # fmt: skip
            errors.print(f"{mark} {escape(where)} : {escape(problem.message())}", soft_wrap=True)
        if len(group) > SHOWN_PER_CAUSE:
            more = len(group) - SHOWN_PER_CAUSE
            errors.print(
                "  "
                + ngettext(
                    "et %(count)s autre ligne de même cause", "et %(count)s autres lignes de même cause", more
                )
                % {"count": more}
            )


def print_summary(
    console: Console, plan: Plan, written: Sequence[Path], rejected: int, seconds: float
) -> None:
    """Print the key figures, each with its denominator, and the files."""
    figures, currency = plan.figures, plan.inputs.rules.currency
    table = Table(
        title=_("Plan annuel des achats locaux %(year)s") % {"year": plan.inputs.year},
        title_justify="left",
        show_header=False,
    )
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_column()
    taxed = _("TTC")
    share = "—" if figures.local_share is None else formats.percent(figures.local_share)
    rows = (
        (_("Lignes de besoin"), formats.number(figures.needs), _("dont %(count)s écartées avec leur raison") % {"count": formats.number(figures.needs_excluded)}),
        (_("Lectures à confirmer"), formats.number(figures.needs_to_confirm), _("sur %(count)s lignes en lots") % {"count": formats.number(figures.needs_in_lots)}),
        (_("Lots"), formats.number(figures.lots), _("%(whole)s couverts, %(part)s en partie, %(none)s non couverts") % {
            "whole": formats.number(figures.lots_covered), "part": formats.number(figures.lots_partly_covered), "none": formats.number(figures.lots_uncovered)}),
        (_("Lots couverts à risque"), formats.number(figures.lots_at_risk), ""),
        (_("Valeur couverte localement"), formats.money(figures.covered_value, currency, places=0), _("%(tax)s, sur %(total)s estimés") % {
            "tax": taxed, "total": formats.money(figures.estimated_value, currency, places=0)}),
        (_("Part locale"), share, _("de la valeur estimée")),
        (_("Économie"), formats.money(figures.savings, currency, places=0), _("contre le prix de référence, là où il est connu")),
        (_("Preuve"), formats.percent(plan.solve.gap, places=3), _("écart maximal au plan optimal (%(status)s)") % {"status": plan.solve.status}),
        (_("Lignes rejetées"), formats.number(rejected), _("voir rejected.xlsx") if rejected else ""),
    )  # fmt: skip
    for label, value, note in rows:
        table.add_row(label, value, note)
    console.print(table)
    for path in written:
        console.print(f"  {path}")
    console.print(_("Terminé en %(seconds)s s. Empreinte des entrées : %(hash)s") % {
        "seconds": formats.number(round(seconds, 1)), "hash": plan.input_hash[:16]})  # fmt: skip
