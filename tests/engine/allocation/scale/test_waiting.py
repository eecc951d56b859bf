"""Steps that wait for a fixed cost: fewer rows, the same optimum, a relaxation that is no weaker."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.allocation.scale.programme import Bools, Floats, Programme
from rakiza.engine.allocation.scale.run import Effort, run
from rakiza.engine.allocation.scale.waiting import Rung, waiting

INFINITY = float("inf")
EXACT = Effort(gap=0.0, minor=True, plain=False)
RUNG = [Rung(np.array([0, 1]), np.array([2, 3]))]


def ladder(seed: int, *, shared: bool = True) -> Programme:
    """Quantities 0 and 1 on steps 2 and 3 (their amounts 4 and 5), due 6 paid through 7 and 8; rest 9."""
    dice = np.random.default_rng(seed)
    cost = np.array([*dice.uniform(5, 9, 2), 0, 0, 0, -dice.uniform(1, 4), dice.uniform(1, 30), 0, 0, 12.0])
    upper = np.array([10.0, 10, 1, 1, 20, 20, 1, 1, 1, 20])
    integer = np.array([0, 0, 1, 1, 0, 0, 1, 1, 1, 0], dtype=np.bool_)
    minor: Bools = np.zeros(10, dtype=np.bool_)
    minor[7:9] = True
    below, start = -INFINITY, float(dice.integers(2, 18))
    rows: list[tuple[float, float, dict[int, float]]] = [
        (0.0, 0.0, {0: 1, 1: 1, 4: -1, 5: -1}),
        (below, 0.0, {0: 1, 2: -10, 3: -10}),
        (below, 0.0, {1: 1, 2: -10, 3: -10}),
        (below, 0.0, {4: 1, 2: -20}),
        (below, 0.0, {5: 1, 3: -20}),
        (0.0, INFINITY, {5: 1, 3: -start}),
        (below, 1.0, {2: 1, 3: 1}),
        (below, 0.0, {0: 1, 7: -10}),
        (0.0, INFINITY, {0: 1, 7: -3}),
        (below, 0.0, {1: 1, 8: -10}),
        (0.0, INFINITY, {1: 1, 8: -3}),
        (below, 0.0, {7: 1, 6: -1}),
        (float(dice.integers(1, 20)), INFINITY, {0: 1, 1: 1, 9: 1}),
    ]
    if shared:
        rows.append((below, 0.0, {8: 1, 6: -1}))
    values: Floats = np.array([value for _, _, terms in rows for value in terms.values()], dtype=np.float64)
    return Programme(
        cost,
        np.zeros(10),
        upper,
        integer,
        minor,
        np.array([low for low, _, _ in rows]),
        np.array([high for _, high, _ in rows]),
        np.cumsum([0, *(len(terms) for _, _, terms in rows)]).astype(np.int64),
        np.array([column for _, _, terms in rows for column in terms], dtype=np.int64),
        values,
    )


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_the_optimum_stays_with_fewer_rows(seed: int) -> None:
    programme = ladder(seed)
    shorter, firm = waiting(programme, RUNG, programme.values)
    assert shorter.rows == programme.rows - 1  # two rows p ≤ z gone, one Σ y ≤ z come
    assert firm.tolist() == shorter.values.tolist()
    assert run(shorter, EXACT).value == pytest.approx(run(programme, EXACT).value, rel=1e-6)
    free = Effort(relaxed=True)
    assert run(shorter, free).value >= run(programme, free).value * (1 - 1e-9)


def test_nothing_waits_where_a_quantity_owes_nothing() -> None:
    programme = ladder(1, shared=False)
    same, firm = waiting(programme, RUNG, programme.values)
    assert same is programme
    assert firm is programme.values


def test_a_row_that_holds_more_than_the_wait_stays() -> None:
    programme = ladder(2)
    values = programme.values.copy()
    direct = programme.with_rows(
        np.array([-np.inf]), np.zeros(1), [(np.array([0, 6]), np.array([1.0, -4.0]))]
    )  # a line of 4 that opens with the cost: also a capacity
    shorter, _ = waiting(direct, RUNG, direct.values)
    assert shorter.rows == direct.rows - 1
    assert run(shorter, EXACT).value == pytest.approx(run(direct, EXACT).value, rel=1e-6)
    assert values.tolist() == programme.values.tolist()
