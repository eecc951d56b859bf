"""A plan to begin from is never made worse; one that doesn't fit is repaired or left, never an error."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.engine.allocation.cuts.small import location
from tests.engine.allocation.cuts.small import rules as whole
from tests.engine.allocation.many import RULES, families
from tests.engine.allocation.small import small_problem

from rakiza.engine.allocation import (
    AllocationRules,
    Award,
    Line,
    Lot,
    Offer,
    Problem,
    ProblemError,
    StartUse,
    Status,
    Tier,
    solve,
)
from rakiza.engine.allocation.format import awards_document, read_start
from rakiza.engine.allocation.scale import large

D = Decimal
NONE = AllocationRules(preference_margin=D(0), gap=0.0)
AT_ONCE = replace(NONE, time_limit_seconds=0.0)


def two_makers() -> Problem:
    """A lot of 10 that a makes at 4 and b at 6, imported at 20; a can make 6."""
    lot = Lot("lot", (D(10),), D(20))
    offers = (
        Offer("a", "maker a", ("lot",), (Tier(D(0), D(4)),), line="line"),
        Offer("b", "maker b", ("lot",), (Tier(D(0), D(6)),)),
    )
    return Problem((lot,), offers, lines=(Line("line", (D(6),)),), periods=1, period_months=12)


def award(offer: str, quantity: object, price: object = 0, **more: object) -> Award:
    return Award("lot", offer, (D(quantity),), D(price), **more)


@pytest.mark.parametrize("seed", range(40))
def test_a_start_that_obeys_the_rules_is_never_made_worse(seed: int) -> None:
    problem, rules = small_problem(seed)
    first = solve(problem, rules)
    if first.status is not Status.OPTIMAL or not first.awards:
        return
    at_once = solve(problem, replace(rules, time_limit_seconds=0.0), start=first.awards)
    assert at_once.objective <= first.objective
    assert at_once.start == StartUse(len(first.awards), len(first.awards))
    again = solve(problem, rules, start=first.awards)
    assert (again.status, again.objective <= first.objective) == (Status.OPTIMAL, True)


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_parts_of_a_plan_and_other_problems_plans_cost_no_proof(seed: int) -> None:
    """Awards of another problem with names in common, and half of its own: the same best cost comes out."""
    problem, rules = small_problem(seed)
    other = solve(*small_problem(seed + 1)).awards
    first = solve(problem, rules)
    for start in (other, first.awards[::2], tuple(replace(one, price=D(-7)) for one in first.awards)):
        found = solve(problem, rules, start=start)
        assert (found.status, found.objective) == (first.status, first.objective)


def test_no_time_at_all_keeps_the_start() -> None:
    start = (award("a", 5, 4), award("b", 5, 6))
    found = solve(two_makers(), AT_ONCE, start=start)
    assert (found.awards, found.objective, found.start) == (start, 50, StartUse(2, 2))


def test_prices_of_a_start_are_those_of_the_problem() -> None:
    found = solve(two_makers(), AT_ONCE, start=(award("a", 5, 1), award("b", 5, 1)))
    assert (found.objective, [one.price for one in found.awards]) == (50, [4, 6])


def test_what_no_longer_fits_is_cut_to_what_does() -> None:
    """a's line has shrunk from 9 to 6."""
    found = solve(two_makers(), NONE, start=(award("a", 9, 4),))
    assert found.start == StartUse(1, 0)
    assert (found.status, found.objective) == (Status.OPTIMAL, 48)


STRANGE = [
    award("c", 5),
    Award("other", "a", (D(5),), D(4)),
    award("a", -1),
    award("a", "NaN"),
    award("a", "Infinity"),
    award("a", 0),
    Award("lot", "a", (D(1), D(1)), D(4)),
    Award("lot", "a", (), D(4)),
    award("a", "0.3333"),
    award("a", "1e30"),
    award("a", 1, 4, surplus_period=7),
]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("rules", [NONE, AT_ONCE])
def test_a_strange_award_is_left_out(strange: Award, rules: AllocationRules) -> None:
    found = solve(two_makers(), rules, start=(strange, award("b", 4, 6)))
    assert found.objective <= 4 * 6 + 6 * 20
    assert found.start is not None
    assert found.start.given == 2
    if rules is NONE:
        assert (found.status, found.objective) == (Status.OPTIMAL, 48)


def test_the_same_award_twice_counts_once() -> None:
    found = solve(two_makers(), NONE, start=(award("b", 8, 6), award("b", 8, 6)))
    assert (found.objective, found.start) == (48, StartUse(2, 1))


def test_without_a_start_nothing_is_told_of_it() -> None:
    assert solve(two_makers(), NONE).start is None


WAYS = {
    "one run": (families(2, 8, 4), RULES),
    "block by block": (families(26, 10, 4), replace(RULES, time_limit_seconds=600.0)),
    "whole lots": (location(3, lots=40, makers=14), replace(whole(), gap=0.02)),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_solving_begins_from_the_start(way: str) -> None:
    """No time is enough to keep the plan, and time never loses it, whatever gap is good enough."""
    problem, rules = WAYS[way]
    first = solve(problem, rules)
    kept = StartUse(len(first.awards), len(first.awards))
    at_once = solve(problem, replace(rules, time_limit_seconds=0.0), start=first.awards)
    assert (at_once.objective, at_once.start) == (first.objective, kept)
    again = solve(problem, replace(rules, gap=0.05), start=first.awards)
    assert (again.status, again.objective <= first.objective, again.start) == (Status.OPTIMAL, True, kept)


def test_a_large_search_takes_the_great_decisions_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the search notes first is the plan begun from, and no other is made beside it."""
    problem, rules = WAYS["block by block"]
    first = solve(problem, rules)
    noted: list[str] = []
    note = large.Search._note

    def told(self: large.Search, stage: str, *, quiet: bool = False) -> None:
        noted.append(stage)
        note(self, stage, quiet=quiet)

    monkeypatch.setattr(large.Search, "_note", told)
    solve(problem, rules, start=first.awards)
    assert noted[0] == "begun"
    assert "start" not in noted


def test_awards_are_read_back_from_their_document() -> None:
    problem = two_makers()
    first = solve(problem, NONE)
    text = json.dumps(awards_document(problem, first))
    assert read_start(text) == (first.awards, 2)


def test_what_is_no_award_in_a_document_is_left_out_and_counted() -> None:
    said = {
        "format": "rakiza-plan-awards/1",
        "awards": [None, 3, {}, {"lot": 1}, {"lot": "lot", "offer": "a"}],
    }
    said["awards"].append({"lot": "lot", "offer": "a", "periods": ["5"]})
    assert read_start(json.dumps(said)) == ((award("a", 5),), 6)


@pytest.mark.parametrize(
    ("text", "pointer"),
    [("", ""), ("[]", ""), ("{}", "/format"), ('{"format": "rakiza-plan-awards/1"}', "/awards")],
)
def test_what_is_no_document_of_awards_is_said_so(text: str, pointer: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_start(text)
    assert caught.value.pointer == pointer
