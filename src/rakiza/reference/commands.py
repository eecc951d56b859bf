"""`rakiza reference …`: check the authored knowledge, load official tables, list families."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rakiza.reference import nomenclature
from rakiza.reference.families import load as load_families
from rakiza.reference.families.check import check as find_faults
from rakiza.reference.vocabulary import AuthoredFileError

app = typer.Typer(
    help="The knowledge base: families, vocabularies, official nomenclatures.", no_args_is_help=True
)


@app.command()
def check(
    directory: Annotated[
        Path | None, typer.Option(help="Check the families of this folder instead of the shipped ones.")
    ] = None,
) -> None:
    """Check every family: units, comparisons, codes, languages, synonyms claimed twice."""
    tables = (nomenclature.emdn(), nomenclature.hs())
    faults = find_faults(directory, *tables)
    for fault in faults:
        typer.echo(str(fault), err=True)
    for table in tables:
        if not table:
            name = table.scheme.value
            typer.echo(
                f"{name.upper()} isn't loaded, codes weren't looked up: rakiza reference load {name} FILE"
            )
    typer.echo(f"{len(faults)} faults" if faults else "No fault.")
    raise typer.Exit(1 if faults else 0)


@app.command("load")
def load_table(
    scheme: Annotated[nomenclature.Scheme, typer.Argument(help="Which table: emdn or hs.")],
    file: Annotated[Path, typer.Argument(help="The table as downloaded (csv or xlsx).")],
) -> None:
    """Validate an official table and keep it in the data directory."""
    try:
        table = nomenclature.install(scheme, file)
    except (nomenclature.NomenclatureFileError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{scheme.value.upper()}: {len(table.terms)} codes kept in {nomenclature.data_directory()}")


@app.command()
def families(
    group: Annotated[str | None, typer.Option(help="Only this group.")] = None,
) -> None:
    """List the families: identifier, group, EMDN code, name."""
    try:
        knowledge = load_families()
    except AuthoredFileError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    shown = [family for family in knowledge if group in {None, family.group}]
    for family in shown:
        typer.echo(f"{family.id:34} {family.group:22} {family.emdn:14} {family.labels.fr}")
    typer.echo(f"{len(shown)} families, version {knowledge.version}")
