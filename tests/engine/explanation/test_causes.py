"""What is told to keep an offer from a lot really does: without it the offer serves more, by an ordinary solve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engine.allocation.small import small_problem
from tests.engine.explanation.small import EXACT, offer, year

from rakiza.engine.allocation import (
    AllocationRules,
    Exclusive,
    Line,
    Lot,
    MakerShare,
    Offer,
    Problem,
    Scope,
    SingleSource,
    Solution,
    Use,
    solve,
)
from rakiza.engine.explanation import reasons
from rakiza.engine.explanation.lots import explain_lot
from rakiza.engine.explanation.months import missed
from rakiza.engine.explanation.parts import Question, has_plan
from rakiza.engine.reasons import Reason

D = Decimal
PLENTY = D(1000)


def told(problem: Problem, rules: AllocationRules = EXACT, lot: str = "a") -> list[Mapping[str, object]]:
    found = explain_lot(Question.of(problem, rules), lot)
    return [{"code": one.code, **one.as_mapping()} for one in found.reasons]


def held(solution: Solution, lot: str, name: object) -> D:
    return sum((one.quantity for one in solution.awards if (one.lot, one.offer) == (lot, name)), D(0))


def with_room(problem: Problem, one: Offer) -> Problem:
    lines = {one.line, *(stage.id for stage in one.stages)}
    wide = tuple(
        replace(line, capacity=(PLENTY,) * problem.periods) if line.id in lines else line
        for line in problem.lines
    )
    free = replace(one, capacity=None)
    return replace(problem, lines=wide, offers=tuple(free if o.id == one.id else o for o in problem.offers))


def lawful(problem: Problem, one: Offer) -> Problem:
    """As if the title ran all year; a capacity that stood for fewer months stands for as much in each."""
    full = (Fraction(1),) * problem.periods
    own = None if one.capacity is None else (PLENTY,) * problem.periods
    free = replace(one, eligible=full, capacity=own)
    return replace(problem, offers=tuple(free if o.id == one.id else o for o in problem.offers))


def supplied(problem: Problem, one: Offer) -> Problem:
    return replace(problem, materials=tuple(replace(m, supply=None) for m in problem.materials))


def at_once(problem: Problem, one: Offer) -> Problem:
    free = replace(one, lead_months=0)
    return replace(problem, offers=tuple(free if o.id == one.id else o for o in problem.offers))


LIFTED: Mapping[str, Callable[[Problem, Offer], Problem]] = {
    reasons.CHEAPER_FULL: with_room,
    reasons.CHEAPER_FULL_FOR: with_room,
    reasons.REST_FULL: with_room,
    reasons.CHEAPER_LATER: lawful,
    reasons.CHEAPER_EXPIRED: lawful,
    reasons.CHEAPER_PAUSED: lawful,
    reasons.CHEAPER_NEVER: lawful,
    reasons.REST_SHUT: lawful,
    reasons.CHEAPER_SHORT: supplied,
    reasons.REST_SHORT: supplied,
    reasons.CHEAPER_LEAD: at_once,
    reasons.REST_LEAD: at_once,
}


@pytest.mark.parametrize("block", range(0, 100, 25))
def test_without_what_is_told_the_offer_serves_more(block: int) -> None:
    for seed in range(block, block + 25):
        problem, rules = small_problem(seed)
        question = Question.of(problem, rules)
        before = solve(problem, question.rules)
        for lot in problem.lots if has_plan(before) else ():
            found = explain_lot(question, lot.id)
            for place, one in enumerate(found.reasons):
                following = next(iter(found.reasons[place + 1 :]), None)
                if following is None or following.code != reasons.ALSO_KEPT:
                    _hold(problem, question.rules, lot.id, one, before)


def _hold(problem: Problem, rules: AllocationRules, lot: str, said: Reason, before: Solution) -> None:
    stated = said.as_mapping()
    one = next((o for o in problem.offers if o.id == stated.get("offer")), None)
    if said.code in {reasons.CHEAPER_RULE, reasons.REST_RULE}:
        after = solve(problem, rules.without(str(stated["rule"])))
    elif said.code in LIFTED and one is not None:
        after = solve(LIFTED[said.code](problem, one), rules)
    else:
        return
    assert held(after, lot, stated["offer"]) > held(before, lot, stated["offer"])


def two(**more: object) -> Problem:
    """One lot of forty: x asks 4, y asks 6."""
    return Problem((Lot("a", year(10, 10, 10, 10), D(20)),), (offer("x", 4, "a", **more), offer("y", 6, "a")))


def test_the_rule_that_keeps_an_offer_is_named() -> None:
    most = MakerShare("most", maximum=D("0.7"))
    kept = {"code": reasons.CHEAPER_RULE, "offer": "x", "price": D(4), "rule": "most"}
    assert told(two(), replace(EXACT, rules=(most,)))[1] == kept
    assert told(two(), replace(EXACT, maximum_share=D("0.7")))[1] == {**kept, "rule": "maximum_share"}
    both = replace(EXACT, rules=(Exclusive("one lot", ("a", "b")),))
    lots = (Lot("a", year(10), D(20)), Lot("b", year(10), D(30)))
    problem = Problem(lots, (offer("x", 4, "a", "b"), offer("y", 6, "a")))
    assert told(problem, both)[1] == {**kept, "rule": "one lot"}


def test_the_rule_that_leaves_a_rest_to_imports_is_named() -> None:
    alone = Problem(two().lots, (offer("x", 4, "a"),))
    assert told(alone, replace(EXACT, maximum_share=D("0.7")))[1:] == [
        {"code": reasons.REST_RULE, "offer": "x", "rule": "maximum_share"}
    ]
    assert [one["code"] for one in told(alone)] == [reasons.ONLY]


def test_a_cause_that_is_not_enough_is_told_with_that() -> None:
    """x is lawful from July on and too small besides; the lot goes whole to one offer."""
    late = two(eligible=tuple(map(Fraction, (0, 0, 1, 1))), capacity=year(5, 5, 5, 5))
    whole = replace(EXACT, rules=(SingleSource("whole", Scope(lots=("z",))),))
    apart = replace(late, lots=(*late.lots, Lot("z", year(1), D(1))))
    assert told(apart, whole)[1]["code"] == reasons.CHEAPER_LATER  # the rule looks at another lot
    assert [one["code"] for one in told(late, replace(EXACT, rules=(SingleSource("whole"),)))] == [
        reasons.DESPITE,
        reasons.CHEAPER_RULE,
    ]
    tiny = replace(EXACT, maximum_share=D("0.01"), rules=(MakerShare("as little", maximum=D("0.01")),))
    few = Problem((Lot("a", year(10), D(20)),), (offer("x", 4, "a"),))
    assert [one["code"] for one in told(few, tiny)] == [reasons.IMPORTED, reasons.CHEAPER_SEVERAL]
    shut = replace(few, offers=(replace(few.offers[0], eligible=tuple(map(Fraction, (0, 1, 1, 1)))),))
    assert told(shut, tiny)[1:] == [
        {"code": reasons.CHEAPER_LATER, "offer": "x", "price": D(4), "month": 4},
        {"code": reasons.ALSO_KEPT, "offer": "x"},
    ]


def test_a_lead_time_is_told_as_one() -> None:
    assert told(two(lead_months=3))[1] == {
        "code": reasons.CHEAPER_LEAD,
        "offer": "x",
        "price": D(4),
        "month": 4,
    }
    alone = Problem(two().lots, (offer("x", 4, "a", lead_months=3),))
    assert told(alone)[1] == {"code": reasons.REST_LEAD, "offer": "x", "month": 4}


def test_an_offer_that_has_room_again_is_not_full_from_then_on() -> None:
    full = {"code": reasons.CHEAPER_FULL_FOR, "offer": "x", "price": D(4), "month": 4, "last_month": 6}
    assert told(two(capacity=year(10, 5, 15, 15)))[1] == full


def test_capacity_is_told_over_every_line_that_a_unit_passes_through() -> None:
    """x is cut on p, of which there is plenty, and packed on q, which another offer fills."""
    lots = (Lot("a", year(12), D(20)), Lot("b", year(9), D(30)))
    packed = offer("x", 4, "a", line="p", stages=(Use("q", D(1)),))
    problem = Problem(
        lots,
        (packed, offer("w", 4, "b", line="q"), offer("y", 6, "a"), offer("z", 20, "b")),
        (Line("p", year(99)), Line("q", year(9))),
    )
    (rival,) = explain_lot(Question.of(problem, EXACT), "a").rivals
    assert (rival.offer, rival.capacity) == ("x", D(1))
    unlined = replace(packed, line=None)
    found = explain_lot(Question.of(replace(problem, offers=(unlined, *problem.offers[1:])), EXACT), "a")
    assert [one.capacity for one in found.rivals] == [D(1)]


THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("eligible", "code", "months"),
    [
        ((0, 0, 0, 0), reasons.CHEAPER_NEVER, {}),
        ((0, 0, 1, 1), reasons.CHEAPER_LATER, {"month": 7}),
        ((0, THIRD, 1, 1), reasons.CHEAPER_LATER, {"month": 6}),
        ((0, 0, THIRD, 0), reasons.CHEAPER_LATER, {"month": 9}),
        ((1, 1, 0, 0), reasons.CHEAPER_EXPIRED, {"month": 7}),
        ((1, THIRD, 0, 0), reasons.CHEAPER_EXPIRED, {"month": 5}),
        ((THIRD, 0, 0, 0), reasons.CHEAPER_EXPIRED, {"month": 2}),
        ((1, 0, 0, 1), reasons.CHEAPER_PAUSED, {"month": 4, "last_month": 9}),
        ((1, THIRD, 2 * THIRD, 1), reasons.CHEAPER_PAUSED, {"month": 5, "last_month": 7}),
    ],
)
def test_the_months_of_a_title(eligible: tuple[int, ...], code: str, months: dict[str, int]) -> None:
    one = offer("x", 4, "a", eligible=tuple(map(Fraction, eligible)))
    assert missed(one, [0, 1, 2, 3], 4, 3) == (code, months)
    assert missed(replace(one, eligible=()), [0, 1, 2, 3], 4, 3) is None
