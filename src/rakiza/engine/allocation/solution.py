"""The answer to an allocation problem, as values: awards, what is left, and the proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from rakiza.engine.allocation.rules import Aim
from rakiza.engine.allocation.values import ZERO, Series


class Status(StrEnum):
    """How the proof ended."""

    OPTIMAL = "optimal"  # within the gap asked for
    TIME_LIMIT = "time_limit"  # best plan found, with its gap
    INTERRUPTED = "interrupted"  # likewise, because the caller asked to stop
    INFEASIBLE = "infeasible"  # proven: no plan obeys the rules; nothing is awarded
    UNKNOWN = "unknown"  # no plan that obeys the rules was found in time; nothing is awarded


# The ends at which nothing is awarded, for no plan obeys the rules, or none was found
NO_PLAN = frozenset({Status.INFEASIBLE, Status.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Award:
    """What one offer supplies to one lot, by period, at the price of the tier reached.

    `surplus` is ordered and paid above the lot's demand, to finish the last conditioning; it comes
    in `surplus_period`, with the last period supplied where none is said. `amount` is the money where steps make it more than price ×
    quantity (then `price` is the average, to six decimals), None where it isn't.
    """

    lot: str
    offer: str
    quarters: Series
    price: Decimal
    surplus: Decimal = ZERO
    amount: Decimal | None = None
    conditional: bool = False
    surplus_period: int | None = None

    @property
    def quantity(self) -> Decimal:
        """Base units that serve the lot over the year, without the surplus."""
        return sum(self.quarters, ZERO)

    @property
    def ordered(self) -> Decimal:
        """Base units ordered and paid over the year."""
        return self.quantity + self.surplus

    @property
    def spent(self) -> Decimal:
        """Money paid over the year."""
        return self.ordered * self.price if self.amount is None else self.amount

    @property
    def made(self) -> Series:
        """What the maker delivers by period, the surplus with the last period supplied."""
        if not self.surplus:
            return self.quarters
        last = self.surplus_period
        if last is None:
            last = max(index for index, quantity in enumerate(self.quarters) if quantity)
        return tuple(
            quantity + (self.surplus if index == last else ZERO)
            for index, quantity in enumerate(self.quarters)
        )


@dataclass(frozen=True, slots=True)
class Remainder:
    """What no offer supplies: imported at `import_price`, or left open where that is None."""

    lot: str
    quarters: Series
    import_price: Decimal | None


@dataclass(frozen=True, slots=True)
class Charge:
    """Money beside the awards: a fixed cost, a line's set-up in a period, raw material bought.

    `kind` is fixed, setup or material; `quantity` the raw material bought, else 1; `commitment`
    the rule under which a fixed cost is spread over years.
    """

    kind: str
    id: str
    amount: Decimal
    quantity: Decimal = Decimal(1)
    period: int | None = None
    commitment: str | None = None


@dataclass(frozen=True, slots=True)
class GoalResult:
    """What was reached of one aim: its value, what is proven of it, and the relative gap.

    The gap of the cost is a share of its money, without penalties.
    """

    aim: Aim
    value: Decimal
    bound: Decimal
    gap: float


@dataclass(frozen=True, slots=True)
class StartUse:
    """What became of a plan to begin from: `given` awards, of which `kept` began the search unchanged."""

    given: int
    kept: int


@dataclass(frozen=True, slots=True)
class Solution:
    """The awards and their proof.

    `objective` is what was minimised: local at its price, import at reference × (1 + margin),
    uncovered units and missing sources at their penalty, charges as they are. `bound` is proven: no
    plan that obeys the rules costs less. `penalties` is the part of the cost's objective that is no
    money, and `gap` what isn't proven as a share of the rest (of all where nothing else is). Where cost isn't the first aim, both are of the first aim
    (value added counts as negative). `start` tells what became of a plan to begin from. `cost` is the money really spent: local with its surplus,
    charges, and import at its true price. `seconds` is left out of comparisons: time passes
    differently each time.
    """

    awards: tuple[Award, ...]
    remainders: tuple[Remainder, ...]
    objective: Decimal
    bound: Decimal
    gap: float
    status: Status
    components: int
    cost: Decimal
    missing_sources: tuple[tuple[str, int], ...] = ()
    charges: tuple[Charge, ...] = ()
    goals: tuple[GoalResult, ...] = ()
    value_added: Decimal = ZERO
    import_value: Decimal = ZERO
    penalties: Decimal = ZERO
    input_hash: str = ""
    start: StartUse | None = None
    seconds: float = field(default=0.0, compare=False)
