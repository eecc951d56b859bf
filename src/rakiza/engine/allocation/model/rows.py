"""Columns and rows in the making: sparse arrays, and what each row and column stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

INFINITY = float("inf")
Term = tuple[int, float]


@dataclass(slots=True)
class Rows:
    """A model in arrays: columns have lower bound 0; rows are stored one after another.

    `kind` says what a column is (see `compile`); `rule` names the rule that a row stands for, empty
    for what the problem itself requires.
    """

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    rule: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, cost: float, upper: float, *, kind: str, integer: bool = False) -> int:
        """Add a column with lower bound 0; return its index."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.integer.append(integer)
        self.kind.append(kind)
        return len(self.cost) - 1

    def binary(self, cost: float, kind: str) -> int:
        """Add a yes-or-no column; return its index."""
        return self.column(cost, 1.0, kind=kind, integer=True)

    def row(self, lower: float, upper: float, terms: Iterable[Term], rule: str = "") -> int:
        """Add a row: lower ≤ Σ value × column ≤ upper; terms of one column are added up.

        Returns its index.
        """
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.rule.append(rule)
        summed: dict[int, float] = {}
        for index, value in terms:
            summed[index] = summed[index] + value if index in summed else value
        self.indices.extend(summed)
        self.values.extend(summed.values())
        return len(self.starts) - 1

    def scaled_row(self, lower: float, upper: float, terms: Iterable[Term], rule: str = "") -> int:
        """Add a row brought near 1 by a power of two: the solver's tolerances are absolute."""
        listed = list(terms)
        largest = max((abs(value) for _, value in listed), default=0.0)
        factor = power_of_two(largest, 1.0)
        return self.row(lower * factor, upper * factor, [(c, v * factor) for c, v in listed], rule)

    def terms(self, row: int) -> list[Term]:
        """Return the terms of a row."""
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.indices)
        return list(
            zip(self.indices[self.starts[row] : end], self.values[self.starts[row] : end], strict=True)
        )


def power_of_two(value: float, target: float) -> float:
    """Return the power of two that brings a positive value within (target / 2, target]."""
    factor = 1.0
    while value > 0 and value * factor <= target / 2:
        factor *= 2.0
    while value * factor > target:
        factor /= 2.0
    return factor
