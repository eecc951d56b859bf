"""Load the dated parameters of `data/*.toml` and answer what held on a day."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).with_name("data")
ParameterValue = Decimal | str | bool


class Confidence(StrEnum):
    """How surely a parameter is known."""

    HIGH = "H"  # read in a source
    MEDIUM = "M"  # secondary source
    LOW = "L"  # a single commercial source
    GENERAL = "GK"  # general knowledge, not confirmed


@dataclass(frozen=True, slots=True)
class Parameter:
    """One fact of the law over one period; both ends included, None where no end is known.

    `unit`: `ratio` (0.20 for 20 %), `MAD`, `day`, `month`, `year`, `job`, `job/MMAD`… `topic` is
    the file it was written in.
    """

    name: str
    topic: str
    value: ParameterValue
    unit: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: Confidence
    note: str = ""
    source_fr: str = ""
    source_ar: str = ""

    def source_in(self, language: str) -> str:
        """The source in `language`; as written, in English, where it isn't told in that one."""
        return {"fr": self.source_fr, "ar": self.source_ar}.get(language) or self.source

    def holds_on(self, day: date) -> bool:
        """Whether the parameter holds on `day`."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)

    @property
    def number(self) -> Decimal:
        """The value as a number; TypeError where it is a word or a flag."""
        if isinstance(self.value, Decimal):
            return self.value
        message = f"{self.name} is not a number: {self.value!r}"
        raise TypeError(message)


class UnknownParameterError(LookupError):
    """No parameter of that name, or none that holds on that day."""

    def __init__(self, name: str, day: date, known: tuple[str, ...]) -> None:
        near = [other for other in known if other.split(".", 1)[0] == name.split(".", 1)[0]]
        hint = f"; see: {', '.join(near)}" if near else ""
        super().__init__(f"no parameter {name!r} holds on {day.isoformat()}{hint}")
        self.name = name
        self.day = day


class FaultyLawFileError(ValueError):
    """A file of parameters can't be used as written; the message names file and entry."""


def parameter(name: str, on: date) -> Parameter:
    """Return the parameter that holds on a day; UnknownParameterError where there is none."""
    for found in _by_name().get(name, ()):
        if found.holds_on(on):
            return found
    raise UnknownParameterError(name, on, tuple(sorted(_by_name())))


def parameters(on: date | None = None) -> tuple[Parameter, ...]:
    """Return every parameter, by name then date; only those that hold on a day if one is given."""
    known = (found for name in sorted(_by_name()) for found in _by_name()[name])
    return tuple(found for found in known if on is None or found.holds_on(on))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Parameter, ...]]:
    grouped: dict[str, list[Parameter]] = defaultdict(list)
    for path in sorted(FOLDER.glob("*.toml")):
        for found in read_file(path):
            grouped[found.name].append(found)
    return {name: _in_order(name, found) for name, found in grouped.items()}


def read_file(path: Path) -> tuple[Parameter, ...]:
    """Read one file: tables of `[[name]]` entries; FaultyLawFileError names the faulty one."""
    with path.open("rb") as opened:
        written = tomllib.load(opened, parse_float=Decimal)
    found = []
    for name, entries in written.items():
        for index, entry in enumerate(entries if isinstance(entries, list) else [entries]):
            try:
                found.append(_entry(f"{path.stem}.{name}", path.stem, entry))
            except (KeyError, TypeError, ValueError) as fault:
                message = f"{path.name}: entry {index + 1} of {name}: {fault!r}"
                raise FaultyLawFileError(message) from fault
    return tuple(found)


def _entry(name: str, topic: str, entry: dict[str, object]) -> Parameter:
    value = entry["value"]
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal | str | bool):
        message = f"value {value!r}"
        raise TypeError(message)
    return Parameter(
        name=name,
        topic=topic,
        value=value,
        unit=str(entry["unit"]),
        valid_from=_day(entry.get("valid_from")),
        valid_to=_day(entry.get("valid_to")),
        source=str(entry["source"]),
        confidence=Confidence(str(entry["confidence"])),
        note=str(entry.get("note", "")),
        source_fr=str(entry.get("source_fr", "")),
        source_ar=str(entry.get("source_ar", "")),
    )


def _day(written: object) -> date | None:
    if written is None or isinstance(written, date):
        return written
    message = f"not a date: {written!r}"
    raise TypeError(message)


def _in_order(name: str, found: list[Parameter]) -> tuple[Parameter, ...]:
    ordered = sorted(found, key=lambda entry: entry.valid_from or date.min)
    for before, after in pairwise(ordered):
        if before.valid_to is None or after.valid_from is None or before.valid_to >= after.valid_from:
            message = f"{name}: two values hold on the same day"
            raise FaultyLawFileError(message)
    return tuple(ordered)
