"""Reads of scenarios and analyses: lists, comparisons, differences lot by lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from rakiza.engine.planning.plan import PlanFigures, SolveReport
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.purchasing.plans.models import Award, Lot, Plan, PlanRun
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind
from rakiza.pillars.purchasing.plans.scenarios.models import (
    Analysis,
    Scenario,
    ScenarioLot,
    ScenarioQuerySet,
)
from rakiza.pillars.purchasing.plans.scenarios.summary import Summary, kept_summary

_CHUNK = 2000
ZERO = Decimal(0)


def scenarios_of(actor: Actor, plan: Plan) -> ScenarioQuerySet:
    """Return a plan's scenarios, newest first; overseers only, for they hold every party's figures."""
    require(actor, "scenarios.view", plan)
    return Scenario.objects.of_plan(plan.pk)


def scenario_of(actor: Actor, plan: Plan, scenario_id: int) -> Scenario | None:
    """Return one scenario of a plan, None where there is none."""
    found = scenarios_of(actor, plan).filter(pk=scenario_id).first()
    if found is not None:
        found.plan = plan
    return found


def summary(scenario: Scenario) -> Summary | None:
    """Return a scenario's key figures, None where it hasn't been computed."""
    return load(Summary, scenario.summary) if scenario.summary else None


def summary_of_run(run: PlanRun) -> Summary:
    """Return the key figures of a run that gave a plan; jobs aren't kept with it, and stay unsaid."""
    figures, solve = load(PlanFigures, run.figures), load(SolveReport, run.solve)
    makers = Award.objects.filter(lot__run=run).aggregate(makers=Count("maker", distinct=True))["makers"]
    return kept_summary(figures, solve, makers)


@dataclass(frozen=True, slots=True)
class LotSide:
    """What one scenario gives a lot: quantity supplied here, cost with imports, makers with their quantity."""

    covered: Decimal
    cost: Decimal
    makers: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class LotDifference:
    """A lot that two scenarios don't serve alike. A side is None where the scenario has no such lot."""

    code: str
    family: str
    requirement: tuple[object, ...]
    base_unit: str
    quantity: Decimal
    left: LotSide | None
    right: LotSide | None

    @property
    def cost(self) -> Decimal:
        """How much more the right one costs."""
        before = self.left.cost if self.left else ZERO
        after = self.right.cost if self.right else ZERO
        return after - before


def differences(actor: Actor, left: Scenario, right: Scenario) -> list[LotDifference]:
    """Return the lots that two scenarios of one plan serve otherwise, greatest change of cost first."""
    require(actor, "scenarios.view", left.plan)
    require(actor, "scenarios.view", right.plan)
    first, second = _lots(left), _lots(right)
    found = []
    for code in sorted(first.keys() | second.keys()):
        one, two = first.get(code), second.get(code)
        if one is not None and two is not None and one.awards == two.awards and one.cost == two.cost:
            continue
        shown = two if two is not None else one
        if shown is None:
            continue
        found.append(
            LotDifference(
                code, shown.family, tuple(shown.requirement), shown.base_unit, shown.quantity,
                _side(one), _side(two),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-abs(one.cost), one.code))


def _lots(scenario: Scenario) -> dict[str, ScenarioLot]:
    return {lot.code: lot for lot in scenario.lots.iterator(chunk_size=_CHUNK)}


def _side(lot: ScenarioLot | None) -> LotSide | None:
    if lot is None:
        return None
    makers: dict[str, Decimal] = defaultdict(Decimal)
    for name, _offer, quantity, _price in lot.awards:
        makers[str(name)] += Decimal(quantity)
    return LotSide(lot.covered_quantity, lot.cost, tuple(makers.items()))


def rows_of(scenario: Scenario) -> Iterator[ScenarioLot]:
    """Return every lot of a scenario, for an export."""
    return scenario.lots.order_by("family", "code").iterator(chunk_size=_CHUNK)


def analysis_of(run: PlanRun | None, kind: AnalysisKind, subject: str = "") -> Analysis | None:
    """Return what is known of an analysis of a run; the caller checks who may read it."""
    if run is None:
        return None
    return Analysis.objects.select_related("job").filter(run=run, kind=kind, subject=subject).first()


def analyses_of(actor: Actor, plan: Plan, kinds: Sequence[AnalysisKind]) -> dict[str, Analysis]:
    """Return the analyses of a plan's current run by kind, in one query."""
    require(actor, "scenarios.view", plan)
    found = Analysis.objects.select_related("job").filter(
        run_id=plan.current_run_id or 0, kind__in=kinds, subject=""
    )
    return {one.kind: one for one in found}


def lot_codes(run_id: int) -> dict[str, int]:
    """Return the rows of a run's lots by code."""
    return dict(Lot.objects.of_run(run_id).values_list("code", "pk"))
