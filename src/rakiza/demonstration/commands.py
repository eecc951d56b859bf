"""`rakiza demo` and `rakiza demo-files`: the demonstration cluster, as a site or as files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console

from rakiza.kernel.listening import why_taken
from rakiza.kernel.system_errors import said_of

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def demo_files(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the files; created where missing.")
    ],
) -> None:
    """Write four buyers' needs files and an offers file, fictional, to try `rakiza plan` on.

    Then: rakiza plan DIR/besoins-* --offers DIR/offres.xlsx --year 2027 -o PLAN/
    """
    from rakiza.demonstration.needs_files import write_needs_files  # noqa: PLC0415 - keeps `--help` quick
    from rakiza.demonstration.offers_file import write_offers_file  # noqa: PLC0415
    from rakiza.reference.families import load  # noqa: PLC0415

    try:
        output.mkdir(parents=True, exist_ok=True)
        written = (*write_needs_files(output), write_offers_file(output / "offres.xlsx", load()))
    except OSError as error:
        errors.print(_("%(path)s ne peut pas être écrit : %(why)s") % {"path": output, "why": said_of(error)})
        raise typer.Exit(2) from error
    for path in written:
        console.print(f"  {path}", soft_wrap=True)
    console.print(
        _("Essayez : rakiza plan %(folder)s/besoins-* --offers %(folder)s/offres.xlsx --year 2027 -o plan/")
        % {"folder": output},
        soft_wrap=True,
    )


def prepare_environment() -> None:
    """Say that this is the demonstration, and keep it in a folder of its own."""
    os.environ["RAKIZA_DEMO"] = "1"
    os.environ.setdefault("RAKIZA_DATA_DIR", "./var/demo")


def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Start over with fresh data.")] = False,  # noqa: FBT002
    address: Annotated[str, typer.Option("--address", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on.", min=1, max=65535)] = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the site at the end.")] = True,  # noqa: FBT002
) -> None:
    """Load the fictional demonstration cluster, run its plan, and serve the site.

    A second run keeps the data. The data are in ./var/demo, or in RAKIZA_DATA_DIR where it is set.
    """
    if serve:
        _refuse_taken(address, port)
    from django.conf import settings  # noqa: PLC0415 - after the port: the first thing that is said

    from rakiza.demonstration.site import DemoRefused, prepare, print_summary  # noqa: PLC0415

    folder = Path(settings.DATA_DIR)
    try:
        prepare(folder, reset=reset, console=console)
    except DemoRefused as refusal:
        errors.print(str(refusal), soft_wrap=True)
        raise typer.Exit(2) from refusal
    print_summary(console, folder)
    if not serve:
        return
    sys.stdout.flush()
    # The server takes the place of this process: a stop reaches it directly.
    os.execv(  # noqa: S606 - our own interpreter and our own command
        sys.executable,
        [sys.executable, "-m", "rakiza.cli", "serve", "--address", address, "--port", str(port)],
    )


def _refuse_taken(address: str, port: int) -> None:
    why = why_taken(address, port)
    if why is None:
        return
    message = _(
        "%(address)s:%(port)s est déjà pris (%(why)s). Choisissez un autre port, par exemple --port %(next)s."
    )
    errors.print(
        message % {"address": address, "port": port, "why": why, "next": port % 65535 + 1}, soft_wrap=True
    )
    raise typer.Exit(2)
