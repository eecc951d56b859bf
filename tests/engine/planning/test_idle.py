"""Rules that can bind nothing: each reason, and that dropping them never changes a plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.explanation.small import year

from rakiza.engine.allocation import Lot, Measure, Offer, Part, Per, Problem, Served, Tier, solve
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.idle import Idle, IdleRule, LotFacts, idle_in
from rakiza.engine.planning.rules import allocation_rules, named_in
from rakiza.engine.planning.values import Rules

D = Decimal
FACTS = {
    "L1": LotFacts("gloves", True, frozenset({"m1", "m2"}), {"north": D(60), "south": D(40)}, frozenset({"r1"}), D(2)),
    "L2": LotFacts("gloves", False, frozenset({"m1"}), {"north": D(10)}, frozenset({"r1", "r2"}), D(3)),
    "L3": LotFacts("beds", False, frozenset(), {"south": D(1)}, frozenset(), None),
}  # fmt: skip


def told(
    *added: AddedRule, facts: dict[str, LotFacts] | None = FACTS, **usual: object
) -> list[tuple[object, ...]]:
    found = idle_in(Rules(added=added, **usual), facts)  # type: ignore[arg-type]
    return [(one.rule, one.why, *(part for part in (one.most, one.other) if part)) for one in found]


def rule(kind: Kind, name: str = "r1", **fields: object) -> AddedRule:
    return AddedRule(name, kind, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (rule(Kind.MAKER_SHARE, maximum=D("0.5"), makers=("gone",)), ("r1", Idle.MAKERS)),
        (rule(Kind.MAKER_SHARE, maximum=D("0.5"), makers=("gone", "m1")), None),
        (rule(Kind.SERVICE, minimum=D("0.5"), regions=("gone",)), ("r1", Idle.REGIONS)),
        (rule(Kind.LOCAL_SHARE, minimum=D("0.5"), families=("gone",)), ("r1", Idle.LOTS)),
        (rule(Kind.LOCAL_SHARE, minimum=D("0.5"), families=("beds",)), None),
        (rule(Kind.TIED, lots=("L1", "gone")), ("r1", Idle.FEW_LOTS)),
        (rule(Kind.MEMBER_BUDGET, member="gone", amount=D(5)), ("r1", Idle.MEMBER)),
        (rule(Kind.SINGLE_SOURCE, families=("beds",)), ("r1", Idle.OFFERS)),
        (rule(Kind.SOURCES, least=2, lots=("L2",), vital=True), ("r1", Idle.VITAL)),
        (rule(Kind.SOURCES, most=2), ("r1", Idle.COUNT, D(2))),
        (rule(Kind.SOURCES, most=1), None),
        (rule(Kind.SOURCES, least=1), ("r1", Idle.ALWAYS)),
        (rule(Kind.SOURCES, least=2, most=2), None),
        (rule(Kind.MAKER_COUNT, most=2, per=Per.PLAN), ("r1", Idle.COUNT, D(2))),
        (rule(Kind.MAKER_COUNT, most=1, per=Per.MEMBER), None),
        (rule(Kind.EXCLUSIVE, lots=("L1", "L2"), most=2), ("r1", Idle.COUNT, D(2))),
        (rule(Kind.EXCLUSIVE, lots=("L1", "L2"), most=1), None),
        # Sixty at 2 and ten at 3, the preference of 15 % and half as much again to finish packs
        (rule(Kind.MEMBER_BUDGET, member="north", amount=D("258.75")), ("r1", Idle.MONEY, D("258.75"))),
        (rule(Kind.MEMBER_BUDGET, member="north", amount=D("258.74")), None),
        (rule(Kind.MEMBER_BUDGET, member="south", amount=D(10**9)), None),  # a lot of its has no price
        (rule(Kind.SERVICE, spread=D("0.1"), regions=("r1",)), ("r1", Idle.ONE_REGION)),
        (rule(Kind.SERVICE, spread=D("0.1")), None),
        (rule(Kind.SOURCES, least=1, on=False), None),
    ],
    ids=str,
)
def test_a_rule_says_why_it_binds_nothing(stated: AddedRule, expected: tuple[object, ...] | None) -> None:
    assert told(stated) == ([] if expected is None else [expected])


def test_usual_rules_are_told_by_their_keys() -> None:
    assert told(makers_per_family=2, makers_per_member=1, regional_gap=D("0.2")) == [
        ("makers_per_family", Idle.COUNT, D(2))
    ]
    plain = {"L2": replace(FACTS["L2"], regions=frozenset({"r1"}))}
    assert told(
        facts=plain,
        minimum_sources_vital=2,
        required_sources_vital=2,
        regional_gap=D("0.2"),
        plan_budget=D(52),
    ) == [
        ("minimum_sources_vital", Idle.VITAL),
        ("plan_budget", Idle.MONEY, D("51.75")),
        ("regional_gap", Idle.ONE_REGION),
        ("required_sources_vital", Idle.VITAL),
    ]


@pytest.mark.parametrize("facts", [FACTS, None], ids=["of a run", "before any run"])
def test_a_rule_that_another_contains_adds_nothing(facts: dict[str, LotFacts] | None) -> None:
    tight = rule(Kind.MAKER_SHARE, "r1", maximum=D("0.5"))
    loose = rule(Kind.MAKER_SHARE, "r2", maximum=D("0.6"), families=("gloves",))
    assert told(tight, loose, facts=facts) == [("r2", Idle.CONTAINED, "r1")]
    assert told(loose, tight, facts=facts) == [("r2", Idle.CONTAINED, "r1")]
    assert told(loose, replace(tight, maximum=D("0.7")), facts=facts) == []
    # A share of the plan isn't one of a part of it.
    of_all = rule(Kind.LOCAL_SHARE, "r1", minimum=D("0.5"))
    assert (
        told(of_all, rule(Kind.LOCAL_SHARE, "r2", minimum=D("0.4"), families=("gloves",)), facts=facts) == []
    )
    assert told(of_all, facts=facts, local_share_floor=D("0.5")) == [
        ("r1", Idle.CONTAINED, "local_share_floor")
    ]
    assert told(rule(Kind.MAKER_SHARE, maximum=D("0.9")), facts=facts, maximum_share=D("0.8")) == [
        ("r1", Idle.CONTAINED, "maximum_share")
    ]
    assert told(replace(tight, id="r7"), tight, facts=facts) == [
        ("r1", Idle.CONTAINED, "r7")
    ]  # the first stays


def test_a_suspended_rule_neither_contains_nor_is_told() -> None:
    tight, loose = (
        rule(Kind.MAKER_SHARE, name, maximum=D(share)) for name, share in (("r1", "0.5"), ("r2", "0.6"))
    )
    assert told(replace(tight, on=False), loose) == []


NAMES = st.lists(st.sampled_from(["L0", "L1", "L2"]), max_size=3, unique=True).map(tuple)
SHARE = st.sampled_from([None, D("0.3"), D("0.6"), D(1)])
COUNT = st.sampled_from([None, 1, 2, 3])


@st.composite
def stated(draw: st.DrawFn, name: str) -> AddedRule:
    kind = draw(
        st.sampled_from(
            [Kind.MAKER_SHARE, Kind.LOCAL_SHARE, Kind.SOURCES, Kind.MAKER_COUNT, Kind.MEMBER_BUDGET, Kind.SERVICE,
             Kind.EXCLUSIVE, Kind.TIED, Kind.SINGLE_SOURCE]
        )
    )  # fmt: skip
    shared = kind in {Kind.MAKER_SHARE, Kind.LOCAL_SHARE}
    per = draw(st.sampled_from([Per.LOT, Per.PLAN] if shared else [Per.MEMBER, Per.FAMILY, Per.PLAN]))
    about_lots = kind in {Kind.EXCLUSIVE, Kind.TIED}
    return AddedRule(
        name,
        kind,
        minimum=draw(SHARE.filter(lambda one: one != 1))
        if kind in {Kind.LOCAL_SHARE, Kind.SERVICE}
        else None,
        maximum=draw(SHARE) if kind is Kind.MAKER_SHARE else None,
        spread=draw(st.sampled_from([None, D("0.2")])) if kind is Kind.SERVICE else None,
        least=draw(COUNT) if kind is Kind.SOURCES else None,
        most=draw(COUNT.filter(bool)) if kind in {Kind.MAKER_COUNT, Kind.EXCLUSIVE} else None,
        amount=draw(st.sampled_from([D(60), D(200)])) if kind is Kind.MEMBER_BUDGET else None,
        member="north" if kind is Kind.MEMBER_BUDGET else "",
        per=per if shared or kind is Kind.MAKER_COUNT else None,
        measure=Measure.QUANTITY if shared else None,
        served=Served.LOCAL if kind is Kind.SERVICE else None,
        lots=draw(NAMES.filter(lambda one: len(one) > 1 or not about_lots))
        if kind is not Kind.SERVICE
        else (),
        vital=draw(st.booleans()) if not about_lots else False,
    )


@st.composite
def markets(draw: st.DrawFn) -> Problem:
    lots = tuple(
        Lot(
            f"L{place}",
            year(draw(st.integers(1, 4))),
            D(draw(st.integers(6, 12))),
            vital=draw(st.booleans()),
            family=draw(st.sampled_from(["f", "g"])),
            members=(Part("north", D(1)), Part("south", D(1)))[: draw(st.integers(1, 2))],
            regions=(Part("r1", D(1)), Part("r2", D(1)))[: draw(st.integers(0, 2))],
        )
        for place in range(3)
    )
    offers = tuple(
        Offer(
            f"o{place}",
            f"m{place}",
            tuple(sorted(draw(st.sets(st.sampled_from([lot.id for lot in lots]), min_size=1)))),
            (Tier(D(0), D(draw(st.integers(3, 12)))),),
            capacity=year(draw(st.integers(0, 5))),
        )
        for place in range(2)
    )
    return Problem(lots, offers)


def facts_of(problem: Problem) -> dict[str, LotFacts]:
    return {
        lot.id: LotFacts(
            lot.family,
            lot.vital,
            frozenset(offer.maker for offer in problem.offers if lot.id in offer.lots),
            {part.id: lot.quantity / len(lot.members) for part in lot.members},
            frozenset(part.id for part in lot.regions),
            lot.import_price,
        )
        for lot in problem.lots
    }


@settings(max_examples=60)
@given(markets(), stated("r1"), stated("r2"))
def test_a_plan_is_the_same_without_the_rules_said_to_be_idle(
    problem: Problem, one: AddedRule, other: AddedRule
) -> None:
    rules = Rules(added=(one, other), gap=1e-9)
    idle: tuple[IdleRule, ...] = idle_in(rules, facts_of(problem))
    if not idle:
        return
    names = {found.rule for found in idle}
    kept = replace(rules, added=tuple(rule for rule in rules.added if rule.id not in names))

    with_them, without = (solve(problem, allocation_rules(some, named_in(problem))) for some in (rules, kept))

    assert with_them.status == without.status
    assert abs(with_them.objective - without.objective) < D("0.001")
