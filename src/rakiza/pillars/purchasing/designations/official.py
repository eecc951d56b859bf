"""The official nomenclature that helps where no family does: a file, or the one installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.system_errors import said_of
from rakiza.reference import nomenclature
from rakiza.reference.nomenclature.tables import read_table


def official_terms(path: Path | None) -> Mapping[str, str] | None:
    """Return the terms of a nomenclature file, or of the one installed; None where there is none.

    FileRefused where the file given isn't one.
    """
    if path is not None:
        try:
            if not path.exists():
                raise FileRefused(Refusal.MISSING, file=path.name)
            return read_table(path, nomenclature.Scheme.EMDN)
        except nomenclature.NomenclatureFileError as problem:
            raise FileRefused(Refusal.NOT_A_NOMENCLATURE, file=path.name or str(path)) from problem
        except OSError as problem:
            raise FileRefused(Refusal.UNREADABLE, file=path.name, why=said_of(problem)) from problem
    installed = nomenclature.emdn()
    return installed.terms if installed else None
