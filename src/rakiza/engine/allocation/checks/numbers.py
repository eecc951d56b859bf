"""Numbers that a problem may hold: finite, within measure, as precise as the unit allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.values import ProblemError

DECIMALS = 3
LARGEST = Decimal(10) ** 12
SMALLEST = Decimal("0.000001")


def quantities(pointer: str, values: Sequence[Decimal], periods: int, decimals: int | None = None) -> None:
    """Check one entry a period."""
    if len(values) != periods:
        raise ProblemError(pointer, codes.WRONG_LENGTH)
    for index, value in enumerate(values):
        number(f"{pointer}/{index}", value, decimals)


def positive(pointer: str, value: Decimal, decimals: int | None = None) -> None:
    """Check a number above zero."""
    number(pointer, value, decimals)
    if value == 0:
        raise ProblemError(pointer, codes.NOT_POSITIVE)


def number(pointer: str, value: Decimal, decimals: int | None = None) -> None:
    """Check a number that is zero or more."""
    if not value.is_finite() or value < 0:
        raise ProblemError(pointer, codes.NOT_A_QUANTITY)
    if value > LARGEST:
        raise ProblemError(pointer, codes.TOO_LARGE)
    if decimals is not None and value != round(value, decimals):
        raise ProblemError(pointer, codes.TOO_PRECISE)
    if 0 < value < SMALLEST:
        raise ProblemError(pointer, codes.TOO_SMALL)


def share(pointer: str, value: Decimal | Fraction) -> None:
    """Check a share between 0 and 1."""
    if isinstance(value, Decimal) and not value.is_finite():
        raise ProblemError(pointer, codes.NOT_A_SHARE)
    if not 0 <= value <= 1:
        raise ProblemError(pointer, codes.NOT_A_SHARE)


def unique(part: str, identifiers: Iterable[str]) -> frozenset[str]:
    """Check that no identifier comes twice, nor is empty; return them."""
    seen: set[str] = set()
    for index, identifier in enumerate(identifiers):
        if not identifier:
            raise ProblemError(f"/{part}/{index}/id", codes.EMPTY)
        if identifier in seen:
            raise ProblemError(f"/{part}/{index}/id", codes.DUPLICATE)
        seen.add(identifier)
    return frozenset(seen)
