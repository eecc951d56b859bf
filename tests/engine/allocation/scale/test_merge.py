"""Merged price steps: the same optimum with far fewer columns, and plans that read back exactly."""

from __future__ import annotations

import random
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.allocation import (
    AllocationRules,
    Budget,
    Discount,
    FixedCost,
    Line,
    Lot,
    Measure,
    Offer,
    Part,
    Problem,
    Step,
    Tier,
)
from rakiza.engine.allocation.highs import Demand
from rakiza.engine.allocation.model import Model, compile_problem
from rakiza.engine.allocation.reading import awards_of
from rakiza.engine.allocation.scale.blocks import labels_of
from rakiza.engine.allocation.scale.merge import merged, twins_of
from rakiza.engine.allocation.scale.neighbourhood import kept, roomy
from rakiza.engine.allocation.scale.programme import programme_of
from rakiza.engine.allocation.scale.run import Effort, run
from rakiza.engine.allocation.scale.tighten import strong_rows, tightened

D = Decimal
EXACT = Effort(gap=0.0, minor=True, plain=False)


def rebated(seed: int, *, budget: bool = False) -> Model:
    """Two families, three makers with a line each, rebates in three steps on value or quantity."""
    dice = random.Random(seed)
    lots, offers, discounts, fixed = [], [], [], []
    for family in ("f", "g"):
        for index in range(3):
            quantity = D(dice.randint(2, 30) * 10)
            parts = (Part("m", quantity / 2), Part("n", quantity / 2)) if index else (Part("m", quantity),)
            lots.append(
                Lot(f"{family}{index}", (quantity,), D(dice.randint(90, 140)), family=family, members=parts)
            )
    for maker in ("a", "b", "c"):
        for lot in lots:
            price = D(dice.randint(800, 1300)) / 10
            offers.append(
                Offer(
                    f"{maker}{lot.id}", maker, (lot.id,), (Tier(D(0), price),), line=maker, minimum_order=D(5)
                )
            )
        for family in ("f", "g"):
            measure = dice.choice([Measure.VALUE, Measure.QUANTITY])
            unit = 100 if measure is Measure.VALUE else 1
            steps = (Step(D(0), D(0)), Step(D(60 * unit), D("0.05")), Step(D(150 * unit), D("0.1")))
            discounts.append(Discount(f"{maker}{family}", maker, steps, (family,), measure))
            fixed.append(FixedCost(f"{maker}{family}", maker, D(dice.randint(0, 900)), (family,)))
    lines = tuple(Line(maker, (D(dice.randint(100, 500)),)) for maker in ("a", "b", "c"))
    problem = Problem(
        tuple(lots),
        tuple(offers),
        lines,
        fixed_costs=tuple(fixed),
        discounts=tuple(discounts),
        periods=1,
        period_months=12,
    )
    most = sum((lot.quantity * (lot.import_price or D(0)) for lot in lots), D(0))
    rules = (Budget("budget", most * D("0.6"), "m"),) if budget else ()
    return compile_problem(problem, AllocationRules(maximum_surplus=D(0), rules=rules))


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_the_optimum_stays_and_reads_back(seed: int) -> None:
    model = rebated(seed)
    programme = programme_of(model.rows, Demand(0.0, 60.0))
    best = run(programme, EXACT).value
    smaller = merged(programme, labels_of(model), twins_of(model))
    assert smaller is not None
    assert smaller.programme.columns < programme.columns
    answer = run(strong_rows(tightened(smaller.programme)), EXACT)
    assert answer.point is not None
    assert answer.value == pytest.approx(best, rel=3e-6)
    point = smaller.back(answer.point)
    assert programme.feasible(point, 1e-5)
    assert programme.value(point) == pytest.approx(best, rel=3e-6)


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_a_budget_is_loose_for_the_bound_and_firm_for_the_plan(seed: int) -> None:
    model = rebated(seed, budget=True)
    programme = programme_of(model.rows, Demand(0.0, 60.0))
    exact = run(programme, EXACT)
    smaller = merged(programme, labels_of(model), twins_of(model))
    assert smaller is not None
    assert run(smaller.programme, EXACT).value <= exact.value * (1 + 3e-6)
    smaller.programme.values[:] = smaller.firm
    sure = run(smaller.programme, EXACT)
    if sure.point is not None:
        assert programme.feasible(smaller.back(sure.point), 1e-5)
        assert sure.value >= exact.value * (1 - 3e-6)


def test_labels_follow_the_quantities() -> None:
    model = rebated(1)
    programme = programme_of(model.rows, Demand(0.0, 60.0))
    smaller = merged(programme, labels_of(model), twins_of(model))
    assert smaller is not None
    assert len(smaller.labels) == smaller.programme.columns
    assert set(np.unique(smaller.labels)) <= {-1, 0, 1}


def test_nothing_to_merge() -> None:
    problem = Problem((Lot("a", (D(5),), D(2)),), (), periods=1, period_months=12)
    model = compile_problem(problem, AllocationRules())
    programme = programme_of(model.rows, Demand(0.0, 60.0))
    assert merged(programme, labels_of(model), twins_of(model)) is None


@given(st.integers(0, 10_000))
@settings(max_examples=10)
def test_quantities_rounded_down_keep_the_steps_they_reached(seed: int) -> None:
    model = rebated(seed)
    smaller = merged(programme_of(model.rows, Demand(0.0, 60.0)), labels_of(model), twins_of(model))
    assert smaller is not None
    programme = smaller.programme
    best = run(programme, EXACT)
    assert best.point is not None
    held = kept(programme, best.point, programme.integer & ~programme.minor)
    settled = run(roomy(held), EXACT)
    if settled.point is None:  # a step that its quantities only just reach
        return
    old = smaller.back(settled.point)
    awards = awards_of(model, [float(int(value + 1e-5)) for value in old])
    rates = awards_of(model, [float(round(value)) for value in old])
    assert [award.price for award in awards if award.quantity] == [
        award.price for award in rates if award.quantity and award.offer in {one.offer for one in awards}
    ]
