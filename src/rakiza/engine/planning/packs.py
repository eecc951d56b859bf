"""From what a buyer wrote (`12 boîtes`) to base units, and what had to be assumed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rakiza.engine.families import Family
from rakiza.engine.planning import reasons
from rakiza.engine.planning.values import Need
from rakiza.engine.reading.values import PackReading
from rakiza.engine.reasons import Reason

SINGLE = frozenset({"piece", "unite"})
PAIRS = frozenset({"paire", "pair"})
MEASURES = frozenset({"ml", "litre", "kg", "metre", "test"})


@dataclass(frozen=True, slots=True)
class Pack:
    """How many base units one ordered unit holds; `to_confirm` where that was a guess."""

    size: int
    assumptions: tuple[Reason, ...] = ()
    to_confirm: bool = False


def pack_of(need: Need, packaging: PackReading, family: Family, written: Mapping[str, str]) -> Pack:
    """Return the pack of one need line, from the surest source to the least.

    The size stated beside the designation; else the unit itself where it is the base unit; else
    the size read in the designation; else the family's middle typical pack, and else 1, both
    flagged. `written` maps folded ways of writing pack units to their canonical name.
    """
    if need.pack_size is not None:
        return Pack(need.pack_size)
    unit = canonical_pack_unit(need.unit, written)
    single = _as_base(unit, family)
    if single is not None:
        return _single(single, need.unit, packaging)
    if packaging.size is not None and (packaging.size > 1 or packaging.unit == unit):
        return _read(packaging, packaging.size, unit)
    if unit is None:
        return Pack(1)
    typical = sorted(family.packaging.typical)
    if typical:
        size = typical[len(typical) // 2]
        return Pack(size, (Reason.of(reasons.TYPICAL_PACK, unit=need.unit, size=size),), to_confirm=True)
    return Pack(1, (Reason.of(reasons.UNKNOWN_PACK, unit=need.unit),), to_confirm=True)


def canonical_pack_unit(unit: str | None, written: Mapping[str, str]) -> str | None:
    """Return the canonical name of a pack unit as written, itself folded where unknown."""
    if unit is None or not unit.strip():
        return None
    folded = "".join(
        c for c in unicodedata.normalize("NFKD", unit.casefold()) if not unicodedata.combining(c)
    )
    folded = folded.strip().rstrip(".").strip()
    for form in (folded, folded.removesuffix("s")):
        if form in written:
            return written[form]
    return folded.removesuffix("s") if len(folded) > 2 else folded


def _as_base(unit: str | None, family: Family) -> int | None:
    """How many base units the unit is by itself, None where it is a pack."""
    if unit is None:
        return None
    base = canonical_pack_unit(family.packaging.base_unit, {}) or "piece"
    same = unit == base or (unit in SINGLE and base in SINGLE) or (unit in PAIRS and base in PAIRS)
    if same or unit in SINGLE:
        return 1
    if unit in PAIRS and base in SINGLE:
        return 2
    return None


def _single(size: int, unit: str | None, packaging: PackReading) -> Pack:
    if packaging.size in {None, 1, size}:
        return Pack(size)
    reason = Reason.of(reasons.UNIT_OVER_PACK, unit=unit, size=packaging.size)
    return Pack(size, (reason,), to_confirm=True)


def _read(packaging: PackReading, inner: int, unit: str | None) -> Pack:
    """The size that the designation states, times the outer packs up to the ordered unit."""
    size = inner
    if unit is not None and unit != packaging.unit:
        for count, name in packaging.levels:
            size *= count
            if name == unit:
                return Pack(size)
        size = inner
    if unit is None:
        return Pack(size, (Reason.of(reasons.PACK_ASSUMED, size=size),))
    return Pack(size)
