"""`rakiza eligibility …`: the daily round, for another day than today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _eligibility() -> None:
    """Hold published plans and open orders against the titles behind them."""


@app.command()
def check(
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day to judge on (default: today, in the country)."),
    ] = None,
) -> None:
    """Re-evaluate the published plans of the day's year or a later one, and every open order, as each day does."""
    from django.utils import timezone  # noqa: PLC0415 - Django must be set up

    from rakiza.pillars.purchasing.eligibility.actions import (  # noqa: PLC0415 - Django must be set up
        plans_to_check,
        reevaluate,
    )
    from rakiza.pillars.purchasing.orders.alerts import (  # noqa: PLC0415 - Django must be set up
        plans_with_open_orders,
        recheck_orders,
    )

    day = on.date() if on else timezone.localdate()
    plans = plans_to_check(day)
    for plan in plans:
        typer.echo(_said(plan.name, asdict(reevaluate(plan.pk, day))))
    if not plans:
        typer.echo(_("Aucun plan publié à vérifier."))
    for plan in plans_with_open_orders():
        named = _("Commandes de %(plan)s") % {"plan": plan.name}
        typer.echo(_said(named, asdict(recheck_orders(plan.pk, day))))


def _said(what: str, changed: Mapping[str, int]) -> str:
    return _(
        "%(plan)s ; alertes ouvertes : %(opened)s, changées : %(renewed)s, levées : %(cleared)s ; messages : %(told)s"
    ) % {"plan": what, **changed}
