"""What each offer may do for each lot: matches, prices and lawful months, as an allocation problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from rakiza.engine import allocation
from rakiza.engine.families import Criticality, Family
from rakiza.engine.matching import DeviceDescription, MatchResult, Requirement, Verdict, judge
from rakiza.engine.planning.plan import OfferEligibility, PlannedLot
from rakiza.engine.planning.prices import landed_price
from rakiza.engine.planning.rules import tooling
from rakiza.engine.planning.values import Device, Maker, Need, PlanInputs, Rules, SupplyOffer

ZERO = Decimal(0)
# Under this share of the reference price an article that is silent is taken for another one.
PLAUSIBLE_SHARE = Decimal("0.6")
STEP = 100
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MarketOffer:
    """One offer with what surrounds it; `tiers` at landed prices, never rising."""

    offer: SupplyOffer
    device: Device
    maker: Maker
    eligibility: OfferEligibility
    tiers: tuple[allocation.Tier, ...]

    @property
    def months(self) -> tuple[int, int, int, int]:
        """Eligible months of each quarter."""
        first, second, third, fourth = (self.eligibility.eligible_months(q) for q in (1, 2, 3, 4))
        return first, second, third, fourth


@dataclass(frozen=True, slots=True)
class Pairing:
    """One offer held against one lot.

    `doubts`: decisive attributes that the device doesn't state. `set_aside`: the open attribute in
    which the device differs from the description kept for the lot, None where it doesn't.
    """

    offer: MarketOffer
    match: MatchResult
    conforms: bool
    doubts: tuple[str, ...] = ()
    set_aside: str | None = None


def pairings(
    lots: Sequence[PlannedLot],
    offers: Sequence[MarketOffer],
    families: Mapping[str, Family],
    rules: Rules,
    progress: Step,
) -> dict[str, tuple[Pairing, ...]]:
    """Return, for each lot, every offer of its family with the match of its device."""
    by_family: dict[str, list[MarketOffer]] = defaultdict(list)
    for offer in offers:
        by_family[offer.device.family].append(offer)
    described = {offer.device.id: _described(offer.device) for offer in offers}
    accepted = {Verdict.PASS, Verdict.UNKNOWN} if rules.accept_unknown else {Verdict.PASS}
    found: dict[str, tuple[Pairing, ...]] = {}
    decisive = {family.id: _decisive(family) for family in families.values()}
    for done, lot in enumerate(lots):
        if done % STEP == 0:
            progress(done, len(lots))
        requirement = Requirement(lot.family, lot.requirement)
        results: dict[str, MatchResult] = {}
        pairs = []
        for offer in by_family.get(lot.family, []):
            device = offer.device.id
            if device not in results:
                results[device] = judge(requirement, described[device], families[lot.family])
            result = results[device]
            doubts = doubts_of(result, decisive[lot.family])
            pairs.append(Pairing(offer, result, result.verdict in accepted, doubts))
        found[lot.id] = _surest(lot, pairs)
    progress(len(lots), len(lots))
    return found


def _surest(lot: PlannedLot, pairs: Sequence[Pairing]) -> tuple[Pairing, ...]:
    """Let silence on a characteristic win nothing that a device which states it can supply.

    A device that doesn't say it is electric is cheaper than one that is: it takes part only where
    no lawful device conforms for sure, and where its price is one that the article could have.
    """
    stated = any(pair.match.verdict is Verdict.PASS and any(pair.offer.months) for pair in pairs)
    floor = None if lot.reference_price is None else lot.reference_price * PLAUSIBLE_SHARE
    return tuple(
        replace(pair, conforms=False)
        if pair.match.verdict is Verdict.UNKNOWN and (stated or _implausible(pair.offer, floor))
        else pair
        for pair in pairs
    )


def _implausible(offer: MarketOffer, floor: Decimal | None) -> bool:
    return floor is not None and bool(offer.tiers) and offer.tiers[0].price < floor


def doubts_of(result: MatchResult, decisive: frozenset[str]) -> tuple[str, ...]:
    """Return the decisive attributes that the device doesn't state."""
    if result.verdict is not Verdict.UNKNOWN:
        return ()
    return tuple(found.name for found in result.of_verdict(Verdict.UNKNOWN) if found.name in decisive)


def _decisive(family: Family) -> frozenset[str]:
    return frozenset(spec.name for spec in family.attributes if spec.decisive)


def market_offer(offer: SupplyOffer, device: Device, maker: Maker, lawful: OfferEligibility) -> MarketOffer:
    """Put one offer beside its device, maker and eligibility."""
    return MarketOffer(offer, device, maker, lawful, landed_tiers(offer))


def landed_tiers(offer: SupplyOffer) -> tuple[allocation.Tier, ...]:
    """Return the tiers at landed prices; a tier dearer than one below it never helps and is dropped."""
    tiers: list[allocation.Tier] = []
    for tier in sorted(offer.tiers, key=lambda t: (t.from_quantity, t.unit_price)):
        price = landed_price(offer, tier)
        start = tier.from_quantity if tiers else ZERO
        if not tiers or (price < tiers[-1].price and start > tiers[-1].from_quantity):
            tiers.append(allocation.Tier(start, price))
    return tuple(tiers)


