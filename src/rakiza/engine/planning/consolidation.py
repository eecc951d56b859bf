"""Equivalent needs of several members pooled into lots. Incompatible ones are never merged.

Two needs share a lot when they are of one family and agree on every decisive attribute, in
canonical units, an unwritten one standing for the schema's default; where there is no default, a
need that doesn't state a decisive attribute stays apart from those that do. Other attributes don't
separate lots while one statement serves all of them (equal, or the strictest of minimums, maximums
or ordered classes, or all the standards cited, each in the newest edition asked); where they exclude
each other the lot is split by them. The result depends on the set of needs only, never on their order.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.measure import default_of
from rakiza.engine.matching.universal import schema_of
from rakiza.engine.planning.plan import Contribution, PlannedLot, Quarterly
from rakiza.engine.planning.prices import import_price, weighted
from rakiza.engine.planning.references import reference_for
from rakiza.engine.planning.requirements import (
    Canonical,
    canonical_requirement,
    canonical_value,
    decisive_part,
    loose_part,
    sort_key,
    strictest,
)
from rakiza.engine.planning.values import ImportReference

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PooledNeed:
    """One need ready to pool, in base units; `price` of one base unit, tax included."""

    need: str
    member: str
    family: str
    emdn: str | None
    attributes: tuple[AttributeValue, ...]
    quarters: Quarterly
    price: Decimal | None = None


def consolidate(
    needs: Iterable[PooledNeed],
    families: Mapping[str, Family],
    imports: Mapping[str, Sequence[ImportReference]] | None = None,
) -> tuple[PlannedLot, ...]:
    """Pool needs into lots, sorted by family then identifier; quantities are conserved exactly."""
    cache: dict[tuple[str, tuple[AttributeValue, ...]], Canonical] = {}
    groups: dict[tuple[str, Canonical], list[tuple[PooledNeed, Canonical]]] = defaultdict(list)
    for need in needs:
        family = families[need.family]
        key = (need.family, need.attributes)
        if key not in cache:
            cache[key] = canonical_requirement(family, need.attributes)
        groups[need.family, decisive_part(family, cache[key])].append((need, cache[key]))
    lots = []
    for (family_id, decisive), members in groups.items():
        family = families[family_id]
        for requirement, pooled in _compatible(family, decisive, members):
            reference = reference_for(family, requirement, (imports or {}).get(family_id, ()))
            lots.append(_lot(family, requirement, pooled, reference))
    return tuple(sorted(lots, key=lambda lot: (lot.family, lot.id)))


def lot_id(family: str, requirement: Canonical) -> str:
    """Return the stable identifier of a lot: a hash of its family and canonical requirement."""
    written = "|".join(f"{v.name}{v.op.value}{v.value!r}{v.unit or ''}" for v in requirement)
    return "L" + hashlib.sha256(f"{family}|{written}".encode()).hexdigest()[:12]


def _compatible(
    family: Family, decisive: Canonical, members: Sequence[tuple[PooledNeed, Canonical]]
) -> Iterable[tuple[Canonical, list[PooledNeed]]]:
    """Split one decisive group by the loose attributes that exclude each other."""
    loose = [(need, loose_part(family, requirement)) for need, requirement in members]
    names = sorted({name for _, part in loose for name in part})
    shared: list[AttributeValue] = []
    splitting = []
    schema = schema_of(family)
    for name in names:
        spec = schema.get(name)
        served = strictest(spec, [part[name] for _, part in loose if name in part]) if spec else None
        if served is None:
            splitting.append(name)
        else:
            shared.extend(served)
    parts: dict[Canonical, list[PooledNeed]] = defaultdict(list)
    for need, part in loose:
        own = tuple(value for name in splitting for value in part.get(name, ()))
        parts[tuple(sorted({*decisive, *shared, *own}, key=sort_key))].append(need)
    return parts.items()


def _lot(
    family: Family,
    requirement: Canonical,
    pooled: Sequence[PooledNeed],
    reference: ImportReference | None,
) -> PlannedLot:
    needs = sorted(pooled, key=lambda need: (need.member, need.need))
    contributions = tuple(Contribution(need.need, need.member, need.quarters) for need in needs)
    price = weighted((need.price, sum(need.quarters, ZERO)) for need in needs)
    if price is None and reference is not None:
        price = import_price(reference)
    codes = {need.emdn for need in needs if need.emdn is not None}
    return PlannedLot(
        id=lot_id(family.id, requirement),
        family=family.id,
        emdn=max(codes, key=lambda code: (len(code), code)) if codes else family.emdn,
        requirement=requirement,
        title=_title(family, requirement),
        base_unit=family.packaging.base_unit,
        quarters=_total(contributions),
        contributions=contributions,
        reference_price=price,
        criticality=family.criticality.value,
    )


def _total(contributions: Sequence[Contribution]) -> Quarterly:
    sums = [sum((c.quarters[quarter] for c in contributions), ZERO) for quarter in range(4)]
    return sums[0], sums[1], sums[2], sums[3]


def _title(family: Family, requirement: Canonical) -> str:
    """A neutral name: the family with its measures and sizes, in the order of its schema.

    Never one member's own words, and no token of a choice: those are worded by whoever shows the
    requirement. What silence means for the family isn't said either.
    """
    words = [family.labels.fr]
    for spec in family.attributes:
        words += [_said(value) for value in requirement if value.name == spec.name and _is_told(value, spec)]
    return " ".join(words)


def _is_told(value: AttributeValue, spec: AttributeSpec) -> bool:
    if spec.type not in {AttributeType.NUMBER, AttributeType.SIZE}:
        return False
    implied = default_of(spec)
    return implied is None or canonical_value(implied, spec) != value


def _said(value: AttributeValue) -> str:
    """One measure in the unit that people use for its size (`4000 mm` is said 4 m)."""
    if not isinstance(value.value, float):
        return str(value.value)
    mark = "" if value.op is Op.EQ else f"{value.op.value} "
    number, unit = value.value, value.unit
    for least, step, factor, larger in _LARGER.get(unit or "", ()):
        if abs(number) >= least and number % step == 0:
            number, unit = number / factor, larger
            break
    written = f"{number:.6g}".replace(".", ",")
    return f"{mark}{written}{' ' + unit if unit else ''}"


# (from this value, in multiples of this one, divided by this one, said in this unit)
_LARGER = {
    "mm": ((1000.0, 100.0, 1000.0, "m"), (50.0, 5.0, 10.0, "cm")),
    "mL": ((1000.0, 100.0, 1000.0, "L"),),
    "g": ((1000.0, 100.0, 1000.0, "kg"),),
}
