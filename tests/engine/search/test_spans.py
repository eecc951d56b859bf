"""Measures in a query: operators, ranges, units in every habit, and what stays in the text."""

from __future__ import annotations

import pytest

from rakiza.engine.search.spans import Named, spans_of

NAMED = Named(
    labels={"volume": "volume", "diametre exterieur": "outer_diameter", "charriere": "french_size"},
    measuring={
        "mL": ("volume",),
        "mm": ("length", "outer_diameter", "width"),
        "Fr": ("french_size",),
        "G": ("gauge",),
    },
    implied={"volume": "mL", "outer_diameter": "mm", "length": "cm", "french_size": "Fr"},
)


@pytest.mark.parametrize(
    ("text", "attributes", "low", "high", "unit", "strict", "rest"),
    [
        ("volume ≥ 10 mL", ("volume",), 10.0, None, "mL", False, ""),
        ("volume >= 10", ("volume",), 10.0, None, "mL", False, ""),
        (">= 10ml", ("volume",), 10.0, None, "mL", False, ""),
        ("> 10ml", ("volume",), 10.0, None, "mL", True, ""),
        ("volume <= 0,5 l", ("volume",), None, 500.0, "mL", False, ""),
        ("volume=10cc", ("volume",), 10.0, 10.0, "mL", False, ""),
        ("ch 16..20", ("french_size",), 16.0, 20.0, "Fr", False, ""),
        ("ch 20..16", ("french_size",), 16.0, 20.0, "Fr", False, ""),
        ("sonde ch >= 16", ("french_size",), 16.0, None, "Fr", False, "sonde"),
        (
            "sonde de foley charrière < 18 femme",
            ("french_size",),
            None,
            18.0,
            "Fr",
            True,
            "sonde de foley femme",
        ),
        ("diamètre extérieur 3..4 mm", ("outer_diameter",), 3.0, 4.0, "mm", False, ""),
        ("longueur ≥ 10", ("length",), 100.0, None, "mm", False, ""),
        ("seringue ≤ ١٠ مل", ("volume",), None, 10.0, "mL", False, "seringue"),
        ("5..10 cm gaze", ("length", "outer_diameter", "width"), 50.0, 100.0, "mm", False, "gaze"),
    ],
)
def test_a_measure_with_an_operator_filters(text, attributes, low, high, unit, strict, rest) -> None:
    (span,), left = spans_of(text, NAMED)
    assert (span.attributes, span.low, span.high, span.unit, span.strict) == (
        attributes,
        low,
        high,
        unit,
        strict,
    )
    assert span.firm
    assert left == rest


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("seringue 10 ml", 10.0, "mL"),
        ("seringue 10cc", 10.0, "mL"),
        ("aiguille 21g", 21.0, "G"),
        ("ch16", 16.0, "Fr"),
    ],
)
def test_a_plain_measure_stays_a_word(text: str, low: float, unit: str) -> None:
    spans, left = spans_of(text, NAMED)
    assert [(span.low, span.high, span.unit, span.firm) for span in spans if span.unit == unit] == [
        (low, low, unit, False)
    ]
    assert left == text


@pytest.mark.parametrize("text", ["seringue volume ≥", "seringue >", "seringue volume <="])
def test_an_unfinished_operator_is_waited_for(text: str) -> None:
    assert spans_of(text, NAMED) == ((), "seringue")


def test_an_operator_on_what_nothing_measures_is_left_as_text() -> None:
    spans, left = spans_of("truc >= 3", NAMED)
    assert spans == ()
    assert left == "truc >= 3"
