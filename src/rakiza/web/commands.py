"""`rakiza serve` and `rakiza work`: the site with its job worker, or one of them alone."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils.translation import gettext as _

from rakiza.kernel.listening import why_taken
from rakiza.web.configuration import ADDRESS

AddressOption = Annotated[str, typer.Option("--address", help="Address to listen on.")]
PortOption = Annotated[int, typer.Option("--port", help="Port to listen on.", min=1, max=65535)]


def _refuse_taken(address: str, port: int) -> None:
    """Say that the port is taken before anything starts; a server's own trace helps nobody."""
    why = why_taken(address, port)
    if why is None:
        return
    message = _(
        "%(address)s:%(port)s est déjà pris (%(why)s). Choisissez un autre port, par exemple --port %(next)s."
    )
    typer.echo(message % {"address": address, "port": port, "why": why, "next": port % 65535 + 1}, err=True)
    raise typer.Exit(2)


def _lead_here(address: str, port: int) -> None:
    """Where no public address is set, mails and QR codes lead to the port that answers, not to the usual one."""
    if os.environ.get(ADDRESS.name):
        return
    host = "127.0.0.1" if address in {"0.0.0.0", "::"} else address  # noqa: S104 - listened on by another's choice
    host = f"[{host}]" if ":" in host else host
    # The worker and the server's processes start from this one's variables.
    os.environ[ADDRESS.name] = settings.RAKIZA_ADDRESS = f"http://{host}:{port}"


def serve_site(address: str, port: int, workers: int) -> None:
    """Serve the site until interrupted; the job worker is kept alive beside it."""
    from granian import Granian  # noqa: PLC0415 - keeps the other commands quick
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    from rakiza.web.supervision import Supervised  # noqa: PLC0415

    connections.close_all()  # server processes are forked: two of them would speak over the one connection
    worker = Supervised([sys.executable, "-m", "rakiza.cli", "work"])
    worker.start()
    try:
        Granian(
            "rakiza.web.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            websockets=False,
            log_enabled=True,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        worker.stop()


def serve(
    address: AddressOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: Annotated[int, typer.Option("--workers", help="Server processes.", min=1, max=64)] = 1,
) -> None:
    """Serve the application with its job worker, after bringing the database up to date."""
    _refuse_taken(address, port)
    _lead_here(address, port)
    call_command("migrate", verbosity=0, interactive=False)
    typer.echo(
        _("Rakiza répond sur http://%(address)s:%(port)s (Ctrl+C pour arrêter)")
        % {"address": address, "port": port}
    )
    serve_site(address, port, workers)


def work() -> None:
    """Run background jobs (plans, large imports) and the daily rounds until interrupted."""
    from rakiza.web.supervision import keep_recovering, keep_sweeping  # noqa: PLC0415 - the models are ready here

    keep_recovering()
    keep_sweeping()
    call_command("db_worker", interval=0.5, startup_delay=False, reload=False, verbosity=0)
