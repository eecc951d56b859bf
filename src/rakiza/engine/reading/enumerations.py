"""Several values of one thing, enumerated: `(G21, G23, G25)`, `2'', 3'' & 4''`, `6.5, 7.0, 7.5`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rakiza.engine.attributes import Op
from rakiza.engine.reading.quantities import Quantity, Shape
from rakiza.engine.reading.unit_words import SIZE_UNITS

ENUMERATING = frozenset({",", "&", "et", "and"})
"""What stands between enumerated values."""
_FEWEST_BARE = 3  # two numbers in no unit are enumerated by chance


def joined_lists(quantities: Sequence[Quantity], texts: Sequence[str]) -> list[Quantity]:
    """Return quantities with those that are enumerated joined to one list; `texts` are the tokens."""
    found: list[Quantity] = []
    run: list[Quantity] = []
    for quantity in quantities:
        if run and not _continues(run[-1], quantity, texts):
            found += _joined(run)
            run = []
        run.append(quantity if not run else replace(quantity, units=run[0].units))
    return found + (_joined(run) if run else [])


def _continues(last: Quantity, quantity: Quantity, texts: Sequence[str]) -> bool:
    """Tell whether a quantity goes on with what is enumerated: of the same kind, and larger."""
    if quantity.first != last.last + 2 or texts[last.last + 1] not in ENUMERATING:
        return False
    if not (_is_one(last) and _is_one(quantity)):
        return False
    if last.unit != quantity.unit and not (
        quantity.unit is None and last.unit in SIZE_UNITS
    ):  # CH 16, 18 et 20
        return False
    return quantity.label in {None, last.label} and last.values[0] < quantity.values[0]


def _is_one(quantity: Quantity) -> bool:
    single = quantity.shape is Shape.SINGLE or quantity.decimal
    return single and quantity.counted is None and quantity.op is Op.EQ


def _joined(run: list[Quantity]) -> list[Quantity]:
    first = run[0]
    if len(run) < (_FEWEST_BARE if first.unit is None and first.label is None else 2):
        return run
    values = tuple([each.values[0] for each in run])
    units = (first.unit,) * len(run)
    return [replace(first, shape=Shape.LIST, values=values, units=units, last=run[-1].last, decimal=False)]
