"""`rakiza audit …`: the trail, checked from outside the pages."""

from __future__ import annotations

import re
from typing import Annotated

import typer
from django.utils.translation import gettext as _

_HASH = re.compile("[0-9a-f]{64}")
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
    """Recompute every link of the chain and print the last hash; exit code 1 where one doesn't hold, 2 where no hash is expected."""
    from rakiza.kernel.audit.queries import verify_chain  # noqa: PLC0415 - Django must be set up

    noted = noted.strip().lower()
    if noted and not _HASH.fullmatch(noted):
        typer.echo(
            _("--expect %(text)s : une empreinte a 64 chiffres hexadécimaux.") % {"text": noted}, err=True
        )
        raise typer.Exit(2)
    check = verify_chain(noted)
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
