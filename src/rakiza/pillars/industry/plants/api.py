"""Endpoints of plants and production lines: a maker's own, all for the cluster."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, named_or_none, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Nothing, Number, PageOf
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.industry.models import Plant
from rakiza.pillars.industry.plants import actions
from rakiza.pillars.industry.plants.queries import lines_for, plants_for
from rakiza.pillars.industry.plants.schemas import (
    LinesAsked,
    LineShown,
    LineTaken,
    PlantsAsked,
    PlantShown,
    PlantTaken,
    PlantTerms,
)

router = Router(tags=["plants"])
lines_router = Router(tags=["production lines"])
NONE = Nothing()


def _reader(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not allowed(actor, "industry.see_plants"):
        raise PermissionDenied(_("Les usines et les lignes se lisent par leur fabricant et par le cluster."))
    return actor


@router.get("", response=PageOf[PlantShown], summary="List plants")
def plants(request: HttpRequest, asked: Annotated[PlantsAsked, Query()]) -> PageOf[PlantShown]:
    """List a maker's own plants, or all for the cluster."""
    rows = plants_for(_reader(request)).order_by("site__name", "pk")
    if asked.maker:
        rows = rows.filter(maker_id=asked.maker)
    if asked.running is not None:
        rows = rows.filter(closed_on__isnull=asked.running)
    return page_of(request, rows, asked, lambda found: [PlantShown.of(row) for row in found])


def _plant(actor: Actor, number: int) -> PlantShown:
    return PlantShown.of(one_or_404(plants_for(actor), number))


@router.post("", response={201: PlantShown}, summary="Declare a plant")
def declare(request: HttpRequest, given: PlantTaken) -> PlantShown:
    """Declare that one produces on one of one's own open sites."""
    actor = _reader(request)
    require(actor, "industry.add_line")
    site = named(Site.objects.filter(organisation=actor.organisation), given.site, "#/site")
    return _plant(actor, actions.declare_plant(actor, site, _plant_terms(given)).pk)


@router.get("/{int:number}", response=PlantShown, summary="Show a plant")
def plant(request: HttpRequest, number: Number) -> PlantShown:
    """Return one plant."""
    return _plant(_reader(request), number)


@router.put("/{int:number}", response=PlantShown, summary="Change a plant")
def change_plant(request: HttpRequest, number: Number, given: PlantTerms) -> PlantShown:
    """Say anew what a plant masters."""
    actor = _reader(request)
    actions.change_plant(actor, one_or_404(plants_for(actor), number), _plant_terms(given))
    return _plant(actor, number)


@router.post("/{int:number}/transitions/close", response=PlantShown, summary="Close a plant")
def close_plant(request: HttpRequest, number: Number, given: Nothing = NONE) -> PlantShown:  # noqa: ARG001
    """Close a plant whose lines are closed."""
    actor = _reader(request)
    actions.close_plant(actor, one_or_404(plants_for(actor), number))
    return _plant(actor, number)


@lines_router.get("", response=PageOf[LineShown], summary="List production lines")
def lines(request: HttpRequest, asked: Annotated[LinesAsked, Query()]) -> PageOf[LineShown]:
    """List a maker's own lines, or all for the cluster; closed ones with them unless `running` is asked for."""
    rows = lines_for(_reader(request))
    if asked.maker:
        rows = rows.filter(maker_id=asked.maker)
    if asked.plant:
        rows = rows.filter(plant_id=asked.plant)
    if asked.running is not None:
        rows = rows.filter(closed_on__isnull=asked.running)
    return page_of(request, rows, asked, lambda found: [LineShown.of(row) for row in found])


def _line(actor: Actor, number: int) -> LineShown:
    return LineShown.of(one_or_404(lines_for(actor), number))


@lines_router.post("", response={201: LineShown}, summary="Declare a production line")
def add_line(request: HttpRequest, given: LineTaken) -> LineShown:
    """Declare a production line of one's own."""
    actor = _reader(request)
    require(actor, "industry.add_line")
    return _line(actor, actions.add_line(actor, _line_terms(given), _home(actor, given)).pk)


@lines_router.get("/{int:number}", response=LineShown, summary="Show a production line")
def line(request: HttpRequest, number: Number) -> LineShown:
    """Return one production line."""
    return _line(_reader(request), number)


@lines_router.put("/{int:number}", response=LineShown, summary="Change a production line")
def change_line(request: HttpRequest, number: Number, given: LineTaken) -> LineShown:
    """Describe a line that still runs anew."""
    actor = _reader(request)
    shown = one_or_404(lines_for(actor), number)
    require(actor, "industry.edit", shown)
    actions.change_line(actor, shown, _line_terms(given), _home(actor, given))
    return _line(actor, number)


@lines_router.post("/{int:number}/transitions/close", response=LineShown, summary="Close a production line")
def close_line(request: HttpRequest, number: Number, given: Nothing = NONE) -> LineShown:  # noqa: ARG001
    """Close a line on which no standing offer of this year or later counts."""
    actor = _reader(request)
    actions.close_line(actor, one_or_404(lines_for(actor), number))
    return _line(actor, number)


def _home(actor: Actor, given: LineTaken) -> Plant | None:
    own = Plant.objects.of_maker(actor.organisation.pk)
    return named_or_none(own, given.plant, "#/plant")


def _plant_terms(given: PlantTerms) -> actions.PlantTerms:
    return actions.PlantTerms(sector=given.sector, processes=given.processes, materials=given.materials)


def _line_terms(given: LineTaken) -> actions.LineTerms:
    return actions.LineTerms(
        name=given.name,
        monthly_capacity=given.monthly_capacity,
        process=given.process,
        machines=given.machines,
        shifts=given.shifts,
        clean_room=given.clean_room,
        people=given.people,
    )
