"""What a title that came by a month would open, of what the plan left uncovered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.planning.openings import (
    OpenLot,
    ShutOffer,
    missing_titles,
    opened_months,
    taken,
    value_by_month,
)
from rakiza.engine.planning.plan import MonthEligibility, Quarterly
from rakiza.engine.planning.standing import Months
from rakiza.engine.planning.values import TitleKind
from rakiza.engine.reasons import Reason

D = Decimal
NONE: Quarterly = (D(0), D(0), D(0), D(0))
REST: Quarterly = (D(300), D(300), D(300), D(300))
UNREGISTERED = (Reason.of("eligibility.missing", kind="registration"),)
OWN_END = (Reason.of("eligibility.offer_expires", date="2027-01-31"),)


def months(shut: dict[int, tuple[Reason, ...]]) -> Months:
    return tuple(MonthEligibility(m, eligible=m not in shut, reasons=shut.get(m, ())) for m in range(1, 13))


NEVER = months(dict.fromkeys(range(1, 13), UNREGISTERED))


def an_offer(**changed: object) -> ShutOffer:
    usual = ShutOffer("o", NEVER, NEVER, None, NONE, (OpenLot("l", REST, NONE, D("2")),))
    return replace(usual, **changed)  # type: ignore[arg-type]


def test_a_registration_by_june_opens_a_third_of_the_quarter_and_the_half_year_after() -> None:
    offer = an_offer()
    (one,) = taken(offer, 6)
    assert (one.quarters, one.value) == ((0, 100, 300, 300), D("1400.00"))
    assert missing_titles(offer) == (TitleKind.REGISTRATION,)
    assert value_by_month(offer)[0] == D("2400.00")
    assert value_by_month(offer)[11] == D("200.00")


def test_capacity_of_the_months_left_bounds_what_is_taken() -> None:
    offer = an_offer(monthly_capacity=D(50), busy=(D(0), D(0), D(60), D(600)))
    (one,) = taken(offer, 6)
    assert one.quarters == (0, 50, 90, 0)  # 1 × 50, 3 × (50 - 20), a line that is full


def test_capacity_goes_to_the_lots_in_their_order() -> None:
    lots = (OpenLot("first", REST, NONE, D(3)), OpenLot("second", REST, NONE, D(2)))
    found = taken(an_offer(monthly_capacity=D(120), lots=lots), 10)
    assert [(one.lot, one.quarters[3]) for one in found] == [("first", 300), ("second", 60)]


def test_the_remainder_of_a_quarter_already_served_falls_in_its_shut_months() -> None:
    cut = months(dict.fromkeys(range(5, 13), UNREGISTERED))
    lot = OpenLot("l", (D(0), D(200), D(300), D(300)), (D(300), D(100), D(0), D(0)), D(1))
    (one,) = taken(an_offer(then=cut, now=cut, lots=(lot,)), 6)
    assert one.quarters == (0, 100, 300, 300)


def test_a_title_that_came_since_and_an_offer_that_ends_open_nothing() -> None:
    since = an_offer(now=months({}))
    assert (opened_months(since, 1), missing_titles(since), taken(since, 1)) == ((), (), ())
    ends = months(dict.fromkeys(range(1, 13), (*UNREGISTERED, *OWN_END)))
    assert taken(an_offer(then=ends, now=ends), 1) == ()


shut_months = st.lists(st.sampled_from(["", "title", "own"]), min_size=12, max_size=12)
quantities = st.tuples(*(st.integers(0, 5000).map(D) for _ in range(4)))


@given(shut_months, st.lists(quantities, min_size=1, max_size=3), st.none() | st.integers(0, 900), quantities)
def test_later_is_never_worth_more_and_never_more_than_what_is_open(
    shut: list[str], rests: list[Quarterly], capacity: int | None, busy: Quarterly
) -> None:
    why = {"title": UNREGISTERED, "own": OWN_END}
    seen = months({n: why[one] for n, one in enumerate(shut, start=1) if one})
    lots = tuple(OpenLot(str(n), rest, NONE, D("1.5")) for n, rest in enumerate(rests))
    limit = None if capacity is None else D(capacity)
    offer = an_offer(then=seen, now=seen, monthly_capacity=limit, busy=busy, lots=lots)

    values = value_by_month(offer)
    assert all(later <= sooner for sooner, later in pairwise(values))
    for month in range(1, 13):
        found = {one.lot: one for one in taken(offer, month)}
        opened = opened_months(offer, month)
        for lot in lots:
            got = found[lot.lot].quarters if lot.lot in found else NONE
            assert all(0 <= one <= rest for one, rest in zip(got, lot.rest, strict=True))
        if limit is not None:
            made = [sum(one.quarters[q] for one in found.values()) for q in range(4)]
            assert all(made[q] <= limit * sum((m - 1) // 3 == q for m in opened) for q in range(4))
