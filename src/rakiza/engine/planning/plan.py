"""What a run of the planner gives: lots, candidates, awards, what is uncovered, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching.values import MatchResult
from rakiza.engine.planning.values import PlanInputs
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason

Quarterly = tuple[Decimal, Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """A need and what it was read as; `base_quantity` in base units of the family.

    `assumptions`: what was supposed of its pack, each to be confirmed by the buyer.
    """

    need: str
    reading: Reading
    base_quantity: Decimal
    base_quarters: Quarterly
    units_per_pack: int
    lot: str | None
    to_confirm: bool
    excluded: Reason | None = None
    assumptions: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one need line put into a lot."""

    need: str
    member: str
    quarters: Quarterly

    @property
    def quantity(self) -> Decimal:
        """Base units over the year."""
        return sum(self.quarters, Decimal(0))


@dataclass(frozen=True, slots=True)
class PlannedLot:
    """Equivalent needs of several members, pooled.

    `reference_price`: import or present price of one base unit, tax included, quantity-weighted
    over the members that stated one, else the family's import reference; None where nothing is known.
    `risks`: why a covered lot may yet fail (titles that lapse, a single source for a vital lot).
    """

    id: str
    family: str
    emdn: str | None
    requirement: tuple[AttributeValue, ...]
    title: str
    base_unit: str
    quarters: Quarterly
    contributions: tuple[Contribution, ...]
    reference_price: Decimal | None
    criticality: str
    risks: tuple[Reason, ...] = ()

    @property
    def quantity(self) -> Decimal:
        """Base units over the year."""
        return sum(self.quarters, Decimal(0))


@dataclass(frozen=True, slots=True)
class MonthEligibility:
    """Whether supply is lawful in one month, and what is missing where it isn't."""

    month: int
    eligible: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OfferEligibility:
    """Eligibility of one offer over the plan year, month by month."""

    offer: str
    months: tuple[MonthEligibility, ...]

    def eligible_months(self, quarter: int) -> int:
        """Return how many of the quarter's three months are eligible."""
        first = 3 * (quarter - 1) + 1
        return sum(1 for m in self.months if first <= m.month < first + 3 and m.eligible)


class CandidateState(StrEnum):
    """What became of an offer for a lot."""

    AWARDED = "awarded"
    OUTBID = "outbid"  # qualified and eligible, another was cheaper
    TOO_DEAR = "too_dear"  # above the import reference plus the margin
    NOT_ELIGIBLE = "not_eligible"
    NO_MATCH = "no_match"
    NO_CAPACITY = "no_capacity"
    BELOW_MINIMUM = "below_minimum"  # the lot is smaller than its minimum order


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer considered for one lot; `landed_price` one base unit, tax included, delivered."""

    lot: str
    offer: str
    match: MatchResult
    state: CandidateState
    landed_price: Decimal | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PlannedAward:
    """Quantities that one offer supplies to one lot, by quarter, with the price paid.

    `quarters` and `by_member` serve the needs; `surplus` is ordered and paid above them, to finish
    the last conditioning, and belongs to no member until they agree on it.
    """

    lot: str
    offer: str
    quarters: Quarterly
    unit_price: Decimal  # excluding tax
    landed_price: Decimal  # including tax and delivery
    by_member: tuple[tuple[str, Quarterly], ...]
    reasons: tuple[Reason, ...]
    surplus: Decimal = Decimal(0)

    @property
    def quantity(self) -> Decimal:
        """Base units that serve the needs over the year, without the surplus."""
        return sum(self.quarters, Decimal(0))

    @property
    def ordered(self) -> Decimal:
        """Base units ordered over the year, the surplus with them."""
        return self.quantity + self.surplus


class UncoveredKind(StrEnum):
    """Why part of a lot has no local award."""

    NO_DEVICE = "no_device"  # nobody here makes it
    NEAR_MISS = "near_miss"  # a device fails one attribute
    NOT_ELIGIBLE = "not_eligible"  # made here, not lawful in these months
    CAPACITY = "capacity"
    PRICE = "price"
    MINIMUM_ORDER = "minimum_order"
    SHARE = "share"  # the maximum share of a maker leaves a rest


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A remainder of a lot that is imported (price known) or left open (price unknown)."""

    lot: str
    quarters: Quarterly
    kind: UncoveredKind
    reasons: tuple[Reason, ...]
    nearest: Candidate | None
    import_price: Decimal | None


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Key figures, each with its denominator. Values in the plan's currency, tax included.

    `estimated_value`: the value of all lots whose price is known (reference, else award price);
    `covered_value`: what is awarded locally at its landed price; `savings`: reference minus award
    over the lots where both are known (may be negative); `surplus_value`: what finishing the last
    conditionings costs on top, `tooling_value`: what the year pays of makers' tools, both in none of
    the other figures.
    """

    needs: int
    needs_in_lots: int
    needs_excluded: int
    needs_to_confirm: int
    lots: int
    lots_covered: int
    lots_partly_covered: int
    lots_uncovered: int
    lots_at_risk: int
    estimated_value: Decimal
    covered_value: Decimal
    import_value: Decimal
    savings: Decimal
    local_share: Decimal | None
    surplus_value: Decimal = Decimal(0)
    tooling_value: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class SolveReport:
    """Proof of the allocation: objective, bound, gap as a share of its money, status; no wall-clock inside."""

    status: str
    objective: Decimal
    bound: Decimal
    gap: float
    components: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. Same inputs, same version: the same value, bit for bit."""

    inputs: PlanInputs
    input_hash: str
    knowledge_version: str
    engine_version: str
    needs: tuple[ReadNeed, ...]
    lots: tuple[PlannedLot, ...]
    eligibility: tuple[OfferEligibility, ...]
    candidates: tuple[Candidate, ...]
    awards: tuple[PlannedAward, ...]
    uncovered: tuple[Uncovered, ...]
    figures: PlanFigures
    solve: SolveReport
