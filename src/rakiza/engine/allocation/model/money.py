"""Budgets of members and of the plan, and the service of regions."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.allocation.model.draft import Draft
from rakiza.engine.allocation.model.rows import INFINITY, Term
from rakiza.engine.allocation.rules import Budget, Served, Service
from rakiza.engine.allocation.values import ZERO, Lot, Part


def part_share(parts: tuple[Part, ...], name: str) -> Fraction:
    """Return the share that one member or region has in a lot."""
    total = sum((part.quantity for part in parts), ZERO)
    own = sum((part.quantity for part in parts if part.id == name), ZERO)
    return Fraction(own) / Fraction(total) if total else Fraction(0)


def budget_rows(draft: Draft, rule: Budget) -> None:
    """What a member, or the plan, spends stays within its budget."""
    terms: list[Term] = []
    for index, lot in enumerate(draft.component.lots):
        share = 1.0 if rule.member is None else float(part_share(lot.members, rule.member))
        if share:
            terms += draft.spent(draft.by_lot.get(index, ()), share)
            terms += draft.imported([index], share)
    if rule.member is None:
        terms += charge_terms(draft)
    draft.rows.scaled_row(-INFINITY, float(rule.maximum), terms, rule.id)


def charge_terms(draft: Draft) -> list[Term]:
    """Return the money of fixed costs, set-ups, commitments and raw materials."""
    columns = [*draft.fixed.values(), *draft.setups.values(), *draft.commitments.values()]
    columns += [column for bought in draft.materials.values() for column in bought]
    return [(column, draft.rows.cost[column] / draft.money) for column in columns]


def service_rows(draft: Draft, rule: Service) -> None:
    """Each region is served to a least share, and none stands too far below another."""
    regions = _regions(draft, rule)
    if not regions:
        return
    lowest = draft.rows.column(0.0, 1.0, kind="service") if rule.spread is not None else None
    for lots in regions.values():
        terms, constant = _service(draft, rule, lots)
        if rule.minimum > 0:
            draft.rows.row(float(rule.minimum) - constant, INFINITY, terms, rule.id)
        if lowest is not None:
            spread = float(rule.spread or 0)
            draft.rows.row(-constant, INFINITY, [*terms, (lowest, -1.0)], rule.id)
            draft.rows.row(-INFINITY, spread - constant, [*terms, (lowest, -1.0)], rule.id)


def _regions(draft: Draft, rule: Service) -> dict[str, list[tuple[int, Lot, Fraction]]]:
    found: dict[str, list[tuple[int, Lot, Fraction]]] = defaultdict(list)
    for index, lot in enumerate(draft.component.lots):
        for name in {part.id for part in lot.regions}:
            share = part_share(lot.regions, name)
            if share and lot.quantity and (not rule.regions or name in rule.regions):
                found[name].append((index, lot, share))
    return dict(sorted(found.items()))


def _service(draft: Draft, rule: Service, lots: list[tuple[int, Lot, Fraction]]) -> tuple[list[Term], float]:
    """Return the served share of a region as terms and a constant; lots count by their quantity."""
    total = float(sum((Fraction(lot.quantity) * share for _, lot, share in lots), Fraction(0)))
    terms: list[Term] = []
    constant = 0.0
    for index, lot, share in lots:
        rate = float(share) / total / draft.scale
        if rule.served is Served.LOCAL:
            terms += [(c, v * rate) for c, v in draft.served(draft.by_lot.get(index, ()))]
            continue
        constant += float(Decimal(lot.quantity)) * float(share) / total
        if lot.fallback is None:
            terms += [(column, -rate) for column in draft.left(index)]
    return terms, constant
