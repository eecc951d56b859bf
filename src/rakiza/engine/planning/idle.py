"""Rules of a plan that can bind nothing, and why: what they name isn't there, they can't bite, another says as much.

Only what is certain is told: a rule that merely doesn't bind this year's best plan isn't idle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from rakiza.engine.allocation import AllocationRules, Group, Measure, Per, Served
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.rules import Named, narrowed
from rakiza.engine.planning.values import Rules

ZERO, ONE = Decimal(0), Decimal(1)
MOST_SURPLUS = AllocationRules().maximum_surplus


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What rules look at in a lot. `members`: base units by member; `makers`: with a device for it."""

    family: str
    vital: bool = False
    makers: frozenset[str] = frozenset()
    members: Mapping[str, Decimal] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    reference: Decimal | None = None


Facts = Mapping[str, LotFacts]


class Idle(StrEnum):
    """Why a rule binds nothing."""

    MAKERS = "makers"  # none of those named offers anything
    REGIONS = "regions"  # no need states any of those named
    LOTS = "lots"  # no lot is of those named, nor of the families named
    FEW_LOTS = "few_lots"  # fewer than two of those named are there
    MEMBER = "member"  # asks for nothing
    VITAL = "vital"  # no lot that it looks at is vital
    OFFERS = "offers"  # no maker has a device for any lot that it looks at
    COUNT = "count"  # so many makers (`most`) are never there
    MONEY = "money"  # so much (`most`) is never spent
    ONE_REGION = "one_region"  # nothing to compare a region with
    ALWAYS = "always"  # one maker at least is always there
    CONTAINED = "contained"  # `other` asks as much of the same lots


@dataclass(frozen=True, slots=True)
class IdleRule:
    """One idle rule: its identifier, or its key where it is a usual one. `most`: what is ever reached."""

    rule: str
    why: Idle
    most: Decimal | None = None
    other: str = ""


def idle_in(rules: Rules, facts: Facts | None) -> tuple[IdleRule, ...]:
    """Return the rules in force that are idle over the lots of a run; None: only what others contain."""
    stated = [_in_full(rule) for rule in (*_usual(rules), *(rule for rule in rules.added if rule.on))]
    alone = {} if facts is None else dict(_alone(rules, stated, facts))
    sound = [rule for rule in stated if rule.id not in alone]
    found = dict(alone)
    for place, rule in enumerate(sound):
        for rank, other in enumerate(sound):
            if rank == place or not _covers(other, rule, facts):
                continue
            if rank < place or not _covers(rule, other, facts):
                found[rule.id] = IdleRule(rule.id, Idle.CONTAINED, other=other.id)
                break
    if facts is not None and rules.minimum_sources_vital > 1 and not any(one.vital for one in facts.values()):
        found["minimum_sources_vital"] = IdleRule("minimum_sources_vital", Idle.VITAL)
    return tuple(found[rule] for rule in sorted(found))


def _in_full(rule: AddedRule) -> AddedRule:
    """Return a rule with what it is taken for where it doesn't say."""
    per, measure = _TAKEN.get(rule.kind, (None, None))
    served = Served.LOCAL if rule.kind is Kind.SERVICE else None
    group = Group.SMALL_OR_STARTUP if rule.kind is Kind.RESERVED_SHARE else None
    if rule.kind in {Kind.SERVICE, Kind.MEMBER_BUDGET}:  # they look at all that a region or member asks
        rule = replace(rule, lots=(), families=(), vital=False)
    return replace(
        rule,
        per=rule.per or per,
        measure=rule.measure or measure,
        served=rule.served or served,
        group=rule.group or group,
    )


_TAKEN: Mapping[Kind, tuple[Per | None, Measure | None]] = {
    Kind.MAKER_SHARE: (Per.LOT, Measure.QUANTITY),
    Kind.LOCAL_SHARE: (Per.PLAN, Measure.VALUE),
    Kind.RESERVED_SHARE: (Per.PLAN, Measure.VALUE),
    Kind.INCUMBENT_SHARE: (Per.PLAN, Measure.VALUE),
    Kind.MAKER_COUNT: (Per.MEMBER, None),
}


