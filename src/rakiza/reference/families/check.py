"""Holding every authored family against the vocabulary, its neighbours and the official tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rakiza.engine import units
from rakiza.engine.attributes import AttributeSpec, AttributeType
from rakiza.engine.families import Family
from rakiza.engine.reading.lexemes import Writer
from rakiza.engine.reading.phrases import MEDICINE, OTHER
from rakiza.reference.families.lexicon import load_lexicon
from rakiza.reference.families.load import family_files
from rakiza.reference.families.parse import LANGUAGES, parse
from rakiza.reference.nomenclature import Nomenclature
from rakiza.reference.vocabulary import AuthoredFileError, Vocabulary
from rakiza.reference.vocabulary import load as load_vocabulary

_EMDN = re.compile(r"[A-Z](?:\d{2}){1,6}")
_HS = re.compile(r"\d{4}(?:\d{2})?")
_RISK = frozenset({"I", "Is", "Im", "Ir", "IIa", "IIb", "III", "A", "B", "C", "D"})


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and in which file."""

    file: str
    problem: str

    def __str__(self) -> str:
        """Return the line that the command prints."""
        return f"{self.file}: {self.problem}"


def check(
    directory: Path | None = None,
    emdn: Nomenclature | None = None,
    hs: Nomenclature | None = None,
) -> list[Fault]:
    """Return every fault of the authored families; codes are looked up in the tables given."""
    try:
        vocabulary = load_vocabulary()
        writer = Writer(load_lexicon(vocabulary).abbreviations)
    except AuthoredFileError as error:
        return [Fault(error.path.name, error.problem)]
    faults: list[Fault] = []
    families: list[tuple[str, Family]] = []
    for path in family_files(directory):
        try:
            family = parse(path, vocabulary)
        except AuthoredFileError as error:
            faults.append(Fault(path.name, error.problem))
            continue
        if any(other.id == family.id for _, other in families):
            faults.append(Fault(path.name, f"family {family.id!r} is described by another file too"))
        families.append((path.name, family))
        problems = [
            *_own(path, family),
            *_schema(family),
            *_refinements(family),
            *_named(family, vocabulary),
            *_codes(family, emdn, hs),
        ]
        faults.extend(Fault(path.name, problem) for problem in problems)
    faults.extend(_claims(families, writer))
    return sorted(set(faults))


def _own(path: Path, family: Family) -> Iterator[str]:
    if path.stem != family.id:
        yield f"the file should be named {family.id}.toml, after the family's id"
    for language in LANGUAGES:
        if not any(synonym.language == language for synonym in family.synonyms):
            yield f"no synonym in {language}"
    if family.risk_class not in _RISK:
        yield f"unknown risk class {family.risk_class!r}"
    if not _EMDN.fullmatch(family.emdn):
        yield f"{family.emdn!r} isn't an EMDN code of level 2 to 7"
    for code in family.hs:
        if not _HS.fullmatch(code):
            yield f"{code!r} isn't an HS code of four or six digits"


def _schema(family: Family) -> Iterator[str]:
    names = [spec.name for spec in family.attributes]
    for spec in family.attributes:
        yield from _spec(spec)
        if names.count(spec.name) > 1:
            yield f"attribute {spec.name!r} is described twice"
    for name in (*family.habits.bare, *family.habits.dimensions):
        if name not in names:
            yield f"habits name {name!r}, which the schema doesn't have"
    if not units.known(family.habits.dimension_unit):
        yield f"unknown dimension_unit {family.habits.dimension_unit!r}"


def _refinements(family: Family) -> Iterator[str]:
    names = {spec.name for spec in family.attributes}
    for refinement in family.refinements:
        if not _EMDN.fullmatch(refinement.emdn):
            yield f"refinement {refinement.emdn!r} isn't an EMDN code"
        elif refinement.emdn == family.emdn or len(refinement.emdn) < len(family.emdn):
            yield f"refinement {refinement.emdn} isn't deeper than {family.emdn}"
        for name, _ in refinement.when:
            if name not in names:
                yield f"refinement {refinement.emdn} needs {name!r}, which the schema doesn't have"


def _spec(spec: AttributeSpec) -> Iterator[str]:
    for unit in (spec.unit, spec.implied_unit):
        if not units.known(unit):
            yield f"attribute {spec.name!r}: unknown unit {unit!r}"
            return
    if spec.implied_unit and (spec.unit is None or not units.same_dimension(spec.implied_unit, spec.unit)):
        yield f"attribute {spec.name!r}: {spec.implied_unit} doesn't measure what {spec.unit} does"
    if spec.minimum is not None and spec.maximum is not None and spec.minimum > spec.maximum:
        yield f"attribute {spec.name!r}: minimum {spec.minimum:g} above maximum {spec.maximum:g}"
    for word in {word for pair in spec.accepts for word in pair} - set(spec.choices):
        yield f"attribute {spec.name!r} accepts {word!r}, which is none of its choices"
    if spec.choices and spec.type not in {AttributeType.CHOICE, AttributeType.SIZE, AttributeType.TEXT}:
        yield f"attribute {spec.name!r} is a {spec.type.value}: it has no choices"


def _named(family: Family, vocabulary: Vocabulary) -> Iterator[str]:
    for what, used, known in (
        ("process", family.processes, vocabulary.processes),
        ("material", family.materials, vocabulary.materials),
        ("standard", (*family.standards, *family.tests), vocabulary.standards),
    ):
        if known:
            yield from (f"{what} {name!r} isn't in the vocabulary" for name in used if name not in known)
    for name in family.packaging.units:
        if name not in vocabulary.pack_names:
            yield f"pack unit {name!r} isn't in the vocabulary"


def _codes(family: Family, emdn: Nomenclature | None, hs: Nomenclature | None) -> Iterator[str]:
    if emdn:
        for code in (family.emdn, *(refinement.emdn for refinement in family.refinements)):
            if not emdn.exists(code):
                yield f"EMDN has no code {code}"
    if hs:
        for code in family.hs:
            if not hs.exists(code):
                yield f"HS has no code {code}"


def _claims(families: Sequence[tuple[str, Family]], writer: Writer) -> Iterator[Fault]:
    """Find phrases that two families claim without a rule saying whose they are."""
    known = {family.id for _, family in families} | {MEDICINE, OTHER}
    owners: dict[tuple[str, ...], dict[str, tuple[str, str]]] = defaultdict(dict)
    ruled: dict[tuple[str, ...], str] = {}
    for file, family in families:
        for synonym in family.synonyms:
            owners[writer.stems(synonym.text)].setdefault(family.id, (file, synonym.text))
        for phrase, winner in family.tie_rules:
            ruled[writer.stems(phrase)] = winner
            if winner not in known:
                yield Fault(
                    file, f"tie {phrase!r} names {winner!r}, which is no family, nor medicine or other"
                )
    for stems, claims in owners.items():
        if len(claims) > 1 and ruled.get(stems) not in claims:
            file, text = next(iter(claims.values()))
            yield Fault(
                file, f"synonym {text!r} is claimed by {', '.join(sorted(claims))} without a tie rule"
            )
