"""An analysis that ends before it is done says what it found, and names what it didn't reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from math import nan

import pytest
from tests.engine.explanation.small import EXACT, offer, year

from rakiza.engine.allocation import Budget, Lot, Part, Problem, Solution, Status, solve
from rakiza.engine.explanation.analyses import Kind, analyse, analyses_document, demands_of
from rakiza.engine.explanation.capacity import line_worths
from rakiza.engine.explanation.conflict import Filtered, filtered
from rakiza.engine.explanation.conflicts import TOGETHER, conflict_of
from rakiza.engine.explanation.every_lot import explain_lots
from rakiza.engine.explanation.front import Point, Spread, spread
from rakiza.engine.explanation.fronts import pareto_front
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.lots import explain_lot
from rakiza.engine.explanation.parts import Question
from rakiza.engine.explanation.pooling import pool
from rakiza.engine.explanation.rule_prices import rule_prices

D = Decimal
NO_MARGIN = replace(EXACT, preference_margin=D(0))
BUDGETS = replace(NO_MARGIN, rules=tuple(Budget(name, D(10_000)) for name in "abc"))


def two_parts() -> Problem:
    """Two lots that share nothing, each with a full offer and a rival beside it; two members."""
    members = (Part("m", D(6)), Part("n", D(4)))
    return Problem(
        (Lot("a", year(10), D(20), members=members), Lot("b", year(10), D(20), members=members)),
        (
            offer("x", 4, "a", capacity=year(5)),
            offer("y", 6, "a"),
            offer("z", 5, "b", capacity=year(5)),
            offer("w", 8, "b"),
        ),
    )


class Counted:
    """Solves, and says stop once so many were."""

    def __init__(self, most: int) -> None:
        self.most, self.count = most, 0

    def __call__(self, *args: object, **more: object) -> Solution:
        found = solve(*args, **more)  # type: ignore[arg-type]
        self.count += 1
        return found

    def stop(self) -> bool:
        return self.count >= self.most

    def ask(self, question: Question) -> Question:
        return replace(question, solve=self).until(self.stop)


def solves(question: Question, asked: Callable[[Question], object]) -> int:
    """Return how many solves the whole analysis takes."""
    counted = Counted(10_000)
    asked(counted.ask(question))
    return counted.count


def test_prices_stop_after_each_solve_with_the_first_rules() -> None:
    """One part once as it is, then once a rule: the budget joins both lots."""
    question = Question.of(two_parts(), BUDGETS)
    whole = rule_prices(question)
    assert (whole.complete, [one.rule for one in whole.rules]) == (True, ["a", "b", "c"])
    assert solves(question, rule_prices) == 4

    for most, reached in [(0, 0), (1, 0), (2, 1), (3, 2), (4, 3)]:
        found = rule_prices(Counted(most).ask(question))
        assert found.rules == whole.rules[:reached]
        assert found.not_reached == ("a", "b", "c")[reached:]
        assert found.complete is (reached == 3)


def test_lines_stop_with_those_looked_at() -> None:
    question = Question.of(two_parts(), NO_MARGIN)
    whole = line_worths(question)
    assert [(one.line, one.saving) for one in whole.lines] == [("z", D(9)), ("x", D(6))]
    of_both = solves(question, line_worths)

    seen = [line_worths(Counted(most).ask(question)) for most in range(of_both + 1)]

    assert (seen[0].lines, seen[0].not_reached) == ((), ("x", "z"))
    assert [one for one in seen if not one.lines] == [seen[0]] * (of_both // 2)
    half = seen[of_both // 2]
    assert ([one.line for one in half.lines], half.not_reached) == (["x"], ("z",))
    assert seen[of_both] == whole


def test_a_line_that_isnt_full_is_told_from_one_not_reached() -> None:
    problem = Problem((Lot("a", year(10), D(20)),), (offer("x", 4, "a", capacity=year(50)),))
    question = Question.of(problem, NO_MARGIN)
    assert (line_worths(question).lines, line_worths(question).not_reached) == ((), ())
    assert line_worths(Counted(0).ask(question)).not_reached == ("x",)


def test_pooling_shares_the_parts_reached_and_names_the_other_lots() -> None:
    problem = two_parts()
    question, demands = Question.of(problem, NO_MARGIN), demands_of(problem)
    assert solves(question, lambda one: pool(one, demands)) == 6  # three coalitions a part

    for most in (0, 1, 2):
        found = pool(Counted(most).ask(question), demands)
        assert (found.members, found.alone, found.not_reached) == ((), 0, ("a", "b"))
    alone = replace(problem, lots=problem.lots[:1], offers=problem.offers[:2])
    first = pool(Question.of(alone, NO_MARGIN), demands)
    for most in (3, 4, 5):
        found = pool(Counted(most).ask(question), demands)
        assert (found.members, found.complete, found.not_reached) == (first.members, False, ("b",))
    assert pool(Counted(6).ask(question), demands) == pool(question, demands)


def test_a_front_stops_with_its_first_plans() -> None:
    problem = two_parts()
    question = Question.of(problem, EXACT)
    everything = ("margin 0", "least", "point 0", "point 1")

    for most, missing in enumerate([everything, everything[1:], everything[2:], ()]):
        found = pareto_front(problem, Counted(most).ask(question), points=3)
        assert found.not_reached == missing  # the cheapest plan keeps the last ceiling as well
        assert bool(found.points) is (most > 0)
    assert pareto_front(problem, question, points=3).complete


def test_a_spread_stops_at_the_rank_that_was_asked() -> None:
    def cheapest(ceiling: Decimal | None) -> Point:
        if ceiling is not None and ceiling < D("0.5"):
            raise Stopped
        return Point(D(1), D(1) if ceiling is None else ceiling, 0.0, ceiling)

    first, second = Point(D(1), D(1), 0.0), Point(D(1), D("0.75"), 0.0, D("0.75"))
    third = Point(D(1), D("0.50"), 0.0, D("0.50"))
    assert spread(cheapest, D(0), 5) == Spread((first, second, third), (3, 4))


def test_lots_stop_with_those_explained_and_only_those_named_are() -> None:
    wide = tuple(replace(one, capacity=None) for one in two_parts().offers)
    question = Question.of(replace(two_parts(), offers=wide), NO_MARGIN)
    whole = explain_lots(question)
    assert ([one.lot for one in whole.lots], whole.complete) == (["a", "b"], True)
    first = whole.lots[0].solves

    assert explain_lots(Counted(0).ask(question)).not_reached == ("a", "b")
    reached = explain_lots(Counted(first).ask(question))
    assert (reached.lots, reached.not_reached) == (whole.lots[:1], ("b",))
    within = explain_lots(Counted(first + 1).ask(question))
    assert (within.not_reached, within.complete) == ((), False)
    assert within.lots[1].not_reached == ("w",)
    assert explain_lots(question, ["b", "b"]).lots == whole.lots[1:]
    with pytest.raises(KeyError):
        explain_lots(question, ["b", "q"])


def test_a_conflict_stops_with_the_rules_not_yet_cleared() -> None:
    """c alone clashes: each answer more clears one rule more."""

    def stopping(most: int) -> Filtered:
        asked: list[frozenset[str]] = []

        def holds(rules: frozenset[str]) -> bool:
            if len(asked) == most:
                raise Stopped
            asked.append(rules)
            return "c" not in rules

        return filtered("abc", holds)

    assert [stopping(most) for most in range(6)] == [
        Filtered((), ("a", "b", "c")),
        Filtered((), ("a", "b", "c")),
        Filtered(("a", "b", "c"), ("a", "b", "c")),
        Filtered(("b", "c"), ("b", "c")),
        Filtered(("c",), ("c",)),
        Filtered(("c",)),
    ]


def test_ways_out_of_a_conflict_stop_with_those_found() -> None:
    problem = Problem((Lot("a", year(10), D(20)),), (offer("x", 4, "a"),))
    rules = replace(NO_MARGIN, rules=(Budget("low", D(10)), Budget("lower", D(5))))
    question = Question.of(problem, rules)
    whole = conflict_of(problem, question)
    assert whole is not None
    assert whole.complete
    of_all = solves(question, lambda one: conflict_of(problem, one))

    found = [conflict_of(problem, Counted(most).ask(question)) for most in range(of_all + 1)]

    assert all(one is not None for one in found)
    left = [one.not_reached for one in found if one is not None]
    assert left[0] == left[1] == ("low", "lower")
    assert left[-1] == ()
    assert all(left[:-1])
    assert {TOGETHER} <= {name for one in left for name in one}
    assert found[-1] == whole
    reached = [set(one.relaxations) for one in found if one is not None]
    assert all(one <= set(whole.relaxations) for one in reached)


def test_a_lot_stops_with_the_offers_tried() -> None:
    question = Question.of(two_parts(), NO_MARGIN)
    assert explain_lot(Counted(0).ask(question), "a").not_reached == ("a",)

    found = explain_lot(Counted(1).ask(Question.of(two_parts(), EXACT)), "a")

    assert [one.offer for one in found.winners] == ["x", "y"]
    assert (found.rivals, found.not_reached) == ((), ("x",))  # what keeps x from the rest was not tried
    rivals = replace(two_parts(), offers=(*two_parts().offers, offer("v", 9, "a")))
    found = explain_lot(Counted(1).ask(Question.of(rivals, NO_MARGIN)), "a")
    assert ([one.offer for one in found.winners], found.rivals, found.not_reached) == (
        ["x", "y"],
        (),
        ("v", "x"),
    )


def test_a_solve_that_the_stop_cut_short_is_no_answer() -> None:
    """The stop comes within the second solve, which returns what it has."""
    stopped: list[bool] = []

    def cut(problem: Problem, rules: object, **_: object) -> Solution:
        found = solve(problem, rules)  # type: ignore[arg-type]
        if len(stopped) == 1:
            found = replace(found, status=Status.INTERRUPTED)
        stopped.append(True)
        return found

    question = replace(Question.of(two_parts(), BUDGETS), solve=cut).until(lambda: len(stopped) >= 2)

    assert rule_prices(question).not_reached == ("a", "b", "c")


def test_no_seconds_find_nothing_and_raise_nothing() -> None:
    problem = two_parts()
    for seconds in (0.0, -1.0):
        found = analyse(problem, BUDGETS, tuple(Kind), seconds=seconds)
        document = analyses_document(problem, BUDGETS, found)
        assert document["complete"] is False
        assert {name: one["complete"] for name, one in document["analyses"].items()} == dict.fromkeys(
            ("rules", "lines", "pooling", "front", "lots", "conflict"), False
        )
        assert document["analyses"]["rules"]["rules"] == []
        assert document["analyses"]["conflict"]["rules"] == []
        assert document["analyses"]["lines"]["not_reached"] == ["x", "z"]


def test_seconds_count_from_when_the_end_is_set() -> None:
    now = [100.0]
    question = Question.of(two_parts(), BUDGETS).until(seconds=5, clock=lambda: now[0])
    assert question.stop() is False
    now[0] = 104.9
    assert rule_prices(question).complete
    now[0] = 105.0
    assert rule_prices(question).not_reached == ("a", "b", "c")


def test_a_limit_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="number of seconds"):
        Question.of(two_parts(), BUDGETS).until(seconds=nan)


def test_without_an_end_all_is_complete_and_progress_is_told() -> None:
    problem = two_parts()
    told: list[tuple[Kind, int, int]] = []

    found = analyse(
        problem, BUDGETS, tuple(Kind), progress=lambda kind, done, total: told.append((kind, done, total))
    )

    assert analyses_document(problem, BUDGETS, found)["complete"] is True
    assert found[Kind.CONFLICT] is None
    assert [one for one in told if one[0] is Kind.RULES] == [(Kind.RULES, done, 3) for done in range(4)]


def test_a_demand_is_split_among_members_to_the_last_thousandth() -> None:
    members = (Part("m", D(1)), Part("n", D(1)), Part("o", D(1)))
    split = demands_of(Problem((Lot("a", year(10), D(20), members=members),), ()))["a"]
    assert (split["m"][0], split["n"][0], split["o"][0]) == (D("3.333"), D("3.333"), D("3.334"))
