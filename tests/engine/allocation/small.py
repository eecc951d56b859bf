"""Random problems with few enough plans to try them all, and rules of every kind for them."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.allocation import (
    AllocationRules,
    Budget,
    Commitment,
    Discount,
    Exclusive,
    FixedCost,
    FixedCostKind,
    Group,
    GroupShare,
    Line,
    Lot,
    LotTerms,
    Maker,
    MakerCount,
    MakerShare,
    Material,
    Measure,
    Offer,
    Part,
    Per,
    Problem,
    Rule,
    Scope,
    Served,
    Service,
    SingleSource,
    Sources,
    Step,
    Tied,
    Tier,
    TierKind,
    TierScope,
    Use,
)

D = Decimal
PERIODS = 2
KINDS = (
    "maker_share",
    "group_share",
    "sources",
    "single_source",
    "maker_count",
    "budget",
    "service",
    "exclusive",
    "tied",
    "commitment",
    "none",
)
FEATURES = (
    "plain",
    "lot_tiers",
    "incremental",
    "rebate",
    "value_rebate",
    "fixed",
    "setup",
    "material",
    "terms",
)


def small_problem(seed: int) -> tuple[Problem, AllocationRules]:
    """A problem of two lots and two or three offers, with one feature and one or two kinds of rules."""
    dice = random.Random(seed)
    feature = FEATURES[seed % len(FEATURES)]
    lots = tuple(_lot(dice, i) for i in range(2))
    offers = tuple(_offer(dice, i, feature) for i in range(dice.choice([2, 2, 3])))
    problem = Problem(
        lots=lots,
        offers=offers,
        lines=(
            Line(
                "line",
                (D(dice.randint(1, 5)), D(dice.randint(1, 5))),
                D(dice.choice(["1", "0.8"])),
                dice.choice([(), (D("0.5"), D(1))]),
                D(dice.randint(1, 6)) if feature == "setup" else D(0),
            ),
        ),
        makers=(Maker("maker0", small=True), Maker("maker1", startup=True, reliability=D("0.8"))),
        materials=_materials(dice, feature),
        fixed_costs=_fixed(dice, feature),
        discounts=_discounts(dice, feature),
        periods=PERIODS,
        period_months=dice.choice([3, 1]),
    )
    kinds = {KINDS[seed % len(KINDS)], dice.choice(KINDS)}
    if feature in {"incremental", "value_rebate"}:
        kinds -= {"budget"}
    rules = AllocationRules(
        preference_margin=dice.choice([D(0), D("0.15"), D("0.5")]),
        maximum_share=dice.choice([D(1), D(1), D("0.7")]) if "single_source" not in kinds else D(1),
        uncovered_penalty=D(1000),
        maximum_surplus=dice.choice([D(0), D("0.5")]),
        gap=0.0,
        rules=tuple(rule for kind in sorted(kinds) for rule in _rules(dice, kind)),
    )
    return problem, rules


def _lot(dice: random.Random, index: int) -> Lot:
    return Lot(
        f"lot{index}",
        (D(dice.randint(1, 3)), D(dice.randint(0, 2))),
        D(dice.randint(6, 12)) if dice.random() < 0.8 else None,
        vital=dice.random() < 0.5,
        family="one" if index == 0 else dice.choice(["one", "other"]),
        members=(Part("m1", D(dice.randint(1, 3))), Part("m2", D(dice.randint(0, 3)))),
        regions=(Part("north", D(dice.randint(1, 2))), Part("south", D(dice.randint(0, 2)))),
        incumbent=dice.choice([None, "maker0", "maker1"]),
    )


def _offer(dice: random.Random, index: int, feature: str) -> Offer:
    price = D(dice.randint(2, 8))
    stepped = feature in {"lot_tiers", "incremental"} or (feature == "plain" and dice.random() < 0.5)
    tiers = [Tier(D(0), price)]
    if stepped:
        tiers.append(Tier(D(dice.randint(2, 4)), price - D(dice.choice(["0.5", "1", "1.5"]))))
    both = ("lot0", "lot1") if dice.random() < 0.6 else (dice.choice(["lot0", "lot1"]),)
    if feature == "value_rebate" and index == 0:
        both = both[:1]
    per_lot = feature in {"lot_tiers", "incremental"}
    terms = (
        (LotTerms(both[0], D(dice.randint(2, 9)), D(dice.randint(1, 2)), D(dice.choice([0, "0.5"]))),)
        if feature == "terms"
        else ()
    )
    return Offer(
        f"offer{index}",
        f"maker{index % 2}",
        both,
        tuple(tiers),
        dice.choice([(), (), (), (Fraction(1, 3), Fraction(1)), (Fraction(0), Fraction(2, 3))]),
        dice.choice([None, None, None, (D(dice.randint(1, 4)), D(dice.randint(1, 4)))]),
        dice.choice([None, "line"]) if feature != "setup" else "line",
        D(dice.choice([1, 1, 2])),
        D(dice.choice([0, 0, 2])),
        D(dice.choice([1, 1, 2])),
        tier_kind=TierKind.INCREMENTAL if feature == "incremental" else TierKind.ALL_UNITS,
        tier_scope=TierScope.LOT if per_lot else TierScope.OFFER,
        terms=terms,
        materials=(Use("resin", D(dice.choice(["1", "0.5"]))),) if feature == "material" else (),
        delivery=(Part("north", D("0.3")), Part("south", D(1))) if feature == "terms" else (),
        lead_months=dice.choice([0, 0, 0, 0, 0, 1]),
        value_added=D(dice.choice(["0.2", "0.5", "1"])),
        vat=D(dice.choice(["0", "0.2"])),
    )


def _materials(dice: random.Random, feature: str) -> tuple[Material, ...]:
    if feature != "material":
        return ()
    tiers = (Tier(D(0), D(2)), Tier(D(dice.randint(1, 4)), D(1)))
    supply = dice.choice([None, (D(dice.randint(1, 3)), D(dice.randint(1, 3)))])
    return (Material("resin", tiers, dice.choice(list(TierKind)), supply),)


def _fixed(dice: random.Random, feature: str) -> tuple[FixedCost, ...]:
    if feature != "fixed":
        return ()
    return (
        FixedCost("q0", "maker0", D(dice.randint(1, 8)), dice.choice([(), ("one",)]))
        if dice.random() < 0.7
        else FixedCost("q1", "maker1", D(dice.randint(1, 8))),
        FixedCost("tool", "maker0", D(dice.choice([4, 12])), kind=FixedCostKind.TOOLING, years=4),
    )


def _discounts(dice: random.Random, feature: str) -> tuple[Discount, ...]:
    if feature == "rebate":
        measure = dice.choice([Measure.QUANTITY, Measure.VALUE])
        steps = (Step(D(0), D(0)), Step(D(dice.randint(2, 6)), D("0.25")))
        return (Discount("d", "maker0", steps, measure=measure),)
    if feature == "value_rebate":
        steps = (Step(D(0), D("0.05")), Step(D(dice.randint(3, 9)), D("0.25")))
        return (Discount("d", "maker1", steps, measure=Measure.VALUE),)
    return ()


def _rules(dice: random.Random, kind: str) -> tuple[Rule, ...]:
    if kind == "none":
        return ()
    share = dice.choice([D("0.2"), D("0.34"), D("0.5"), D("0.75")])
    per = dice.choice([Per.LOT, Per.FAMILY, Per.PLAN])
    measure = dice.choice([Measure.QUANTITY, Measure.VALUE])
    scope = dice.choice(
        [Scope(), Scope(), Scope(lots=("lot0",)), Scope(families=("one",)), Scope(vital=True)]
    )
    built = {
        "maker_share": lambda: _maker_share(dice, kind, share, per, measure, scope),
        "group_share": lambda: _group_share(dice, kind, share, per, measure, scope),
        "sources": lambda: Sources(kind, dice.choice([0, 2]), dice.choice([None, 2]), scope, D("0.3")),
        "single_source": lambda: SingleSource(kind, scope),
        "maker_count": lambda: MakerCount(kind, 1, dice.choice([Per.MEMBER, Per.FAMILY, Per.PLAN]), scope),
        "budget": lambda: Budget(kind, D(dice.randint(12, 60)), dice.choice([None, "m1", "m2"])),
        "service": lambda: _service(dice, kind, share),
        "exclusive": lambda: Exclusive(kind, ("lot0", "lot1")),
        "tied": lambda: Tied(kind, ("lot0", "lot1")),
        "commitment": lambda: Commitment(kind, 3, D(dice.choice(["0", "0.5"]))),
    }
    return (built[kind](),)


def _maker_share(dice: random.Random, kind: str, share: D, per: Per, measure: Measure, scope: Scope) -> Rule:
    minimum, maximum = dice.choice([(D(0), share), (share, D(1)), (D("0.2"), D("0.6"))])
    return MakerShare(kind, minimum, maximum, per, measure, scope, dice.choice([(), ("maker0",)]))


def _group_share(dice: random.Random, kind: str, share: D, per: Per, measure: Measure, scope: Scope) -> Rule:
    added = dice.choice([measure, Measure.VALUE_ADDED])
    minimum, maximum = dice.choice([(D(0), share), (share / 4, D(1))])
    return GroupShare(kind, dice.choice(list(Group)), minimum, maximum, per, added, scope, ("maker1",))


def _service(dice: random.Random, kind: str, share: D) -> Rule:
    minimum, spread = dice.choice([(share, None), (D(0), D("0.1")), (D("0.1"), D("0.3"))])
    return Service(kind, minimum, spread, dice.choice(list(Served)))
