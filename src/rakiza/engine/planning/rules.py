"""The rules of the allocation that a plan's rules ask for.

An added rule may name a lot, a maker or a member that this year's problem doesn't hold: such a name is
left out, and a rule that is left with nothing to look at is left out too, for it must never come to bind
everything instead (`idle` tells such rules).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from rakiza.engine import allocation
from rakiza.engine.allocation import Measure, Per
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.values import Rules

ZERO, ONE = Decimal(0), Decimal(1)
YEARS = range(2, 7)  # of a commitment


@dataclass(frozen=True, slots=True)
class Named:
    """What a problem holds, by kind of name."""

    lots: frozenset[str]
    families: frozenset[str]
    makers: frozenset[str]
    members: frozenset[str]
    regions: frozenset[str]


def named_in(problem: allocation.Problem) -> Named:
    """Return what a problem holds."""
    return Named(
        lots=frozenset(lot.id for lot in problem.lots),
        families=frozenset(lot.family for lot in problem.lots),
        makers=frozenset(maker.id for maker in problem.makers) | {offer.maker for offer in problem.offers},
        members=frozenset(part.id for lot in problem.lots for part in lot.members),
        regions=frozenset(part.id for lot in problem.lots for part in lot.regions),
    )


def allocation_rules(rules: Rules, named: Named | None = None) -> allocation.AllocationRules:
    """Return the rules of an allocation over what is `named` (None: as they are written)."""
    return allocation.AllocationRules(
        preference_margin=rules.preference_margin,
        maximum_share=rules.maximum_share,
        minimum_sources_vital=rules.minimum_sources_vital,
        finish_packs=True,
        gap=rules.gap,
        time_limit_seconds=rules.time_limit_seconds,
        rules=(*_usual_rules(rules), *_added_rules(rules, named)),
        goals=rules.goals or (allocation.Goal(),),
    )


def _usual_rules(rules: Rules) -> Iterator[allocation.Rule]:
    """Yield the rules that look at the whole plan, under the names of their keys."""
    value = Measure.VALUE
    if rules.local_share_floor > 0:
        yield allocation.GroupShare("local_share_floor", minimum=rules.local_share_floor, measure=value)
    if rules.maximum_plan_share < 1:
        most = rules.maximum_plan_share
        yield allocation.MakerShare("maximum_plan_share", maximum=most, per=Per.PLAN, measure=value)
    if rules.plan_budget > 0:
        yield allocation.Budget("plan_budget", rules.plan_budget)
    if rules.regional_gap < 1:
        yield allocation.Service("regional_gap", spread=rules.regional_gap)
    yield from _counting_rules(rules)


def _counting_rules(rules: Rules) -> Iterator[allocation.Rule]:
    """Yield the rules that count makers, under the names of their keys."""
    if rules.required_sources_vital > 1:
        vital = allocation.Scope(vital=True)
        yield allocation.Sources("required_sources_vital", rules.required_sources_vital, scope=vital)
    if rules.makers_per_family:
        yield allocation.MakerCount("makers_per_family", rules.makers_per_family, Per.FAMILY)
    if rules.makers_per_member:
        yield allocation.MakerCount("makers_per_member", rules.makers_per_member, Per.MEMBER)


def _added_rules(rules: Rules, named: Named | None) -> Iterator[allocation.Rule]:
    for stated in rules.added:
        if not stated.on:
            continue
        kept = stated if named is None else narrowed(stated, named)
        if kept is not None:
            yield _WRITTEN[kept.kind](kept)


def narrowed(rule: AddedRule, named: Named) -> AddedRule | None:
    """Return a rule over what there is, None where that leaves it nothing to look at."""
    kept = replace(
        rule,
        lots=tuple(one for one in rule.lots if one in named.lots),
        families=tuple(one for one in rule.families if one in named.families),
        makers=tuple(one for one in rule.makers if one in named.makers),
        regions=tuple(one for one in rule.regions if one in named.regions),
    )
    if (rule.makers and not kept.makers) or (rule.regions and not kept.regions):
        return None
    if (rule.lots or rule.families) and not (kept.lots or kept.families):
        return None
    if rule.kind in {Kind.EXCLUSIVE, Kind.TIED} and len(set(kept.lots)) < 2:
        return None
    if rule.kind is Kind.MEMBER_BUDGET and rule.member not in named.members:
        return None
    return kept


def tooling(
    rules: Rules, makers: Collection[str], families: Collection[str]
) -> tuple[allocation.FixedCost, ...]:
    """Return what the makers of commitments ask for their tools, each paid once its maker is awarded."""
    found = []
    for rule in rules.added:
        asked = rule.on and rule.kind is Kind.COMMITMENT and rule.amount
        wanted = tuple(one for one in rule.families if one in families)
        if not asked or (rule.families and not wanted):
            continue
        found += [
            allocation.FixedCost(
                f"{rule.id}/{maker}",
                maker,
                rule.amount or ZERO,
                wanted,
                allocation.FixedCostKind.TOOLING,
                rule.years or 1,
            )
            for maker in rule.makers
            if maker in makers
        ]
    return tuple(found)


def _scope(rule: AddedRule) -> allocation.Scope:
    return allocation.Scope(rule.lots, rule.families, rule.vital)


def _maker_share(rule: AddedRule) -> allocation.Rule:
    return allocation.MakerShare(
        rule.id,
        minimum=rule.minimum or ZERO,
        maximum=ONE if rule.maximum is None else rule.maximum,
        per=rule.per or Per.LOT,
        measure=rule.measure or Measure.QUANTITY,
        scope=_scope(rule),
        makers=rule.makers,
    )


def _group_share(rule: AddedRule, group: allocation.Group) -> allocation.Rule:
    return allocation.GroupShare(
        rule.id,
        group,
        minimum=rule.minimum or ZERO,
        maximum=ONE if rule.maximum is None else rule.maximum,
        per=rule.per or Per.PLAN,
        measure=rule.measure or Measure.VALUE,
        scope=_scope(rule),
    )


def _sources(rule: AddedRule) -> allocation.Rule:
    return allocation.Sources(rule.id, rule.least or 0, rule.most, _scope(rule))


def _service(rule: AddedRule) -> allocation.Rule:
    return allocation.Service(
        rule.id, rule.minimum or ZERO, rule.spread, rule.served or allocation.Served.LOCAL, rule.regions
    )


def _commitment(rule: AddedRule) -> allocation.Rule:
    return allocation.Commitment(rule.id, rule.years or 2, rule.minimum or ZERO, rule.makers)


# How each kind is written for the allocation
_WRITTEN: dict[Kind, Callable[[AddedRule], allocation.Rule]] = {
    Kind.MAKER_SHARE: _maker_share,
    Kind.LOCAL_SHARE: lambda rule: _group_share(rule, allocation.Group.ALL),
    Kind.RESERVED_SHARE: lambda rule: _group_share(rule, rule.group or allocation.Group.SMALL_OR_STARTUP),
    Kind.INCUMBENT_SHARE: lambda rule: _group_share(rule, allocation.Group.INCUMBENT),
    Kind.SOURCES: _sources,
    Kind.SINGLE_SOURCE: lambda rule: allocation.SingleSource(rule.id, _scope(rule)),
    Kind.MAKER_COUNT: lambda rule: allocation.MakerCount(
        rule.id, rule.most or 1, rule.per or Per.MEMBER, _scope(rule)
    ),
    Kind.MEMBER_BUDGET: lambda rule: allocation.Budget(rule.id, rule.amount or ZERO, rule.member),
    Kind.SERVICE: _service,
    Kind.EXCLUSIVE: lambda rule: allocation.Exclusive(rule.id, rule.lots, rule.most or 1),
    Kind.TIED: lambda rule: allocation.Tied(rule.id, rule.lots),
    Kind.COMMITMENT: _commitment,
}
