"""`rakiza …`: everything that a script needs, on the same actions as the pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from rakiza import __version__
from rakiza.demonstration import commands as demonstration
from rakiza.kernel.audit import commands as audit
from rakiza.kernel.jobs import commands as rounds
from rakiza.kernel.notifications import commands as notifications
from rakiza.pillars.purchasing import allocate as allocation
from rakiza.pillars.purchasing import commands as purchasing
from rakiza.pillars.purchasing.designations import commands as designations
from rakiza.pillars.purchasing.eligibility import commands as eligibility
from rakiza.reference import commands as reference
from rakiza.reference.vocabulary import AuthoredFileError
from rakiza.web import commands as web
from rakiza.web.api import commands as acts
from rakiza.web.configuration import ConfigurationError

app = typer.Typer(
    name="rakiza",
    help="From what hospitals need to what local makers supply: the annual local purchasing plan and its platform.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
MAIN, SITE, KNOWLEDGE = "The main job", "The application", "The knowledge base"
READING = "Reading and matching"
app.command(rich_help_panel=MAIN)(purchasing.plan)
app.command(rich_help_panel=MAIN)(purchasing.template)
app.command(rich_help_panel=MAIN)(allocation.allocate)
app.command("demo-files", rich_help_panel=MAIN)(demonstration.demo_files)
app.command(rich_help_panel=READING)(designations.read)
app.command(rich_help_panel=READING)(designations.match)
app.command(rich_help_panel=READING)(designations.evaluate)
app.command(rich_help_panel=SITE)(demonstration.demo)
app.command(rich_help_panel=SITE)(web.serve)
app.command(rich_help_panel=SITE)(web.work)
app.command(rich_help_panel=SITE)(acts.step)
app.command(rich_help_panel=SITE)(acts.show)
app.add_typer(
    audit.app, name="audit", rich_help_panel=SITE, help="The trail of what was done, and its integrity."
)
app.add_typer(
    notifications.app, name="notifications", rich_help_panel=SITE, help="What awaits people, by mail."
)
app.add_typer(
    rounds.app, name="rounds", rich_help_panel=SITE, help="What is done once a day, by the job worker."
)
app.add_typer(
    eligibility.app,
    name="eligibility",
    rich_help_panel=SITE,
    help="Published plans and the titles they stand on.",
)
app.add_typer(
    reference.app,
    name="reference",
    rich_help_panel=KNOWLEDGE,
    help="The knowledge base of device families and the official tables.",
)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer's callback
    if asked:
        typer.echo(f"rakiza {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001, FBT002 - typer reads it before this runs
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Read the options that come before a command, then make Django ready for it."""
    if context.invoked_subcommand == "demo":
        demonstration.prepare_environment()
    _set_up()


def _set_up() -> None:
    """Load the settings and the apps; only here, so that `rakiza --help` stays quick.

    In a program that is ready already nothing is done: its log would go to what the error stream is just now.
    """
    import django  # noqa: PLC0415 - half a second
    from django.apps import apps  # noqa: PLC0415

    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rakiza.web.settings")
    try:
        django.setup()
    except (ConfigurationError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        app(args=list(arguments) if arguments is not None else None, standalone_mode=True)
    except AuthoredFileError as error:  # no reading is better than one without some of the families
        typer.echo(str(error), err=True)
        return 2
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
