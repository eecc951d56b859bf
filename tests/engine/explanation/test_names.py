"""Rules that name lots, makers and members are asked about too: a part holds only some of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.engine.explanation.small import EXACT, offer, year

from rakiza.engine.allocation import (
    Budget,
    Exclusive,
    Lot,
    MakerShare,
    Part,
    Problem,
    ProblemError,
    Rule,
    Scope,
    Status,
    Tied,
    solve,
)
from rakiza.engine.explanation.analyses import OF_A_PLAN, Kind, analyse, demands_of
from rakiza.engine.explanation.lots import explain_lot
from rakiza.engine.explanation.parts import Question
from rakiza.engine.explanation.pooling import pool

D = Decimal
NO_MARGIN = replace(EXACT, preference_margin=D(0))


def three_lots() -> Problem:
    """x may serve a and b, y only b, z only c: c is a part of its own; b is dearer from x."""
    return Problem(
        (
            Lot("a", year(10), D(20), members=(Part("m", D(10)),)),
            Lot("b", year(10), D(20), members=(Part("n", D(10)),)),
            Lot("c", year(10), D(20), members=(Part("m", D(4)), Part("n", D(6)))),
        ),
        (offer("x", 4, "a", "b"), offer("y", 3, "b"), offer("z", 5, "c")),
    )


def test_tied_lots_are_awarded_beside_a_part_that_has_none_of_them() -> None:
    rules = replace(NO_MARGIN, rules=(Tied("t", ("a", "b")),))
    solution = solve(three_lots(), rules)
    assert solution.status is Status.OPTIMAL
    assert [(one.lot, one.offer) for one in solution.awards] == [("a", "x"), ("b", "x"), ("c", "z")]


RULES: list[Rule] = [
    Tied("r", ("a", "b")),
    Exclusive("r", ("a", "b")),
    MakerShare("r", maximum=D("0.9"), makers=("maker of x",)),
    MakerShare("r", maximum=D("0.9"), scope=Scope(lots=("a",))),
    Budget("r", D(10_000), member="m"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{type(rule).__name__}")
def test_every_analysis_answers_under_a_rule_that_names(rule: Rule) -> None:
    problem = three_lots()
    rules = replace(NO_MARGIN, rules=(rule,))
    found = analyse(problem, rules, (*OF_A_PLAN, Kind.CONFLICT))
    assert [one is None or one.complete for one in found.values()] == [True] * 5
    assert explain_lot(Question.of(problem, rules), "c").winners[0].offer == "z"


def test_pooling_under_a_tie_costs_each_member_its_own_lots() -> None:
    """Alone, n has b from y at 30, m has a from x at 40; each its part of c at 5 a unit."""
    problem = three_lots()
    question = Question.of(problem, replace(NO_MARGIN, rules=(Tied("t", ("a", "b")),)))
    found = pool(question, demands_of(problem))
    assert [(one.member, one.alone) for one in found.members] == [("m", D(60)), ("n", D(60))]
    assert found.together == 130


def test_a_name_that_the_problem_does_not_know_is_refused() -> None:
    with pytest.raises(ProblemError, match="/rules/0/lots/1"):
        Question.of(three_lots(), replace(NO_MARGIN, rules=(Tied("t", ("a", "q")),)))