def _usual(rules: Rules) -> Iterator[AddedRule]:
    """Yield the usual rules in force as added ones, under the names of their keys."""
    if rules.maximum_share < 1:
        lot, units = Per.LOT, Measure.QUANTITY
        yield AddedRule(
            "maximum_share", Kind.MAKER_SHARE, maximum=rules.maximum_share, per=lot, measure=units
        )
    plan, value = Per.PLAN, Measure.VALUE
    if rules.local_share_floor > 0:
        floor = rules.local_share_floor
        yield AddedRule("local_share_floor", Kind.LOCAL_SHARE, minimum=floor, per=plan, measure=value)
    if rules.maximum_plan_share < 1:
        most = rules.maximum_plan_share
        yield AddedRule("maximum_plan_share", Kind.MAKER_SHARE, maximum=most, per=plan, measure=value)
    if rules.plan_budget > 0:
        yield AddedRule("plan_budget", Kind.MEMBER_BUDGET, amount=rules.plan_budget)
    if rules.required_sources_vital > 1:
        yield AddedRule(
            "required_sources_vital", Kind.SOURCES, least=rules.required_sources_vital, vital=True
        )
    if rules.makers_per_family:
        yield AddedRule("makers_per_family", Kind.MAKER_COUNT, most=rules.makers_per_family, per=Per.FAMILY)
    if rules.makers_per_member:
        yield AddedRule("makers_per_member", Kind.MAKER_COUNT, most=rules.makers_per_member, per=Per.MEMBER)
    if rules.regional_gap < 1:
        yield AddedRule("regional_gap", Kind.SERVICE, spread=rules.regional_gap)


def _alone(rules: Rules, stated: Sequence[AddedRule], facts: Facts) -> Iterator[tuple[str, IdleRule]]:
    """Yield the rules that are idle whatever the others are."""
    named = _named(facts)
    for rule in stated:
        why, most = _missing(rule, named), None
        of_the_plan = rule.kind is Kind.MEMBER_BUDGET and not rule.member
        kept = rule if of_the_plan else narrowed(rule, named)
        if why is None and kept is not None:
            why, most = _loose(kept, rules, facts)
        if why is not None:
            yield rule.id, IdleRule(rule.id, why, most)


def _named(facts: Facts) -> Named:
    return Named(
        lots=frozenset(facts),
        families=frozenset(one.family for one in facts.values()),
        makers=frozenset(maker for one in facts.values() for maker in one.makers),
        members=frozenset(member for one in facts.values() for member in one.members),
        regions=frozenset(region for one in facts.values() for region in one.regions),
    )


def _missing(rule: AddedRule, named: Named) -> Idle | None:
    """Say what of the things that a rule names isn't there, where that leaves it nothing."""
    if rule.makers and not named.makers.intersection(rule.makers):
        return Idle.MAKERS
    if rule.regions and not named.regions.intersection(rule.regions):
        return Idle.REGIONS
    if rule.kind in {Kind.EXCLUSIVE, Kind.TIED} and len(named.lots.intersection(rule.lots)) < 2:
        return Idle.FEW_LOTS
    if (rule.lots or rule.families) and not (
        named.lots.intersection(rule.lots) or named.families.intersection(rule.families)
    ):
        return Idle.LOTS
    if rule.member and rule.member not in named.members:
        return Idle.MEMBER
    return None


Loose = tuple[Idle | None, Decimal | None]
_BITES: Loose = (None, None)


def _loose(rule: AddedRule, rules: Rules, facts: Facts) -> Loose:
    """Say why no plan could break a rule over what there is; what it names is there."""
    lots = scope_of(rule, facts)
    if not lots:
        return (Idle.VITAL if rule.vital else Idle.LOTS), None
    makers = [facts[lot].makers for lot in lots]
    floor = rule.minimum is not None and rule.minimum > 0 and rule.kind is not Kind.MAKER_SHARE
    counts_money = rule.kind in {Kind.MEMBER_BUDGET, Kind.SERVICE}
    if not any(makers) and not floor and not counts_money and rule.kind is not Kind.COMMITMENT:
        return Idle.OFFERS, None
    told = _OWN.get(rule.kind)
    return _BITES if told is None else told(rule, rules, {lot: facts[lot] for lot in lots})


def _sources(rule: AddedRule, _rules: Rules, facts: Facts) -> Loose:
    if rule.most is None:
        return (Idle.ALWAYS, None) if (rule.least or 0) <= 1 else _BITES
    there = max(len(one.makers) for one in facts.values())
    return (Idle.COUNT, Decimal(there)) if rule.most >= there and (rule.least or 0) <= 1 else _BITES


def _maker_count(rule: AddedRule, _rules: Rules, facts: Facts) -> Loose:
    makers: dict[str, set[str]] = {}
    for one in facts.values():
        for part in _parts(rule.per or Per.MEMBER, one):
            makers.setdefault(part, set()).update(one.makers)
    there = max((len(some) for some in makers.values()), default=0)
    return (Idle.COUNT, Decimal(there)) if (rule.most or 1) >= there else _BITES


def _parts(per: Per, lot: LotFacts) -> Sequence[str]:
    if per is Per.MEMBER:
        return tuple(lot.members)
    return (lot.family,) if per is Per.FAMILY else ("",)


