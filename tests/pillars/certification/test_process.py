"""When surveillance and renewal are due, and which step leads where."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.pillars.certification.enums import ENDED, CaseState
from rakiza.pillars.certification.process import (
    ORIGINS,
    Due,
    Step,
    ends_on,
    renewal_from,
    surveillances,
    years_after,
)

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def test_a_cycle_lasts_three_years() -> None:
    assert ends_on(date(2026, 3, 1)) == date(2029, 2, 28)
    assert ends_on(date(2025, 3, 1)) == date(2028, 2, 29)
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert renewal_from(date(2029, 2, 28)) == date(2028, 11, 30)


def test_surveillance_is_first_within_twelve_months_then_once_a_year() -> None:
    assert surveillances(date(2026, 3, 1), date(2029, 2, 28)) == (
        Due(date(2026, 3, 1), date(2027, 3, 1)),
        Due(date(2028, 1, 1), date(2028, 12, 31)),
    )
    assert surveillances(date(2026, 1, 1), date(2028, 12, 31)) == (
        Due(date(2026, 1, 1), date(2027, 1, 1)),
        Due(date(2027, 1, 2), date(2027, 12, 31)),
    )


def test_the_twelve_months_run_from_the_decision_and_not_from_the_start() -> None:
    """A certificate that is decided in March for September has its first surveillance by the next March."""
    found = surveillances(date(2026, 9, 1), date(2029, 8, 31), date(2026, 3, 10))

    assert found == (
        Due(date(2026, 9, 1), date(2027, 3, 10)),
        Due(date(2028, 1, 1), date(2028, 12, 31)),
    )
    # none before the certificate begins, however late after its decision
    assert surveillances(date(2027, 9, 1), date(2030, 8, 31), date(2026, 3, 10))[0] == Due(
        date(2027, 9, 1), date(2027, 9, 1)
    )


@pytest.mark.parametrize(
    ("held", "years"),
    [
        (None, [2028]),  # still to be held: by March 2027, as that year's
        (date(2026, 11, 20), [2027, 2028]),  # held in the year of the decision: 2027 has none yet
        (date(2027, 2, 3), [2028]),
        (date(2027, 4, 10), [2028]),  # late
    ],
)
def test_the_first_stands_for_the_calendar_year_in_which_it_was_held(
    held: date | None, years: list[int]
) -> None:
    first, *others = surveillances(date(2026, 3, 1), date(2029, 2, 28), date(2026, 3, 1), held)

    assert first == Due(date(2026, 3, 1), date(2027, 3, 1))
    assert [one.last for one in others] == [date(year, 12, 31) for year in years]
    assert [one.first for one in others] == [date(year, 1, 1) for year in years]


@given(DAYS)
def test_surveillances_follow_each_other_within_the_cycle(start: date) -> None:
    end = ends_on(start)
    found = surveillances(start, end)

    assert found[0].last <= start + timedelta(days=366)
    assert len(found) == 2
    assert all(earlier.last < later.first for earlier, later in pairwise(found))
    assert all(start <= due.first <= due.last <= end for due in found)


@pytest.mark.parametrize("state", ENDED)
def test_an_ended_case_moves_no_more(state: CaseState) -> None:
    assert [step for step, origins in ORIGINS.items() if state in origins] == []


def test_every_open_state_has_a_way_on() -> None:
    leading = frozenset().union(*(origins for step, origins in ORIGINS.items() if step != Step.CANCEL))
    assert set(CaseState) - set(ENDED) == leading
