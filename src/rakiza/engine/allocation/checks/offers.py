"""Offers, their price steps, and rebates on totals."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.checks.names import Names
from rakiza.engine.allocation.checks.numbers import DECIMALS, number, positive, quantities, share
from rakiza.engine.allocation.values import (
    Discount,
    LotTerms,
    Measure,
    Offer,
    Problem,
    ProblemError,
    Tier,
    TierKind,
    Use,
)


def known(pointer: str, name: str, names: Collection[str], code: str) -> None:
    """Check a reference."""
    if name not in names:
        raise ProblemError(pointer, code)


def once(pointer: str, names: Sequence[str], field: str = "") -> None:
    """Check that no name comes twice; `field` is where in each entry it stands."""
    if len(set(names)) == len(names):
        return
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            raise ProblemError(f"{pointer}/{index}{field}", codes.DUPLICATE)
        seen.add(name)


def check_offer(pointer: str, offer: Offer, names: Names, periods: int) -> None:
    """Check one offer."""
    if not offer.maker:
        raise ProblemError(f"{pointer}/maker", codes.UNKNOWN_MAKER)
    _lots(f"{pointer}/lots", offer.lots, names)
    _lots(f"{pointer}/doubtful", offer.doubtful, names)
    check_tiers(f"{pointer}/tiers", offer.tiers)
    if offer.eligible and len(offer.eligible) != periods:
        raise ProblemError(f"{pointer}/eligible", codes.WRONG_LENGTH)
    for index, part in enumerate(offer.eligible):
        share(f"{pointer}/eligible/{index}", part)
    if offer.capacity is not None:
        quantities(f"{pointer}/capacity", offer.capacity, periods)
    if offer.line is not None:
        known(f"{pointer}/line", offer.line, names.lines, codes.UNKNOWN_LINE)
    _numbers(pointer, offer)
    _uses(f"{pointer}/stages", offer.stages, names.lines, codes.UNKNOWN_LINE)
    _uses(f"{pointer}/materials", offer.materials, names.materials, codes.UNKNOWN_MATERIAL)
    once(f"{pointer}/lots", offer.lots)
    once(f"{pointer}/terms", [terms.lot for terms in offer.terms], "/lot")
    once(f"{pointer}/materials", [use.id for use in offer.materials], "/id")
    for index, terms in enumerate(offer.terms):
        _check_terms(f"{pointer}/terms/{index}", terms, offer)


def _lots(pointer: str, lots: Sequence[str], names: Names) -> None:
    for index, lot in enumerate(lots):
        known(f"{pointer}/{index}", lot, names.lots, codes.UNKNOWN_LOT)


def _numbers(pointer: str, offer: Offer) -> None:
    number(f"{pointer}/minimum_order", offer.minimum_order)
    positive(f"{pointer}/order_multiple", offer.order_multiple, decimals=DECIMALS)
    positive(f"{pointer}/consumption", offer.consumption)
    share(f"{pointer}/value_added", offer.value_added)
    number(f"{pointer}/vat", offer.vat)
    if offer.lead_months < 0:
        raise ProblemError(f"{pointer}/lead_months", codes.OUT_OF_RANGE)
    for index, part in enumerate(offer.delivery):
        number(f"{pointer}/delivery/{index}/quantity", part.quantity)


def _uses(pointer: str, uses: Sequence[Use], names: Collection[str], code: str) -> None:
    for index, use in enumerate(uses):
        known(f"{pointer}/{index}/id", use.id, names, code)
        positive(f"{pointer}/{index}/quantity", use.quantity)


def _check_terms(pointer: str, terms: LotTerms, offer: Offer) -> None:
    known(f"{pointer}/lot", terms.lot, offer.lots, codes.UNKNOWN_LOT)
    number(f"{pointer}/delivery", terms.delivery)
    if terms.consumption is not None:
        positive(f"{pointer}/consumption", terms.consumption)
    if terms.price is not None:
        number(f"{pointer}/price", terms.price)
        if len(offer.tiers) > 1:
            raise ProblemError(f"{pointer}/price", codes.TWO_PRICES)


def check_tiers(pointer: str, tiers: Sequence[Tier]) -> None:
    """Check price steps: from 0 on, one after another, never rising."""
    if not tiers:
        raise ProblemError(pointer, codes.NO_TIER)
    for index, tier in enumerate(tiers):
        number(f"{pointer}/{index}/from_quantity", tier.from_quantity)
        number(f"{pointer}/{index}/price", tier.price)
    if tiers[0].from_quantity != 0:
        raise ProblemError(f"{pointer}/0/from_quantity", codes.TIER_START)
    for index in range(1, len(tiers)):
        before, after = tiers[index - 1], tiers[index]
        if after.from_quantity <= before.from_quantity:
            raise ProblemError(f"{pointer}/{index}/from_quantity", codes.TIERS_OVERLAP)
        if after.price > before.price:
            raise ProblemError(f"{pointer}/{index}/price", codes.TIERS_RISE)


def check_discounts(problem: Problem, names: Names) -> None:
    """Check rebates: their steps, and that no offer stands under two."""
    family = {lot.id: lot.family for lot in problem.lots}
    under: dict[tuple[str, str], str] = {}
    by_maker: dict[str, list[Offer]] = {}
    for offer in problem.offers:
        by_maker.setdefault(offer.maker, []).append(offer)
    for index, discount in enumerate(problem.discounts):
        pointer = f"/discounts/{index}"
        _check_discount(pointer, discount, names)
        for offer in by_maker.get(discount.maker, ()):
            reached = [lot for lot in offer.lots if not discount.families or family[lot] in discount.families]
            for lot in reached:
                if under.setdefault((offer.id, lot), discount.id) != discount.id:
                    raise ProblemError(pointer, codes.TWO_DISCOUNTS)
            if reached and len(offer.tiers) > 1 and TierKind.INCREMENTAL in {discount.kind, offer.tier_kind}:
                raise ProblemError(pointer, codes.INCREMENTAL_TIERS)


def _check_discount(pointer: str, discount: Discount, names: Names) -> None:
    known(f"{pointer}/maker", discount.maker, names.makers, codes.UNKNOWN_MAKER)
    if discount.measure is Measure.VALUE_ADDED:
        raise ProblemError(f"{pointer}/measure", codes.NOT_HERE)
    if discount.kind is TierKind.INCREMENTAL and discount.measure is not Measure.VALUE:
        raise ProblemError(f"{pointer}/measure", codes.INCREMENTAL_BY_VALUE)
    if not discount.steps:
        raise ProblemError(f"{pointer}/steps", codes.NO_TIER)
    for index, step in enumerate(discount.steps):
        number(f"{pointer}/steps/{index}/start", step.start)
        share(f"{pointer}/steps/{index}/rate", step.rate)
    if discount.steps[0].start != 0:
        raise ProblemError(f"{pointer}/steps/0/start", codes.TIER_START)
    for index in range(1, len(discount.steps)):
        before, after = discount.steps[index - 1], discount.steps[index]
        if after.start <= before.start:
            raise ProblemError(f"{pointer}/steps/{index}/start", codes.TIERS_OVERLAP)
        if after.rate < before.rate:
            raise ProblemError(f"{pointer}/steps/{index}/rate", codes.RATES_FALL)
