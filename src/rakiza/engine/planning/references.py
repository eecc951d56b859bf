"""Which import reference prices a lot: that of its own article, never that of another size.

A reference that describes an article applies where nothing it states contradicts the requirement
and its measures stand near those required. One for the family as a whole applies only where the
requirement states no measure that separates lots: a gauze of 40 cm isn't priced as one of 10 cm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rakiza.engine.attributes import AttributeType, AttributeValue, Comparison
from rakiza.engine.families import Family
from rakiza.engine.matching import DeviceDescription, MatchResult, Requirement, Verdict, judge
from rakiza.engine.matching.measure import default_of, measured
from rakiza.engine.planning.values import ImportReference

NEAR = 0.25  # relative: as far as another size of the same article may stand


def by_family(references: Iterable[ImportReference]) -> Mapping[str, Sequence[ImportReference]]:
    """Group references by family, in their own order."""
    grouped: dict[str, list[ImportReference]] = defaultdict(list)
    for reference in references:
        grouped[reference.family].append(reference)
    return grouped


def reference_for(
    family: Family, requirement: tuple[AttributeValue, ...], references: Sequence[ImportReference]
) -> ImportReference | None:
    """Return the most specific reference that applies to a lot, None where none does.

    The most specific states the most of what is required; then the nearest measures, the fewest
    attributes beyond the requirement, and the first designation.
    """
    found = []
    for reference in references:
        place = _place(family, requirement, reference)
        if place is not None:
            found.append((place, reference))
    return min(found, key=lambda entry: entry[0])[1] if found else None


_Place = tuple[int, float, int, str]


def _place(
    family: Family, requirement: tuple[AttributeValue, ...], reference: ImportReference
) -> _Place | None:
    measures = _measures(family, requirement)
    if not reference.attributes:
        return None if measures else (0, 0.0, 0, reference.designation)
    device = DeviceDescription("", family.id, reference.attributes)
    result = judge(Requirement(family.id, requirement), device, family)
    if result.verdict is Verdict.FAIL:
        return None
    gaps = _gaps(result, measures)
    if any(gap is None or gap > NEAR for gap in gaps):
        return None
    stated = {value.name for value in reference.attributes}
    asked = {value.name for value in requirement}
    distance = round(sum(gap for gap in gaps if gap is not None), 9)
    return -len(stated & asked), distance, len(stated - asked), reference.designation


def _measures(family: Family, requirement: Iterable[AttributeValue]) -> frozenset[str]:
    """Numeric decisive attributes that the need states, beyond what silence means."""
    found = set()
    for value in requirement:
        spec = family.attribute(value.name)
        if spec is None or not spec.decisive or spec.comparison is Comparison.INFORMATIVE:
            continue
        if spec.type not in {AttributeType.NUMBER, AttributeType.SIZE}:
            continue
        implied = default_of(spec)
        if implied is None or measured(implied, spec) != measured(value, spec):
            found.add(value.name)
    return frozenset(found)


def _gaps(result: MatchResult, measures: frozenset[str]) -> list[float | None]:
    """How far each measure stands, relative; None where the reference doesn't state it."""
    found: list[float | None] = []
    for verdict in result.attributes:
        if verdict.name not in measures:
            continue
        if verdict.verdict is Verdict.UNKNOWN:
            found.append(None)
        elif verdict.gap is None or not isinstance(verdict.offered, float):
            found.append(0.0)
        else:
            greater = max(abs(verdict.offered), abs(verdict.offered - verdict.gap))
            found.append(abs(verdict.gap) / greater if greater else 0.0)
    return found
