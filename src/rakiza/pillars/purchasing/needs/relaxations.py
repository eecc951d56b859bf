"""What a member's decisions of a year make of its readings: clauses relaxed are no longer asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import load
from rakiza.pillars.purchasing.needs.models import NeedLine, RequirementDecision
from rakiza.pillars.purchasing.needs.remarks import EXCESSIVE, NARROW, Remark
from rakiza.pillars.purchasing.needs.values import RELAXED, apply_reading, reading_of


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

    def asked(self, folded: str, reading: Reading) -> Reading:
        """Return what a text still asks for: its reading without what was relaxed."""
        removed = self.removed.get(folded, ())
        return relaxed(reading, removed) if removed else reading

    def apply(self, line: NeedLine, remarks: frozenset[Remark]) -> None:
        """Take what was relaxed out of a line's reading, and count the remarks left undecided."""
        removed = self.removed.get(line.folded, ())
        if removed:
            apply_reading(line, relaxed(reading_of(line), removed))
        names = {value.name for value in removed}
        decided = self.decided.get(line.folded, frozenset())
        codes = [code for code, subject in remarks - decided if subject not in names]
        line.narrow = sum(code in NARROW for code in codes)
        line.excessive = sum(code in EXCESSIVE for code in codes)
        line.remarks = len(codes) - line.narrow - line.excessive


def relaxed(reading: Reading, removed: tuple[AttributeValue, ...]) -> Reading:
    """Return a reading that no longer asks for what was removed, and says so."""
    names = dict.fromkeys(value.name for value in removed)
    said = tuple(Reason.of(RELAXED, name=name) for name in names)
    kept = tuple(reason for reason in reading.reasons if reason.code != RELAXED)
    attributes = tuple(value for value in reading.attributes if value.name not in names)
    return replace(reading, attributes=attributes, reasons=(*kept, *said))
