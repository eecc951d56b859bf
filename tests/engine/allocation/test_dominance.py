"""Offers that another of the same maker makes needless are left out, and nothing is lost by it."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engine.allocation.brute import plans
from tests.engine.allocation.small import small_problem

from rakiza.engine.allocation import (
    Aim,
    AllocationRules,
    Discount,
    Goal,
    GroupShare,
    Line,
    Lot,
    Material,
    Measure,
    Offer,
    Problem,
    Step,
    Tier,
    Use,
    solve,
)
from rakiza.engine.allocation.components import whole
from rakiza.engine.allocation.model import compile as compiling
from rakiza.engine.allocation.model import compile_problem

D = Decimal
SLACK = Fraction(1, 500_000)
EXACT = AllocationRules(gap=0.0, uncovered_penalty=D(1000))
LOT = Lot("lot", (D(4), D(2)), D(20))
GOOD = Offer("good", "maker", ("lot",), (Tier(D(0), D(5)),), line="line")
POOR = replace(GOOD, id="poor", tiers=(Tier(D(0), D(6)),), consumption=D(2))
PAIR = Problem((LOT,), (GOOD, POOR), (Line("line", (D(3), D(9))),), periods=2)


def offered(problem: Problem, rules: AllocationRules = EXACT) -> set[str]:
    """The offers that come into the model."""
    model = compile_problem(problem, rules)
    return {whole(problem).offers[option.offer].id for option in model.options}


def test_a_dearer_hungrier_device_of_the_same_maker_is_left_out() -> None:
    assert offered(PAIR) == {"good"}


def test_of_equal_devices_the_first_stays() -> None:
    twin = replace(GOOD, id="better")
    assert offered(replace(PAIR, offers=(GOOD, twin))) == {"better"}


@pytest.mark.parametrize(
    "change",
    [
        {"maker": "other"},
        {"line": None},
        {"tiers": (Tier(D(0), D(6)), Tier(D(9), D(5)))},
        {"consumption": D("0.5")},
        {"order_multiple": D(2)},
        {"materials": (Use("resin", D(1)),)},
        {"stages": (Use("oven", D(1)),)},
    ],
)
def test_what_may_be_wanted_for_something_else_stays(change: dict[str, object]) -> None:
    first = replace(GOOD, minimum_order=D(1))
    second = replace(POOR, **{"consumption": D(1), **change})  # type: ignore[arg-type]
    resin = Material("resin", (Tier(D(0), D(0)),))
    oven = Line("oven", (D(3), D(3)))
    problem = replace(PAIR, offers=(first, second), lines=(*PAIR.lines, oven), materials=(resin,))
    assert offered(problem) == {"good", "poor"}


@pytest.mark.parametrize(
    "change",
    [
        {"capacity": (D(3), D(3))},
        {"eligible": (Fraction(0), Fraction(1))},
        {"eligible": (Fraction(1, 2), Fraction(1))},
        {"minimum_order": D(3)},
    ],
)
def test_an_offer_that_cannot_take_everything_over_beats_none(change: dict[str, object]) -> None:
    first = replace(GOOD, **change)  # type: ignore[arg-type]
    assert offered(replace(PAIR, offers=(first, POOR))) == {"good", "poor"}


@pytest.mark.parametrize(
    "rules",
    [
        replace(EXACT, rules=(GroupShare("floor", minimum=D("0.5")),)),
        replace(EXACT, goals=(Goal(Aim.VALUE_ADDED),)),
    ],
)
def test_nothing_is_left_out_where_money_counts_otherwise(rules: AllocationRules) -> None:
    assert offered(PAIR, rules) == {"good", "poor"}


def test_a_rebate_on_a_total_keeps_all_that_counts_in_it() -> None:
    rebate = Discount("rebate", "maker", (Step(D(0), D(0)), Step(D(30), D("0.5"))), measure=Measure.VALUE)
    assert offered(replace(PAIR, discounts=(rebate,))) == {"good", "poor"}


def twins(seed: int) -> tuple[Problem, AllocationRules]:
    """A small problem in which one offer more is much like another of its maker."""
    problem, rules = small_problem(seed)
    dice, like = random.Random(seed), problem.offers[0]
    price = like.tiers[0].price + dice.choice([-1, 0, 0, 1])
    twin = replace(
        like,
        id=dice.choice(["offer", "twin"]),
        tiers=(Tier(D(0), price), *like.tiers[1:]) if price >= like.tiers[-1].price else like.tiers,
        consumption=like.consumption + dice.choice([0, 0, 1]),
        capacity=dice.choice([None, like.capacity]),
        minimum_order=dice.choice([D(0), like.minimum_order]),
        eligible=dice.choice([(), like.eligible]),
    )
    one = replace(problem.offers[1], lots=problem.offers[1].lots[:1], terms=())
    return replace(problem, offers=(like, one, twin)), rules


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_the_best_plan_stays_the_best(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside every plan of the same problem, tried one by one, for every kind of rule and feature."""
    dropped = 0
    for seed in range(first, first + 20):
        problem, rules = twins(seed)
        found = solve(problem, rules)
        best = min((plan.objective() for plan in plans(problem, rules)), default=None)
        assert best is None or abs(Fraction(found.objective) - best) <= SLACK, seed
        kept = offered(problem, rules)
        with monkeypatch.context() as patch:
            patch.setattr(
                compiling, "undominated", lambda _component, options, _rules, _scale: tuple(options)
            )
            dropped += offered(problem, rules) != kept
            without = solve(problem, rules)
        assert (found.status, found.objective) == (without.status, without.objective), seed
    assert dropped
