"""`rakiza …`: everything that a script needs, on the same actions as the pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import django
import typer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rakiza.web.settings")
django.setup()

from rakiza import __version__  # noqa: E402 - settings first
from rakiza.demonstration import commands as demonstration  # noqa: E402
from rakiza.pillars.purchasing import commands as purchasing  # noqa: E402
from rakiza.reference import commands as reference  # noqa: E402
from rakiza.web import commands as web  # noqa: E402

app = typer.Typer(
    name="rakiza",
    help="From what hospitals need to what local makers supply: the annual local purchasing plan and its platform.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
MAIN, SITE = "The main job", "The application"
app.command(rich_help_panel=MAIN)(purchasing.plan)
app.command(rich_help_panel=MAIN)(purchasing.template)
app.command(rich_help_panel=SITE)(demonstration.demo)
app.command(rich_help_panel=SITE)(web.serve)
app.command(rich_help_panel=SITE)(web.work)
app.add_typer(reference.app, name="reference", help="The knowledge base of device families and the official tables.")


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer's callback
    if asked:
        typer.echo(f"rakiza {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read the options that come before a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        app(args=list(arguments) if arguments is not None else None, standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
