"""The key figures of a plan, each from the lines it sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from rakiza.engine.allocation import Charge
from rakiza.engine.planning.plan import PlanFigures, PlannedAward, PlannedLot, ReadNeed, Uncovered

ZERO = Decimal(0)
CENT = Decimal("0.01")
SHARE = Decimal("0.000001")


def figures_of(
    needs: Sequence[ReadNeed],
    lots: Sequence[PlannedLot],
    awards: Sequence[PlannedAward],
    uncovered: Sequence[Uncovered],
    charges: Sequence[Charge] = (),
) -> PlanFigures:
    """Return the figures; money rounded to the cent, shares to six decimals."""
    awarded = {award.lot for award in awards}
    open_lots = {rest.lot for rest in uncovered}
    covered = sum((award.quantity * award.landed_price for award in awards), ZERO)
    imported = sum((_import_value(rest) for rest in uncovered), ZERO)
    total = covered + imported
    return PlanFigures(
        needs=len(needs),
        needs_in_lots=sum(1 for need in needs if need.lot is not None),
        needs_excluded=sum(1 for need in needs if need.excluded is not None),
        needs_to_confirm=sum(1 for need in needs if need.to_confirm),
        lots=len(lots),
        lots_covered=len(awarded - open_lots),
        lots_partly_covered=len(awarded & open_lots),
        lots_uncovered=len(open_lots - awarded),
        lots_at_risk=sum(1 for lot in lots if lot.risks),
        estimated_value=_cents(_estimated(lots, awards)),
        covered_value=_cents(covered),
        import_value=_cents(imported),
        savings=_cents(_savings(lots, awards)),
        surplus_value=_cents(sum((award.surplus * award.landed_price for award in awards), ZERO)),
        tooling_value=_cents(sum((charge.amount for charge in charges), ZERO)),
        local_share=(covered / total).quantize(SHARE, ROUND_HALF_EVEN) if total else None,
    )


def _import_value(rest: Uncovered) -> Decimal:
    return sum(rest.quarters, ZERO) * (rest.import_price or ZERO)


def _estimated(lots: Sequence[PlannedLot], awards: Sequence[PlannedAward]) -> Decimal:
    """Every lot at its reference price; where there is none, what is awarded at its price."""
    priced = {lot.id for lot in lots if lot.reference_price is not None}
    at_reference = sum((lot.quantity * (lot.reference_price or ZERO) for lot in lots), ZERO)
    at_award = (award.quantity * award.landed_price for award in awards if award.lot not in priced)
    return at_reference + sum(at_award, ZERO)


def _savings(lots: Sequence[PlannedLot], awards: Sequence[PlannedAward]) -> Decimal:
    reference = {lot.id: lot.reference_price for lot in lots}
    saved = ZERO
    for award in awards:
        price = reference[award.lot]
        if price is not None:
            saved += award.quantity * (price - award.landed_price)
    return saved


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_EVEN)
