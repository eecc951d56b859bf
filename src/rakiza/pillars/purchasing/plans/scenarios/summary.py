"""What is kept of a computed scenario: its key figures, and a row a lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rakiza.engine.planning.plan import Plan as EnginePlan
from rakiza.engine.planning.plan import PlanFigures, PlannedAward, PlannedLot, SolveReport, Uncovered
from rakiza.kernel.codec import dump
from rakiza.pillars.purchasing.documents.sheets.parameters import landed_cost
from rakiza.pillars.purchasing.plans.scenarios.employment import employment_of
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario, ScenarioLot

_BATCH = 500
_CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Summary:
    """Key figures of a plan, as scenarios are compared by. Money with taxes, in the plan's currency.

    `cost`: awards with their surplus, imports at their reference, and `tooling` paid within the year. `open_lots`: with a part that
    nobody here supplies. `open_value`: what that part costs to import, where a price is known.
    `makers`: those awarded anything. `gap`: proven, of the objective. `jobs`: full-time equivalents that
    makers declare behind the awards, None where none does; `jobs_told`: of how much of their money.
    """

    cost: Decimal
    covered_value: Decimal
    open_value: Decimal
    savings: Decimal
    local_share: Decimal | None
    lots: int
    open_lots: int
    lots_at_risk: int
    makers: int
    gap: float
    status: str
    tooling: Decimal = ZERO
    jobs: Decimal | None = None
    jobs_told: Decimal = ZERO


def summary_of(made: EnginePlan) -> Summary:
    """Return the key figures of a plan."""
    maker_of = _makers_of_offers(made)
    makers = len({maker_of[award.offer] for award in made.awards})
    employment = employment_of(made.awards)
    return replace(
        kept_summary(made.figures, made.solve, makers),
        jobs=employment.jobs if employment else None,
        jobs_told=employment.told if employment else ZERO,
    )


def kept_summary(figures: PlanFigures, solve: SolveReport, makers: int) -> Summary:
    """Return the key figures of a plan from what is kept of it; jobs aren't."""
    return Summary(
        cost=landed_cost(figures),
        covered_value=figures.covered_value,
        open_value=figures.import_value,
        savings=figures.savings,
        local_share=figures.local_share,
        lots=figures.lots,
        open_lots=figures.lots_uncovered + figures.lots_partly_covered,
        lots_at_risk=figures.lots_at_risk,
        makers=makers,
        gap=solve.gap,
        status=solve.status,
        tooling=figures.tooling_value,
    )


def save_lots(scenario: Scenario, made: EnginePlan) -> None:
    """Keep what each lot was given, inside the caller's transaction."""
    scenario.lots.all().delete()
    rows = list(_rows(scenario, made))
    for start in range(0, len(rows), _BATCH):
        ScenarioLot.objects.bulk_create(rows[start : start + _BATCH])


def _rows(scenario: Scenario, made: EnginePlan) -> Iterator[ScenarioLot]:
    makers = _makers_of_offers(made)
    names = {maker.id: maker.name for maker in made.inputs.makers}
    awards: dict[str, list[PlannedAward]] = defaultdict(list)
    for award in made.awards:
        awards[award.lot].append(award)
    rests = {rest.lot: rest for rest in made.uncovered}
    for lot in made.lots:
        won = awards[lot.id]
        yield ScenarioLot(
            scenario=scenario,
            code=lot.id,
            family=lot.family,
            requirement=[dump(one) for one in lot.requirement],
            base_unit=lot.base_unit,
            quantity=lot.quantity,
            covered_quantity=sum((award.quantity for award in won), ZERO),
            cost=_cost(lot, won, rests.get(lot.id)),
            awards=[
                [names[makers[award.offer]], award.offer, str(award.ordered), str(award.landed_price)]
                for award in won
            ],
        )


def _cost(lot: PlannedLot, awards: Sequence[PlannedAward], rest: Uncovered | None) -> Decimal:
    spent = sum((award.landed_price * award.ordered for award in awards), ZERO)
    if rest is not None:
        spent += sum(rest.quarters, ZERO) * (rest.import_price or lot.reference_price or ZERO)
    return spent.quantize(_CENT)


def _makers_of_offers(made: EnginePlan) -> Mapping[str, str]:
    device_maker = {device.id: device.maker for device in made.inputs.devices}
    return {offer.id: device_maker[offer.device] for offer in made.inputs.offers}
