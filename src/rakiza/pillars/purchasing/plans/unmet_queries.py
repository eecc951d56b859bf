"""What published plans leave uncovered, family by family: never a volume of fewer than three buyers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.purchasing.plans.models import Lot
from rakiza.pillars.purchasing.plans.upgrade_queries import upgrade_plans
from rakiza.pillars.purchasing.plans.visibility import Sight


@dataclass(frozen=True, slots=True)
class Unmet:
    """One family's uncovered lots: `quantity` in base units a year, None where every lot is hidden."""

    quantity: Decimal | None
    base_unit: str
    lots: int
    hidden: int


def unmet_by_family(actor: Actor) -> Mapping[str, Unmet]:
    """Return the unmet volume of the latest published plans by family, in two queries.

    Lots that pool fewer than three buyers count as lots; no sum holds their volumes.
    """
    sight = Sight.of(actor)
    runs = [plan.current_run_id for plan in upgrade_plans(actor)]
    lots = Lot.objects.filter(run_id__in=runs, uncovered_quantity__gt=0).order_by("family", "pk")
    found: dict[str, Unmet] = {}
    for family, unit, buyers, quantity in lots.values_list(
        "family", "base_unit", "buyers_count", "uncovered_quantity"
    ):
        found[family] = _with(found.get(family), unit, sight.pooled(quantity, buyers))
    return found


def _with(known: Unmet | None, unit: str, quantity: Decimal | None) -> Unmet:
    if known is None:
        return Unmet(quantity, unit, 1, int(quantity is None))
    if quantity is None:
        return Unmet(known.quantity, known.base_unit, known.lots + 1, known.hidden + 1)
    return Unmet((known.quantity or Decimal(0)) + quantity, known.base_unit, known.lots + 1, known.hidden)
