"""`rakiza audit …`: the trail, checked from outside the pages."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext as _

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _audit() -> None:
    """Check the audit trail."""


@app.command()
def verify(
    noted: Annotated[
        str, typer.Option("--expect", metavar="HASH", help="The last hash noted at an earlier check.")
    ] = "",
) -> None:
    """Recompute every link of the chain and print the last hash; exit code 1 where one doesn't hold."""
    from rakiza.kernel.audit.queries import verify_chain  # noqa: PLC0415 - Django must be set up

    check = verify_chain(noted.strip().lower())
    if check.intact:
        typer.echo(_("Journal intact : %(events)s événements.") % {"events": check.events})
        typer.echo(_("Dernière empreinte, à noter ailleurs : %(hash)s") % {"hash": check.head})
        return
    if check.broken_at:
        text = _("Le journal a été altéré : l'événement %(event)s ne tient plus.")
    else:
        text = _("Le journal a été altéré : ses derniers événements manquent.")
        if noted:
            text = _(
                "Le journal a été altéré : ses derniers événements manquent, ou ne sont plus ceux d'alors."
            )
    typer.echo(text % {"event": check.broken_at}, err=True)
    raise typer.Exit(1)
