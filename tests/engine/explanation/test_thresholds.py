"""The smallest change that makes an offer win: at it the offer wins, a hair less and it doesn't.

Every figure is tried on the whole problem by an ordinary solve, not through what found it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.explanation.small import EXACT, year

from rakiza.engine.allocation import (
    AllocationRules,
    GroupShare,
    Line,
    Lot,
    LotTerms,
    MakerShare,
    Measure,
    Offer,
    Part,
    Problem,
    Tier,
    solve,
)
from rakiza.engine.allocation.charges import consumption_of
from rakiza.engine.explanation.changes import cheaper, delivered, eligible_from, widened
from rakiza.engine.explanation.edges import PRICE_STEP, least_enough, winning_price
from rakiza.engine.explanation.lots import Rival, explain_lot
from rakiza.engine.explanation.parts import Question

D = Decimal


@st.composite
def markets(draw: st.DrawFn) -> Problem:
    """Two lots over two quarters, offers with lines, steps, deliveries, doubts, orders and late titles."""
    lots = tuple(
        Lot(
            name,
            year(draw(st.integers(1, 4)), draw(st.integers(0, 3))),
            D(draw(st.integers(7, 12))),
            regions=(Part("north", D(1)), Part("south", D(3))),
        )
        for name in ("l0", "l1")
    )
    offers = tuple(_offer(draw, f"o{place}") for place in range(3))
    return Problem(lots, offers, (Line("p", year(*(draw(st.integers(0, 4)) for _ in range(2)))),))


def _offer(draw: st.DrawFn, name: str) -> Offer:
    lots = tuple(sorted(draw(st.sets(st.sampled_from(["l0", "l1"]), min_size=1)) | {"l0"}))
    price = D(draw(st.integers(3, 13)))
    steps = draw(st.booleans())
    tiers = (Tier(D(0), price), *((Tier(D(4), price - 2),) if steps else ()))
    late = draw(st.sampled_from([(), (0, 1), (0, 0), (Fraction(1, 3), 1)]))
    lined = draw(st.booleans())
    own = draw(st.sampled_from([None, D(2), D("0.5")])) if lined else None
    return Offer(
        name,
        f"maker of {name}",
        lots,
        tiers,
        eligible=tuple(map(Fraction, (*late, 1, 1))) if late else (),
        capacity=year(draw(st.integers(0, 5)), draw(st.integers(0, 5))),
        line="p" if lined else None,
        consumption=D(draw(st.sampled_from(["1", "2", "0.5"]))) if lined else D(1),
        minimum_order=D(draw(st.sampled_from([0, 0, 2]))),
        order_multiple=D(draw(st.sampled_from([1, 1, 2]))),
        doubtful=draw(st.sampled_from([(), ("l0",)])),
        terms=() if steps else (LotTerms("l0", price=price + 1, delivery=D("0.5"), consumption=own),),
        delivery=draw(st.sampled_from([(), (Part("south", D("0.4")),)])),
    )


RULES = st.sampled_from(
    [
        EXACT,
        replace(EXACT, preference_margin=D("0.3"), maximum_surplus=D("0.5"), finish_packs=True),
        replace(EXACT, rules=(MakerShare("most", maximum=D("0.5")),)),
        replace(EXACT, rules=(GroupShare("floor", minimum=D("0.2"), measure=Measure.QUANTITY),)),
    ]
)


class Trial:
    """One rival, tried with changes of the whole problem."""

    def __init__(self, problem: Problem, rules: AllocationRules, rival: Rival) -> None:
        self.problem, self.rules, self.rival = problem, rules, rival
        self.offer = next(one for one in problem.offers if one.id == rival.offer)

    def wins(self, changed: Problem) -> bool:
        found = solve(changed, self.rules)
        return any((award.lot, award.offer) == ("l0", self.offer.id) for award in found.awards)

    def at_price(self, price: D) -> bool:
        return self.wins(cheaper(self.problem, self.offer, "l0", self.rival.listed - price))

    def with_more(self, units: D) -> bool:
        line = self.offer.line or self.offer.id
        taken = units * consumption_of(self.offer, "l0")
        return self.wins(widened(self.problem, line, (self.offer.id,), taken, "l0"))

    def lawful_from(self, month: int) -> bool:
        return self.wins(eligible_from(self.problem, self.offer, month))


@settings(max_examples=20)
@given(markets(), RULES)
def test_a_stated_change_makes_it_win_and_a_hair_less_does_not(
    problem: Problem, rules: AllocationRules
) -> None:
    if not solve(problem, rules).objective:
        return
    told = explain_lot(Question.of(problem, rules), "l0")

    for rival in (one for one in told.rivals if one.significant):
        trial = Trial(problem, rules, rival)
        least = delivered(trial.offer, problem.lots[0])
        if rival.price is None:
            assert not trial.at_price(least) or least >= rival.listed
        else:
            assert trial.at_price(rival.price)
            assert not trial.at_price(min(rival.listed, rival.price + PRICE_STEP))
        step = trial.offer.order_multiple
        if rival.capacity is None:
            assert not trial.with_more(D(1000) * step)
        else:
            assert trial.with_more(rival.capacity)
            assert not trial.with_more(rival.capacity - step)
        if rival.month is None:
            assert not trial.offer.eligible or not trial.lawful_from(1)
        else:
            assert trial.lawful_from(rival.month)
            assert not trial.lawful_from(rival.month + 1)


def explained(problem: Problem, rules: AllocationRules = EXACT) -> Rival:
    (rival,) = explain_lot(Question.of(problem, rules), problem.lots[0].id).rivals
    return rival


def sold(name: str, price: object, *lots: str, **more: object) -> Offer:
    return Offer(name, f"maker of {name}", lots, (Tier(D(0), D(str(price))),), **more)  # type: ignore[arg-type]


def test_a_doubtful_offer_has_a_winning_price_too() -> None:
    """It weighs a tenth more than it costs: 5 / 1.1, not the 5 of the winner."""
    problem = Problem((Lot("a", year(10), D(20)),), (sold("x", 9, "a", doubtful=("a",)), sold("y", 5, "a")))
    assert explained(problem).price == D("4.5454")


def test_what_delivery_costs_does_not_fall() -> None:
    far = sold("x", 3, "a", terms=(LotTerms("a", delivery=D(6)),))
    problem = Problem((Lot("a", year(10), D(20)),), (far, sold("y", 5, "a")))
    rival = explained(problem)
    assert (rival.listed, rival.price) == (D(9), None)
    near = replace(far, terms=(LotTerms("a", delivery=D(4)),))
    assert explained(replace(problem, offers=(near, problem.offers[1]))).price == D(5)  # x comes first


def test_capacity_first_goes_to_the_lots_that_gain_more_from_it() -> None:
    """A hundred units go to b before one comes to a, which asks for ten in all."""
    lots = (Lot("a", year(10), D(20)), Lot("b", year(100), D(30)))
    problem = Problem(lots, (sold("x", 4, "a", "b", capacity=year(4)), sold("y", 6, "a")))
    assert explained(problem).capacity == D(33)  # 4 + 3 × 32 is no more than b's hundred


def test_capacity_is_told_in_the_offers_own_units() -> None:
    lots = (Lot("a", year(12), D(20)), Lot("b", year(9), D(20)))
    slow = sold("x", 4, "a", line="p", consumption=D(2))
    problem = Problem(
        lots, (slow, sold("w", 4, "b", line="p"), sold("y", 6, "a"), sold("z", 9, "b")), (Line("p", year(9)),)
    )
    assert explained(problem).capacity == D(1)  # two hours of the line a unit
    faster = replace(slow, consumption=D(1), terms=(LotTerms("a", consumption=D(2)),))
    assert explained(replace(problem, offers=(faster, *problem.offers[1:]))).capacity == D(1)


@pytest.mark.parametrize("edge", [0, 1, 2, 7, 49_998, 49_999, 50_000])
@pytest.mark.parametrize("guide", [0, 3, -3, 40_000, -40_000])
def test_the_dearest_winning_price_is_found_however_well_it_is_guided(edge: int, guide: int) -> None:
    """`guide`: by how many steps the price at which plans would tie is misjudged."""
    asked: list[D] = []

    def tried(price: D) -> D | None:
        asked.append(price)
        return max(D(0), (edge + guide) * PRICE_STEP) if price <= edge * PRICE_STEP else None

    found = winning_price(D("5.00005"), D(0), tried)
    assert found == edge * PRICE_STEP
    assert len(asked) <= 45
    assert winning_price(D(5), D(5), tried) is None
    assert winning_price(D(5), (edge + 1) * PRICE_STEP, tried) is None


@given(st.integers(0, 300), st.integers(1, 320))
def test_the_least_that_is_enough(most: int, needed: int) -> None:
    asked: list[int] = []

    def enough(steps: int) -> bool:
        asked.append(steps)
        return steps >= needed

    assert least_enough(most, enough) == (needed if needed <= most else None)
    assert all(1 <= steps <= most for steps in asked)


def test_what_is_enough_for_a_while_only_is_found_from_below() -> None:
    """A little capacity wins a small lot; with more of it the offer goes elsewhere."""
    assert least_enough(1000, lambda steps: steps in {2, 3} or steps > 600) == 2
