"""What a member's decisions of a year make of its readings: clauses relaxed are no longer asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching.lint import Finding, Linter
from rakiza.engine.matching.values import Requirement
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import load
from rakiza.pillars.purchasing.needs.models import NeedLine, RequirementDecision
from rakiza.pillars.purchasing.needs.values import RELAXED, apply_reading, reading_of


def about(finding: Finding) -> str:
    """Return what tells a finding from others of its code: the clause, else the words."""
    return (finding.attribute or finding.words)[:120]


def requirement_of(reading: Reading) -> Requirement | None:
    """Return what a reading asks for; None where no family is known."""
    return Requirement(reading.family, reading.attributes) if reading.family else None


def remarks_on(linter: Linter, reading: Reading) -> frozenset[tuple[str, str]]:
    """Return what the words and the values alone show; what makers have is looked at line by line."""
    if reading.family is None:
        return frozenset()
    found = linter.lint(reading.text, requirement_of(reading))
    return frozenset((finding.code, about(finding)) for finding in found)


@dataclass(frozen=True, slots=True)
class Relaxations:
    """A member's decisions in force for a year: by text, what was decided of and what was removed."""

    decided: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    removed: Mapping[str, tuple[AttributeValue, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, organisation_id: int, year: int, folded: str | None = None) -> Relaxations:
        """Load the decisions of a member's year, or those on one text, in one query."""
        rows = RequirementDecision.objects.in_force().filter(organisation_id=organisation_id, year=year)
        if folded is not None:
            rows = rows.filter(folded=folded)
        decided: dict[str, set[tuple[str, str]]] = defaultdict(set)
        removed: dict[str, tuple[AttributeValue, ...]] = {}
        for one in rows.order_by("pk"):
            decided[one.folded].add((one.code, one.about))
            values = load(tuple[AttributeValue, ...], one.removed)
            removed[one.folded] = (*removed.get(one.folded, ()), *values)
        return cls({text: frozenset(found) for text, found in decided.items()}, removed)

    def apply(self, line: NeedLine, remarks: frozenset[tuple[str, str]]) -> None:
        """Take what was relaxed out of a line's reading, and count the remarks left undecided."""
        removed = self.removed.get(line.folded, ())
        if removed:
            apply_reading(line, relaxed(reading_of(line), removed))
        names = {value.name for value in removed}
        decided = self.decided.get(line.folded, frozenset())
        line.remarks = sum(1 for code, subject in remarks - decided if subject not in names)


def relaxed(reading: Reading, removed: tuple[AttributeValue, ...]) -> Reading:
    """Return a reading that no longer asks for what was removed, and says so."""
    names = dict.fromkeys(value.name for value in removed)
    said = tuple(Reason.of(RELAXED, name=name) for name in names)
    kept = tuple(reason for reason in reading.reasons if reason.code != RELAXED)
    attributes = tuple(value for value in reading.attributes if value.name not in names)
    return replace(reading, attributes=attributes, reasons=(*kept, *said))
