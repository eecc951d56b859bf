"""Reads of plants and lines: a maker its own, the cluster all, nobody else any."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, Sum

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role, SiteKind
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.industry.models import Plant, ProductionLine, ProductionLineQuerySet
from rakiza.pillars.industry.plants.models import PlantQuerySet


def plants_for(actor: Actor) -> PlantQuerySet:
    """Return the plants that the actor may see, with how many lines run in each."""
    plants = Plant.objects.select_related("site", "maker").annotate(
        running=Count("lines", filter=Q(lines__closed_on__isnull=True)),
        machines=Sum("lines__machines", filter=Q(lines__closed_on__isnull=True)),
    )
    if not allowed(actor, "industry.see_plants"):
        return plants.none()
    return plants.of_maker(actor.organisation.pk) if actor.plays(Role.MAKER) else plants


def with_lines(plants: PlantQuerySet) -> PlantQuerySet:
    """Return the plants with the lines that run in them, in one query more."""
    running = ProductionLine.objects.open().order_by("name")
    return plants.prefetch_related(Prefetch("lines", running, to_attr="running_lines"))


def lines_for(actor: Actor) -> ProductionLineQuerySet:
    """Return the lines that the actor may see, closed ones with them."""
    lines = ProductionLine.objects.select_related("maker", "plant__site").order_by("name", "pk")
    if not allowed(actor, "industry.see_plants"):
        return lines.none()
    return lines.of_maker(actor.organisation.pk) if actor.plays(Role.MAKER) else lines


def sites_without_plant(actor: Actor) -> list[Site]:
    """Return the actor's open sites where a plant may be declared: usual plants first."""
    free = Site.objects.filter(organisation=actor.organisation, closed_on__isnull=True, plant__isnull=True)
    return sorted(free, key=lambda site: (site.kind != SiteKind.PLANT, name_key(site.name)))


def mastered(plant: Plant, lines: list[ProductionLine]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the processes and materials that a plant masters: its know-how and what its lines do."""
    processes = {*plant.processes, *(line.process for line in lines if line.process)}
    if any(line.clean_room for line in lines):
        processes.add("clean_room")
    return frozenset(processes), frozenset(plant.materials)
