"""Bodies and answers of the endpoints of offers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from rakiza.kernel.api.schemas import Asked, Day, Named, Number, Party, Ref, Shown, Sought, Taken, language
from rakiza.pillars.industry.enums import OfferState
from rakiza.pillars.industry.models import Offer

Year = Annotated[int, Strict(), Field(ge=2000, le=2100)]
Quantity = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2, allow_inf_nan=False)]
Positive = Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=2, allow_inf_nan=False)]
Price = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4, allow_inf_nan=False)]
Rate = Annotated[Decimal, Field(ge=0, lt=1, max_digits=5, decimal_places=4, allow_inf_nan=False)]


class OffersAsked(Asked):
    """Filters of offers."""

    q: Sought = ""
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    state: OfferState | None = None
    device: Number | None = None


class TierTaken(Taken):
    """From so many base units a year, every unit costs so much, excluding tax."""

    from_quantity: Quantity
    unit_price: Price


class OfferTaken(Taken):
    """Terms of a device for a year. Quantities in base units, prices in dirhams excluding tax."""

    year: Year
    tiers: Annotated[tuple[TierTaken, ...], Field(max_length=20)]
    vat_rate: Rate = Decimal("0.20")
    minimum_order: Quantity = Decimal(0)
    order_multiple: Positive = Decimal(1)
    monthly_capacity: Positive | None = None
    line: Ref | None = None
    lead_time_days: Annotated[int, Strict(), Field(ge=0, le=730)] = 0
    delivery_cost: Price = Decimal(0)
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> OfferTaken:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise PydanticCustomError("dates_in_order", "The end of validity precedes its start.")
        return self


class TierShown(Shown):
    """A price from a quantity on."""

    from_quantity: Decimal
    unit_price: Decimal


class OfferShown(Shown):
    """Terms of a device for a year."""

    id: int
    device: Named
    maker: Party
    year: int
    tiers: list[TierShown]
    vat_rate: Decimal
    minimum_order: Decimal
    order_multiple: Decimal
    monthly_capacity: Decimal | None
    line: Named | None
    lead_time_days: int
    delivery_cost: Decimal
    valid_from: date | None
    valid_to: date | None
    site_closed: date | None
    state: OfferState

    @classmethod
    def of(cls, row: Offer) -> OfferShown:
        """Return an offer whose device, line with its site, and tiers are at hand."""
        own = (
            "year",
            "vat_rate",
            "minimum_order",
            "order_multiple",
            "monthly_capacity",
            "lead_time_days",
            "delivery_cost",
            "valid_from",
            "valid_to",
            "site_closed",
        )
        return cls(
            id=row.pk,
            device=Named(id=row.device.pk, name=row.device.name_in(language())),
            maker=Party.of(row.device.maker),
            tiers=[
                TierShown(from_quantity=tier.from_quantity, unit_price=tier.unit_price)
                for tier in row.tiers.all()
            ],
            line=Named(id=row.line.pk, name=row.line.name) if row.line else None,
            state=OfferState(row.state),
            **{name: getattr(row, name) for name in own},
        )
