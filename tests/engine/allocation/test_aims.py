"""What a gap is a share of: money that can be decided on, never the penalty of what nobody can supply."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakiza.engine.allocation import AllocationRules, Lot, Offer, Problem, Tier, part, solve
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
