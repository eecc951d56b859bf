"""`rakiza audit …`: the trail, checked from outside the pages."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _audit() -> None:
    """Check the audit trail."""


@app.command()
def verify() -> None:
    """Recompute every link of the chain; exit code 1 where one doesn't hold."""
    from rakiza.kernel.audit.queries import verify_chain  # noqa: PLC0415 - Django must be set up

    check = verify_chain()
    if check.intact:
        typer.echo(_("Journal intact : %(events)s événements.") % {"events": check.events})
        return
    if check.broken_at:
        text = _("Le journal a été altéré : l'événement %(event)s ne tient plus.")
    else:
        text = _("Le journal a été altéré : ses derniers événements manquent.")
    typer.echo(text % {"event": check.broken_at}, err=True)
    raise typer.Exit(1)
