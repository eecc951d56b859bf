"""Numbers in every habit, before any family is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.attributes import Op
from rakiza.engine.reading import fold
from rakiza.engine.reading.quantities import Quantity, QuantityReader, Shape
from rakiza.engine.reading.tokens import tokenise


def quantities(text: str) -> list[Quantity]:
    return QuantityReader(tokenise(fold(text)), frozenset()).read()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("20ML", 20.0, "mL"), ("2,5 cc", 2.5, "mL"), ("20mI", 20.0, "mL"), ("1.5 L", 1.5, "L"), ("G21", 21.0, "G"),
        ("21 G", 21.0, "G"), ("CH16", 16.0, "Fr"), ("16Fr", 16.0, "Fr"), ("ch. 16", 16.0, "Fr"),
        ("50 µL", 50.0, "µL"), ('6"', 6.0, "in"), ("75 g/m²", 75.0, "g/m2"), ("5 L/min", 5.0, "L/min"),
        ("٥ مل", 5.0, "mL"), ("10 سم", 10.0, "cm"), ("100 UI", 100.0, "UI"), ("37 °C", 37.0, "°C"),
        ("60 mmHg", 60.0, "mmHg"), ("7", 7.0, None),
    ],
)  # fmt: skip
def test_a_number_and_its_unit(text: str, value: float, unit: str | None) -> None:
    (quantity,) = quantities(text)
    assert (quantity.shape, quantity.values, quantity.unit) == (Shape.SINGLE, (value,), unit)


@pytest.mark.parametrize(
    ("text", "shape", "values"),
    [
        ("10*10", Shape.DIMENSIONS, (10.0, 10.0)),
        ("7,5 x 10 cm", Shape.DIMENSIONS, (7.5, 10.0)),
        ("10cmx20cm", Shape.DIMENSIONS, (10.0, 20.0)),
        ("0,9X40", Shape.DIMENSIONS, (0.9, 40.0)),
        ("2000 x 900 x 500 mm", Shape.DIMENSIONS, (2000.0, 900.0, 500.0)),
        ("20-30", Shape.RANGE, (20.0, 30.0)),
        ("5 à 10 kg", Shape.RANGE, (5.0, 10.0)),
        ("2/0", Shape.RATIO, (2.0, 0.0)),
        ("½", Shape.RATIO, (1.0, 2.0)),
        ("7 ½", Shape.MIXED, (7.0, 0.5)),
        ("38,45,60", Shape.LIST, (38.0, 45.0, 60.0)),
    ],
)
def test_numbers_joined_together(text: str, shape: Shape, values: tuple[float, ...]) -> None:
    (quantity,) = quantities(text)
    assert (quantity.shape, quantity.values) == (shape, values)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("N°7", "number"),
        ("taille 8", "size"),
        ("L=12 cm", "length"),
        ("diam. 5 mm", "diameter"),
        ("déc. 3", "decimal"),
    ],
)
def test_the_word_before_a_number_labels_it(text: str, label: str) -> None:
    (quantity,) = quantities(text)
    assert quantity.label == label


@pytest.mark.parametrize(
    ("text", "counted"), [("3 voies", "lumens"), ("12 plis", "plies"), ("2 plages", "panels")]
)
def test_the_word_after_a_number_is_what_it_counts(text: str, counted: str) -> None:
    (quantity,) = quantities(text)
    assert quantity.counted == counted


def test_limits_are_kept() -> None:
    assert [quantity.op for quantity in quantities(">= 10 mm")] == [Op.GE]
    assert [quantity.op for quantity in quantities("max 5 kg")] == [Op.LE]


def test_a_gauge_is_apart_from_what_follows() -> None:
    gauge, length = quantities("25G x 16mm")
    assert (gauge.values, gauge.unit) == ((25.0,), "G")
    assert (length.values, length.unit, length.after_size) == ((16.0,), "mm", True)


def test_a_unit_already_used_doesnt_label_the_next_number() -> None:
    gauge, sides = quantities("22 G (0,7 x 30 mm)")
    assert gauge.unit == "G"
    assert sides.units == (None, "mm")


@given(st.text(alphabet="0123456789,./*x-° cmgGlLFr½\"'()"))
def test_quantities_never_overlap(text: str) -> None:
    last = -1
    for quantity in quantities(text):
        assert quantity.first > last
        assert quantity.last >= quantity.first
        last = quantity.last
