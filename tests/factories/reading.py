"""Readings."""

from __future__ import annotations

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.engine.reading.values import PackReading, Reading
from rakiza.engine.reasons import Reason


def a_reading(text: str = "SERINGUE 10 ML", *, volume: float = 10.0, confidence: float = 0.95) -> Reading:
    """Return the reading of a syringe."""
    return Reading(
        text=text,
        kind=Kind.DEVICE,
        family="syringe_hypodermic",
        emdn="A020102",
        attributes=(AttributeValue("volume", Op.EQ, volume, "mL"),),
        packaging=PackReading(100, "boite"),
        confidence=confidence,
        reasons=(Reason.of("reading.words", words="seringue"),),
    )
