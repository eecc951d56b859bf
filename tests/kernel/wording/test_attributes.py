"""Attributes in words."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Labels
from rakiza.kernel.wording import Vocabulary, say_attribute, say_attributes, vocabulary
from rakiza.kernel.wording.attributes import readable, say_unit

WORDS = Vocabulary(
    attributes={"tip": Labels("Embout", "الرأس", "Tip"), "volume": Labels("Volume", "الحجم", "Volume")},
    values={("tip", "luer_lock"): Labels("Luer verrouillé", "لوير لوك", "Luer lock")},
)


@pytest.mark.parametrize(
    ("attribute", "shown"),
    [
        (AttributeValue("volume", Op.EQ, 5.0, "mL"), "Volume\u202f: 5\u00a0mL"),
        (AttributeValue("volume", Op.GE, 2.5, "mL"), "Volume\u202f: au moins 2,5\u00a0mL"),
        (AttributeValue("volume", Op.LE, 1500.0, "mL"), "Volume\u202f: au plus 1,5\u00a0L"),
        (AttributeValue("tip", Op.EQ, "luer_lock"), "Embout\u202f: Luer verrouillé"),
        (AttributeValue("tip", Op.EQ, "never_named"), "Embout\u202f: never named"),
        (AttributeValue("unheard_of", Op.EQ, value=True), "unheard of\u202f: oui"),
    ],
)
def test_say_attribute_in_french(attribute: AttributeValue, shown: str):
    assert say_attribute(attribute, WORDS, "fr") == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (4000.0, "mm", (4.0, "m")),
        (400.0, "mm", (40.0, "cm")),
        (12.7, "mm", (12.7, "mm")),
        (75.0, "mm", (7.5, "cm")),
        (40.0, "mm", (40.0, "mm")),
        (1050.0, "mm", (105.0, "cm")),
        (1001.0, "mL", (1001.0, "mL")),
        (14.0, "Fr", (14.0, "Fr")),
        (2.0, None, (2.0, None)),
    ],
)
def test_measures_are_said_in_the_unit_of_their_size(
    value: float, unit: str | None, shown: tuple[float, str | None]
):
    assert readable(value, unit) == shown


def test_measures_are_isolated_in_arabic():
    shown = say_attribute(AttributeValue("volume", Op.EQ, 5.0, "mL"), WORDS, "ar")

    assert shown.startswith("الحجم")
    assert shown.endswith("\u20665\u00a0mL\u2069")


def test_a_specification_is_one_line():
    attributes = (AttributeValue("volume", Op.EQ, 5.0, "mL"), AttributeValue("tip", Op.EQ, "luer_lock"))

    assert (
        say_attributes(attributes, WORDS, "fr") == "Volume\u202f: 5\u00a0mL · Embout\u202f: Luer verrouillé"
    )


def test_shipped_vocabulary_names_every_attribute_in_three_languages():
    words = vocabulary()

    assert words.attribute("outer_diameter", "fr") == "Diamètre extérieur"
    assert words.pack_unit("boite", "fr") == "boîte"
    assert [
        name for name, labels in words.attributes.items() if not (labels.fr and labels.ar and labels.en)
    ] == []


@pytest.mark.parametrize(
    ("unit", "language", "said"),
    [
        ("UI", "fr", "UI"),
        ("UI", "en", "IU"),
        ("UI", "ar", "IU"),
        ("1/min", "fr", "tr/min"),
        ("1/min", "en", "rpm"),
        ("um", "en", "µm"),
        (None, "en", ""),
    ],
)
def test_a_unit_that_french_writes_its_own_way_is_said_otherwise_abroad(
    unit: str | None, language: str, said: str
) -> None:
    assert say_unit(unit, language) == said
