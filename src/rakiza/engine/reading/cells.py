"""A reading as the cells of a table: plain words, numbers and JSON, the shape of the labelled files.

Nothing here is in a reader's language: reasons are codes with their parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from json import dumps
from typing import cast

from rakiza.engine.attributes import AttributeScalar, AttributeValue
from rakiza.engine.reading.values import Alternative, Reading
from rakiza.engine.reasons import Param, Reason

Cell = str | int | float | None
# kind, family, emdn, emdn_alternatives, confidence, attributes, pack_size, pack_unit, reasons
Row = tuple[str, str | None, str | None, str, float, str, int | None, str | None, str]


def _emdn_alternatives(reading: Reading) -> str:
    return _codes(reading.alternatives, reading.emdn) if reading.alternatives else ""


CELLS: dict[str, Callable[[Reading], Cell]] = {
    "kind": lambda reading: reading.kind.value,
    "family": lambda reading: reading.family,
    "emdn": lambda reading: reading.emdn,
    "emdn_alternatives": _emdn_alternatives,
    "confidence": lambda reading: reading.confidence,
    "attributes": lambda reading: attributes_json(reading.attributes),
    "pack_size": lambda reading: reading.packaging.size,
    "pack_unit": lambda reading: reading.packaging.unit,
    "reasons": lambda reading: reasons_json(reading.reasons),
}
"""What each column holds of a reading, in the order of the columns."""
COLUMNS = tuple(CELLS)


def row(reading: Reading) -> Row:
    """Return the cells of one reading, in the order of `COLUMNS`."""
    return cast("Row", tuple([cell(reading) for cell in CELLS.values()]))


def _codes(others: Iterable[Alternative], own: str | None) -> str:
    """Return the other codes that the text may mean, the likeliest first, joined by `|`."""
    return "|".join(dict.fromkeys(other.emdn for other in others if other.emdn and other.emdn != own))


def attributes_json(values: Iterable[AttributeValue]) -> str:
    """Return a JSON list of `{"name", "op", "value", "unit"}`; whole numbers are written as such."""
    return "[" + ", ".join([_attribute(each) for each in values]) + "]"


def _attribute(each: AttributeValue) -> str:
    value = each.value
    written = _number(value) if isinstance(value, float) else _said(value)
    unit = "null" if each.unit is None else _said(each.unit)
    return f'{{"name": {_said(each.name)}, "op": "{each.op.value}", "value": {written}, "unit": {unit}}}'


def reasons_json(reasons: Iterable[Reason]) -> str:
    """Return a JSON list of `{"code", …parameters}`."""
    return "[" + ", ".join([_reason(each) for each in reasons]) + "]"


def _reason(each: Reason) -> str:
    said = "".join([f", {_said(name)}: {_said(value)}" for name, value in each.params])
    return f'{{"code": {_said(each.code)}{said}}}'


@lru_cache(maxsize=50_000, typed=True)
def _said(value: AttributeScalar | Param) -> str:
    """Return the JSON of one word, flag or number: few differ."""
    return dumps(value, ensure_ascii=False, default=str)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
