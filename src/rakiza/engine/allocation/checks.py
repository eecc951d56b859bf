"""A problem is checked before it is solved: each fault names its field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rakiza.engine.allocation.values import Line, Lot, Offer, Problem, ProblemError

# Codes of ProblemError, with the French sentence they stand for
DUPLICATE = "duplicate"  # « L'identifiant apparaît deux fois »
NOT_A_QUANTITY = "not_a_quantity"  # « La valeur doit être un nombre positif ou nul, fini »
TOO_PRECISE = "too_precise"  # « Trois décimales au plus »
TOO_LARGE = "too_large"  # « Valeur hors de toute mesure (plus de 1e12) »
UNKNOWN_LOT = "unknown_lot"  # « Lot inconnu »
UNKNOWN_LINE = "unknown_line"  # « Ligne de production inconnue »
NO_TIER = "no_tier"  # « L'offre n'a pas de prix »
TIER_START = "tier_start"  # « Le premier palier doit partir de 0 »
TIERS_OVERLAP = "tiers_overlap"  # « Les paliers doivent se suivre sans se chevaucher »
TIERS_RISE = "tiers_rise"  # « Un palier plus haut ne peut pas être plus cher »
NOT_MONTHS = "not_months"  # « De 0 à 3 mois par trimestre »
NOT_POSITIVE = "not_positive"  # « La valeur doit être supérieure à zéro »

DECIMALS = 3
LARGEST = Decimal(10) ** 12


def check(problem: Problem) -> None:
    """Raise ProblemError for the first fault found, in the order of the fields."""
    lots = _unique("lots", [lot.id for lot in problem.lots])
    lines = _unique("lines", [line.id for line in problem.lines])
    _unique("offers", [offer.id for offer in problem.offers])
    for index, lot in enumerate(problem.lots):
        _check_lot(f"/lots/{index}", lot)
    for index, line in enumerate(problem.lines):
        _check_line(f"/lines/{index}", line)
    for index, offer in enumerate(problem.offers):
        _check_offer(f"/offers/{index}", offer, lots, lines)


def _unique(part: str, identifiers: Sequence[str]) -> frozenset[str]:
    seen: set[str] = set()
    for index, identifier in enumerate(identifiers):
        if identifier in seen:
            raise ProblemError(f"/{part}/{index}/id", DUPLICATE)
        seen.add(identifier)
    return frozenset(seen)


def _check_lot(pointer: str, lot: Lot) -> None:
    _quantities(f"{pointer}/demand", lot.demand, decimals=DECIMALS)
    if lot.import_price is not None:
        _number(f"{pointer}/import_price", lot.import_price)


def _check_line(pointer: str, line: Line) -> None:
    _quantities(f"{pointer}/capacity", line.capacity)


def _check_offer(pointer: str, offer: Offer, lots: frozenset[str], lines: frozenset[str]) -> None:
    for index, lot in enumerate(offer.lots):
        if lot not in lots:
            raise ProblemError(f"{pointer}/lots/{index}", UNKNOWN_LOT)
    for index, lot in enumerate(offer.doubtful):
        if lot not in lots:
            raise ProblemError(f"{pointer}/doubtful/{index}", UNKNOWN_LOT)
    if offer.line is not None and offer.line not in lines:
        raise ProblemError(f"{pointer}/line", UNKNOWN_LINE)
    if any(months not in {0, 1, 2, 3} for months in offer.eligible_months):
        raise ProblemError(f"{pointer}/eligible_months", NOT_MONTHS)
    if offer.capacity is not None:
        _quantities(f"{pointer}/capacity", offer.capacity)
    _number(f"{pointer}/minimum_order", offer.minimum_order)
    _positive(f"{pointer}/order_multiple", offer.order_multiple, decimals=DECIMALS)
    _positive(f"{pointer}/consumption", offer.consumption)
    _check_tiers(f"{pointer}/tiers", offer)


def _check_tiers(pointer: str, offer: Offer) -> None:
    if not offer.tiers:
        raise ProblemError(pointer, NO_TIER)
    for index, tier in enumerate(offer.tiers):
        _number(f"{pointer}/{index}/from_quantity", tier.from_quantity)
        _number(f"{pointer}/{index}/price", tier.price)
    if offer.tiers[0].from_quantity != 0:
        raise ProblemError(f"{pointer}/0/from_quantity", TIER_START)
    for index in range(1, len(offer.tiers)):
        before, after = offer.tiers[index - 1], offer.tiers[index]
        if after.from_quantity <= before.from_quantity:
            raise ProblemError(f"{pointer}/{index}/from_quantity", TIERS_OVERLAP)
        if after.price > before.price:
            raise ProblemError(f"{pointer}/{index}/price", TIERS_RISE)


def _quantities(pointer: str, values: Iterable[Decimal], decimals: int | None = None) -> None:
    for index, value in enumerate(values):
        _number(f"{pointer}/{index}", value, decimals)


def _positive(pointer: str, value: Decimal, decimals: int | None = None) -> None:
    _number(pointer, value, decimals)
    if value == 0:
        raise ProblemError(pointer, NOT_POSITIVE)


def _number(pointer: str, value: Decimal, decimals: int | None = None) -> None:
    if not value.is_finite() or value < 0:
        raise ProblemError(pointer, NOT_A_QUANTITY)
    if value > LARGEST:
        raise ProblemError(pointer, TOO_LARGE)
    if decimals is not None and value != round(value, decimals):
        raise ProblemError(pointer, TOO_PRECISE)