def _budget(rule: AddedRule, rules: Rules, facts: Facts) -> Loose:
    """Hold a budget against everything at the dearest price allowed, with the greatest surplus and all tools."""
    asked = [
        (
            sum(one.members.values(), ZERO) if not rule.member else one.members.get(rule.member, ZERO),
            one.reference,
        )
        for one in facts.values()
    ]
    if any(price is None for quantity, price in asked if quantity):
        return _BITES
    dearest = (1 + MOST_SURPLUS) * (1 + rules.preference_margin)
    most = sum((quantity * (price or ZERO) * dearest for quantity, price in asked), ZERO)
    if not rule.member:
        most += sum(
            ((one.amount or ZERO) * len(one.makers) for one in rules.added if one.kind is Kind.COMMITMENT),
            ZERO,
        )
    return (Idle.MONEY, most) if rule.amount is not None and rule.amount >= most else _BITES


def _service(rule: AddedRule, _rules: Rules, facts: Facts) -> Loose:
    stated = {region for one in facts.values() for region in one.regions}
    regions = stated.intersection(rule.regions) if rule.regions else stated
    if not regions:
        return Idle.REGIONS, None
    if rule.minimum:
        return _BITES
    if len(regions) < 2:
        return Idle.ONE_REGION, None
    return _BITES


def _exclusive(rule: AddedRule, _rules: Rules, facts: Facts) -> Loose:
    held: dict[str, int] = {}
    for one in facts.values():
        for maker in one.makers:
            held[maker] = held.get(maker, 0) + 1
    most = max(held.values(), default=0)
    return (Idle.COUNT, Decimal(most)) if (rule.most or 1) >= most else _BITES


_OWN: dict[Kind, Callable[[AddedRule, Rules, Facts], Loose]] = {
    Kind.SOURCES: _sources,
    Kind.MAKER_COUNT: _maker_count,
    Kind.MEMBER_BUDGET: _budget,
    Kind.SERVICE: _service,
    Kind.EXCLUSIVE: _exclusive,
}


def scope_of(rule: AddedRule, facts: Facts) -> frozenset[str]:
    """Return the lots that a rule looks at."""
    return frozenset(
        code
        for code, lot in facts.items()
        if ((not rule.lots and not rule.families) or code in rule.lots or lot.family in rule.families)
        and (lot.vital or not rule.vital)
    )


def _covers(other: AddedRule, rule: AddedRule, facts: Facts | None) -> bool:
    """Tell whether whatever obeys `other` obeys `rule`."""
    if other.kind is not rule.kind or rule.kind is Kind.COMMITMENT:
        return False
    if (other.per, other.measure, other.group, other.served, other.member) != (
        rule.per, rule.measure, rule.group, rule.served, rule.member,
    ):  # fmt: skip
        return False
    reaches = _same(other, rule, facts) if _needs_same(rule) else _wider(other, rule, facts)
    return reaches and _within(other, rule)


def _needs_same(rule: AddedRule) -> bool:
    """Tell whether a rule is a share of all that it looks at, so that more lots are another rule."""
    return rule.measure is not None and rule.per is not Per.LOT


def _within(other: AddedRule, rule: AddedRule) -> bool:
    """Tell whether `other`'s bounds are as tight as the rule's; an unstated lower bound is 0."""
    least = (other.minimum or ZERO) >= (rule.minimum or ZERO) and (other.least or 0) >= (rule.least or 0)
    most = all(
        _tight(getattr(other, bound), getattr(rule, bound))
        for bound in ("maximum", "spread", "most", "amount")
    )
    return least and most


def _tight(other: Decimal | int | None, bound: Decimal | int | None) -> bool:
    return bound is None or (other is not None and other <= bound)


def _wider(other: AddedRule, rule: AddedRule, facts: Facts | None) -> bool:
    """Tell whether `other` looks at every lot, maker and region that the rule does."""
    if not _all_of(other.makers, rule.makers) or not _all_of(other.regions, rule.regions):
        return False
    if rule.kind in {Kind.EXCLUSIVE, Kind.TIED}:
        return set(other.lots) >= set(rule.lots)
    if facts is not None:
        return scope_of(other, facts) >= scope_of(rule, facts)
    if other.vital and not rule.vital:
        return False
    if not other.lots and not other.families:
        return True
    return bool(rule.lots or rule.families) and (
        set(other.lots) >= set(rule.lots) and set(other.families) >= set(rule.families)
    )


def _same(other: AddedRule, rule: AddedRule, facts: Facts | None) -> bool:
    if not _all_of(other.makers, rule.makers):
        return False
    if facts is None:
        return (set(other.lots), set(other.families), other.vital) == (
            set(rule.lots), set(rule.families), rule.vital,
        )  # fmt: skip
    mine, theirs = scope_of(rule, facts), scope_of(other, facts)
    if rule.per is Per.FAMILY:
        families = {facts[lot].family for lot in mine}
        theirs = frozenset(lot for lot in theirs if facts[lot].family in families)
    return mine == theirs


def _all_of(other: Sequence[str], mine: Sequence[str]) -> bool:
    """Tell whether names reach as far as others; none stands for all."""
    return not other or (bool(mine) and set(other) >= set(mine))
