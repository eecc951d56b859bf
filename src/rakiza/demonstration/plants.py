"""Plants of the demonstration's makers: a site, its lines by process, what is mastered; one of them closed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.market import DemoMaker, toml
from rakiza.kernel.organisations.actions import add_site
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Region, SiteKind
from rakiza.kernel.organisations.models import Site
from rakiza.pillars.industry.enums import CleanRoom, Sector
from rakiza.pillars.industry.models import Plant, ProductionLine
from rakiza.pillars.industry.plants.actions import (
    LineTerms,
    PlantTerms,
    change_line,
    close_plant,
    declare_plant,
)

PEOPLE_A_MACHINE = 2  # in each shift; fictional, as the whole demonstration


def load_plants(cluster: Cluster) -> int:
    """Declare the plants that the data file describes; return how many."""
    authored = toml("plants.toml")
    described = [(maker, actor) for maker, actor in cluster.makers if maker.key in authored]
    for maker, actor in described:
        _plant(maker, actor, authored[maker.key])
    _closed(*described[0])
    return len(described) + 1


def _plant(maker: DemoMaker, actor: Actor, entry: dict[str, Any]) -> None:
    site = _site(actor, "Usine principale", entry["city"], maker.region)
    terms = PlantTerms(
        Sector(entry.get("sector", Sector.MEDICAL)), tuple(entry["processes"]), tuple(entry["materials"])
    )
    plant = declare_plant(actor, site, terms)
    for name, (process, machines, shifts, clean) in entry["lines"].items():
        _house(actor, plant, name, (process, machines, shifts, clean))


def _house(actor: Actor, plant: Plant, name: str, said: tuple[str, int, int, int]) -> None:
    line = ProductionLine.objects.get(maker=actor.organisation, name=name)
    process, machines, shifts, clean = said
    terms = LineTerms(
        name,
        line.monthly_capacity,
        process,
        machines,
        shifts,
        CleanRoom(clean) if clean else None,
        people=PEOPLE_A_MACHINE * machines * shifts,
    )
    change_line(actor, line, terms, plant)


def _closed(maker: DemoMaker, actor: Actor) -> None:
    """Leave a plant that was closed, so that its page has something to show."""
    site = _site(actor, "Ancien atelier", "Casablanca", maker.region)
    close_plant(actor, declare_plant(actor, site, PlantTerms(Sector.PLASTICS)))


def _site(actor: Actor, name: str, city: str, region: Region) -> Site:
    fields = {"kind": SiteKind.PLANT, "name": name, "city": city, "region": region}
    return add_site(replace(actor, manages=True), actor.organisation, fields)
