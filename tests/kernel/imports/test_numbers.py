"""Numbers as people write them: every habit round-trips, what isn't a number is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.kernel.imports.numbers import Habit, exact_decimal, habit_of, parse_number

GROUPS = (" ", "\u00a0", "\u202f", "'", "’", "")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def grouped(digits: str, mark: str) -> str:
    head = len(digits) % 3
    parts = ([digits[:head]] if head else []) + [digits[i : i + 3] for i in range(head, len(digits), 3)]
    return mark.join(parts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 200,50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1\u202f200,50", "1200.50"),
        ("1\u00a0200", "1200"),
        ("١٬٢٠٠٫٥٠", "1200.50"),
        ("۱۲", "12"),
        ("0,500", "0.500"),
        ("1.200.500", "1200500"),
        ("-4", "-4"),
        ("−4", "-4"),
        ("(5)", "-5"),
        ("+7", "7"),
        ("1,2E+05", "120000"),
        ("\u200e12\u200f", "12"),
        ("12.", "12"),
    ],
)
def test_written_forms(text: str, value: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert number.value == Decimal(value)
    assert not number.ambiguous


@pytest.mark.parametrize(
    "text",
    ["abc", "", "12 34", "1 20", "1,20,30", "12/03/2027", "10-20", "2 50", "1.2.3", "(5", "5 à 10", "--4"],
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_words_around_are_kept() -> None:
    boxes = parse_number("12 boîtes")
    price = parse_number("45,00 DH")
    dollars = parse_number("$ 3.20")
    assert boxes is not None
    assert (boxes.value, boxes.after) == (Decimal(12), "boîtes")
    assert price is not None
    assert (price.value, price.after) == (Decimal("45.00"), "DH")
    assert dollars is not None
    assert (dollars.value, dollars.before) == (Decimal("3.20"), "$")


def test_a_product_is_multiplied_and_said() -> None:
    number = parse_number("2 x 50")
    assert number is not None
    assert (number.value, number.product) == (Decimal(100), True)


def test_a_percentage_is_marked() -> None:
    number = parse_number("20 %")
    assert number is not None
    assert (number.value, number.percent, number.after) == (Decimal(20), True, "")


@pytest.mark.parametrize(
    ("habit", "thousands", "value"),
    [
        (Habit.COMMA, True, "1.200"),
        (Habit.POINT, False, "1200"),
        (Habit.UNKNOWN, True, "1200"),
        (Habit.UNKNOWN, False, "1.200"),
    ],
)
def test_a_lone_group_follows_the_column(habit: Habit, thousands: bool, value: str) -> None:
    number = parse_number("1,200", habit, lone_group_is_thousands=thousands)
    assert number is not None
    assert number.ambiguous
    assert number.value == Decimal(value)


def test_the_habit_of_a_column() -> None:
    assert habit_of(["1,200", "3,5", "4"]) is Habit.COMMA
    assert habit_of(["1,200", "3.5"]) is Habit.POINT
    assert habit_of(["1.200.000"]) is Habit.COMMA
    assert habit_of(["1,200", "x", "12"]) is Habit.UNKNOWN
    assert habit_of(["1,5", "1.5"]) is Habit.UNKNOWN


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(GROUPS),
    st.sampled_from((",", ".")),
    st.booleans(),
    st.booleans(),
)
def test_every_formatting_round_trips(
    value: Decimal, group: str, mark: str, arabic: bool, negative: bool
) -> None:
    whole, _, fraction = format(value, "f").partition(".")
    text = ("-" if negative else "") + grouped(whole, group) + mark + fraction
    number = parse_number(text.translate(ARABIC) if arabic else text)
    assert number is not None
    assert number.value == (-value if negative else value)
    assert not number.ambiguous


@given(st.integers(min_value=1000, max_value=10**12), st.sampled_from((",", ".")))
def test_whole_numbers_grouped_by_a_mark(value: int, group: str) -> None:
    other = Habit.POINT if group == "," else Habit.COMMA
    number = parse_number(grouped(str(value), group), other)
    assert number is not None
    assert number.value == value


@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_nothing(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.value.is_finite()


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_spreadsheet_numbers_lose_their_noise(cents: int) -> None:
    assert exact_decimal(cents / 100) == Decimal(cents) / 100
