"""What a maker would gain by widening its devices: the near misses of published plans turned round.

The lots are those of the latest published plans for which an offer of the maker was considered, the
devices its own as they are today: one that was widened since no longer misses. A maker sees volumes of
lots that pool three buyers at least; the others count, their volumes stay hidden, and no sum or order
holds them. Prices are nobody's here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching.upgrades import MadeDevice, Wish
from rakiza.engine.matching.upgrades import Upgrade as Widening
from rakiza.engine.matching.upgrades import upgrades as widenings
from rakiza.engine.matching.values import DeviceDescription, Requirement
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.naming import parties_called
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.values import attributes_from, device_value
from rakiza.pillars.purchasing.needs.knowledge import families
from rakiza.pillars.purchasing.plans.lot_queries import title_in
from rakiza.pillars.purchasing.plans.models import Candidate, FamilyTotal, Lot, Plan
from rakiza.pillars.purchasing.plans.queries import plans_for
from rakiza.pillars.purchasing.plans.visibility import Sight

ZERO = Decimal(0)
_HIDDEN = Decimal("0.000001")  # a lot whose volume is hidden counts as a lot, whatever it holds


@dataclass(frozen=True, slots=True)
class MissedLot:
    """A lot that a device misses; its quantities, base units a year, are None where they are hidden."""

    lot_id: int
    title: str
    base_unit: str
    requirement: Requirement
    quantity: Decimal | None
    uncovered: Decimal | None


@dataclass(frozen=True, slots=True)
class Addition:
    """One version to add, and the lots that it wins beyond those of the versions before it."""

    values: tuple[AttributeValue, ...]
    lots: tuple[MissedLot, ...]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """Versions of one device to add, that differ from it in the same characteristics."""

    device_id: int
    device: str
    description: DeviceDescription
    family: str
    family_label: str
    attributes: tuple[str, ...]
    additions: tuple[Addition, ...]

    @property
    def lots(self) -> tuple[MissedLot, ...]:
        """Every lot won, each once."""
        return tuple(lot for addition in self.additions for lot in addition.lots)

    @property
    def hidden(self) -> int:
        """How many of the lots have fewer than three buyers."""
        return sum(lot.quantity is None for lot in self.lots)

    @property
    def quantity(self) -> Decimal:
        """Base units a year of the lots whose volume is shown."""
        return sum((lot.quantity or ZERO for lot in self.lots), ZERO)

    @property
    def uncovered(self) -> Decimal:
        """Of these, what no local maker supplies."""
        return sum((lot.uncovered or ZERO for lot in self.lots), ZERO)

    @property
    def base_unit(self) -> str:
        """The unit that the lots are counted in."""
        return self.lots[0].base_unit


_MEASURES: Mapping[str, Callable[[Upgrade], Decimal]] = {
    "volume": lambda one: one.quantity,
    "ouvert": lambda one: one.uncovered,
    "lots": lambda one: Decimal(len(one.lots)),
}
SORTS = (*_MEASURES, "famille")


@dataclass(frozen=True, slots=True)
class UpgradeFilters:
    """What narrows and orders the list."""

    family: str = ""
    attribute: str = ""
    open_only: bool = False
    sort: str = "-volume"

    def keep(self, one: Upgrade) -> bool:
        """Tell whether an upgrade is kept."""
        if self.family and self.family != one.family:
            return False
        if self.attribute and self.attribute not in one.attributes:
            return False
        return not self.open_only or one.uncovered > 0


def upgrade_plans(actor: Actor) -> tuple[Plan, ...]:
    """Return the published plans of the latest year that has one."""
    published = list(plans_for(actor).published().filter(current_run__isnull=False).order_by("-year", "pk"))
    return tuple(plan for plan in published if plan.year == published[0].year)


def makers_with_misses(actor: Actor, plans: Sequence[Plan]) -> tuple[tuple[int, str, int], ...]:
    """Return each candidate maker with its number of near misses, for those who oversee; else none."""
    if not actor.oversees:
        return ()
    rows = (
        Candidate.objects.filter(lot__run_id__in=_runs(plans))
        .order_by()
        .values_list("maker_id")
        .annotate(count=Count("pk", filter=Q(near_miss=True)))
    )
    counts = dict(rows)
    return tuple((key, name, counts[key]) for key, name in parties_called(list(counts)))


def upgrades(actor: Actor, plans: Sequence[Plan], maker: int, *, language: str) -> tuple[Upgrade, ...]:
    """Return a maker's upgrades, in three queries; NotAllowed for another maker's."""
    require(actor, "plans.view_upgrades", maker)
    runs = _runs(plans)
    devices = {
        str(device.pk): device
        for device in Device.objects.active()
        .of_maker(maker)
        .filter(pk__in=Candidate.objects.filter(lot__run_id__in=runs, maker_id=maker).values("offer__device"))
        .order_by("pk")
    }
    labels = {
        total.family: total.label(language)
        for total in FamilyTotal.objects.filter(run_id__in=runs).order_by("pk")
    }
    lots = _lots(Sight.of(actor), runs, maker, labels, language)
    made = [MadeDevice(str(maker), _described(device)) for device in devices.values()]
    wishes = [Wish(key, lot.requirement, lot.quantity or _HIDDEN) for key, lot in lots.items()]
    descriptions = {one.device.device: one.device for one in made}
    return tuple(
        _upgrade(found, devices[found.device], descriptions[found.device], lots, labels, language)
        for found in widenings(wishes, made, families())
    )


def narrowed(found: Iterable[Upgrade], filters: UpgradeFilters) -> tuple[Upgrade, ...]:
    """Return the upgrades that the filters keep, ordered; equal ones by family and device."""
    kept = sorted(
        (one for one in found if filters.keep(one)),
        key=lambda one: (name_key(one.family_label), name_key(one.device), one.attributes),
    )
    key, down = filters.sort.removeprefix("-"), filters.sort.startswith("-")
    if key == "famille":
        return tuple(reversed(kept)) if down else tuple(kept)
    return tuple(sorted(kept, key=_MEASURES[key], reverse=down))


def _runs(plans: Iterable[Plan]) -> list[int]:
    return [plan.current_run_id for plan in plans if plan.current_run_id is not None]


def _described(device: Device) -> DeviceDescription:
    value = device_value(device)
    return DeviceDescription(value.id, value.family, value.attributes, device.pack_size)


def _lots(
    sight: Sight, runs: Sequence[int], maker: int, labels: Mapping[str, str], language: str
) -> dict[str, MissedLot]:
    considered = Lot.objects.filter(run_id__in=runs).considered_for(maker).order_by("title", "pk")
    return {
        str(lot.pk): MissedLot(
            lot_id=lot.pk,
            title=title_in(lot, labels.get(lot.family, lot.family), language),
            base_unit=lot.base_unit,
            requirement=Requirement(lot.family, attributes_from(lot.requirement)),
            quantity=sight.pooled(lot.quantity, lot.buyers_count),
            uncovered=sight.pooled(lot.uncovered_quantity, lot.buyers_count),
        )
        for lot in considered
    }


def _upgrade(
    found: Widening,
    device: Device,
    description: DeviceDescription,
    lots: Mapping[str, MissedLot],
    labels: Mapping[str, str],
    language: str,
) -> Upgrade:
    return Upgrade(
        device_id=device.pk,
        device=device.name_in(language),
        description=description,
        family=found.family,
        family_label=labels.get(found.family, found.family),
        attributes=found.attributes,
        additions=tuple(
            Addition(one.values, tuple(lots[key] for key in one.lots)) for one in found.additions
        ),
    )
