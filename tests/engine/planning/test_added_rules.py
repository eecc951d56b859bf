"""Added rules as the allocation gets them: each kind exactly, and none that looks at nothing there is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.engine.planning.test_make_plan import KNOWLEDGE, MARKET, planned

from rakiza.engine import allocation
from rakiza.engine.allocation import Group, Measure, Per, Served
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.again import problem_again
from rakiza.engine.planning.hashing import inputs_hash
from rakiza.engine.planning.rules import Named, allocation_rules, named_in, narrowed, tooling
from rakiza.engine.planning.values import Incumbent, Rules

D = Decimal
THERE = Named(
    lots=frozenset({"L1", "L2", "L3"}),
    families=frozenset({"gloves"}),
    makers=frozenset({"m1", "m2"}),
    members=frozenset({"north"}),
    regions=frozenset({"ma-01"}),
)
SCOPE = allocation.Scope(("L1",), ("gloves",), vital=True)
WRITTEN = [
    (
        AddedRule(
            "r1",
            Kind.MAKER_SHARE,
            minimum=D("0.1"),
            maximum=D("0.6"),
            per=Per.FAMILY,
            measure=Measure.VALUE,
            makers=("m1",),
            lots=("L1",),
            families=("gloves",),
            vital=True,
        ),
        allocation.MakerShare("r1", D("0.1"), D("0.6"), Per.FAMILY, Measure.VALUE, SCOPE, ("m1",)),
    ),
    (
        AddedRule(
            "r1", Kind.LOCAL_SHARE, minimum=D("0.4"), per=Per.PLAN, measure=Measure.VALUE_ADDED, vital=True
        ),
        allocation.GroupShare(
            "r1",
            Group.ALL,
            minimum=D("0.4"),
            per=Per.PLAN,
            measure=Measure.VALUE_ADDED,
            scope=allocation.Scope(vital=True),
        ),
    ),
    (
        AddedRule("r1", Kind.RESERVED_SHARE, minimum=D("0.2"), group=Group.STARTUP, per=Per.PLAN),
        allocation.GroupShare("r1", Group.STARTUP, minimum=D("0.2"), per=Per.PLAN, measure=Measure.VALUE),
    ),
    (
        AddedRule("r1", Kind.INCUMBENT_SHARE, minimum=D("0.3"), maximum=D("0.8"), per=Per.LOT),
        allocation.GroupShare("r1", Group.INCUMBENT, D("0.3"), D("0.8"), Per.LOT, Measure.VALUE),
    ),
    (AddedRule("r1", Kind.SOURCES, least=2, most=3), allocation.Sources("r1", 2, 3)),
    (
        AddedRule("r1", Kind.SINGLE_SOURCE, families=("gloves",)),
        allocation.SingleSource("r1", allocation.Scope(families=("gloves",))),
    ),
    (AddedRule("r1", Kind.MAKER_COUNT, most=2, per=Per.PLAN), allocation.MakerCount("r1", 2, Per.PLAN)),
    (
        AddedRule("r1", Kind.MEMBER_BUDGET, member="north", amount=D(900)),
        allocation.Budget("r1", D(900), "north"),
    ),
    (
        AddedRule(
            "r1", Kind.SERVICE, minimum=D("0.5"), spread=D("0.1"), served=Served.COVERED, regions=("ma-01",)
        ),
        allocation.Service("r1", D("0.5"), D("0.1"), Served.COVERED, ("ma-01",)),
    ),
    (AddedRule("r1", Kind.EXCLUSIVE, lots=("L1", "L2"), most=1), allocation.Exclusive("r1", ("L1", "L2"), 1)),
    (AddedRule("r1", Kind.TIED, lots=("L1", "L2")), allocation.Tied("r1", ("L1", "L2"))),
    (
        AddedRule("r1", Kind.COMMITMENT, years=4, minimum=D("0.25"), makers=("m1",), amount=D(1000)),
        allocation.Commitment("r1", 4, D("0.25"), ("m1",)),
    ),
]


@pytest.mark.parametrize(("rule", "written"), WRITTEN, ids=[str(rule.kind) for rule, _ in WRITTEN])
def test_each_kind_reaches_the_allocation_as_it_is_said(rule: AddedRule, written: allocation.Rule) -> None:
    assert allocation_rules(Rules(added=(rule,)), THERE).rules == (written,)


def test_every_kind_is_written() -> None:
    assert {rule.kind for rule, _ in WRITTEN} == set(Kind)


@pytest.mark.parametrize("rule", [rule for rule, _ in WRITTEN], ids=str)
def test_a_suspended_rule_binds_nothing(rule: AddedRule) -> None:
    rules = Rules(added=(replace(rule, on=False),))

    assert allocation_rules(rules, THERE).rules == ()
    assert tooling(rules, {"m1"}, {"gloves"}) == ()


@pytest.mark.parametrize(
    "rule",
    [
        AddedRule("r1", Kind.MAKER_SHARE, maximum=D("0.5"), makers=("gone",)),
        AddedRule("r1", Kind.MAKER_SHARE, maximum=D("0.5"), lots=("gone",)),
        AddedRule("r1", Kind.LOCAL_SHARE, minimum=D("0.5"), families=("gone",)),
        AddedRule("r1", Kind.MEMBER_BUDGET, member="gone", amount=D(1)),
        AddedRule("r1", Kind.SERVICE, minimum=D(1), regions=("gone",)),
        AddedRule("r1", Kind.EXCLUSIVE, lots=("L1", "gone")),
        AddedRule("r1", Kind.TIED, lots=("L1", "gone")),
        AddedRule("r1", Kind.COMMITMENT, years=2, makers=("gone",), amount=D(1)),
    ],
    ids=str,
)
def test_a_rule_about_what_is_gone_is_idle_and_never_binds_the_rest(rule: AddedRule) -> None:
    rules = Rules(added=(rule,))

    assert allocation_rules(rules, THERE).rules == ()
    assert narrowed(rule, THERE) is None


def test_a_rule_keeps_to_those_of_its_lots_that_are_there() -> None:
    rule = AddedRule("r1", Kind.EXCLUSIVE, lots=("L1", "gone", "L3"), most=1)

    assert allocation_rules(Rules(added=(rule,)), THERE).rules == (
        allocation.Exclusive("r1", ("L1", "L3"), 1),
    )


def test_aims_reach_the_allocation_in_their_order_and_cost_is_the_usual_one() -> None:
    goals = (allocation.Goal(allocation.Aim.IMPORTS, D("0.05")), allocation.Goal(allocation.Aim.VALUE_ADDED))

    assert allocation_rules(Rules(goals=goals), THERE).goals == goals
    assert allocation_rules(Rules(), THERE).goals == (allocation.Goal(),)


def test_a_commitment_asks_for_each_maker_s_tools_once() -> None:
    rule = AddedRule(
        "r7",
        Kind.COMMITMENT,
        years=3,
        makers=("m1", "m2", "gone"),
        amount=D(1200),
        families=("gloves", "gone"),
    )

    assert tooling(Rules(added=(rule,)), {"m1", "m2"}, {"gloves"}) == tuple(
        allocation.FixedCost(
            f"r7/{maker}", maker, D(1200), ("gloves",), allocation.FixedCostKind.TOOLING, years=3
        )
        for maker in ("m1", "m2")
    )


def lots_of_market() -> list[str]:
    return [lot.id for lot in planned(MARKET).lots]


def test_a_plan_pays_its_maker_s_tools_spread_over_the_years_of_a_commitment() -> None:
    winner = next(device.maker for device in MARKET.devices if device.id == "d1")
    rule = AddedRule("r1", Kind.COMMITMENT, years=4, makers=(winner,), amount=D(8))

    plan = planned(replace(MARKET, rules=Rules(added=(rule,))))

    assert {award.offer for award in plan.awards} == {award.offer for award in planned(MARKET).awards}
    assert plan.figures.tooling_value == D("2.00")
    assert planned(MARKET).figures.tooling_value == 0


def test_the_incumbent_small_firms_and_local_content_reach_the_problem() -> None:
    (lot,) = lots_of_market()[:1]
    inputs = replace(
        MARKET,
        incumbents=(Incumbent(lot, "m2"),),
        makers=tuple(replace(maker, small=maker.id == "m1") for maker in MARKET.makers),
        devices=tuple(
            replace(device, local_content=D("0.6") if device.id == "d1" else None)
            for device in MARKET.devices
        ),
    )

    problem = problem_again(planned(inputs), KNOWLEDGE.by_id())

    assert {one.id: one.incumbent for one in problem.lots}[lot] == "m2"
    assert problem.makers == (allocation.Maker("m1", MARKET.makers[0].region, small=True),)
    assert {offer.id: offer.value_added for offer in problem.offers} == {"o1": D("0.6"), "o2": D(0)}
    assert inputs_hash(inputs) != inputs_hash(replace(inputs, incumbents=()))


def test_a_kept_plan_s_problem_names_what_its_rules_were_held_against() -> None:
    problem = problem_again(planned(MARKET), KNOWLEDGE.by_id())

    named = named_in(problem)

    assert named.lots == {lot.id for lot in problem.lots}
    assert named.makers == {offer.maker for offer in problem.offers}
    assert named.members == {part.id for lot in problem.lots for part in lot.members}
