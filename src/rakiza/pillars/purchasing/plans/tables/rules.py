"""The rules of a plan in words, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rakiza.kernel.documents.table import CellKind, Styled
from rakiza.kernel.wording.formats import number, percent
from rakiza.pillars.purchasing.documents.sheets.parameters import Row


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its words and its value."""

    label: str
    value: str


def rule_lines(rows: Iterable[Row]) -> tuple[RuleLine, ...]:
    """Write the typed cells of the parameters sheet as text."""
    return tuple(RuleLine(label, _written(cell)) for label, cell, _key in rows)


def _written(cell: object) -> str:
    value = cell.value if isinstance(cell, Styled) else cell
    if isinstance(value, int | float | Decimal):
        is_share = isinstance(cell, Styled) and cell.kind is CellKind.SHARE
        return percent(value) if is_share else number(value)
    return str(value)
