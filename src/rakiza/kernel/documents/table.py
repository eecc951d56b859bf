"""A sheet as a value: typed columns and rows. What a cell means is said once, in its column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

Scalar = str | int | float | Decimal | date | None


class CellKind(Enum):
    """How a column's values are formatted and aligned."""

    TEXT = "text"
    LONG_TEXT = "long_text"  # wraps
    CODE = "code"  # an identifier: left to right in every language
    COUNT = "count"  # a whole number or a quantity, decimals only where there are some
    MONEY = "money"  # two decimals
    PRICE = "price"  # two to four decimals
    SHARE = "share"  # 0.155 shown as 15.5 %
    DATE = "date"
    MARK = "mark"  # a centred sign such as ✓


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell that differs from its column: another kind, or bold."""

    value: Scalar
    kind: CellKind
    strong: bool = False


Cell = Scalar | Styled


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header (with its unit, `Quantité (unité de base)`), kind and width in characters."""

    title: str
    kind: CellKind = CellKind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: at most `limit` rows are written, `limit_note` says so in a last row."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    frozen_columns: int = 1
    limit: int = 1_000_000
    limit_note: str = ""
