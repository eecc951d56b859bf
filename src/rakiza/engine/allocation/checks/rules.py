"""Rules: bounds that don't cross, and only what the problem knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.checks.names import Names
from rakiza.engine.allocation.checks.numbers import number, share, unique
from rakiza.engine.allocation.checks.offers import known
from rakiza.engine.allocation.rules import (
    SWITCHES,
    AllocationRules,
    Budget,
    Commitment,
    Exclusive,
    Group,
    GroupShare,
    MakerCount,
    MakerShare,
    Per,
    Scope,
    Service,
    SingleSource,
    Sources,
    Tied,
)
from rakiza.engine.allocation.values import Measure, ProblemError

YEARS = range(2, 7)


def check_rules(rules: AllocationRules, names: Names, at: str = "") -> None:
    """Raise ProblemError for the first fault; `at`: where the rules stand in their document."""
    try:
        _check_all(rules, names)
    except ProblemError as error:
        raise ProblemError(at + error.pointer, error.code) from None


def _check_all(rules: AllocationRules, names: Names) -> None:
    number("/preference_margin", rules.preference_margin)
    share("/maximum_share", rules.maximum_share)
    share("/source_share", rules.source_share)
    number("/doubt_margin", rules.doubt_margin)
    share("/maximum_surplus", rules.maximum_surplus)
    if rules.minimum_sources_vital < 1:
        raise ProblemError("/minimum_sources_vital", codes.OUT_OF_RANGE)
    if rules.uncovered_penalty is not None:
        number("/uncovered_penalty", rules.uncovered_penalty)
    _check_run(rules)
    unique("rules", (rule.id for rule in rules.rules))
    for index, rule in enumerate(rules.rules):
        if rule.id in SWITCHES:
            raise ProblemError(f"/rules/{index}/id", codes.RESERVED)
        CHECKS[type(rule)](f"/rules/{index}", rule, names)


def _check_run(rules: AllocationRules) -> None:
    if not 0 <= rules.gap <= 1:
        raise ProblemError("/gap", codes.NOT_A_SHARE)
    if not rules.time_limit_seconds >= 0:
        raise ProblemError("/time_limit_seconds", codes.NOT_A_QUANTITY)
    if not rules.goals:
        raise ProblemError("/goals", codes.EMPTY)
    seen = set()
    for index, goal in enumerate(rules.goals):
        if goal.aim in seen:
            raise ProblemError(f"/goals/{index}/aim", codes.DUPLICATE)
        seen.add(goal.aim)
        number(f"/goals/{index}/tolerance", goal.tolerance)


def _scope(pointer: str, scope: Scope, names: Names) -> None:
    for index, lot in enumerate(scope.lots):
        known(f"{pointer}/scope/lots/{index}", lot, names.lots, codes.UNKNOWN_LOT)
    for index, family in enumerate(scope.families):
        known(f"{pointer}/scope/families/{index}", family, names.families, codes.UNKNOWN_FAMILY)


def _makers(pointer: str, makers: Sequence[str], names: Names) -> None:
    for index, maker in enumerate(makers):
        known(f"{pointer}/makers/{index}", maker, names.makers, codes.UNKNOWN_MAKER)


def _bounds(pointer: str, minimum: Decimal, maximum: Decimal) -> None:
    share(f"{pointer}/minimum", minimum)
    share(f"{pointer}/maximum", maximum)
    if minimum > maximum:
        raise ProblemError(f"{pointer}/minimum", codes.BOUNDS_CROSS)


def _maker_share(pointer: str, rule: MakerShare, names: Names) -> None:
    _bounds(pointer, rule.minimum, rule.maximum)
    if rule.measure is Measure.VALUE_ADDED:
        raise ProblemError(f"{pointer}/measure", codes.NOT_PER_MAKER)
    _scope(pointer, rule.scope, names)
    _makers(pointer, rule.makers, names)


def _group_share(pointer: str, rule: GroupShare, names: Names) -> None:
    _bounds(pointer, rule.minimum, rule.maximum)
    _scope(pointer, rule.scope, names)
    _makers(pointer, rule.makers, names)
    if rule.group is Group.NAMED and not rule.makers:
        raise ProblemError(f"{pointer}/makers", codes.EMPTY)


def _sources(pointer: str, rule: Sources, names: Names) -> None:
    _scope(pointer, rule.scope, names)
    share(f"{pointer}/least_share", rule.least_share)
    if rule.minimum < 0:
        raise ProblemError(f"{pointer}/minimum", codes.OUT_OF_RANGE)
    if rule.maximum is not None and rule.maximum < max(1, rule.minimum):
        raise ProblemError(f"{pointer}/maximum", codes.BOUNDS_CROSS)


def _single(pointer: str, rule: SingleSource, names: Names) -> None:
    _scope(pointer, rule.scope, names)


def _maker_count(pointer: str, rule: MakerCount, names: Names) -> None:
    _scope(pointer, rule.scope, names)
    if rule.per is Per.LOT:
        raise ProblemError(f"{pointer}/per", codes.NOT_HERE)
    if rule.maximum < 1:
        raise ProblemError(f"{pointer}/maximum", codes.OUT_OF_RANGE)


def _budget(pointer: str, rule: Budget, names: Names) -> None:
    number(f"{pointer}/maximum", rule.maximum)
    if rule.member is not None:
        known(f"{pointer}/member", rule.member, names.members, codes.UNKNOWN_MEMBER)


def _service(pointer: str, rule: Service, names: Names) -> None:
    share(f"{pointer}/minimum", rule.minimum)
    if rule.spread is not None:
        share(f"{pointer}/spread", rule.spread)
    for index, region in enumerate(rule.regions):
        known(f"{pointer}/regions/{index}", region, names.regions, codes.UNKNOWN_REGION)


def _exclusive(pointer: str, rule: Exclusive, names: Names) -> None:
    _named_lots(pointer, rule.lots, names)
    if rule.maximum < 1:
        raise ProblemError(f"{pointer}/maximum", codes.OUT_OF_RANGE)


def _tied(pointer: str, rule: Tied, names: Names) -> None:
    _named_lots(pointer, rule.lots, names)


def _named_lots(pointer: str, lots: Sequence[str], names: Names) -> None:
    if len(set(lots)) < 2:
        raise ProblemError(f"{pointer}/lots", codes.EMPTY)
    for index, lot in enumerate(lots):
        known(f"{pointer}/lots/{index}", lot, names.lots, codes.UNKNOWN_LOT)


def _commitment(pointer: str, rule: Commitment, names: Names) -> None:
    if rule.years not in YEARS:
        raise ProblemError(f"{pointer}/years", codes.OUT_OF_RANGE)
    share(f"{pointer}/floor", rule.floor)
    _makers(pointer, rule.makers, names)


CHECKS: dict[type, Callable[[str, Any, Names], None]] = {
    MakerShare: _maker_share,
    GroupShare: _group_share,
    Sources: _sources,
    SingleSource: _single,
    MakerCount: _maker_count,
    Budget: _budget,
    Service: _service,
    Exclusive: _exclusive,
    Tied: _tied,
    Commitment: _commitment,
}
