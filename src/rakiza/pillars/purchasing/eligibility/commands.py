"""`rakiza eligibility …`: the daily round, for another day than today."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _eligibility() -> None:
    """Hold published plans against the titles behind them."""


@app.command()
def check(
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day to judge on (default: today, in the country)."),
    ] = None,
) -> None:
    """Re-evaluate every published plan of the day's year or a later one; the job worker does it each day."""
    from django.utils import timezone  # noqa: PLC0415 - Django must be set up

    from rakiza.pillars.purchasing.eligibility.actions import (  # noqa: PLC0415 - Django must be set up
        plans_to_check,
        reevaluate,
    )

    day = on.date() if on else timezone.localdate()
    plans = plans_to_check(day)
    for plan in plans:
        found = reevaluate(plan.pk, day)
        typer.echo(
            _(
                "%(plan)s ; alertes ouvertes : %(opened)s, changées : %(renewed)s, levées : %(cleared)s ; messages : %(told)s"
            )
            % {
                "plan": plan.name,
                "opened": found.opened,
                "renewed": found.renewed,
                "cleared": found.cleared,
                "told": found.told,
            }
        )
    if not plans:
        typer.echo(_("Aucun plan publié à vérifier."))
