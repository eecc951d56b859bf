"""Numbers of any accepted size: a sound plan, exactly checked, or a message that names the field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakiza.engine.allocation import (
    AllocationRules,
    Line,
    Lot,
    LotTerms,
    MakerShare,
    Measure,
    Offer,
    Per,
    Problem,
    ProblemError,
    Status,
    Tier,
    solve,
)
from rakiza.engine.allocation.components import whole
from rakiza.engine.allocation.verification import broken_rules

D = Decimal
EXACT = AllocationRules(gap=0.0, maximum_share=D("0.7"))


def problem(quantity: Decimal, price: Decimal) -> Problem:
    """Two lots and three like offers at one scale."""
    year = (quantity,) * 4
    lots = (Lot("a", year, price), Lot("b", year))
    tiers = (Tier(D(0), price), Tier(quantity, price * D("0.9")))
    offers = tuple(Offer(f"o{i}", f"m{i}", ("a", "b"), tiers, capacity=year) for i in range(3))
    return Problem(lots, offers)


@pytest.mark.parametrize("quantity", [D("0.001"), D(1), D("123456789012.345"), D("1e12")])
@pytest.mark.parametrize("price", [D("0.00001"), D("98765.4321"), D("1e12")])
def test_any_accepted_scale_gives_a_plan_checked_exactly(quantity: Decimal, price: Decimal) -> None:
    asked = problem(quantity, price)
    solution = solve(asked, EXACT)
    assert solution.status is Status.OPTIMAL
    assert broken_rules(whole(asked), solution.awards, EXACT) == ()
    assert sum((award.quantity for award in solution.awards), D(0)) > 0
    assert 0 <= solution.gap < 1e-6


@pytest.mark.parametrize(("quantity", "price", "code"), [
    (D("1e15"), D(1), "too_large"),
    (D("1e-9"), D(1), "too_precise"),
    (D(1), D("1e15"), "too_large"),
    (D(1), D("1e-9"), "too_small"),
])  # fmt: skip
def test_what_is_beyond_all_measure_is_named(quantity: Decimal, price: Decimal, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        solve(problem(quantity, price), EXACT)
    assert caught.value.code == code


def test_a_cheap_lot_beside_a_dear_one_still_weighs() -> None:
    """Milli-units at a tenth of a centime beside units at eighty million: none is lost in rounding."""
    lots = (Lot("cheap", (D("1e9"),) * 4, D("0.002")), Lot("dear", (D("0.005"),) * 4, D(90000000)))
    terms = (LotTerms("cheap", D("0.0019")), LotTerms("dear", D(80000000)))
    offers = tuple(
        Offer(f"o{i}", f"m{i}", ("cheap", "dear"), (Tier(D(0), D(1)),), terms=terms, line="l")
        for i in range(2)
    )
    asked = Problem(lots, offers, (Line("l", (D("1e8"),) * 4),))
    share = MakerShare("share", maximum=D("0.6"), per=Per.PLAN, measure=Measure.VALUE)
    solution = solve(asked, AllocationRules(gap=0.0, rules=(share,)))
    cheap = sum((award.quantity for award in solution.awards if award.lot == "cheap"), D(0))
    assert D(399999999) < cheap <= D(400000000)
    assert solution.status is Status.OPTIMAL
