"""The allocation problem, as values: what is needed, who offers it, what making it takes.

Quantities are `Decimal` base units with at most three decimals; money is `Decimal`, tax and
delivery included, per base unit. A problem covers `periods` periods of `period_months` months each
(four quarters unless said otherwise); every series has one entry a period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction

Series = tuple[Decimal, ...]
ZERO = Decimal(0)
DIGITS = 80  # enough for the product of any two numbers that a problem may hold, and for their sum
ONE = Decimal(1)
CENT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Part:
    """What one member or one region puts into a lot, in base units over the year."""

    id: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ImportTerms:
    """An import price by its parts: rates are shares (0.025 for 2.5 %), `cif` per base unit.

    Duty and parafiscal tax are counted on the CIF value, VAT on all three; `on` is the date at
    which the rates were in force.
    """

    cif: Decimal
    duty: Decimal = ZERO
    parafiscal: Decimal = ZERO
    vat: Decimal = ZERO
    on: date | None = None

    @property
    def landed(self) -> Decimal:
        """Landed cost of one base unit, taxes included, to six decimals."""
        exact = self.cif * (1 + self.duty + self.parafiscal) * (1 + self.vat)
        return exact.quantize(CENT, ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Lot:
    """Demand of one lot by period; `import_price` is the fallback, None where none is known.

    `imports` may state the fallback by its parts instead. `members` and `regions` say who is behind
    the lot and where it goes: what is awarded is split among them in proportion. `incumbent`: the
    maker that supplies it today.
    """

    id: str
    demand: Series
    import_price: Decimal | None = None
    vital: bool = False
    family: str = ""
    members: tuple[Part, ...] = ()
    regions: tuple[Part, ...] = ()
    incumbent: str | None = None
    imports: ImportTerms | None = None

    @property
    def quantity(self) -> Decimal:
        """Base units over the year."""
        return sum(self.demand, ZERO)

    @property
    def fallback(self) -> Decimal | None:
        """The landed import price of one base unit, None where none is known."""
        if self.import_price is None and self.imports is not None:
            return self.imports.landed
        return self.import_price


@dataclass(frozen=True, slots=True)
class Maker:
    """What rules look at in a maker; one that no entry names is none of it.

    `reliability`: the share of promised quantities that past deliveries kept.
    """

    id: str
    region: str | None = None
    small: bool = False
    startup: bool = False
    reliability: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Line:
    """A production line shared by offers; capacity by period, in line units.

    `reliability` and `ramp` (a share a period, for a line that is starting) cut the capacity that a
    plan may count on. `setup_cost` is paid in each period in which the line makes anything.
    """

    id: str
    capacity: Series
    reliability: Decimal = ONE
    ramp: Series = ()
    setup_cost: Decimal = ZERO

    @property
    def available(self) -> Series:
        """Line units that a plan may count on in each period."""
        ramp = self.ramp or (ONE,) * len(self.capacity)
        return tuple(
            capacity * self.reliability * share for capacity, share in zip(self.capacity, ramp, strict=True)
        )


class TierKind(StrEnum):
    """What a price step holds for."""

    ALL_UNITS = "all_units"  # every unit, once the step is reached
    INCREMENTAL = "incremental"  # the units above the step


class TierScope(StrEnum):
    """Which quantity an offer's price steps look at."""

    OFFER = "offer"  # all that the offer supplies in the year
    LOT = "lot"  # what it supplies to each lot


