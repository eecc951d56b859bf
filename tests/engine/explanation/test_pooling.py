"""Pooling: what members save together, and shares that nobody refuses."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.explanation.small import EXACT, offer, year

from rakiza.engine.allocation import GroupShare, Lot, Material, Measure, Offer, Problem, Tier, Use, solve
from rakiza.engine.explanation.parts import Question
from rakiza.engine.explanation.pooling import Method, Pooling, pool

D = Decimal


def lot(name: str, parts: dict[str, int], price: object = 20) -> tuple[Lot, dict[str, tuple[D, ...]]]:
    return Lot(name, year(sum(parts.values())), D(str(price))), {m: year(q) for m, q in parts.items()}


def tiered(name: str, *lots: str) -> Offer:
    return Offer(name, "m", lots, (Tier(D(0), D(10)), Tier(D(10), D(8)), Tier(D(20), D(6))))


def pooled(problem: Problem, demands: dict[str, dict[str, tuple[D, ...]]], **more: object) -> Pooling:
    return pool(Question.of(problem, EXACT), demands, **more)  # type: ignore[arg-type]


def test_equal_members_share_a_quantity_discount_equally() -> None:
    one, parts = lot("a", {"p": 10, "q": 10})
    told = pooled(Problem((one,), (tiered("x", "a"),)), {"a": parts})
    assert (told.alone, told.together, told.rational) == (D(160), D(120), True)
    assert [(m.member, m.alone, m.share, m.saving) for m in told.members] == [
        ("p", D(80), D(60), D(20)),
        ("q", D(80), D(60), D(20)),
    ]
    assert (told.method, told.coalitions, told.significant) == (Method.SHAPLEY, 3, True)


def test_a_minimum_order_is_reached_together() -> None:
    one, parts = lot("a", {"p": 6, "q": 4, "r": 2})
    big = offer("x", 5, "a", minimum_order=D(10))
    told = pooled(Problem((one,), (big,)), {"a": parts})
    # Alone each imports at 20; p + q or all reach the minimum (p + r and q + r don't).
    assert (told.alone, told.together) == (D(240), D(60))
    shares = {m.member: m.share for m in told.members}
    costs = {"p": 120, "q": 80, "r": 40, "pq": 50, "pr": 160, "qr": 120, "pqr": 60}
    expected = {
        "p": Fraction(costs["p"], 3) + Fraction(costs["pq"] - costs["q"], 6) + Fraction(costs["pr"] - costs["r"], 6) + Fraction(costs["pqr"] - costs["qr"], 3),
        "r": Fraction(costs["r"], 3) + Fraction(costs["pr"] - costs["p"], 6) + Fraction(costs["qr"] - costs["q"], 6) + Fraction(costs["pqr"] - costs["pq"], 3),
    }  # fmt: skip
    assert shares["p"] == round(D(expected["p"].numerator) / D(expected["p"].denominator), 2)
    assert shares["r"] == round(D(expected["r"].numerator) / D(expected["r"].denominator), 2)
    assert sum(shares.values()) == D(60)
    assert told.rational


def test_parts_that_share_nothing_are_games_of_their_own() -> None:
    first, parts = lot("a", {"p": 10, "q": 10})
    second, others = lot("b", {"r": 5})
    told = pooled(Problem((first, second), (tiered("x", "a"), offer("y", 3, "b"))), {"a": parts, "b": others})
    assert {m.member: m.share for m in told.members} == {"p": D(60), "q": D(60), "r": D(15)}
    assert told.coalitions == 4


def test_a_scarce_capacity_is_shared_by_demand() -> None:
    """Alone, a member doesn't get what the others would have used."""
    one, parts = lot("a", {"p": 10, "q": 10})
    told = pooled(Problem((one,), (offer("x", 5, "a", capacity=year(10)),)), {"a": parts})
    assert (told.alone, told.together) == (D(250), D(250))
    assert not told.significant


def test_scarce_raw_material_is_shared_by_demand() -> None:
    one, parts = lot("a", {"p": 10, "q": 10})
    made = offer("x", 5, "a", materials=(Use("resin", D(1)),))
    resin = Material("resin", (Tier(D(0), D(1)),), supply=year(10))
    told = pooled(Problem((one,), (made,), materials=(resin,)), {"a": parts})
    assert (told.alone, told.together, told.rational) == (D(260), D(260), True)


def test_shares_in_proportion() -> None:
    one, parts = lot("a", {"p": 10, "q": 20})
    told = pooled(Problem((one,), (tiered("x", "a"),)), {"a": parts}, method=Method.PROPORTIONAL)
    # Alone 80 and 120; together 180.
    assert {m.member: m.share for m in told.members} == {"p": D(72), "q": D(108)}
    assert (told.method, told.rational) == (Method.PROPORTIONAL, True)


def test_lots_without_a_price_are_left_out_and_counted() -> None:
    one, parts = lot("a", {"p": 10})
    problem = Problem((one, Lot("b", year(5))), (offer("x", 5, "a"), offer("y", 5, "b")))
    told = pooled(problem, {"a": parts, "b": {"p": year(5)}})
    assert (told.left_out, told.together) == (1, D(50))


