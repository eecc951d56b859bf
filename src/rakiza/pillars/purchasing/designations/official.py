"""The official nomenclature that helps where no family does: a file, or the one installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.reference import nomenclature
from rakiza.reference.nomenclature.tables import read_table


def official_terms(path: Path | None) -> Mapping[str, str] | None:
    """Return the terms of a nomenclature file, or of the one installed; None where there is none.

    NomenclatureFileError or FileRefused where the file given isn't one.
    """
    if path is not None:
        try:
            return read_table(path, nomenclature.Scheme.EMDN)
        except OSError as problem:
            raise FileRefused(Refusal.UNREADABLE, file=path.name, why=problem.strerror or "?") from problem
    installed = nomenclature.emdn()
    return installed.terms if installed else None
