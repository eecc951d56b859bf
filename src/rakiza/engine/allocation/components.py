"""Parts of a problem that share nothing are solved apart: connected components.

What joins lots: an offer, a line, a raw material, a rebate or a fixed cost they may share, and each
rule that looks at several lots together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rakiza.engine.allocation.commitments import concerns, open_to
from rakiza.engine.allocation.coupling import coupled_lots
from rakiza.engine.allocation.rules import AllocationRules, Commitment
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import Discount, FixedCost, Line, Lot, Maker, Material, Offer, Problem


@dataclass(frozen=True, slots=True)
class Component:
    """One independent part of a problem, everything sorted by identifier; `start`: awards to begin from."""

    lots: tuple[Lot, ...]
    offers: tuple[Offer, ...]
    lines: tuple[Line, ...] = ()
    makers: tuple[Maker, ...] = ()
    materials: tuple[Material, ...] = ()
    fixed_costs: tuple[FixedCost, ...] = ()
    discounts: tuple[Discount, ...] = ()
    periods: int = 4
    period_months: int = 3
    start: tuple[Award, ...] = ()


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Named)
NO_RULES = AllocationRules()


def whole(problem: Problem) -> Component:
    """Return the whole problem as one part."""
    return Component(
        lots=_sorted(problem.lots),
        offers=tuple(offer for offer in _sorted(problem.offers) if offer.lots),
        lines=_sorted(problem.lines),
        makers=_sorted(problem.makers),
        materials=_sorted(problem.materials),
        fixed_costs=_sorted(problem.fixed_costs),
        discounts=_sorted(problem.discounts),
        periods=problem.periods,
        period_months=problem.period_months,
    )


def components(problem: Problem, rules: AllocationRules = NO_RULES) -> tuple[Component, ...]:
    """Split a problem; parts come in the order of their first lot, offers without a lot vanish."""
    together = whole(problem)
    links = _Links()
    shared = (*_joined(together), *coupled_lots(together.lots, rules.rules), *_committed(together, rules))
    for joined in shared:
        for other in joined[1:]:
            links.join(joined[0], other)
    lots: dict[str, list[Lot]] = defaultdict(list)
    for lot in together.lots:
        lots[links.root(lot.id)].append(lot)
    offers: dict[str, list[Offer]] = defaultdict(list)
    for offer in together.offers:
        offers[links.root(offer.lots[0])].append(offer)
    parts = _Parts(together)
    return tuple(parts.part(own, offers.get(root, ())) for root, own in lots.items())


class _Parts:
    """Finds what belongs to some lots and offers."""

    def __init__(self, together: Component) -> None:
        self._all = together
        self._lines = {line.id: line for line in together.lines}
        self._makers = {maker.id: maker for maker in together.makers}
        self._materials = {material.id: material for material in together.materials}
        self._fixed = _by_maker(together.fixed_costs)
        self._discounts = _by_maker(together.discounts)

    def part(self, lots: Sequence[Lot], offers: Sequence[Offer]) -> Component:
        """Return the component of these lots and offers."""
        makers = sorted({offer.maker for offer in offers})
        families = {(offer.maker, lot) for offer in offers for lot in offer.lots}
        family = {lot.id: lot.family for lot in lots}
        served = {(maker, family[lot]) for maker, lot in families}
        return Component(
            lots=tuple(lots),
            offers=tuple(offers),
            lines=_named(self._lines, (use for offer in offers for use in lines_of(offer))),
            makers=_named(self._makers, makers),
            materials=_named(self._materials, (use.id for offer in offers for use in offer.materials)),
            fixed_costs=tuple(
                c for maker in makers for c in self._fixed.get(maker, ()) if _reaches(c, served)
            ),
            discounts=tuple(
                d for maker in makers for d in self._discounts.get(maker, ()) if _reaches(d, served)
            ),
            periods=self._all.periods,
            period_months=self._all.period_months,
        )


def lines_of(offer: Offer) -> tuple[str, ...]:
    """Return every line that an offer passes through."""
    first = () if offer.line is None else (offer.line,)
    return (*first, *(use.id for use in offer.stages))


def _joined(together: Component) -> Iterator[list[str]]:
    """Lots that offers, lines, materials, rebates and fixed costs hold together."""
    by_resource: dict[str, list[str]] = defaultdict(list)
    by_maker: dict[str, list[Offer]] = defaultdict(list)
    for offer in together.offers:
        yield list(offer.lots)
        by_maker[offer.maker].append(offer)
        for line in lines_of(offer):
            by_resource[f"line {line}"].append(offer.lots[0])
        for use in offer.materials:
            by_resource[f"material {use.id}"].append(offer.lots[0])
    yield from by_resource.values()
    family = {lot.id: lot.family for lot in together.lots}
    totals: tuple[FixedCost | Discount, ...] = (*together.fixed_costs, *together.discounts)
    for shared in totals:
        joined = [
            lot
            for offer in by_maker.get(shared.maker, ())
            for lot in offer.lots
            if not shared.families or family[lot] in shared.families
        ]
        if joined:
            yield joined


def _committed(together: Component, rules: AllocationRules) -> Iterator[list[str]]:
    """Lots of families whose demand a commitment looks at together."""
    floors = [rule for rule in rules.rules if isinstance(rule, Commitment) and rule.floor]
    for cost in together.fixed_costs:
        if any(open_to(rule, cost) for rule in floors):
            found = [lot.id for lot in together.lots if concerns(cost, lot)]
            if found:
                yield found


def _reaches(shared: FixedCost | Discount, served: set[tuple[str, str]]) -> bool:
    if not shared.families:
        return True
    return any((shared.maker, family) in served for family in shared.families)


class _Shared(Protocol):
    @property
    def maker(self) -> str: ...


_S = TypeVar("_S", bound=_Shared)


def _by_maker(shared: Sequence[_S]) -> dict[str, list[_S]]:
    grouped: dict[str, list[_S]] = defaultdict(list)
    for one in shared:
        grouped[one.maker].append(one)
    return grouped


def _sorted(parts: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(sorted(parts, key=lambda part: part.id))


def _named(known: Mapping[str, _T], names: Iterable[str]) -> tuple[_T, ...]:
    return tuple(known[name] for name in sorted(set(names)) if name in known)


class _Links:
    """Union-find over names; the smallest name of a set is its root."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        parent = self._parent.get(name, name)
        while parent != name:
            grandparent = self._parent.get(parent, parent)
            self._parent[name] = grandparent
            name, parent = parent, grandparent
        return name

    def join(self, left: str, right: str) -> None:
        first, second = sorted((self.root(left), self.root(right)))
        if first != second:
            self._parent[second] = first
