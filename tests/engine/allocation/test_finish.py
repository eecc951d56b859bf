"""The last conditioning is ordered whole: remainders vanish, surpluses stay small and lawful."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from rakiza.engine.allocation import AllocationRules, Award, Line, Lot, Offer, Problem, Tier, solve
from rakiza.engine.allocation.components import components
from rakiza.engine.allocation.verification import broken_rules

D = Decimal
EXACT = AllocationRules(gap=0.0, finish_packs=True)


def thirds(*months: int):
    return tuple(Fraction(count, 3) for count in months)


ZEROS = (D(0), D(0), D(0), D(0))


def year(*quantities: int):
    first, second, third, fourth = (*(D(q) for q in quantities), *ZEROS)[:4]
    return first, second, third, fourth


def offer(name: str, price: object, multiple: int = 50, **more: object) -> Offer:
    return Offer(
        name, f"maker of {name}", ("a",), (Tier(D(0), D(str(price))),), order_multiple=D(multiple), **more
    )


def test_the_last_pack_is_ordered_whole_and_its_surplus_is_told() -> None:
    solution = solve(Problem((Lot("a", year(963, 1000), D(2)),), (offer("o", 1),)), EXACT)
    assert solution.awards == (Award("a", "o", year(963, 1000), D(1), D(37)),)
    assert solution.remainders == ()
    assert solution.cost == D(2000)


def test_the_cheapest_completion_wins() -> None:
    offers = (offer("big", 1, 500), offer("small", "1.1", 50))
    solution = solve(Problem((Lot("a", year(1020), D(2)),), offers), EXACT)
    assert [(a.offer, a.quantity, a.surplus) for a in solution.awards] == [
        ("big", D(1000), D(0)),
        ("small", D(20), D(30)),
    ]


def test_without_surplus_the_remainder_is_left() -> None:
    rules = replace(EXACT, maximum_surplus=D(0))
    solution = solve(Problem((Lot("a", year(1963), D(2)),), (offer("o", 1),)), rules)
    assert solution.awards[0].surplus == D(0)
    assert solution.remainders[0].quarters == year(13)


def test_a_pack_larger_than_the_lot_is_never_imposed() -> None:
    solution = solve(Problem((Lot("a", year(60), D(2)),), (offer("o", 1, 100),)), EXACT)
    assert solution.awards == ()


def test_a_surplus_never_exceeds_its_share_of_the_lot() -> None:
    solution = solve(Problem((Lot("a", year(52), D(2)),), (offer("o", 1),)), EXACT)
    assert [(a.quantity, a.surplus) for a in solution.awards] == [(D(50), D(0))]


def test_no_pack_is_added_without_capacity() -> None:
    full = offer("o", 1, capacity=(D(120), D(0), D(0), D(0)))
    solution = solve(Problem((Lot("a", year(110), D(2)),), (full,)), EXACT)
    assert [(a.quantity, a.surplus) for a in solution.awards] == [(D(100), D(0))]
    assert solution.remainders[0].quarters == year(10)


def test_a_tier_reached_by_the_last_pack_lowers_the_price_of_all() -> None:
    tiers = (Tier(D(0), D(2)), Tier(D(150), D(1)))
    lot = Lot("a", year(140), D(3))
    solution = solve(Problem((lot,), (Offer("o", "m", ("a",), tiers, order_multiple=D(50)),)), EXACT)
    assert solution.awards == (Award("a", "o", year(140), D(1), D(10)),)


def random_problem(seed: int) -> tuple[Problem, AllocationRules]:
    dice = random.Random(seed)
    lots = tuple(
        Lot(f"lot{i}", year(*(dice.randint(0, 300) for _ in range(4))), D(3) if dice.random() < 0.7 else None)
        for i in range(3)
    )
    offers = tuple(
        Offer(
            f"o{i}",
            f"m{i % 2}",
            tuple(lot.id for lot in lots if dice.random() < 0.7) or ("lot0",),
            (Tier(D(0), D(dice.randint(1, 4))),),
            eligible=thirds(3, 3, 3, dice.randint(0, 3)),
            capacity=year(*(dice.randint(0, 400) for _ in range(4))) if dice.random() < 0.5 else None,
            line="line" if dice.random() < 0.5 else None,
            minimum_order=D(dice.choice([0, 60])),
            order_multiple=D(dice.choice([1, 12, 50])),
            doubtful=("lot0",) if dice.random() < 0.3 else (),
        )
        for i in range(4)
    )
    rules = replace(EXACT, maximum_share=dice.choice([D(1), D("0.7")]))
    return Problem(lots, offers, (Line("line", year(500, 500, 500, 500)),)), rules


@pytest.mark.parametrize("seed", range(40))
def test_finished_plans_obey_every_rule(seed: int) -> None:
    problem, rules = random_problem(seed)
    finished = solve(problem, rules)
    for part in components(problem):
        own = {lot.id for lot in part.lots}
        awards = [award for award in finished.awards if award.lot in own]
        assert broken_rules(part, awards, rules) == ()
    assert finished.gap < 1e-6
    again = solve(replace(problem, lots=problem.lots[::-1], offers=problem.offers[::-1]), rules)
    assert again == finished


def test_without_the_rule_the_last_pieces_are_imported_where_that_costs_less() -> None:
    problem = Problem((Lot("a", year(963, 1000), D(2)),), (offer("o", 1),))
    dear = solve(problem, replace(EXACT, finish_packs=False))
    assert [(a.quantity, a.surplus) for a in dear.awards] == [(D(1950), D(0))]
    assert dear.objective == 1950 + 13 * D("2.3")
    near = replace(problem, lots=(Lot("a", year(997, 1000), D(2)),))
    assert solve(near, replace(EXACT, finish_packs=False)).awards[0].surplus == D(3)


def test_the_surplus_is_part_of_the_proof() -> None:
    solution = solve(Problem((Lot("a", year(963, 1000), D(2)),), (offer("o", 1),)), EXACT)
    assert solution.objective == D(2000)
    assert solution.gap < 1e-6


def test_a_sure_offer_is_preferred_within_the_margin_and_no_further() -> None:
    lot = Lot("a", year(100))
    doubtful = offer("doubtful", 100, 1, doubtful=("a",))
    for price, winner in ((109, "sure"), (111, "doubtful")):
        solution = solve(Problem((lot,), (doubtful, offer("sure", price, 1))), EXACT)
        assert [award.offer for award in solution.awards] == [winner]


def test_doubt_alone_never_sends_a_lot_abroad() -> None:
    doubtful = offer("o", "11.4", 1, doubtful=("a",))
    solution = solve(Problem((Lot("a", year(100), D(10)),), (doubtful,)), EXACT)
    assert solution.awards[0].price == D("11.4")
    assert solution.remainders == ()
