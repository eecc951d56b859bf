"""Lots, offers and lines that share nothing are solved apart: connected components."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rakiza.engine.allocation.values import Line, Lot, Offer, Problem


@dataclass(frozen=True, slots=True)
class Component:
    """One independent part of a problem, everything sorted by identifier."""

    lots: tuple[Lot, ...]
    offers: tuple[Offer, ...]
    lines: tuple[Line, ...]


def components(problem: Problem) -> tuple[Component, ...]:
    """Split a problem; parts come in the order of their first lot, offers without a lot vanish."""
    lots = {lot.id: lot for lot in sorted(problem.lots, key=lambda lot: lot.id)}
    lines = {line.id: line for line in sorted(problem.lines, key=lambda line: line.id)}
    offers = [offer for offer in sorted(problem.offers, key=lambda offer: offer.id) if offer.lots]
    links = _Links()
    for offer in offers:
        first = f"lot {offer.lots[0]}"
        for other in offer.lots[1:]:
            links.join(first, f"lot {other}")
        if offer.line is not None:
            links.join(first, f"line {offer.line}")
    grouped: dict[str, tuple[list[Lot], list[Offer], dict[str, Line]]] = defaultdict(lambda: ([], [], {}))
    for lot in lots.values():
        grouped[links.root(f"lot {lot.id}")][0].append(lot)
    for offer in offers:
        _, members, used = grouped[links.root(f"lot {offer.lots[0]}")]
        members.append(offer)
        if offer.line is not None:
            used[offer.line] = lines[offer.line]
    return tuple(
        Component(tuple(part_lots), tuple(part_offers), _sorted(part_lines.values()))
        for part_lots, part_offers, part_lines in grouped.values()
    )


def _sorted(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.id))


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
