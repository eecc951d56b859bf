"""The families within reach of a plant, beside what published plans leave uncovered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from rakiza.engine.capability import Mastery, Reach, within_reach
from rakiza.engine.families import Family
from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.certification.queries import certificates_for
from rakiza.pillars.industry.models import Device, Plant
from rakiza.pillars.industry.plants.queries import mastered
from rakiza.pillars.purchasing.plans.unmet_queries import Unmet, unmet_by_family
from rakiza.pillars.registration.queries import titles_for
from rakiza.reference.families import load

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Within:
    """One family within reach; `unmet` is None where no published plan asks for more of it."""

    reach: Reach
    family: Family
    unmet: Unmet | None

    @property
    def volume(self) -> Decimal:
        """The unmet volume that may be shown; hidden lots count for nothing."""
        return (self.unmet.quantity if self.unmet else None) or ZERO

    @property
    def floor(self) -> Decimal:
        """The share mastered in hundredths, rounded down: a whole is said only of what is whole."""
        return Decimal(int(self.reach.share * 100)) / 100

    @property
    def proofs(self) -> tuple[str, ...]:
        """The standards and tests still missing, each once: a standard is often its own test."""
        return tuple(dict.fromkeys((*self.reach.standards_missing, *self.reach.tests_missing)))

    @property
    def proofs_missing(self) -> int:
        """How many standards and tests are still missing."""
        return len(self.proofs)


@dataclass(frozen=True, slots=True)
class ReachFilters:
    """What narrows and orders the list; `least` is a percentage of the share mastered."""

    group: str = ""
    least: int = 0
    open_only: bool = False
    sort: str = "-part"

    def keep(self, one: Within) -> bool:
        """Tell whether a family is kept."""
        if self.group and one.family.group != self.group:
            return False
        if one.reach.share < Fraction(self.least, 100):
            return False
        return not self.open_only or one.unmet is not None


SORTS = ("part", "volume", "preuves", "famille")


def families_within_reach(actor: Actor, plant: Plant, today: date) -> tuple[Within, ...]:
    """Return every family within reach of a plant, nearest first; NotAllowed for another maker's."""
    require(actor, "industry.see_plants")
    require(actor, "industry.view", plant)
    lines = list(plant.lines.open())
    processes, materials = mastered(plant, lines)
    authored = load().by_id()
    made = set(Device.objects.active().of_maker(plant.maker_id).values_list("family", flat=True))
    mastery = Mastery(processes, materials, _proven(actor, plant, authored.values(), today))
    unmet = unmet_by_family(actor)
    return tuple(
        Within(reach, authored[reach.family], unmet.get(reach.family))
        for reach in within_reach(authored.values(), mastery, made)
    )


def _proven(actor: Actor, plant: Plant, families: Iterable[Family], today: date) -> frozenset[str]:
    """Return the standards of valid certificates, and those behind the maker's registered devices."""
    held = certificates_for(actor).filter(
        Q(site=None) | Q(site=plant.site_id),
        maker_id=plant.maker_id,
        state="valid",
        valid_from__lte=today,
        valid_to__gte=today,
    )
    certified = {certificate.standard.split(":")[0].strip() for certificate in held}
    registered = {
        title.device
        for title in titles_for(today.year, {plant.maker_id})
        if title.kind is TitleKind.REGISTRATION
        and (title.valid_from is None or title.valid_from <= today)
        and (title.valid_to is None or title.valid_to >= today)
        and not any(first <= today <= (last or today) for first, last in title.suspended)
    }
    own = Device.objects.of_maker(plant.maker_id).values_list("pk", "family")
    behind = {family for pk, family in own if str(pk) in registered}
    said = {word for family in families if family.id in behind for word in (*family.standards, *family.tests)}
    return frozenset(said | certified)


def narrowed(found: Iterable[Within], filters: ReachFilters, language: str) -> list[Within]:
    """Return the families that the filters keep, ordered; equal ones stay in the order of nearness."""
    kept = [one for one in found if filters.keep(one)]
    key, down = filters.sort.removeprefix("-"), filters.sort.startswith("-")
    if key == "part":
        return kept if down else sorted(kept, key=lambda one: one.reach.share)
    if key == "volume":
        return sorted(kept, key=lambda one: -one.volume if down else one.volume)
    if key == "preuves":
        return sorted(kept, key=lambda one: -one.proofs_missing if down else one.proofs_missing)
    named = sorted(kept, key=lambda one: name_key(one.family.labels.in_language(language)))
    return named[::-1] if down else named
