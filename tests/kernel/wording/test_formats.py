"""Numbers, money, dates and quarters in three languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.kernel.wording import formats


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "1\u202f234\u202f567,5"), ("en", "1\u202f234\u202f567.5"), ("ar", "1\u202f234\u202f567,5")],
)
def test_number_groups_with_a_narrow_no_break_space(language: str, shown: str):
    assert formats.number(Decimal("1234567.50"), language) == shown


def test_number_rounds_half_up_and_keeps_asked_places():
    assert formats.number(Decimal("2.675"), "fr", places=2) == "2,68"
    assert formats.number(3, "fr", places=2) == "3,00"


def test_number_writes_a_true_minus_and_no_negative_zero():
    assert formats.number(-1200, "fr") == "\u22121\u202f200"
    assert formats.number(Decimal("-0.001"), "fr", places=2) == "0,00"


def test_signs_and_currencies_keep_their_side_in_arabic():
    assert formats.number(-3, "ar") == "\u2066\u22123\u2069"
    assert formats.money(5, "MAD", "ar", places=0) == "\u20665\u00a0MAD\u2069"


def test_number_that_is_not_finite_is_a_dash():
    assert formats.number(float("inf"), "fr") == "—"


@given(st.integers(-(10**15), 10**15))
def test_number_never_holds_a_plain_space_and_reads_back(value: int):
    shown = formats.number(value, "fr")

    assert " " not in shown
    assert int(shown.replace("\u202f", "").replace("\u2212", "-")) == value


def test_money_says_the_currency_and_the_tax():
    amount = Decimal("1234567.5")

    assert formats.money(amount, "MAD", "fr", tax=True) == "1\u202f234\u202f567,50\u00a0MAD\u00a0TTC"
    assert formats.money(amount, "MAD", "fr", tax=False) == "1\u202f234\u202f567,50\u00a0MAD\u00a0HT"
    assert formats.money(amount, "MAD", "en") == "1\u202f234\u202f567.50\u00a0MAD"


@pytest.mark.parametrize(
    ("share", "language", "shown"),
    [
        ("0.155", "fr", "15,5\u202f%"),
        ("0.2", "fr", "20\u202f%"),
        ("1", "en", "100\u202f%"),
        ("0.0005", "en", "0.1\u202f%"),
    ],
)
def test_percent(share: str, language: str, shown: str):
    assert formats.percent(Decimal(share), language) == shown


def test_dates_quarters_and_months():
    assert formats.day(date(2027, 3, 1), "fr") == "1er mars 2027"
    assert formats.day(date(2027, 3, 1), "en") == "1 March 2027"
    assert formats.day(date(2027, 3, 1), "ar") == "1 مارس 2027"
    assert formats.day(date(2027, 3, 11), "fr") == "11 mars 2027"
    assert formats.month(date(2027, 3, 1), "fr") == "mars 2027"
    assert formats.month(date(2027, 8, 1), "ar") == "غشت 2027"
    assert formats.quarter(1, 2027, "fr") == "T1\u00a02027"
    assert formats.quarter(1, 2027, "en") == "Q1\u00a02027"
    assert formats.quarter(4, 2027, "ar") == "الربع الرابع\u00a02027"
    assert formats.month_name(8, "ar") == "غشت"
