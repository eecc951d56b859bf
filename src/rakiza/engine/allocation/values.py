"""The allocation problem and its answer, as values.

Quantities are `Decimal` base units with at most three decimals; money is `Decimal`, tax and
delivery included, per base unit. A year has four quarters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

Quarterly = tuple[Decimal, Decimal, Decimal, Decimal]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Lot:
    """Demand of one lot by quarter; `import_price` is the fallback, None where none is known."""

    id: str
    demand: Quarterly
    import_price: Decimal | None = None
    vital: bool = False

    @property
    def quantity(self) -> Decimal:
        """Base units over the year."""
        return sum(self.demand, ZERO)


@dataclass(frozen=True, slots=True)
class Line:
    """A production line shared by offers; capacity by quarter, in line units."""

    id: str
    capacity: Quarterly


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_quantity` base units a year on, every unit of the offer costs `price`."""

    from_quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """What one maker can supply to the lots in `lots` (all that its device satisfies).

    `tiers` start at 0 and never rise; they look at the offer's annual quantity over all lots.
    `eligible_months` (0 to 3 for each quarter) bound what each lot may receive in a quarter:
    at most demand × months / 3. `capacity` bounds the offer itself by quarter, on top of its
    line's. `consumption`: line units per base unit. `minimum_order` and `order_multiple` bind the
    annual quantity awarded to one lot; a multiple of 1 sets none, so that kilograms may be split.
    `doubtful`: the lots whose requirement the device may not meet (something isn't stated).
    """

    id: str
    maker: str
    lots: tuple[str, ...]
    tiers: tuple[Tier, ...]
    eligible_months: tuple[int, int, int, int] = (3, 3, 3, 3)
    capacity: Quarterly | None = None
    line: str | None = None
    consumption: Decimal = Decimal(1)
    minimum_order: Decimal = ZERO
    order_multiple: Decimal = Decimal(1)
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole allocation problem. The order of its parts never matters."""

    lots: tuple[Lot, ...]
    offers: tuple[Offer, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """Rules of one solve.

    `preference_margin`: local wins while its price ≤ import × (1 + margin), and is never awarded
    above. `maximum_share`: most of a lot's annual demand for one maker. `minimum_sources_vital`:
    makers wanted on a vital lot, as many as possible up to it; a maker counts from
    `source_share` of the lot's demand. `uncovered_penalty`: cost of one unit left open where no
    import price is known (None: ten times the dearest price of the problem). `doubt_margin`: how
    much dearer a sure device may be and still be preferred to a doubtful one; it weighs in the
    choice, never in the money. `maximum_surplus`: most that finishing the last conditioning may
    add to a lot, as a share of its demand (0: remainders are left as they are).
    """

    preference_margin: Decimal = Decimal("0.15")
    maximum_share: Decimal = Decimal(1)
    minimum_sources_vital: int = 1
    source_share: Decimal = Decimal("0.1")
    uncovered_penalty: Decimal | None = None
    doubt_margin: Decimal = Decimal("0.1")
    maximum_surplus: Decimal = Decimal("0.5")
    gap: float = 1e-4
    time_limit_seconds: float = 60.0


class Status(StrEnum):
    """How the proof ended."""

    OPTIMAL = "optimal"  # within the gap asked for
    TIME_LIMIT = "time_limit"  # best plan found, with its gap


@dataclass(frozen=True, slots=True)
class Award:
    """What one offer supplies to one lot, by quarter, at the price of the tier reached.

    `surplus` is ordered and paid above the lot's demand, to finish the last conditioning; it comes
    with the last quarter supplied.
    """

    lot: str
    offer: str
    quarters: Quarterly
    price: Decimal
    surplus: Decimal = ZERO

    @property
    def quantity(self) -> Decimal:
        """Base units that serve the lot over the year, without the surplus."""
        return sum(self.quarters, ZERO)

    @property
    def ordered(self) -> Decimal:
        """Base units ordered and paid over the year."""
        return self.quantity + self.surplus

    @property
    def made(self) -> Quarterly:
        """What the maker delivers by quarter, the surplus with the last quarter supplied."""
        last = max((quarter for quarter in range(4) if self.quarters[quarter]), default=3)
        first, second, third, fourth = (
            quantity + (self.surplus if quarter == last else ZERO)
            for quarter, quantity in enumerate(self.quarters)
        )
        return first, second, third, fourth


@dataclass(frozen=True, slots=True)
class Remainder:
    """What no offer supplies: imported at `import_price`, or left open where that is None."""

    lot: str
    quarters: Quarterly
    import_price: Decimal | None


@dataclass(frozen=True, slots=True)
class Solution:
    """The awards and their proof.

    `objective` is what was minimised: local at its price, import at reference × (1 + margin),
    uncovered units and missing sources at their penalty. `bound` is proven: no plan of whole
    conditionings that obeys the rules costs less. Both are of the plan before its last
    conditionings were finished (see `finish`). `cost` is the money really spent: local with its
    surplus + import at its true price.
    """

    awards: tuple[Award, ...]
    remainders: tuple[Remainder, ...]
    objective: Decimal
    bound: Decimal
    gap: float
    status: Status
    components: int
    cost: Decimal
    missing_sources: tuple[tuple[str, int], ...] = field(default=())


class ProblemError(ValueError):
    """A problem that can't be solved as written: `pointer` names the field, `code` the fault."""

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(f"{pointer}: {code}")
        self.pointer = pointer
        self.code = code