@dataclass(frozen=True, slots=True)
class Background:
    """What surrounds lots and offers: each need's region, each lot's maker of last year, the plan's rules."""

    regions: Mapping[str, str]
    incumbents: Mapping[str, str]
    rules: Rules


def background_of(inputs: PlanInputs) -> Background:
    """Return what surrounds the lots and offers of a plan."""
    incumbents = {one.lot: one.maker for one in inputs.incumbents}
    return Background(regions_of(inputs.needs), incumbents, inputs.rules)


def problem_of(
    lots: Sequence[PlannedLot],
    paired: Mapping[str, tuple[Pairing, ...]],
    offers: Sequence[MarketOffer],
    background: Background,
) -> allocation.Problem:
    """Return the allocation problem: conforming offers that are lawful in at least one month."""
    served: dict[str, list[str]] = defaultdict(list)
    doubtful: dict[str, list[str]] = defaultdict(list)
    for lot in lots:
        for pair in paired[lot.id]:
            if pair.conforms and pair.set_aside is None and any(pair.offer.months) and pair.offer.tiers:
                served[pair.offer.offer.id].append(lot.id)
                if pair.doubts:
                    doubtful[pair.offer.offer.id].append(lot.id)
    used = [offer for offer in offers if offer.offer.id in served]
    rates = _line_rates(used)
    return allocation.Problem(
        lots=tuple(_lot(lot, background) for lot in lots),
        offers=tuple(
            _offer(offer, served[offer.offer.id], doubtful[offer.offer.id], rates) for offer in used
        ),
        lines=tuple(
            allocation.Line(line, (3 * rate, 3 * rate, 3 * rate, 3 * rate)) for line, rate in rates.items()
        ),
        makers=_makers(used),
        fixed_costs=tooling(
            background.rules, {offer.maker.id for offer in used}, {lot.family for lot in lots}
        ),
    )


def _makers(offers: Sequence[MarketOffer]) -> tuple[allocation.Maker, ...]:
    """Return the makers of offers that a share may be kept for; the others need no entry."""
    kept = {offer.maker.id: offer.maker for offer in offers if offer.maker.small or offer.maker.startup}
    return tuple(
        allocation.Maker(maker.id, maker.region, maker.small, maker.startup)
        for _key, maker in sorted(kept.items())
    )


def _lot(lot: PlannedLot, background: Background) -> allocation.Lot:
    regions = background.regions
    return allocation.Lot(
        lot.id,
        lot.quarters,
        lot.reference_price,
        vital=lot.criticality == Criticality.VITAL.value,
        family=lot.family,
        members=_parts((one.member, one.quantity) for one in lot.contributions),
        regions=_parts((regions[one.need], one.quantity) for one in lot.contributions if one.need in regions),
        incumbent=background.incumbents.get(lot.id),
    )


def regions_of(needs: Iterable[Need]) -> dict[str, str]:
    """Return the region of each need that states one; how it is written in capitals doesn't matter."""
    return {need.id: need.region.strip().casefold() for need in needs if need.region and need.region.strip()}


def _parts(shares: Iterable[tuple[str, Decimal]]) -> tuple[allocation.Part, ...]:
    """What each member, or region, puts into a lot, in their order."""
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for name, quantity in shares:
        parts[name] += quantity
    return tuple(allocation.Part(name, quantity) for name, quantity in sorted(parts.items()))


def _line_rates(offers: Sequence[MarketOffer]) -> dict[str, Decimal]:
    """Monthly capacity of each shared line: what its fastest article makes."""
    rates: dict[str, Decimal] = {}
    for offer in offers:
        line, capacity = line_of(offer), offer.offer.monthly_capacity
        if line is not None and capacity is not None:
            rates[line] = max(rates.get(line, ZERO), capacity)
    return dict(sorted(rates.items()))


def line_of(offer: MarketOffer) -> str | None:
    """Return the shared line of an offer; a line name means its maker's line of that name."""
    return f"{offer.maker.id}/{offer.offer.line}" if offer.offer.line else None


def _offer(
    offer: MarketOffer, lots: Sequence[str], doubtful: Sequence[str], rates: Mapping[str, Decimal]
) -> allocation.Offer:
    supply = offer.offer
    line, consumption, capacity = line_of(offer), Decimal(1), None
    if line not in rates:
        line = None
    if supply.monthly_capacity is not None:
        first, second, third, fourth = (supply.monthly_capacity * months for months in offer.months)
        capacity = (first, second, third, fourth)
        if line is not None and supply.monthly_capacity > 0:
            ratio = rates[line] / supply.monthly_capacity
            consumption = ratio.quantize(Decimal("0.000001"), ROUND_CEILING)
    return allocation.Offer(
        id=supply.id,
        maker=offer.maker.id,
        lots=tuple(lots),
        tiers=offer.tiers,
        eligible=tuple(Fraction(months, 3) for months in offer.months),
        capacity=capacity,
        line=line,
        consumption=consumption,
        minimum_order=supply.minimum_order,
        order_multiple=supply.order_multiple if supply.order_multiple > 0 else Decimal(1),
        doubtful=tuple(doubtful),
        value_added=offer.device.local_content or ZERO,
        vat=supply.vat_rate,
    )


def _described(device: Device) -> DeviceDescription:
    return DeviceDescription(device.id, device.family, device.attributes)
