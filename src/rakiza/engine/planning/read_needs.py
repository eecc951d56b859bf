"""Needs read, converted to base units, and sorted into those that enter lots and those that don't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.planning import reasons
from rakiza.engine.planning.consolidation import PooledNeed
from rakiza.engine.planning.packs import pack_of
from rakiza.engine.planning.plan import Quarterly, ReadNeed
from rakiza.engine.planning.prices import UNIT
from rakiza.engine.planning.progress import Progress, Stage
from rakiza.engine.planning.split import FINEST, whole_quarters
from rakiza.engine.planning.values import Need, PlanInputs, Rules
from rakiza.engine.reading.doubt import is_doubtful
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.engine.specification import SpecificationReader

ZERO = Decimal(0)
STEP = 500


class NeedReader(Protocol):
    """What the planner asks of a reader."""

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        """Return the reading of one designation, with the unit written beside it."""
        ...


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Every need as read, in the order of the inputs, and those that enter lots."""

    needs: tuple[ReadNeed, ...]
    pooled: tuple[PooledNeed, ...]


def read_needs(
    inputs: PlanInputs, knowledge: KnowledgeBase, reader: NeedReader, progress: Progress
) -> ReadResult:
    """Read each distinct text once, with its specification; a reading that a person confirmed is taken as it is."""
    families = knowledge.by_id()
    specified = SpecificationReader(reader, knowledge)
    cache: dict[tuple[str, str | None, str], Reading] = {}
    read: list[ReadNeed] = []
    pooled: list[PooledNeed] = []
    for done, need in enumerate(inputs.needs):
        if done % STEP == 0:
            progress(Stage.READING, done, len(inputs.needs))
        reading = need.reading
        if reading is None:
            key = (need.designation, _pack_beside(need.unit), need.specification)
            if key not in cache:
                cache[key] = specified.read(*key)
            reading = cache[key]
        one, entry = _one(need, reading, families, inputs.rules, knowledge.lexicon.pack_units)
        read.append(one)
        if entry is not None:
            pooled.append(entry)
    progress(Stage.READING, len(inputs.needs), len(inputs.needs))
    return ReadResult(tuple(read), tuple(pooled))


def _pack_beside(unit: str | None) -> str | None:
    """A unit that states a size (`boîte de 100`) is read with the text; a bare one is not."""
    return unit if unit is not None and any(c.isdigit() for c in unit) else None


def with_lots(
    needs: tuple[ReadNeed, ...],
    lot_of: Mapping[str, str],
    opened: Mapping[str, tuple[Reason, ...]],
    confirmed: frozenset[str],
) -> tuple[ReadNeed, ...]:
    """Return the needs with the lot each one entered, and what is to be specified.

    `opened`: what a lot leaves open, by lot; `confirmed`: needs whose reading a person confirmed,
    which aren't asked again.
    """
    found = []
    for need in needs:
        lot = lot_of.get(need.need)
        said = opened.get(lot, ()) if lot is not None else ()
        asked = need.to_confirm or (bool(said) and need.need not in confirmed)
        assumed = (*need.assumptions, *said)
        found.append(replace(need, lot=lot, assumptions=assumed, to_confirm=asked))
    return tuple(found)


def _one(
    need: Need,
    reading: Reading,
    families: Mapping[str, Family],
    rules: Rules,
    written: Mapping[str, str],
) -> tuple[ReadNeed, PooledNeed | None]:
    unsure = _unsure(need, reading, rules)
    family = families.get(reading.family) if reading.family is not None else None
    excluded = _excluded(need, reading, family, rules)
    if family is None:
        quarters = _scaled(need.quarters, 1)
        base = sum(quarters, ZERO)
        return ReadNeed(need.id, reading, base, quarters, 1, None, unsure, excluded), None
    pack = pack_of(need, reading.packaging, family, written)
    quarters = _scaled(need.quarters, pack.size)
    one = ReadNeed(
        need=need.id,
        reading=reading,
        base_quantity=sum(quarters, ZERO),
        base_quarters=quarters,
        units_per_pack=pack.size,
        lot=None,
        to_confirm=unsure or pack.to_confirm,
        excluded=excluded,
        assumptions=pack.assumptions,
    )
    if excluded is not None:
        return one, None
    price = need.reference_price
    unit_price = None if not price else (price / pack.size).quantize(UNIT)
    entry = PooledNeed(
        need.id, need.member, family.id, reading.emdn, reading.attributes, quarters, unit_price
    )
    return one, entry


def _scaled(quarters: Quarterly, size: int) -> Quarterly:
    first, second, third, fourth = (quarter * size for quarter in quarters)
    total = sum((first, second, third, fourth), ZERO)
    if all(q == q.quantize(FINEST) for q in (first, second, third, fourth)) and total % 1:
        return first, second, third, fourth
    return whole_quarters((first, second, third, fourth))


def _excluded(
    need: Need,
    reading: Reading,
    family: Family | None,
    rules: Rules,
) -> Reason | None:
    if reading.kind is Kind.MEDICINE:
        return Reason.of(reasons.EXCLUDED_MEDICINE)
    if reading.kind is Kind.OTHER:
        return Reason.of(reasons.EXCLUDED_OTHER)
    if family is None:
        return Reason.of(reasons.EXCLUDED_UNREAD)
    if _unsure(need, reading, rules) and not rules.use_unconfirmed:
        return Reason.of(reasons.EXCLUDED_UNCONFIRMED, confidence=round(reading.confidence, 2))
    if sum(need.quarters, ZERO) <= 0:
        return Reason.of(reasons.EXCLUDED_ZERO)
    return None


def _unsure(need: Need, reading: Reading, rules: Rules) -> bool:
    return need.reading is None and is_doubtful(reading, rules.confirm_below)
