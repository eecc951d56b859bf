"""A specification in short: bare numbers say what they count, sides are joined by a cross."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import AttributeScalar, AttributeValue, Op
from rakiza.kernel.wording import language as wording_language
from rakiza.kernel.wording.attributes import say_values
from rakiza.kernel.wording.counted import COUNTED
from rakiza.reference.vocabulary import load


def stated(name: str, value: AttributeScalar, unit: str | None = None, op: Op = Op.EQ) -> AttributeValue:
    return AttributeValue(name, op, value, unit)


@pytest.mark.parametrize(
    ("attribute", "french", "english"),
    [
        (stated("motors", 3.0), "3\u00a0moteurs", "3\u00a0motors"),
        (stated("motors", 1.0), "1\u00a0moteur", "1\u00a0motor"),
        (stated("drops_per_ml", 20.0), "20\u00a0gouttes/mL", "20\u00a0drops/mL"),
        (stated("plies", 0.0), "0\u00a0pli", "0\u00a0plies"),
        (stated("plies", 8.0, op=Op.GE), "au moins 8\u00a0plis", "at least 8\u00a0plies"),
        (stated("volume", 5.0, "mL"), "5\u00a0mL", "5\u00a0mL"),
        (stated("size", "m"), "M", "M"),
    ],
)
def test_a_bare_number_says_what_it_counts(attribute: AttributeValue, french: str, english: str) -> None:
    assert say_values([attribute], language="fr") == french
    assert say_values([attribute], language="en") == english


def test_arabic_names_the_count_and_keeps_drops_together() -> None:
    assert say_values([stated("motors", 3.0)], language="ar") == "عدد المحركات: 3"
    assert say_values([stated("drops_per_ml", 20.0)], language="ar") == "20\u00a0قطرة/مل"


def test_a_number_without_a_noun_is_said_with_its_name() -> None:
    assert say_values([stated("frequency", 50.0)], language="fr") == "Fréquence\u202f: 50"
    assert say_values([stated("size", "7.5")], language="fr") == "Taille\u202f: 7.5"


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ((stated("length", 250.0, "mm"), stated("width", 100.0, "mm")), "25\u00a0×\u00a010\u00a0cm"),
        ((stated("width", 100.0, "mm"), stated("length", 250.0, "mm")), "25\u00a0×\u00a010\u00a0cm"),
        ((stated("length", 4000.0, "mm"), stated("width", 100.0, "mm")), "4\u00a0m\u00a0×\u00a010\u00a0cm"),
        ((stated("length", 250.0, "mm"),), "25\u00a0cm"),
        (
            (stated("length", 250.0, "mm", Op.GE), stated("width", 100.0, "mm")),
            "au moins 25\u00a0cm · 10\u00a0cm",
        ),
    ],
)
def test_sides_of_one_article_are_joined_by_a_cross(sides: tuple[AttributeValue, ...], said: str) -> None:
    assert say_values(sides, language="fr") == said


def test_sides_stay_in_order_in_a_right_to_left_line() -> None:
    sides = (stated("length", 250.0, "mm"), stated("width", 100.0, "mm"))
    assert say_values(sides, language="ar") == wording_language.isolate("25\u00a0×\u00a010\u00a0cm", "ar")


def test_sides_keep_their_place_among_other_values_and_flags_stay_out() -> None:
    values = (
        stated("plies", 8.0),
        stated("length", 100.0, "mm"),
        stated("sterile", value=True),
        stated("width", 100.0, "mm"),
        stated("size", "l"),
    )
    assert say_values(values, language="fr") == "8\u00a0plis · 10\u00a0×\u00a010\u00a0cm · L"


def test_only_attributes_of_the_vocabulary_have_nouns() -> None:
    assert set(COUNTED) <= set(load().attributes)
