"""What a gap is a share of: money that can be decided on, never the penalty of what nobody can supply."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakiza.engine.allocation import (
    Aim,
    AllocationRules,
    Goal,
    Lot,
    Offer,
    Problem,
    Status,
    Tier,
    part,
    solve,
)
from rakiza.engine.allocation.cuts.minimise import minimise
from rakiza.engine.allocation.highs import Answer, Demand, Solver
from rakiza.engine.allocation.model import Model

D = Decimal
RULES = AllocationRules(gap=0.5, uncovered_penalty=D(100), preference_margin=D(0))
HALF = (Offer("o", "m", ("lot",), (Tier(D(0), D(10)),), capacity=(D(4), D(0))),)


@pytest.mark.parametrize(
    ("import_price", "asked"),
    [
        (None, 0.5 * 40 / (40 + 600)),  # 4 units at 10; 6 that nobody makes, at the penalty of 100
        (D(20), 0.5),  # the same 6 are imported: money like any other
    ],
)
def test_a_gap_is_a_share_of_money(
    monkeypatch: pytest.MonkeyPatch, import_price: Decimal | None, asked: float
) -> None:
    gaps: list[float] = []

    def told(model: Model, demand: Demand, solver: Solver) -> Answer:
        gaps.append(demand.gap)
        return minimise(model, demand, solver)

    monkeypatch.setattr(part, "minimise", told)
    found = solve(Problem((Lot("lot", (D(5), D(5)), import_price),), HALF, periods=2), RULES)
    assert gaps[0] == pytest.approx(asked)
    assert found.objective == 40 + 6 * (import_price or 100)


def test_what_a_later_goal_was_given_of_the_first_keeps_it_optimal() -> None:
    """A tenth of the cost may go for value added here: one unit in ten from the dear maker."""
    offers = (
        Offer("cheap", "m", ("lot",), (Tier(D(0), D(1)),), value_added=D(0)),
        Offer("local", "n", ("lot",), (Tier(D(0), D(2)),)),
    )
    goals = (Goal(Aim.COST, D("0.1")), Goal(Aim.VALUE_ADDED))
    found = solve(Problem((Lot("lot", (D(10),)),), offers, periods=1), AllocationRules(gap=0.0, goals=goals))
    assert [(award.offer, award.quantity) for award in found.awards] == [("cheap", 9), ("local", 1)]
    assert (found.status, found.goals[0].value, found.goals[1].value) == (Status.OPTIMAL, 11, -2)
