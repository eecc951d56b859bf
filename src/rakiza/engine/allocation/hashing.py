"""The hash of what was asked: the same problem and rules in any order, the same hash."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TypeVar

from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import Lot, Offer, Part, Problem, Use
from rakiza.engine.canonical import canonical

_T = TypeVar("_T", Part, Use)
FORMAT = "rakiza-allocation-inputs-1"
MANY = 2  # of what has an order at all


def input_hash(problem: Problem, rules: AllocationRules) -> str:
    """Return the SHA-256 of a problem and its rules, in hexadecimal."""
    digest = hashlib.sha256(FORMAT.encode())
    parts = (
        [_ordered_lot(lot) for lot in problem.lots],
        [_ordered_offer(offer) for offer in problem.offers],
        problem.lines,
        problem.makers,
        problem.materials,
        problem.fixed_costs,
        problem.discounts,
    )
    for part in parts:
        digest.update(b"\x1d")
        for line in sorted(canonical(value) for value in part):
            digest.update(line.encode())
            digest.update(b"\x1e")
    digest.update(canonical((problem.periods, problem.period_months)).encode())
    own = sorted(f"{type(rule).__name__}{canonical(rule)}" for rule in rules.rules)
    digest.update("".join((canonical(replace(rules, rules=())), *own)).encode())
    return digest.hexdigest()


def _ordered_lot(lot: Lot) -> Lot:
    if len(lot.members) < MANY and len(lot.regions) < MANY:
        return lot
    return replace(lot, members=_sorted(lot.members), regions=_sorted(lot.regions))


def _ordered_offer(offer: Offer) -> Offer:
    several = (offer.lots, offer.doubtful, offer.terms, offer.stages, offer.materials, offer.delivery)
    if all(len(own) < MANY for own in several):
        return offer
    return replace(
        offer,
        lots=tuple(sorted(offer.lots)),
        doubtful=tuple(sorted(offer.doubtful)),
        terms=tuple(sorted(offer.terms, key=lambda terms: terms.lot)),
        stages=_sorted(offer.stages),
        materials=_sorted(offer.materials),
        delivery=_sorted(offer.delivery),
    )


def _sorted(parts: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(sorted(parts, key=lambda part: part.id))
