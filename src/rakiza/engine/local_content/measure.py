"""Measures of local content by a named method, recursive over inputs made here.

Every amount of a line is exact; the share alone is rounded, downwards, so that no threshold is
said to be reached that isn't. Amounts are per one unit of product.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal, localcontext
from enum import StrEnum

from rakiza.engine.local_content.values import Bill, Input, Origin

ZERO, ONE = Decimal(0), Decimal(1)
SHARE = Decimal("0.0001")
# Products of bounded decimals stay exact well below this precision.
_EXACT = Context(prec=120)


class Method(StrEnum):
    """How local content is counted.

    `COST_SHARE`: (cost - imported inputs) / cost. `VALUE_ADDED`: (price - bought inputs + value added
    in inputs made here) / price, the reading of "unit value added" that counts nothing without a bill.
    """

    COST_SHARE = "cost_share"
    VALUE_ADDED = "value_added"


class Why(StrEnum):
    """Why a line counts as it does."""

    IMPORTED = "imported"
    LOCAL_PROVEN = "local_proven"
    LOCAL_UNPROVEN = "local_unproven"
    MADE = "made"
    DECLARED = "declared"
    NO_BILL = "no_bill"
    BOUGHT = "bought"


class Cycle(ValueError):  # noqa: N818 - what was found, named
    """Bills that contain each other; `path` names the products, the first one again at the end."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class LineResult:
    """One input: `local` + `foreign` = `amount`, exactly."""

    key: str
    amount: Decimal
    local: Decimal
    foreign: Decimal
    why: Why


@dataclass(frozen=True, slots=True)
class Result:
    """The local share of one product: `numerator` / `base`, and the lines that make it.

    `own` is what its maker adds: its own costs (cost share), or price less inputs (value added).
    """

    method: Method
    base: Decimal
    own: Decimal
    numerator: Decimal
    lines: tuple[LineResult, ...]

    @property
    def share(self) -> Decimal:
        """The share, 0 to 1, rounded down to a hundredth of a percent."""
        if self.base <= 0:
            return ZERO
        with localcontext(_EXACT):
            return (self.numerator / self.base).quantize(SHARE, ROUND_FLOOR)

    def reaches(self, threshold: Decimal) -> bool:
        """Tell exactly whether the share is at least `threshold`."""
        with localcontext(_EXACT):
            return self.base > 0 and self.numerator >= threshold * self.base


def measure(product: str, bills: Mapping[str, Bill], method: Method) -> Result:
    """Return the local content of `product`; KeyError without its bill, `Cycle` where bills go round."""
    _check(product, bills, (), set())
    with localcontext(_EXACT):
        return _measured(product, bills, method, {})


def _check(product: str, bills: Mapping[str, Bill], path: tuple[str, ...], sound: set[str]) -> None:
    if product in path:
        raise Cycle((*path[path.index(product) :], product))
    if product in sound:
        return
    for one in bills[product].inputs if product in bills else ():
        if one.origin is Origin.MADE and one.component is not None:
            _check(one.component, bills, (*path, product), sound)
    sound.add(product)


def _measured(product: str, bills: Mapping[str, Bill], method: Method, known: dict[str, Result]) -> Result:
    if product not in known:
        bill = bills[product]
        lines = tuple(_line(one, bills, method, known) for one in bill.inputs)
        local = sum((line.local for line in lines), ZERO)
        if method is Method.COST_SHARE:
            base, own = bill.cost, bill.own_cost
        else:
            bought = sum((line.amount for line in lines), ZERO)
            base, own = bill.price, max(bill.price - bought, ZERO)
        known[product] = Result(method, base, own, min(own + local, base), lines)
    return known[product]


def _line(one: Input, bills: Mapping[str, Bill], method: Method, known: dict[str, Result]) -> LineResult:
    local, why = _local(one, bills, method, known)
    return LineResult(one.key, one.amount, local, one.amount - local, why)


def _local(
    one: Input, bills: Mapping[str, Bill], method: Method, known: dict[str, Result]
) -> tuple[Decimal, Why]:
    if one.origin is Origin.IMPORTED:
        return ZERO, Why.IMPORTED
    if one.origin is Origin.LOCAL:
        if method is Method.VALUE_ADDED:
            return ZERO, Why.BOUGHT
        return (one.amount, Why.LOCAL_PROVEN) if one.evidence else (ZERO, Why.LOCAL_UNPROVEN)
    if one.declared_share is not None:
        return one.amount * one.declared_share, Why.DECLARED
    if one.component is None or one.component not in bills:
        return ZERO, Why.NO_BILL
    inner = _measured(one.component, bills, method, known)
    foreign = (inner.base - inner.numerator) * one.quantity
    return max(one.amount - foreign, ZERO), Why.MADE
