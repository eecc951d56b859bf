"""`rakiza plan` and `rakiza template`: the main job as one command, without server or database."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console

from rakiza.kernel.system_errors import said_of

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


class Language(StrEnum):
    """Languages of the interface and of the documents."""

    FR = "fr"
    AR = "ar"
    EN = "en"


class TemplateKind(StrEnum):
    """What a template collects."""

    NEEDS = "needs"
    OFFERS = "offers"


class Exit(IntEnum):
    """What the command's exit code says."""

    DONE = 0
    DONE_WITH_REJECTED = 1
    NOTHING_DONE = 2


LanguageOption = Annotated[
    Language, typer.Option("--language", "-l", help="Language of the documents and of the messages.")
]


def template(
    kind: Annotated[TemplateKind, typer.Argument(help="What the file will collect.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The .xlsx file to write.")],
    language: LanguageOption = Language.FR,
) -> None:
    """Write an empty spreadsheet to fill in, with drop-downs, notes and an example sheet."""
    from rakiza.pillars.purchasing.spreadsheets import (  # noqa: PLC0415 - keeps `--help` quick
        write_needs_template,
        write_offers_template,
    )

    translation.activate(language)
    write = write_needs_template if kind is TemplateKind.NEEDS else write_offers_template
    try:
        write(output, language.value)
    except OSError as error:
        errors.print(_("%(path)s ne peut pas être écrit : %(why)s") % {"path": output, "why": said_of(error)})
        raise typer.Exit(Exit.NOTHING_DONE) from error
    console.print(_("Modèle écrit : %(path)s") % {"path": output})


def plan(
    needs: Annotated[list[Path], typer.Argument(help="One needs file a member: xlsx, xls, ods or csv.")],
    offers: Annotated[Path, typer.Option("--offers", help="The makers' offers: xlsx, xls, ods or csv.")],
    year: Annotated[int, typer.Option("--year", help="Year of the deliveries.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the plan's files.")],
    rules: Annotated[Path | None, typer.Option("--rules", help="RULES.toml; see the documentation.")] = None,
    columns: Annotated[
        Path | None, typer.Option("--columns", help="Column map, for headers that can't be guessed.")
    ] = None,
    language: LanguageOption = Language.FR,
) -> None:
    """Read needs and offers, and write the annual local purchasing plan.

    Writes plan.xlsx, plan.pdf, plan.json and, where rows are faulty, rejected.xlsx.
    Exit code: 0 done, 1 done with rejected rows, 2 nothing done.
    """
    from rakiza.pillars.purchasing.plan_run import PlanRequest, run  # noqa: PLC0415 - keeps `--help` quick

    translation.activate(language)
    request = PlanRequest(tuple(needs), offers, year, output, rules, columns, language.value)
    raise typer.Exit(run(request, console, errors))
