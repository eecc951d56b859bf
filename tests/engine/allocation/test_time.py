"""Time is kept: what there is no time for isn't begun, and a plan is told all the same."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.engine.allocation.many import RULES, families

from rakiza.engine.allocation import Problem, Solution, Status, highs, part, solve
from rakiza.engine.allocation.components import whole
from rakiza.engine.allocation.highs import later, never
from rakiza.engine.allocation.verification import broken_rules

PROBLEM = families(6, 12, 5)


def is_sound(problem: Problem, solution: Solution) -> bool:
    return bool(
        solution.awards
        and not broken_rules(whole(problem), solution.awards, RULES)
        and solution.bound <= solution.objective
    )


def test_without_time_no_model_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing one takes longer than a plan made at once."""

    def refuse(*_arguments: object) -> None:
        pytest.fail("a model was written")

    monkeypatch.setattr(part, "compile_component", refuse)
    solution = solve(PROBLEM, replace(RULES, time_limit_seconds=0.0))
    assert is_sound(PROBLEM, solution)
    assert solution.status is Status.TIME_LIMIT
    assert 0 < solution.gap < 1


def told_at(call: int) -> Callable[[], bool]:
    """Say to stop from the n-th question on."""
    asked = itertools.count(1)
    return lambda: next(asked) >= call


@pytest.mark.parametrize("call", [1, 2, 3, 5, 8, 12, 13, 14, 15, 20, 40, 100, 300, 1_000])
def test_a_plan_is_told_whenever_the_end_is(call: int) -> None:
    """Before the model, while it is written, while prices are sought, while families answer."""
    solution = solve(PROBLEM, replace(RULES, gap=0.0), stop=told_at(call))
    assert is_sound(PROBLEM, solution)
    assert solution.status in {Status.INTERRUPTED, Status.OPTIMAL}


def test_what_is_nearly_done_has_some_time_left_once_the_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(highs.time, "monotonic", lambda: now[0])
    told = [False]
    ending = later(lambda: told[0], 2.0)
    assert not ending()
    now[0] = 500.0
    assert not ending()
    told[0] = True
    assert not ending()
    now[0] = 501.9
    assert not ending()
    now[0] = 502.0
    assert ending()


def test_who_is_never_told_to_end_is_never_late() -> None:
    assert later(never, 0.0) is never
