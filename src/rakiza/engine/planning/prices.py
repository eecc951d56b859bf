"""Prices made comparable: tax and delivery included, per base unit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from rakiza.engine.planning.values import ImportReference, PriceTier, SupplyOffer

UNIT = Decimal("0.000001")
ZERO = Decimal(0)


def landed_price(offer: SupplyOffer, tier: PriceTier) -> Decimal:
    """Return what one base unit costs a buyer without VAT deduction.

    `delivery_cost` is per base unit, excluding tax, and bears the same VAT as the article.
    """
    return ((tier.unit_price + offer.delivery_cost) * (1 + offer.vat_rate)).quantize(UNIT, ROUND_HALF_EVEN)


def import_price(reference: ImportReference) -> Decimal:
    """Return the landed import price of one base unit, tax included.

    Duty and parafiscal tax on the CIF value v; VAT on v + duty + parafiscal tax.
    """
    before_tax = reference.cif * (1 + reference.duty_rate + reference.parafiscal_rate)
    return (before_tax * (1 + reference.vat_rate)).quantize(UNIT, ROUND_HALF_EVEN)


def weighted(prices: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """Return the quantity-weighted mean of the known (price, quantity) pairs."""
    known = [(price, quantity) for price, quantity in prices if price is not None and quantity > 0]
    total = sum((quantity for _, quantity in known), ZERO)
    if not total:
        return None
    return (sum((p * q for p, q in known), ZERO) / total).quantize(UNIT, ROUND_HALF_EVEN)
