"""Dates as people write them, and what isn't one."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.kernel.imports.dates import parse_date

DAY = date(2027, 4, 3)


@pytest.mark.parametrize(
    "value",
    [
        "03/04/2027",
        "3-4-27",
        "3.4.2027",
        "2027-04-03",
        "2027-04-03 00:00:00",
        "20270403",
        "3 avril 2027",
        "April 3, 2027",
        "٠٣/٠٤/٢٠٢٧",
        "3 أبريل 2027",
        datetime(2027, 4, 3, 12),  # noqa: DTZ001
        DAY,
        46480.0,
    ],
)
def test_written_forms(value: object) -> None:
    assert parse_date(value) == DAY  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["", "31/02/2027", "demain", "2027", "13/13/2027", 12.0, True, None, "1/2"])
def test_what_is_no_date(value: object) -> None:
    assert parse_date(value) is None  # type: ignore[arg-type]


def test_the_first_of_a_month() -> None:
    assert parse_date("1er mars 2027") == date(2027, 3, 1)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31)), st.sampled_from("/-. "))
def test_day_first_round_trips(day: date, mark: str) -> None:
    assert parse_date(f"{day.day:02}{mark}{day.month:02}{mark}{day.year}") == day


@given(st.text(max_size=20))
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), date)
