"""Keeping a validated table under the data directory, and looking codes up."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rakiza.reference.nomenclature.tables import Scheme, read_table


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """One official table, or an empty one where it wasn't loaded."""

    scheme: Scheme
    terms: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether the table was loaded."""
        return bool(self.terms)

    def exists(self, code: str) -> bool:
        """Tell whether the code is in the table."""
        return code in self.terms

    def term(self, code: str) -> str | None:
        """Return the official term of a code, None where there is none."""
        return self.terms.get(code)


def data_directory() -> Path:
    """Return where installed data is kept: `RAKIZA_DATA_DIR`, by default `./var`."""
    return Path(os.environ.get("RAKIZA_DATA_DIR") or "var")


def install(scheme: Scheme, path: Path, directory: Path | None = None) -> Nomenclature:
    """Validate a published table and keep it; NomenclatureFileError where it isn't one."""
    terms = read_table(path, scheme)
    target = _file(scheme, directory)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "term"))
        writer.writerows(sorted(terms.items()))
    partial.replace(target)
    _read.cache_clear()
    return Nomenclature(scheme, terms)


def load(scheme: Scheme, directory: Path | None = None) -> Nomenclature:
    """Return the installed table, or an empty one."""
    target = _file(scheme, directory)
    if not target.is_file():
        return Nomenclature(scheme)
    return _read(scheme, target, target.stat().st_mtime_ns)


def emdn() -> Nomenclature:
    """Return the installed EMDN, or an empty table."""
    return load(Scheme.EMDN)


def hs() -> Nomenclature:
    """Return the installed Harmonized System, or an empty table."""
    return load(Scheme.HS)


def _file(scheme: Scheme, directory: Path | None) -> Path:
    return (directory or data_directory()) / "nomenclature" / f"{scheme.value}.csv"


@lru_cache(maxsize=8)
def _read(scheme: Scheme, path: Path, _changed: int) -> Nomenclature:
    with path.open(encoding="utf-8", newline="") as file:
        return Nomenclature(scheme, {row["code"]: row["term"] for row in csv.DictReader(file)})