def test_many_members_are_sampled_with_their_error() -> None:
    one, parts = lot("a", {f"m{index:02}": 1 + index % 3 for index in range(14)})
    told = pooled(Problem((one,), (tiered("x", "a"),)), {"a": parts}, pairs=6)
    again = pooled(Problem((one,), (tiered("x", "a"),)), {"a": parts}, pairs=6)
    assert told == again
    assert told.method in {Method.SHAPLEY_SAMPLED, Method.SHAPLEY_ADJUSTED}
    assert any(m.error > 0 for m in told.members)
    assert told.rational
    assert told.together == sum((m.share for m in told.members), D(0))


@settings(max_examples=12)
@given(
    st.dictionaries(st.sampled_from("pqr"), st.integers(1, 12), min_size=1),
    st.dictionaries(st.sampled_from("pqr"), st.integers(1, 12)),
    st.integers(0, 15),
    st.sampled_from([None, 6, 18]),
)
def test_nobody_pays_more_than_alone(
    first: dict[str, int], second: dict[str, int], minimum: int, capacity: int | None
) -> None:
    lots, demands = [], {}
    for name, parts in (("a", first), ("b", second)):
        if parts:
            made, demands[name] = lot(name, parts)
            lots.append(made)
    names = [one.id for one in lots]
    bounded = {} if capacity is None else {"capacity": year(capacity)}
    problem = Problem(
        tuple(lots), (tiered("x", *names), offer("y", 7, names[0], minimum_order=D(minimum), **bounded))
    )
    told = pooled(problem, demands)
    if told.together <= told.alone:
        assert told.rational
        assert all(m.share <= m.alone for m in told.members)
    assert abs(told.together - solve(problem, EXACT).cost) <= D("0.05")
    if len({m.alone for m in told.members}) == len(told.members) == 1:
        assert told.members[0].saving == 0


def test_a_group_that_cannot_keep_the_plans_rules_is_costed_without_them() -> None:
    """Half must be made here; r's two units are under the maker's minimum order, and aren't free for that."""
    one, parts = lot("a", {"p": 10, "r": 2})
    rules = replace(EXACT, rules=(GroupShare("floor", minimum=D("0.5"), measure=Measure.QUANTITY),))
    problem = Problem((one,), (offer("x", 5, "a", minimum_order=D(10)),))
    told = pool(Question.of(problem, rules), {"a": parts})
    # Alone p buys at 5 and r imports at 20; together all is bought at 5.
    assert {m.member: (m.alone, m.share) for m in told.members} == {
        "p": (D(50), D(35)), "r": (D(40), D(25)),
    }  # fmt: skip
    assert (told.together, told.unruled, told.coalitions) == (D(60), 1, 3)


@settings(max_examples=12)
@given(
    st.dictionaries(st.sampled_from("pqrs"), st.integers(1, 9), min_size=2),
    st.integers(0, 12),
    st.sampled_from([None, 6, 18]),
)
def test_shares_are_the_mean_over_every_order_of_joining(
    asked: dict[str, int], minimum: int, capacity: int | None
) -> None:
    """Each group is a problem of its own, solved apart: its demand, and its part of the capacity."""
    one, parts = lot("a", asked)
    bounded = {} if capacity is None else {"capacity": year(capacity)}
    offers = (tiered("x", "a"), offer("y", 7, "a", minimum_order=D(minimum)))
    offers = (replace(offers[0], **bounded), offers[1])
    told = pooled(Problem((one,), offers), {"a": parts})

    def cost(group: tuple[str, ...]) -> Fraction:
        wanted = sum(asked[name] for name in group)
        part = D(wanted) / one.quantity
        scarce = (
            {} if capacity is None else {"capacity": year((part * capacity).quantize(D("0.001"), ROUND_DOWN))}
        )
        alone = Problem((replace(one, demand=year(wanted)),), (replace(offers[0], **scarce), offers[1]))
        return Fraction(solve(alone, EXACT).cost) if wanted else Fraction(0)

    costs = {frozenset(g): cost(g) for k in range(len(asked) + 1) for g in combinations(sorted(asked), k)}
    orders = list(permutations(sorted(asked)))
    value = dict.fromkeys(asked, Fraction(0))
    for order in orders:
        for place, name in enumerate(order):
            before = frozenset(order[:place])
            value[name] += (costs[before | {name}] - costs[before]) / len(orders)
    assert {m.member: m.alone for m in told.members} == {
        name: round(D(costs[frozenset({name})].numerator) / D(costs[frozenset({name})].denominator), 2)
        for name in asked
    }
    if told.method is Method.SHAPLEY:
        assert all(abs(Fraction(m.share) - value[m.member]) <= Fraction(1, 100) for m in told.members)


@pytest.mark.parametrize("method", [Method.SHAPLEY, Method.PROPORTIONAL])
def test_nobody_buys(method: Method) -> None:
    told = pooled(Problem((), ()), {}, method=method)
    assert (told.members, told.together, told.rational) == ((), D(0), True)
