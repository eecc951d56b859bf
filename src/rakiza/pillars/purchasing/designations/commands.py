"""`rakiza read`, `rakiza match` and `rakiza evaluate`: designations from file to file, without database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation

from rakiza.engine.reading.confidence import AUTOMATIC
from rakiza.pillars.purchasing.commands import Language, LanguageOption, console, errors
from rakiza.pillars.purchasing.designations.formats import Format

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="The .csv, .jsonl or .xlsx file to write; else standard output."),
]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="csv, jsonl or xlsx, where the name doesn't say it.")
]
NomenclatureOption = Annotated[
    Path | None,
    typer.Option(
        "--nomenclature",
        help="The official nomenclature (csv or xlsx), for what no family covers; else the installed one.",
    ),
]
SpecificationOption = Annotated[
    str | None,
    typer.Option(
        "--specification",
        help="Heading or letters ($D) of what is specified beside the designations; else the one so headed.",
    ),
]
ProcessesOption = Annotated[
    int | None,
    typer.Option("--processes", min=1, max=64, help="Processes to use; as many as the file is worth."),
]


def read(
    file: Annotated[
        Path, typer.Argument(help="A list: csv, text, jsonl, xlsx, xls or ods; - for standard input.")
    ],
    column: Annotated[
        str | None,
        typer.Option("--column", help="Heading or letters ($C) of the designations; else the likeliest."),
    ] = None,
    specification: SpecificationOption = None,
    output: OutputOption = None,
    file_format: FormatOption = None,
    nomenclature: NomenclatureOption = None,
    processes: ProcessesOption = None,
    language: LanguageOption = Language.FR,
) -> None:
    """Read designations: kind, family, EMDN code, attributes, packaging, confidence and why.

    Every line of the list gives one line, in the same order. What is said goes to standard error.
    Exit code: 0 done, 2 nothing done.
    """
    from rakiza.pillars.purchasing.designations.read_run import (  # noqa: PLC0415 - keeps `--help` quick
        ReadRequest,
        run_read,
    )

    translation.activate(language)
    request = ReadRequest(
        file, output, column, specification, file_format, nomenclature, processes, language.value
    )
    raise typer.Exit(run_read(request, errors))


def match(
    needs: Annotated[
        Path, typer.Argument(help="The needs: csv, text, jsonl, xlsx, xls or ods; - for standard input.")
    ],
    catalogue: Annotated[
        Path,
        typer.Option("--catalogue", help="The devices: the makers' offers, or a table with a name a row."),
    ],
    most: Annotated[
        int, typer.Option("--candidates", "-k", min=1, max=1000, help="Candidates for each need.")
    ] = 10,
    column: Annotated[
        str | None,
        typer.Option("--column", help="Heading or letters ($C) of the designations; else the likeliest."),
    ] = None,
    specification: SpecificationOption = None,
    output: OutputOption = None,
    file_format: FormatOption = None,
    nomenclature: NomenclatureOption = None,
    language: LanguageOption = Language.FR,
) -> None:
    """Rank the devices of a catalogue for each need: verdict by attribute, gap and why, best first.

    A need without a candidate has one line that says why. Exit code: 0 done, 2 nothing done.
    """
    from rakiza.pillars.purchasing.designations.match_run import (  # noqa: PLC0415 - keeps `--help` quick
        MatchRequest,
        run_match,
    )

    translation.activate(language)
    request = MatchRequest(
        needs, catalogue, output, column, specification, most, file_format, nomenclature, language.value
    )
    raise typer.Exit(run_match(request, errors))


def evaluate(
    gold: Annotated[
        Path, typer.Argument(help="Labelled lines: csv or xlsx with text, kind, emdn, attributes…")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the score as JSON.")] = False,  # noqa: FBT002 - typer's option
    errors_file: Annotated[
        Path | None,
        typer.Option("--errors", help="Write what is read wrong to this .csv, .jsonl or .xlsx file."),
    ] = None,
    threshold: Annotated[
        float,
        typer.Option("--threshold", min=0.0, max=1.0, help="Confidence that needs no look by a person."),
    ] = AUTOMATIC,
    nomenclature: NomenclatureOption = None,
    language: LanguageOption = Language.FR,
) -> None:
    """Score readings against labelled lines: kind, codes by level, attributes, packaging, calibration.

    Exit code: 0 done, 2 nothing done.
    """
    from rakiza.pillars.purchasing.designations.evaluate_run import (  # noqa: PLC0415 - keeps `--help` quick
        EvaluateRequest,
        run_evaluate,
    )

    translation.activate(language)
    request = EvaluateRequest(gold, as_json, errors_file, nomenclature, threshold, language.value)
    raise typer.Exit(run_evaluate(request, console, errors))
