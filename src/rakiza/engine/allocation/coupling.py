"""Which lots a rule looks at, and which of them it looks at together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rakiza.engine.allocation.rules import (
    Budget,
    Exclusive,
    GroupShare,
    MakerCount,
    MakerShare,
    Per,
    Rule,
    Scope,
    Service,
    Tied,
)
from rakiza.engine.allocation.values import Lot


def in_scope(lot: Lot, scope: Scope) -> bool:
    """Whether a rule of this scope looks at the lot."""
    named = not scope.lots and not scope.families
    if not named and lot.id not in scope.lots and lot.family not in scope.families:
        return False
    return lot.vital or not scope.vital


def groups(lots: Iterable[Lot], scope: Scope, per: Per) -> dict[str, list[Lot]]:
    """Return the lots of a scope by what the rule binds one by one; the plan has the name ""."""
    found: dict[str, list[Lot]] = defaultdict(list)
    for lot in _within(lots, scope):
        for name in _names(lot, per):
            found[name].append(lot)
    return found


def _within(lots: Iterable[Lot], scope: Scope) -> list[Lot]:
    """Return the lots for which `in_scope` holds: hundreds of rules ask of thousands of lots."""
    named, families = frozenset(scope.lots), frozenset(scope.families)
    if named or families:
        lots = [lot for lot in lots if lot.family in families or lot.id in named]
    return [lot for lot in lots if lot.vital] if scope.vital else list(lots)


def _names(lot: Lot, per: Per) -> tuple[str, ...]:
    if per is Per.LOT:
        return (lot.id,)
    if per is Per.FAMILY:
        return (lot.family,)
    if per is Per.MEMBER:
        return tuple(part.id for part in lot.members if part.quantity)
    return ("",)


def is_coupling(rule: Rule) -> bool:
    """Whether a rule may look at several lots together."""
    if isinstance(rule, MakerShare | GroupShare | MakerCount):
        return rule.per is not Per.LOT
    return isinstance(rule, Budget | Service | Exclusive | Tied)


def joins(lots: Sequence[Lot], rule: Rule, part_of: Mapping[str, int]) -> bool:
    """Whether a rule looks at lots of several parts together."""
    return is_coupling(rule) and any(
        len({part_of[lot] for lot in group if lot in part_of}) > 1 for group in _coupled(lots, rule)
    )


def coupled_lots(lots: Sequence[Lot], rules: Sequence[Rule]) -> Iterator[list[str]]:
    """Yield the lots that each rule looks at together."""
    known = {lot.id for lot in lots}
    for rule in rules:
        for joined in _coupled(lots, rule):
            within = [lot for lot in joined if lot in known]
            if len(within) > 1:
                yield within


def _coupled(lots: Sequence[Lot], rule: Rule) -> Iterator[list[str]]:
    if isinstance(rule, MakerShare | GroupShare | MakerCount):
        if rule.per is not Per.LOT:
            yield from ([lot.id for lot in part] for part in groups(lots, rule.scope, rule.per).values())
    elif isinstance(rule, Budget):
        yield [lot.id for lot in lots if rule.member is None or member_share_known(lot, rule.member)]
    elif isinstance(rule, Service):
        yield [lot.id for lot in lots if any(not rule.regions or p.id in rule.regions for p in lot.regions)]
    elif isinstance(rule, Exclusive | Tied):
        yield list(rule.lots)


def member_share_known(lot: Lot, member: str) -> bool:
    """Whether a member is behind the lot."""
    return any(part.id == member and part.quantity for part in lot.members)
