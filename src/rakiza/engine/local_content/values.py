"""A bill of materials as a value: per one unit of product, money in one currency, tax excluded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Origin(StrEnum):
    """Where an input comes from."""

    IMPORTED = "imported"
    LOCAL = "local"  # bought here; counts where evidence says so
    MADE = "made"  # made here by a bill of its own


@dataclass(frozen=True, slots=True)
class Input:
    """One input of one unit of product: `quantity` of it, each at `unit_cost`.

    `component` names the bill of a `MADE` input; `declared_share` (0 to 1) stands for a bill that
    can't be opened, another maker's. `evidence` says that a document supports a `LOCAL` origin.
    """

    key: str
    quantity: Decimal
    unit_cost: Decimal
    origin: Origin
    evidence: bool = False
    component: str | None = None
    declared_share: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """What the input costs in one unit of product, exactly."""
        return self.quantity * self.unit_cost


@dataclass(frozen=True, slots=True)
class Bill:
    """One product: its ex-works price, what its maker adds to the inputs (labour, energy, wear), its inputs."""

    product: str
    price: Decimal
    own_cost: Decimal
    inputs: tuple[Input, ...]

    @property
    def cost(self) -> Decimal:
        """What one unit costs: the inputs and what its maker adds."""
        return self.own_cost + sum((one.amount for one in self.inputs), Decimal(0))
