"""The canonical requirement of a need: comparable units, defaults filled, equivalents folded.

What any device may state and any need ask, whatever the family's schema (a standard in its edition, a risk
class), is required too. It never separates lots that one statement serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeValue, Comparison
from rakiza.engine.families import Family
from rakiza.engine.matching import standards
from rakiza.engine.matching.hubs import asked
from rakiza.engine.matching.measure import default_of, measured, spelled
from rakiza.engine.matching.universal import schema_of

Canonical = tuple[AttributeValue, ...]
STRICTEST = frozenset({Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.ORDERED})


def canonical_requirement(family: Family, stated: Iterable[AttributeValue]) -> Canonical:
    """Return the attributes that decide for the family, canonical and sorted.

    An attribute that isn't stated takes the schema's default where there is one; a hub's colour is the gauge it
    means where none is stated.
    """
    found: set[AttributeValue] = set()
    named = set()
    schema = schema_of(family)
    for value in asked(tuple(stated), family):
        spec = schema.get(value.name)
        if spec is not None:
            named.add(value.name)
            found.add(canonical_value(value, spec))
    for spec in family.attributes:
        implied = default_of(spec)
        if implied is not None and spec.name not in named:
            found.add(canonical_value(implied, spec))
    return tuple(sorted(found, key=sort_key))


def sort_key(value: AttributeValue) -> tuple[str, str, str, str]:
    """Sort attribute values of any type together, always the same way."""
    return value.name, value.op.value, type(value.value).__name__, _padded(value.value)


def decisive_part(family: Family, requirement: Canonical) -> Canonical:
    """Return what separates lots: decisive attributes, and those a default makes always known."""
    schema = schema_of(family)
    return tuple(value for value in requirement if _separates(schema[value.name]))


def loose_part(family: Family, requirement: Canonical) -> Mapping[str, Canonical]:
    """Return the other attributes by name; informative ones are left out."""
    schema = schema_of(family)
    loose: dict[str, list[AttributeValue]] = {}
    for value in requirement:
        spec = schema[value.name]
        if not _separates(spec) and spec.comparison is not Comparison.INFORMATIVE:
            loose.setdefault(value.name, []).append(value)
    return {name: tuple(values) for name, values in loose.items()}


def strictest(spec: AttributeSpec, stated: Iterable[Canonical]) -> Canonical | None:
    """Return the one statement that serves all, or None where the statements exclude each other."""
    distinct = sorted(set(stated), key=lambda values: [sort_key(value) for value in values])
    if spec.comparison is Comparison.STANDARD:
        every = standards.strictest(value for values in distinct for value in values)
        return tuple(sorted(every, key=sort_key))
    if len(distinct) == 1:
        return distinct[0]
    if spec.comparison not in STRICTEST or any(len(values) != 1 for values in distinct):
        return None
    values = [single for (single,) in distinct]
    if spec.comparison is Comparison.ORDERED:
        highest = max(values, key=lambda value: _rank(spec, value.value))
        return (highest,) if len({value.op for value in values}) == 1 else None
    if len({value.op for value in values}) > 1 or any(
        isinstance(value.value, str | bool) for value in values
    ):
        return None
    pick = max if spec.comparison is Comparison.AT_LEAST else min
    return (pick(values, key=lambda value: float(value.value)),)


def _separates(spec: AttributeSpec) -> bool:
    if spec.comparison is Comparison.INFORMATIVE:
        return False
    return spec.decisive or spec.default is not None


def canonical_value(value: AttributeValue, spec: AttributeSpec) -> AttributeValue:
    """Return one stated value in canonical units, words as the schema spells them, standards as written."""
    if spec.comparison is Comparison.STANDARD:
        return AttributeValue(value.name, value.op, " ".join(str(value.value).split()))
    known = measured(value, spec)
    scalar = known.value
    if isinstance(scalar, str):
        scalar = _representative(spec, scalar)
    return AttributeValue(value.name, value.op, scalar, known.unit)


def _representative(spec: AttributeSpec, token: str) -> str:
    """Equivalent values are written as the first of their group."""
    for group in spec.equivalences:
        folded = [choice.casefold() for choice in group]
        if token.casefold() in folded:
            return spelled(group[0], spec)
    return token


def _rank(spec: AttributeSpec, value: AttributeScalar) -> int:
    order = [token.casefold() for token in spec.order]
    token = str(value).casefold()
    return order.index(token) if token in order else -1


def _padded(value: AttributeScalar) -> str:
    return f"{value:030.12f}" if isinstance(value, float) else str(value)
