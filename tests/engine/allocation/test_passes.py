"""Parts share time: the gap asked is the whole plan's, and only only as many go on as that takes."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.engine.allocation.many import RULES, families

from rakiza.engine.allocation import Aim, Budget, Goal, Problem, Status, passes, solve, workers
from rakiza.engine.allocation.best import Part, Sought
from rakiza.engine.allocation.components import components
from rakiza.engine.allocation.costs import Costs
from rakiza.engine.allocation.solve import solve_again

D = Decimal
solve_module = sys.modules["rakiza.engine.allocation.solve"]  # the package names its function so, too


def parts(*pairs: tuple[str, str]) -> list[Part]:
    """Return parts of so much cost and so much of a bound."""
    return [
        Part((), (), Costs(D(value), D(value), (), (), D(0), D(0)), (D(bound),), Status.OPTIMAL, 1.0)
        for value, bound in pairs
    ]


def apart(count: int) -> Problem:
    """Return problems side by side that share nothing."""
    each = [families(1, 4, 3, seed) for seed in range(count)]

    def named(seed: int, one: Problem) -> Problem:
        mark = f"{seed}:"
        return replace(
            one,
            lots=tuple(replace(lot, id=mark + lot.id, family=mark + lot.family) for lot in one.lots),
            offers=tuple(
                replace(
                    offer,
                    id=mark + offer.id,
                    maker=mark + offer.maker,
                    lots=tuple(mark + lot for lot in offer.lots),
                    line=mark + (offer.line or ""),
                )
                for offer in one.offers
            ),
            lines=tuple(replace(line, id=mark + line.id) for line in one.lines),
            fixed_costs=tuple(
                replace(
                    cost,
                    id=mark + cost.id,
                    maker=mark + cost.maker,
                    families=tuple(mark + f for f in cost.families),
                )
                for cost in one.fixed_costs
            ),
            discounts=(),
        )

    marked = [named(seed, one) for seed, one in enumerate(each)]
    return replace(
        marked[0],
        lots=tuple(lot for one in marked for lot in one.lots),
        offers=tuple(offer for one in marked for offer in one.offers),
        lines=tuple(line for one in marked for line in one.lines),
        fixed_costs=tuple(cost for one in marked for cost in one.fixed_costs),
    )


def test_the_smaller_parts_go_on_until_all_are_near_enough_together() -> None:
    rules = replace(RULES, gap=0.01)

    assert passes._to_go_on(parts(("100", "98.5"), ("100", "98.5"), ("100", "97.5")), rules) == [0, 1, 2]
    assert passes._to_go_on(parts(("100", "98"), ("100", "97"), ("100", "99.5")), rules) == [0, 1]
    assert passes._to_go_on(parts(("100", "98"), ("100", "99.7"), ("100", "98.4")), rules) == [0]
    assert passes._to_go_on(parts(("100", "98.5"), ("100", "99.5"), ("100", "99.5")), rules) == []
    assert passes._to_go_on(parts(("0", "0"), ("0", "0")), rules) == []


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.UNKNOWN])
def test_nothing_goes_on_where_there_is_no_plan(status: Status) -> None:
    found = parts(("100", "90"), ("100", "99"))
    assert passes._to_go_on([found[0], replace(found[1], status=status)], RULES) == []


@pytest.mark.parametrize("gap", [1e-4, 0.02, 0.3])
def test_a_plan_of_many_parts_is_within_the_gap_as_a_whole(
    gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, rules = apart(5), replace(RULES, gap=gap)
    assert len(components(problem, rules)) == 5
    exact = solve(problem, replace(rules, gap=0.0)).objective
    monkeypatch.setattr(workers, "WORTH", 1)

    found = solve(problem, rules)

    assert found.status is Status.OPTIMAL
    assert found.gap <= gap
    assert found.bound <= exact <= found.objective


def test_parts_that_go_on_begin_from_what_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, rules = apart(5), replace(RULES, gap=0.01)
    monkeypatch.setattr(workers, "WORTH", 1)
    once = passes._pass
    asked: list[tuple[float, float | None, list[bool]]] = []

    def watched(ordered, of_pass, *others):
        asked.append((of_pass.rules.gap, of_pass.near, [bool(part.start) for part in ordered]))
        return once(ordered, of_pass, *others)

    monkeypatch.setattr(passes, "_pass", watched)
    monkeypatch.setattr(passes, "_to_go_on", lambda _parts, _rules: [1, 3])
    found = solve(problem, rules)

    assert asked == [(0.02, 0.01, [False] * 5), (0.01, None, [True, True])]
    assert found.objective <= solve_again(problem, rules).objective


def test_time_kept_for_rules_that_join_parts_is_spent_where_they_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = apart(5)
    plain = replace(RULES, gap=0.01)
    rules = replace(plain, rules=(*plain.rules, Budget("all", D(10) ** 12)))
    monkeypatch.setattr(workers, "WORTH", 1)
    once = passes._pass
    asked: list[list[bool]] = []

    def watched(ordered, *others):
        asked.append([bool(part.start) for part in ordered])
        return once(ordered, *others)

    monkeypatch.setattr(passes, "_pass", watched)
    wanted = iter([[1, 3], [2]])
    monkeypatch.setattr(passes, "_to_go_on", lambda _parts, _rules: next(wanted))
    found = solve(problem, rules)

    assert asked == [[False] * 5, [True, True], [True]]
    assert found.components == 5
    assert found.bound <= found.objective


def test_what_went_on_and_breaks_a_rule_that_joins_parts_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem, plain = apart(3), replace(RULES, gap=0.01)
    monkeypatch.setattr(workers, "WORTH", 1)
    spent = solve(problem, plain).cost
    rules = replace(plain, rules=(*plain.rules, Budget("all", spent * 10)))
    before = solve(problem, rules)
    dearer = solve_module.go_on

    def worse(found, sought, parts, *others):
        made = dearer(found, sought, parts, *others)
        awards = tuple(replace(award, price=award.price * 1000, amount=None) for award in made[0].awards)
        return [replace(made[0], awards=awards), *made[1:]]

    monkeypatch.setattr(solve_module, "go_on", worse)
    assert solve(problem, rules).awards == before.awards


def test_parts_for_which_no_time_is_left_are_told_to_be_short_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, rules = apart(5), replace(RULES, gap=1e-9, time_limit_seconds=0.0)
    monkeypatch.setattr(workers, "WORTH", 1)

    assert solve(problem, rules).status is Status.TIME_LIMIT


def test_each_part_stands_within_the_gap_where_there_are_several_goals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = replace(RULES, goals=(Goal(Aim.IMPORTS), Goal(Aim.COST)))
    ordered = components(apart(5), rules)
    monkeypatch.setattr(workers, "WORTH", 1)

    assert passes._may_be_wider(ordered, RULES)
    assert not passes._may_be_wider(ordered, rules)
    assert not passes._may_be_wider(ordered, replace(RULES, gap=0.0))
    assert not passes._may_be_wider(ordered[:1], RULES)


def test_parts_come_back_in_the_order_given_though_the_great_one_is_solved_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ordered = components(apart(3), RULES)
    solved: list[tuple[str, ...]] = []

    def answer(several, *_others) -> list[Part]:
        solved.append(tuple(part.lots[0].id for part in several))
        return [replace(parts(("1", "1"))[0], kept=ordered.index(part)) for part in several]

    monkeypatch.setattr(passes, "great_of", lambda several: several[0])
    monkeypatch.setattr(passes, "pays", lambda _several: True)
    monkeypatch.setattr(passes, "solve_beside", answer)
    monkeypatch.setattr(passes, "_one_by_one", answer)
    found = passes._pass(ordered, Sought(RULES, D(1)), 10.0, passes.no_progress, lambda: False)

    names = [part.lots[0].id for part in ordered]
    assert solved == [(names[1], names[2]), (names[0],)]
    assert [part.kept for part in found] == [0, 1, 2]


def test_a_part_searched_in_one_run_may_take_several_shares_of_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ordered = components(apart(8), RULES)
    given: list[float] = []

    def answer(component, sought, solver, seconds):
        given.append(seconds)
        return replace(parts(("1", "1"))[0], seconds=0.0)

    monkeypatch.setattr(passes, "solve_part", answer)
    passes._one_by_one(ordered, Sought(RULES, D(1)), 800.0, passes.no_progress, lambda: False)
    several = list(given)
    given.clear()
    monkeypatch.setattr(passes, "WHOLE", 0)
    passes._one_by_one(ordered, Sought(RULES, D(1)), 800.0, passes.no_progress, lambda: False)

    assert several[:5] == [pytest.approx(passes.SHARES * share) for share in given[:5]]
    assert several[-4:] == [800.0] * 4
    assert given[0] == pytest.approx(800.0 * len(ordered[0].offers) / sum(len(one.offers) for one in ordered))
