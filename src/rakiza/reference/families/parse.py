"""One authored file → one family; every fault is told with the file's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rakiza.engine.attributes import AttributeScalar, AttributeSpec, Comparison
from rakiza.engine.families import (
    CodeRefinement,
    Criticality,
    Family,
    Kind,
    NumberHabits,
    Packaging,
    Synonym,
)
from rakiza.reference.vocabulary import AuthoredFileError, Vocabulary
from rakiza.reference.vocabulary.files import Table, read_toml
from rakiza.reference.vocabulary.load import labels

LANGUAGES = ("fr", "ar", "en")


def parse(path: Path, vocabulary: Vocabulary) -> Family:
    """Return the family that a file describes; AuthoredFileError where it can't be used."""
    table = read_toml(path)
    try:
        return _family(path, table, vocabulary)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, AuthoredFileError):
            raise
        problem = f"missing field {error}" if isinstance(error, KeyError) else str(error)
        raise AuthoredFileError(path, problem) from error


def _family(path: Path, table: Table, vocabulary: Vocabulary) -> Family:
    return Family(
        id=str(table["id"]),
        group=str(table["group"]),
        kind=Kind(table["kind"]),
        labels=labels(path, "labels", table.get("labels", {})),
        synonyms=_synonyms(path, table.get("synonyms", {})),
        excludes=tuple(table.get("excludes", ())),
        emdn=str(table["emdn"]),
        refinements=tuple(_refinement(entry) for entry in table.get("refinements", ())),
        hs=tuple(str(code) for code in table.get("hs", ())),
        risk_class=str(table["risk_class"]),
        attributes=tuple(_attribute(path, entry, vocabulary) for entry in table.get("attributes", ())),
        habits=_habits(table.get("habits", {})),
        packaging=_packaging(table.get("packaging", {})),
        standards=tuple(table.get("standards", ())),
        tests=tuple(table.get("tests", ())),
        processes=tuple(table.get("processes", ())),
        materials=tuple(dict.fromkeys(vocabulary.material(word) for word in table.get("materials", ()))),
        criticality=Criticality(table["criticality"]),
        tie_rules=tuple(sorted((str(k), str(v)) for k, v in table.get("tie", {}).items())),
        sources=tuple(table.get("sources", ())),
    )


def _synonyms(path: Path, table: Table) -> tuple[Synonym, ...]:
    found: list[Synonym] = []
    for language, entries in table.items():
        if language == "brands":
            found.extend(
                Synonym(text, "any", weight, brand=True) for text, weight in _weighted(path, entries, 0.9)
            )
        elif language in {*LANGUAGES, "any"}:
            found.extend(Synonym(text, language, weight) for text, weight in _weighted(path, entries, 0.9))
        else:
            raise AuthoredFileError(path, f"synonyms: unknown language {language!r}")
    return tuple(found)


def _weighted(path: Path, entries: Any, unwritten: float) -> list[tuple[str, float]]:  # noqa: ANN401 raw TOML
    pairs = entries.items() if isinstance(entries, dict) else ((text, unwritten) for text in entries)
    weighted = [(str(text), float(weight)) for text, weight in pairs]
    for text, weight in weighted:
        if not 0.0 < weight <= 1.0:
            raise AuthoredFileError(path, f"synonym {text!r}: weight {weight} isn't in (0, 1]")
    return weighted


def _refinement(entry: Table) -> CodeRefinement:
    when: dict[str, AttributeScalar] = {name: _number(value) for name, value in entry["when"].items()}
    return CodeRefinement(tuple(sorted(when.items())), str(entry["emdn"]))


def _number(value: AttributeScalar | int) -> AttributeScalar:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _attribute(path: Path, entry: Table, vocabulary: Vocabulary) -> AttributeSpec:
    name = str(entry["name"])
    shared = vocabulary.attributes.get(name)
    if shared is None:
        raise AuthoredFileError(path, f"attribute {name!r} isn't in the shared vocabulary")
    default = entry.get("default")
    return AttributeSpec(
        name=name,
        type=shared.type,
        comparison=Comparison(entry.get("comparison", "equal")),
        unit=entry.get("unit", shared.unit),
        implied_unit=entry.get("implied_unit"),
        tolerance=float(entry.get("tolerance", 0.0)),
        minimum=_optional(entry.get("minimum")),
        maximum=_optional(entry.get("maximum")),
        choices=tuple(str(choice) for choice in entry.get("choices", ())),
        equivalences=tuple(tuple(map(str, group)) for group in entry.get("equivalences", ())),
        order=tuple(str(step) for step in entry.get("order", ())),
        default=None if default is None else _number(default),
        decisive=bool(entry.get("decisive", True)),
        accepts=tuple(
            (str(asked), str(serves)) for asked, other in entry.get("accepts", {}).items() for serves in other
        ),
    )


def _optional(value: float | None) -> float | None:
    return None if value is None else float(value)


def _habits(table: Table) -> NumberHabits:
    formats = sorted(table.get("formats", {}).items())
    return NumberHabits(
        tuple(table.get("bare", ())),
        tuple(table.get("dimensions", ())),
        table.get("dimension_unit"),
        tuple((unit, tuple((float(one), float(other)) for one, other in pairs)) for unit, pairs in formats),
    )


def _packaging(table: Table) -> Packaging:
    return Packaging(
        str(table.get("base_unit", "piece")),
        tuple(table.get("units", ("boite",))),
        tuple(int(size) for size in table.get("typical", ())),
    )
