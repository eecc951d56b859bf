"""Numbers that note what they are asked: nothing escapes them, and what they note is enough."""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.reading.noted import Noted, Notes
from rakiza.engine.reading.plans import Plan

# What tells nothing of the value: building one, looking attributes up.
_SILENT = {"__doc__", "__getattribute__", "__getformat__", "__getnewargs__", "__new__", "fromhex"}
NUMBERS = st.lists(st.sampled_from([0.5, 1.0, 2.0, 2.5, 3.0, 10.0, 35.0]), min_size=2, max_size=2)


def test_every_question_that_a_number_can_be_asked_is_noted() -> None:
    assert vars(float).keys() - _SILENT <= vars(Noted).keys()


@pytest.mark.parametrize("ask", [str, repr, hash, int, float, round, abs, bool, operator.neg, "{:g}".format])
def test_what_is_no_comparison_is_answered_as_a_plain_number_would(ask: Callable[[float], object]) -> None:
    notes = Notes()
    assert ask(notes.number(0, 2.5)) == ask(2.5)
    assert [note.ask([2.5]) == note.answer for note in notes.asked] == [True]


def test_words_are_no_numbers() -> None:
    notes = Notes()
    assert notes.number(0, 2.0) != "2"
    assert notes.asked == []


def meaning(first: float, second: float) -> tuple[object, ...]:
    """Decide something by two numbers, in every way that reading does."""
    if first < second and not second >= 3:
        return "below", first * 10.0 / 4.0
    if first == int(first) and first + second / 10.0 > 2.5:
        return "whole", f"{first:g}/{second:g}"
    if (first, second) in {(0.5, 0.5), (2.5, 1.0)}:
        return ("pair",)
    return ("other", second or 1.0, 1.0 - first)


def told(found: tuple[object, ...], numbers: list[float]) -> tuple[object, ...]:
    return tuple(part.expression(numbers) if isinstance(part, Noted) else part for part in found)


@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_a_plan_finds_what_a_fresh_look_does(lines: list[list[float]]) -> None:
    plan: Plan[tuple[object, ...]] = Plan()
    for numbers in lines:
        found = plan.find(numbers)
        if found is None:
            notes = Notes()
            noted = [notes.number(place, value) for place, value in enumerate(numbers)]
            found = plan.keep(notes.asked, meaning(*noted))
        assert told(found, numbers) == meaning(*numbers)


def test_a_plan_is_bounded() -> None:
    plan: Plan[str] = Plan()
    for value in range(1000):
        notes = Notes()
        text = str(notes.number(0, float(value)))
        plan.keep(notes.asked, text)
        assert plan.find([float(value)]) == text
    assert plan.find([0.0]) is None
