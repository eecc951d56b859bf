"""Reads of plans: which ones, their runs, key figures, families, documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from rakiza.engine.planning.plan import PlanFigures, SolveReport
from rakiza.engine.planning.values import Rules
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Proposal
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.organisations.second_person import proposal_of, waiting_proposal
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.plans.difference import FamilyRests, Rests
from rakiza.pillars.purchasing.plans.enums import PlanFileKind, PlanState
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import FamilyTotal, Plan, PlanFile, PlanQuerySet, PlanRun
from rakiza.pillars.purchasing.plans.visibility import Sight

_LOOKED_AT = 20  # changes of rules, for the last that changed any


def plans_for(actor: Actor) -> PlanQuerySet:
    """Return the plans the actor may see, newest first (the same rule as `plans.view`)."""
    plans = Plan.objects.select_related("association", "current_run", "published_by")
    if actor.oversees:
        return plans
    if actor.plays(Role.BUYER):
        return plans.filter(Q(state=PlanState.ALLOCATED) | Q(state=PlanState.PUBLISHED))
    return plans.none() if actor.plays(Role.PARTNER) else plans.published()


def proposed_publication(plan: Plan) -> Proposal | None:
    """Return the proposal to publish the plan as it stands; None where there is none, or it has lapsed."""
    return proposal_of("plans.publish", plan, str(plan.current_run_id))


def proposed_withdrawal(plan: Plan) -> Proposal | None:
    """Return the proposal to take the publication back; None where there is none."""
    return waiting_proposal("plans.unpublish", plan)


def plan_for(actor: Actor, plan_id: int) -> Plan:
    """Return one plan; `Plan.DoesNotExist` where there is none that the actor may see."""
    return plans_for(actor).get(pk=plan_id)


def latest_run(actor: Actor, plan: Plan) -> PlanRun | None:
    """Return the newest run with its job, finished or not, for those who run plans; else None."""
    require(actor, "plans.view", plan)
    if not actor.oversees:
        return None
    return plan.runs.select_related("job").first()


@dataclass(frozen=True, slots=True)
class Overview:
    """What the head of the plan page shows. Money is None where too few buyers stand behind it.

    `solve` and `rules` are None for those who don't oversee the plan.
    """

    plan: Plan
    run: PlanRun | None
    figures: PlanFigures | None
    money_hidden: bool
    solve: SolveReport | None
    rules: Rules | None


_NOTHING = Decimal(0)


def overview(actor: Actor, plan: Plan) -> Overview:
    """Return key figures of the plan's current run."""
    require(actor, "plans.view", plan)
    run = plan.current_run
    if run is None:
        return Overview(plan, None, None, money_hidden=False, solve=None, rules=rules_of(plan.rules))
    sight = Sight.of(actor)
    figures = load(PlanFigures, run.figures)
    hidden = not sight.pools_plan(run.buyers_count, (load(FamilyRests, one) for one in run.family_rests))
    if hidden:
        figures = replace(
            figures,
            estimated_value=_NOTHING,
            covered_value=_NOTHING,
            import_value=_NOTHING,
            savings=_NOTHING,
            surplus_value=_NOTHING,
            tooling_value=_NOTHING,
            local_share=None,
        )
    return Overview(
        plan=plan,
        run=run,
        figures=figures,
        money_hidden=hidden,
        solve=load(SolveReport, run.solve) if sight.everything else None,
        rules=rules_of(run.rules) if sight.everything else None,
    )


@dataclass(frozen=True, slots=True)
class RuleChange:
    """The last change of a plan's rules: what they were, what they are, when."""

    before: Rules
    after: Rules
    at: datetime


def last_rule_change(actor: Actor, plan: Plan) -> RuleChange | None:
    """Return the change that gave a plan the rules that it has, None where it has had no others."""
    require(actor, "plans.run", plan)
    events = history_of(plan).filter(action="plans.set_rules").order_by("-pk")[:_LOOKED_AT]
    event = next((one for one in events if one.before != one.after), None)
    if event is None or event.after != plan.rules:
        return None
    return RuleChange(rules_of(event.before), rules_of(event.after), event.at)


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family of a plan. Money is None where hidden; `local_share` is covered over estimated value."""

    family: str
    group: str
    label: str
    lots: int
    lots_covered: int
    value: Decimal | None
    covered_value: Decimal | None
    savings: Decimal | None
    local_share: Decimal | None
    hidden: bool


def family_rows(actor: Actor, plan: Plan, language: str) -> tuple[FamilyRow, ...]:
    """Return the plan by family: greatest value first for overseers, by name for the others.

    Order by value would tell what a hidden value is near to.
    """
    require(actor, "plans.view", plan)
    if plan.current_run_id is None:
        return ()
    sight = Sight.of(actor)
    totals = FamilyTotal.objects.filter(run_id=plan.current_run_id)
    rows = [_family_row(total, sight, language) for total in totals.order_by("-value", "family")]
    return tuple(
        rows if sight.everything else sorted(rows, key=lambda row: (name_key(row.label), row.family))
    )


def _family_row(total: FamilyTotal, sight: Sight, language: str) -> FamilyRow:
    shown = sight.pools_family(total.buyers_count, load(Rests, total.rests))
    share = None
    if shown and total.value > 0:
        share = min(total.covered_value / total.value, Decimal(1))
    return FamilyRow(
        family=total.family,
        group=total.group,
        label=total.label(language),
        lots=total.lots,
        lots_covered=total.lots_covered,
        value=total.value if shown else None,
        covered_value=total.covered_value if shown else None,
        savings=total.savings if shown else None,
        local_share=share,
        hidden=not shown,
    )


def family_labels(run_id: int, language: str) -> dict[str, str]:
    """Return the names of the run's families by identifier, in one query."""
    return {total.family: total.label(language) for total in FamilyTotal.objects.filter(run_id=run_id)}


def plan_files(actor: Actor, plan: Plan) -> tuple[PlanFile, ...]:
    """Return the documents of the current run. They hold every party's figures: overseers only."""
    require(actor, "plans.download", plan)
    if plan.current_run_id is None:
        return ()
    files = PlanFile.objects.filter(run_id=plan.current_run_id).exclude(kind=PlanFileKind.MADE)
    return tuple(files.select_related("file").order_by("language", "kind"))
