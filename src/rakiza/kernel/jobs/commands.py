"""`rakiza rounds …`: the daily rounds, from outside the pages; the job worker does them by itself."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext as _

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _rounds() -> None:
    """Follow and do the daily rounds."""


@app.command("list")
def show() -> None:
    """List the daily rounds: name, last day with its outcome, when next due."""
    from django.utils import timezone  # noqa: PLC0415 - Django must be set up

    from rakiza.kernel.jobs.queries import all_rounds  # noqa: PLC0415

    for one in all_rounds():
        last, job = one.last, one.last.job if one.last else None
        typer.echo(
            "\t".join(
                (
                    one.sweep.name,
                    last.day.isoformat() if last else "—",
                    str(job.get_state_display()) if job else "—",
                    (job.message if job else "") or one.outcome or "—",
                    timezone.localtime(one.due).isoformat(" ", "minutes"),
                )
            )
        )


@app.command("run")
def do(
    name: Annotated[str, typer.Argument(help="Name of a round (default: all).")] = "",
) -> None:
    """Do today's rounds that nobody did yet, whatever the hour; exit code 1 where one fails."""
    from rakiza.kernel.jobs.daily import sweep_due, sweeps  # noqa: PLC0415 - Django must be set up
    from rakiza.kernel.jobs.models import JobState  # noqa: PLC0415

    known = frozenset(sweep.name for sweep in sweeps())
    if name and name not in known:
        typer.echo(
            _("Aucune tâche de ce nom ; connues : %(names)s") % {"names": ", ".join(sorted(known))}, err=True
        )
        raise typer.Exit(2)
    jobs = sweep_due(names=frozenset({name}) if name else known)
    for job in jobs:
        typer.echo(f"{job.params['name']}\t{job.get_state_display()}\t{job.message or job.result}")
    if not jobs:
        typer.echo(_("Rien à faire : les tâches du jour sont faites ou en cours."))
    if any(job.state != JobState.DONE for job in jobs):
        raise typer.Exit(1)