class Measure(StrEnum):
    """What a threshold or a share is counted in."""

    QUANTITY = "quantity"
    VALUE = "value"
    VALUE_ADDED = "value_added"


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_quantity` base units a year on, the units that the step holds for cost `price`."""

    from_quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """From `start` on (units, or money at undiscounted prices), the price falls by `rate`."""

    start: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Discount:
    """A maker's rebate on the total of several offers: of a family, or of all it sells.

    It reaches the offers of `maker` for lots of `families` (none named: all). `steps` rise in start
    and in rate, the first one from 0. An offer may stand under one discount at most.
    """

    id: str
    maker: str
    steps: tuple[Step, ...]
    families: tuple[str, ...] = ()
    measure: Measure = Measure.QUANTITY
    kind: TierKind = TierKind.ALL_UNITS


@dataclass(frozen=True, slots=True)
class LotTerms:
    """What differs for one lot within an offer: its price, its use of the line, its delivery.

    `price` stands for an offer with a single tier; `delivery` is added to whatever price holds.
    """

    lot: str
    price: Decimal | None = None
    consumption: Decimal | None = None
    delivery: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Use:
    """What one base unit takes of a further line, or of a raw material."""

    id: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """What one maker can supply to the lots in `lots` (all that its device satisfies).

    `tiers` start at 0 and never rise. `eligible`: the share of each period in which supply is
    lawful (none given: all of it); a lot may receive at most that share of its demand in a period.
    `lead_months`: months from the start of the plan before the first delivery. `capacity` bounds
    the offer itself by period, on top of its line's. `consumption`: line units per base unit;
    `stages`: the further lines each unit passes through; `materials`: raw material per base unit,
    bought jointly and not in the price. `minimum_order` and `order_multiple` bind the annual
    quantity awarded to one lot; a multiple of 1 sets none, so that kilograms may be split.
    `doubtful`: the lots whose requirement the device may not meet (something isn't stated).
    `delivery`: cost per base unit by region. `value_added`: the local share of the price before
    tax. `vat`: the rate that the prices include. `conditional`: awarded on the condition that a
    pending title is granted.
    """

    id: str
    maker: str
    lots: tuple[str, ...]
    tiers: tuple[Tier, ...]
    eligible: tuple[Fraction, ...] = ()
    capacity: Series | None = None
    line: str | None = None
    consumption: Decimal = ONE
    minimum_order: Decimal = ZERO
    order_multiple: Decimal = ONE
    doubtful: tuple[str, ...] = ()
    tier_kind: TierKind = TierKind.ALL_UNITS
    tier_scope: TierScope = TierScope.OFFER
    terms: tuple[LotTerms, ...] = ()
    stages: tuple[Use, ...] = ()
    materials: tuple[Use, ...] = ()
    delivery: tuple[Part, ...] = ()
    lead_months: int = 0
    value_added: Decimal = ONE
    vat: Decimal = ZERO
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """A raw material bought jointly for all makers; `tiers` look at the year's total.

    `supply` bounds what can be had in each period, None where nothing does.
    """

    id: str
    tiers: tuple[Tier, ...]
    kind: TierKind = TierKind.ALL_UNITS
    supply: Series | None = None


class FixedCostKind(StrEnum):
    """What a fixed cost pays for."""

    QUALIFICATION = "qualification"
    TOOLING = "tooling"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class FixedCost:
    """Paid once a year as soon as `maker` is awarded anything in `families` (none named: any).

    Tooling may be paid back over `years` where a commitment of that length stands behind it (see
    the rule `Commitment`); without one it's paid within the year.
    """

    id: str
    maker: str
    amount: Decimal
    families: tuple[str, ...] = ()
    kind: FixedCostKind = FixedCostKind.QUALIFICATION
    years: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole allocation problem. The order of its parts never matters."""

    lots: tuple[Lot, ...]
    offers: tuple[Offer, ...]
    lines: tuple[Line, ...] = ()
    makers: tuple[Maker, ...] = ()
    materials: tuple[Material, ...] = ()
    fixed_costs: tuple[FixedCost, ...] = ()
    discounts: tuple[Discount, ...] = ()
    periods: int = 4
    period_months: int = 3


class ProblemError(ValueError):
    """A problem that can't be solved as written: `pointer` names the field, `code` the fault.

    `line`: where a text stops being a document at all, if known.
    """

    def __init__(self, pointer: str, code: str, line: int | None = None) -> None:
        super().__init__(f"{pointer}: {code}")
        self.pointer = pointer
        self.code = code
        self.line = line

    def under(self, pointer: str) -> ProblemError:
        """Return the same fault, its field seen from further out."""
        return ProblemError(pointer + self.pointer, self.code, self.line)
