"""In which order quantities fill attributes, and which labels are read anew beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rakiza.engine.reading.quantities import Quantity, Shape


def doubt(quantity: Quantity) -> float:
    """Rank quantities: labelled or counted first, then with a unit, then joined, then bare."""
    aside = 0.5 if quantity.aside else 0.0
    if quantity.counted is not None or quantity.label is not None:
        return aside
    if quantity.after_size and quantity.unit is None:
        return 5.0
    if quantity.unit is not None:
        return 1.0 + aside
    joined = quantity.shape in {Shape.DIMENSIONS, Shape.RATIO, Shape.MIXED}
    return (2.0 if joined else 3.0) + aside


def relabelled(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return quantities with `4,5 L 36` read as 4.5 and a length of 36: what has no volume isn't in litres."""
    found = list(quantities)
    for place, (one, other) in enumerate(pairwise(quantities)):
        if one.units == ("L",) and other.first == one.last + 1 and other.shape is Shape.SINGLE:
            found[place] = replace(one, units=(None,), last=one.last - 1)
            found[place + 1] = replace(other, label="length", first=one.last)
    return found
