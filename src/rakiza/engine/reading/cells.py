"""A reading as the cells of a table: plain words, numbers and JSON, the shape of the labelled files.

Nothing here is in a reader's language: reasons are codes with their parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from json import dumps
from typing import cast

from rakiza.engine.attributes import AttributeScalar, AttributeValue, Op
from rakiza.engine.reading.values import Alternative, Reading
from rakiza.engine.reasons import Param, Reason

Cell = str | int | float | None
# kind, family, emdn, emdn_alternatives, confidence, attributes, pack_size, pack_unit, reasons
Row = tuple[str, str | None, str | None, str, float, str, int | None, str | None, str]
PlainCells = tuple[str, str | None, str | None, str, float, str, int | None, str | None]  # no reasons


CELLS: dict[str, Callable[[Reading], Cell]] = {
    "kind": lambda reading: reading.kind.value,
    "family": lambda reading: reading.family,
    "emdn": lambda reading: reading.emdn,
    "emdn_alternatives": lambda reading: alternatives_cell(reading.alternatives, reading.emdn),
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


def alternatives_cell(others: Iterable[Alternative], own: str | None) -> str:
    """Return the other codes that the text may mean, the likeliest first, joined by `|`."""
    return "|".join(dict.fromkeys([other.emdn for other in others if other.emdn and other.emdn != own]))


def attributes_json(values: Iterable[AttributeValue]) -> str:
    """Return a JSON list of `{"name", "op", "value", "unit"}`; whole numbers are written as such."""
    return f"[{', '.join([attribute_json(each.name, each.op, each.value, each.unit) for each in values])}]"


def attribute_json(name: str, op: Op, value: AttributeScalar, unit: str | None) -> str:
    """Return one attribute as `{"name", "op", "value", "unit"}`."""
    head, tail = _around(name, op, unit)
    return head + (_number(value) if value.__class__ is float else _said(value)) + tail


def reasons_json(reasons: Iterable[Reason]) -> str:
    """Return a JSON list of `{"code", …parameters}`."""
    return f"[{', '.join([reason_json(each) for each in reasons])}]"


def reason_json(each: Reason) -> str:
    """Return one reason as `{"code", …parameters}`."""
    return _opened(each.code, each.params) + "}"


def quote_json(code: str, others: tuple[tuple[str, Param], ...], word: str) -> str:
    """Return a reason that quotes a word beside its `others` parameters."""
    plain = word.isprintable() and '"' not in word and "\\" not in word
    return f'{_opened(code, others)}, "word": ' + (f'"{word}"}}' if plain else f"{_said(word)}}}")


@lru_cache(maxsize=10_000)
def _around(name: str, op: Op, unit: str | None) -> tuple[str, str]:
    """Return what stands before and behind the value of an attribute."""
    return f'{{"name": {_said(name)}, "op": "{op.value}", "value": ', f', "unit": {_said(unit)}}}'


@lru_cache(maxsize=10_000, typed=True)
def _opened(code: str, params: tuple[tuple[str, Param], ...]) -> str:
    return f'{{"code": {_said(code)}' + "".join(
        [f", {_said(name)}: {_said(value)}" for name, value in params]
    )


@lru_cache(maxsize=50_000, typed=True)
def _said(value: AttributeScalar | Param) -> str:
    """Return the JSON of one word, flag or number: few differ."""
    return dumps(value, ensure_ascii=False, default=str)


@lru_cache(maxsize=10_000)
def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
