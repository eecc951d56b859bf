"""`rakiza notifications …`: the mails that leave once a day."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _notifications() -> None:
    """Send what awaits people."""


@app.command()
def digest() -> None:
    """Mail everybody what is new in their inbox; the job worker does it each morning. Safe to run again."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up
    from django.utils import timezone  # noqa: PLC0415

    from rakiza.kernel.notifications.digest import send_digests  # noqa: PLC0415

    if not settings.RAKIZA_MAILS:
        typer.echo(_("Ce site n'envoie pas de courrier : donnez RAKIZA_MAIL_URL."), err=True)
        raise typer.Exit(2)
    sent = send_digests(timezone.localdate())
    typer.echo(
        _("Résumés envoyés : %(mails)s ; refusés par le serveur : %(failed)s.")
        % {"mails": sent.mails, "failed": sent.failed}
    )
    if sent.failed:
        raise typer.Exit(1)
