"""What is at stake in a line: its quantity at the member's own price, else at the import price known."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from rakiza.engine.planning.packs import SINGLE
from rakiza.pillars.purchasing.plans.models import ImportPrice

_MONEY = DecimalField(max_digits=30, decimal_places=4)
_WITHOUT_PRICE = Q(reference_price__isnull=True)


def at_stake() -> Combinable:
    """Return the expression of a line's money: None where neither price is known.

    A member's price is that of the unit as written; an import price is that of a base unit, so
    that the units of a pack are counted in.
    """
    own = F("quantity") * F("reference_price")
    brought = F("quantity") * _units_of_a_pack() * Subquery(_import_price())
    return Case(
        When(~_WITHOUT_PRICE, then=ExpressionWrapper(own, output_field=_MONEY)),
        default=ExpressionWrapper(brought, output_field=_MONEY),
        output_field=_MONEY,
    )


def imported() -> Combinable:
    """Return whether the import price stands in for the member's own."""
    return Case(When(_WITHOUT_PRICE, then=Value(1)), default=Value(0))


def _import_price() -> QuerySet[ImportPrice, Any]:
    """Return what importing a base unit of the line's family costs in its year, tax included.

    The engine's `planning.prices.import_price`, in the database.
    """
    before_tax = F("cif") * (1 + F("duty_rate") + F("parafiscal_rate"))
    landed = ExpressionWrapper(before_tax * (1 + F("vat_rate")), output_field=_MONEY)
    found = ImportPrice.objects.filter(family=OuterRef("family"), year=OuterRef("year"))
    return found.values_list(landed)[:1]


def _units_of_a_pack() -> Combinable:
    """Return the units of the line's pack: as stated, else one for a single unit, else as read."""
    read = Cast(KT("reading__packaging__size"), output_field=DecimalField(max_digits=12, decimal_places=0))
    return Case(
        When(pack_size__isnull=False, then=F("pack_size")),
        When(unit__in=sorted(SINGLE), then=Value(1)),
        default=Coalesce(read, Value(1, output_field=DecimalField())),
        output_field=DecimalField(max_digits=12, decimal_places=0),
    )
