"""A designation with its technical specification beside it: the one names the article, the other says more of it.

Lists often have both in two columns. The designation alone decides what the article is, and what it states
stands; the specification adds attributes, and the pack where the designation names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.reading.reasons import ATTRIBUTE
from rakiza.engine.reading.values import Reading

# A full stop ends a clause, but for the one of `réf. 909` or `cat. no. 12`.
_CLAUSES = re.compile(r"[\n\r;•]+|(?<!\bref)(?<!\bréf)(?<!\bart)(?<!\bcat)(?<!\bno)\.\s", re.IGNORECASE)
_LONGEST = 380  # characters read together, after a designation of at most so many more
_LONGEST_BEFORE = 200
_MOST_READ = 8_000  # of a whole specification


class Reads(Protocol):
    """What is asked of an ordinary reader."""

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        """Return the reading of one designation, with the packaging stated beside it if any."""
        ...


class SpecificationReader:
    """Reads designations with what is specified beside them, by an ordinary reader."""

    def __init__(self, reader: Reads, knowledge: KnowledgeBase) -> None:
        """Read with `reader`, whose families are those of `knowledge`."""
        self._reader = reader
        self._families = knowledge.by_id()

    def read(self, text: str, packaging_given: str | None = None, specification: str = "") -> Reading:
        """Return the reading of a designation and its specification; of the former alone where that is empty.

        A designation that names nothing known (`article 12`) is read together with its specification; a
        medicine or an article of another kind stays one, whatever is specified.
        """
        reading = self._reader.read(text, packaging_given)
        if not specification.strip():
            return reading
        family = self._families.get(reading.family or "")
        if family is None:
            return self._together(reading, packaging_given, specification)
        for clauses in _pieces(specification):
            said = self._said(reading, family, ", ".join(clauses))
            if said.family == family.id or len(clauses) == 1:
                reading = _joined(reading, said, family)
                continue
            for clause in clauses:  # one of them speaks of something else
                reading = _joined(reading, self._said(reading, family, clause), family)
        return reading

    def _said(self, reading: Reading, family: Family, piece: str) -> Reading:
        """Read a piece after the designation or, where that makes another article of it, after the family's name."""
        if len(reading.text) <= _LONGEST_BEFORE:
            said = self._reader.read(f"{reading.text}, {piece}")
            if said.family == family.id:
                return said
        said = self._reader.read(f"{family.labels.fr} {piece}")
        implied = self._reader.read(family.labels.fr).attributes
        return replace(said, attributes=tuple(value for value in said.attributes if value not in implied))

    def _together(self, reading: Reading, packaging_given: str | None, specification: str) -> Reading:
        if reading.kind is Kind.MEDICINE or (reading.kind is Kind.OTHER and reading.confidence > 0):
            return reading
        whole = self._reader.read(f"{reading.text}, {specification}", packaging_given)
        return replace(whole, text=reading.text) if whole.family is not None else reading


def _pieces(specification: str) -> Iterator[list[str]]:
    """Yield the clauses of a specification, as many together as are read at once."""
    piece: list[str] = []
    for clause in filter(None, map(str.strip, _CLAUSES.split(specification[:_MOST_READ]))):
        if piece and sum(map(len, piece)) + len(clause) > _LONGEST:
            yield piece
            piece = []
        piece.append(clause)
    if piece:
        yield piece


def _joined(reading: Reading, said: Reading, family: Family) -> Reading:
    """Return a reading with what its specification adds, where that was read as the same family."""
    if said.family != family.id:
        return reading
    named = {value.name for value in reading.attributes}
    added = tuple(value for value in said.attributes if value.name not in named)
    names = {value.name for value in added}
    reasons = tuple(
        reason
        for reason in said.reasons
        if reason.code == ATTRIBUTE and reason.as_mapping().get("name") in names
    )
    attributes = (*reading.attributes, *added)
    return replace(
        reading,
        attributes=attributes,
        emdn=family.emdn_for({value.name: value.value for value in attributes}),
        packaging=reading.packaging if reading.packaging.size is not None else said.packaging,
        reasons=(*reading.reasons, *reasons),
    )
