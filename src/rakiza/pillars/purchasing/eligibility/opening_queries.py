"""If the title came by a month: what each offer that lacks one could take of what published plans left open.

A maker sees its own; amounts of lots of fewer than three buyers enter none of its sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.planning.openings import missing_titles, taken
from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.plans.models import Lot, Plan
from rakiza.pillars.purchasing.plans.opening_queries import ShutOut, shut_out
from rakiza.pillars.purchasing.plans.queries import family_labels
from rakiza.pillars.purchasing.plans.visibility import Sight

ZERO = Decimal(0)
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class OpenedLot:
    """One lot that the title would open; its figures are None where they are hidden."""

    lot: Lot
    quantity: Decimal | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Opening:
    """One offer: the titles that it lacks, and what they would bring by each month (tax included)."""

    out: ShutOut
    family_label: str
    missing: tuple[TitleKind, ...]
    values: tuple[Decimal, ...]
    lots: tuple[OpenedLot, ...]
    by: int

    @property
    def value(self) -> Decimal:
        """What the titles would bring if they came by the month asked for."""
        return self.values[self.by - 1]

    @property
    def hidden(self) -> int:
        """How many of the lots have figures that the reader may not see."""
        return sum(1 for one in self.lots if one.value is None)


@dataclass(frozen=True, slots=True)
class OpeningFilters:
    """What narrows the list: the month by which titles come, a family, a kind of title, a maker."""

    by: int
    family: str = ""
    kind: str = ""
    maker: int | None = None


def openings(
    actor: Actor, plans: Sequence[Plan], filters: OpeningFilters, *, language: str
) -> tuple[Opening, ...]:
    """Return the openings of the plans that the filters keep, the greatest value first."""
    require(actor, "eligibility.see_openings")
    sight = Sight.of(actor)
    own = actor.organisation.pk if actor.plays(Role.MAKER) else filters.maker
    found = []
    for plan in plans:
        labels = family_labels(plan.current_run_id or 0, language)
        outs = shut_out(plan, own, lambda lot: sight.pools(lot.buyers_count))
        found += [
            one for out in outs if (one := _opening(out, sight, labels, filters)).lots and _kept(one, filters)
        ]
    return tuple(sorted(found, key=lambda one: (-one.value, one.out.offer.device.name, one.out.offer.pk)))


def families_of(found: Iterable[Opening]) -> list[tuple[str, str]]:
    """Return the families of some openings as (name, identifier), by name."""
    return sorted(
        {(one.family_label, one.out.offer.device.family) for one in found},
        key=lambda pair: name_key(pair[0]),
    )


def _opening(out: ShutOut, sight: Sight, labels: Mapping[str, str], filters: OpeningFilters) -> Opening:
    def shown(lot: str) -> bool:
        return sight.pools(out.lots[lot].buyers_count)

    family = out.offer.device.family
    by_month = [taken(out.shut, month) for month in MONTHS]
    return Opening(
        out=out,
        family_label=labels.get(family, family),
        missing=missing_titles(out.shut),
        values=tuple(sum((one.value for one in month if shown(one.lot)), ZERO) for month in by_month),
        lots=tuple(
            OpenedLot(
                out.lots[one.lot],
                sum(one.quarters, ZERO) if shown(one.lot) else None,
                one.value if shown(one.lot) else None,
            )
            for one in by_month[filters.by - 1]
        ),
        by=filters.by,
    )


def _kept(one: Opening, filters: OpeningFilters) -> bool:
    if filters.family and one.out.offer.device.family != filters.family:
        return False
    return not filters.kind or filters.kind in {kind.value for kind in one.missing}
