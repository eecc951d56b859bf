"""The rules of one solve: each has an identifier, bounds, and can be switched off alone.

Quantities of a share are counted against the demand of its lots; values against what is spent on
them, imports included. Every rule of `AllocationRules.rules` binds; the four that are fields of
their own bind as told there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from rakiza.engine.allocation.values import ONE, ZERO, Measure


@dataclass(frozen=True, slots=True)
class Scope:
    """The lots that a rule looks at: those named, of the families named, vital ones only or all."""

    lots: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    vital: bool = False


EVERYWHERE = Scope()


class Per(StrEnum):
    """The parts of the plan that a rule binds one by one."""

    LOT = "lot"
    FAMILY = "family"
    MEMBER = "member"
    PLAN = "plan"


class Group(StrEnum):
    """Makers that a share is kept for."""

    ALL = "all"  # local supply as a whole
    SMALL = "small"
    STARTUP = "startup"
    SMALL_OR_STARTUP = "small_or_startup"
    INCUMBENT = "incumbent"  # for each lot, the maker that supplies it today
    NAMED = "named"  # those in `makers`


class Served(StrEnum):
    """What a service level counts."""

    LOCAL = "local"  # what local makers supply
    COVERED = "covered"  # local supply and imports with a known price


@dataclass(frozen=True, slots=True)
class MakerShare:
    """Bounds of any one maker's share, lot by lot, family by family or of the plan.

    `minimum` binds where the maker is awarded anything at all there. `makers`: those bound, none
    named for each of them. Value added isn't counted per maker.
    """

    id: str
    minimum: Decimal = ZERO
    maximum: Decimal = ONE
    per: Per = Per.LOT
    measure: Measure = Measure.QUANTITY
    scope: Scope = EVERYWHERE
    makers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Bounds of a group's share together: a reserve, a floor of local supply, incumbents' part."""

    id: str
    group: Group = Group.ALL
    minimum: Decimal = ZERO
    maximum: Decimal = ONE
    per: Per = Per.PLAN
    measure: Measure = Measure.VALUE
    scope: Scope = EVERYWHERE
    makers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """How many makers serve each lot; one counts from `least_share` of the demand.

    `minimum` binds where the lot is supplied locally at all.
    """

    id: str
    minimum: int = 0
    maximum: int | None = None
    scope: Scope = EVERYWHERE
    least_share: Decimal = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class SingleSource:
    """Each lot goes whole to one offer, or isn't supplied locally at all."""

    id: str
    scope: Scope = EVERYWHERE


@dataclass(frozen=True, slots=True)
class MakerCount:
    """At most `maximum` makers serve a member, a family or the plan."""

    id: str
    maximum: int
    per: Per = Per.MEMBER
    scope: Scope = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Budget:
    """Most that is spent, imports included: by one member, or by the plan where none is named.

    A member pays its part of each lot. Raw materials, set-ups and fixed costs count in the plan's
    budget only.
    """

    id: str
    maximum: Decimal
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """The share of each region's demand that is served.

    `minimum` for each region; `spread`: no region stands below another by more. None named: all.
    """

    id: str
    minimum: Decimal = ZERO
    spread: Decimal | None = None
    served: Served = Served.LOCAL
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusive:
    """No maker holds more than `maximum` of these lots."""

    id: str
    lots: tuple[str, ...]
    maximum: int = 1


@dataclass(frozen=True, slots=True)
class Tied:
    """A maker that serves one of these lots serves them all."""

    id: str
    lots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """Makers may be committed to for `years` years (2 to 6), so that tooling is paid back over them.

    A maker so committed to receives at least `floor` of the demand in the families of its tooling.
    Where a tool lasts fewer years, these count.
    """

    id: str
    years: int
    floor: Decimal = ZERO
    makers: tuple[str, ...] = ()


Rule = (
    MakerShare
    | GroupShare
    | Sources
    | SingleSource
    | MakerCount
    | Budget
    | Service
    | Exclusive
    | Tied
    | Commitment
)


class Aim(StrEnum):
    """What a plan is best in."""

    COST = "cost"
    VALUE_ADDED = "value_added"  # the greatest
    IMPORTS = "imports"  # the least value that no local maker supplies


@dataclass(frozen=True, slots=True)
class Goal:
    """One aim of a lexicographic order; later ones may give up `tolerance` of it, as a share."""

    aim: Aim = Aim.COST
    tolerance: Decimal = ZERO


PREFERENCE_MARGIN = "preference_margin"
MAXIMUM_SHARE = "maximum_share"
MINIMUM_SOURCES_VITAL = "minimum_sources_vital"
FINISH_PACKS = "finish_packs"


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """Rules of one solve.

    `preference_margin`: local wins while its price ≤ import × (1 + margin), and is never awarded
    above. `maximum_share`: most of a lot's annual demand for one maker. `minimum_sources_vital`:
    makers wanted on a vital lot, as many as possible up to it; a maker counts from
    `source_share` of the lot's demand. `uncovered_penalty`: cost of one unit left open where no
    import price is known (None: ten times the dearest unit of the problem, delivery and raw material
    with it, and all charges that are paid once, spread over the smallest lot). `doubt_margin`: how much
    dearer a sure device may be and still be preferred to a doubtful one; it weighs in the choice, never
    in the money. `maximum_surplus`: most that finishing the last conditioning may add to a lot, as a
    share of its demand (0: orders never exceed the demand). `finish_packs`: the last conditioning of a
    lot is ordered whole wherever that can be, even where importing the last pieces would cost less (see
    `packs`). `rules`: those
    with an identifier of their own, all of which bind. `goals`: what the plan is best in, the
    first before the second.
    """

    preference_margin: Decimal = Decimal("0.15")
    maximum_share: Decimal = ONE
    minimum_sources_vital: int = 1
    source_share: Decimal = Decimal("0.1")
    uncovered_penalty: Decimal | None = None
    doubt_margin: Decimal = Decimal("0.1")
    maximum_surplus: Decimal = Decimal("0.5")
    finish_packs: bool = False
    gap: float = 1e-4
    time_limit_seconds: float = 60.0
    rules: tuple[Rule, ...] = ()
    goals: tuple[Goal, ...] = field(default=(Goal(),))

    def ids(self) -> tuple[str, ...]:
        """Return the identifiers of the rules that are on, those that are fields first."""
        return (*(name for name, off in SWITCHES.items() if getattr(self, name) != off), *self._own())

    def without(self, rule: str) -> AllocationRules:
        """Return the same rules with one switched off; KeyError where no such rule is on."""
        if rule not in self.ids():
            raise KeyError(rule)
        if rule in SWITCHES:
            return replace(self, **{rule: SWITCHES[rule]})  # type: ignore[arg-type]
        return replace(self, rules=tuple(one for one in self.rules if one.id != rule))

    def _own(self) -> tuple[str, ...]:
        return tuple(rule.id for rule in self.rules)


# The rules that are fields, and the value at which each is off
SWITCHES: dict[str, Decimal | int] = {
    PREFERENCE_MARGIN: ZERO,
    MAXIMUM_SHARE: ONE,
    MINIMUM_SOURCES_VITAL: 1,
    FINISH_PACKS: False,
}


def goals_of(rules: AllocationRules) -> tuple[Goal, ...]:
    """Return the goals in order; cost settles what they leave open."""
    if any(goal.aim is Aim.COST for goal in rules.goals):
        return rules.goals
    return (*rules.goals, Goal(Aim.COST))
