"""Bodies and answers of the endpoints of plants and production lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, Strict, StringConstraints

from rakiza.kernel.api.schemas import Asked, Code, Number, OneLine, Party, Place, Ref, Shown, Sound, Taken
from rakiza.pillars.industry.enums import CleanRoom, Sector
from rakiza.pillars.industry.models import Plant, ProductionLine
from rakiza.pillars.industry.schemas import Positive

LineName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), Sound, OneLine
]
Tokens = Annotated[tuple[Code, ...], Field(max_length=100)]


class PlantsAsked(Asked):
    """Filters of plants."""

    maker: Number | None = None
    running: bool | None = None


class LinesAsked(PlantsAsked):
    """Filters of production lines."""

    plant: Number | None = None


class PlantTerms(Taken):
    """What a plant masters beside what its lines do, in the families' vocabulary."""

    sector: Sector = Sector.MEDICAL
    processes: Tokens = ()
    materials: Tokens = ()


class PlantTaken(PlantTerms):
    """A plant to declare on one of one's own sites."""

    site: Ref


class LineTaken(Taken):
    """A production line; capacity in base units a month."""

    name: LineName
    monthly_capacity: Positive
    process: Annotated[str, Field(max_length=60), Sound] = ""
    machines: Annotated[int, Strict(), Field(ge=1, le=9999)] = 1
    shifts: Annotated[int, Strict(), Field(ge=1, le=4)] = 1
    clean_room: CleanRoom | None = None
    people: Annotated[int, Strict(), Field(ge=0, le=99999)] | None = None
    plant: Ref | None = None


class PlantShown(Shown):
    """A plant."""

    id: int
    maker: Party
    site: Place
    sector: Sector
    processes: list[str]
    materials: list[str]
    closed_on: date | None

    @classmethod
    def of(cls, row: Plant) -> PlantShown:
        """Return a plant whose maker and site are at hand."""
        return cls(
            id=row.pk,
            maker=Party.of(row.maker),
            site=Place.of(row.site),
            sector=Sector(row.sector),
            processes=row.processes,
            materials=row.materials,
            closed_on=row.closed_on,
        )


class LineShown(Shown):
    """A production line."""

    id: int
    maker: Party
    name: str
    monthly_capacity: Decimal
    process: str
    machines: int
    shifts: int
    clean_room: CleanRoom | None
    people: int | None
    plant: int | None
    closed_on: date | None

    @classmethod
    def of(cls, row: ProductionLine) -> LineShown:
        """Return a line whose maker is at hand."""
        return cls(
            id=row.pk,
            maker=Party.of(row.maker),
            name=row.name,
            monthly_capacity=row.monthly_capacity,
            process=row.process,
            machines=row.machines,
            shifts=row.shifts,
            clean_room=CleanRoom(row.clean_room) if row.clean_room is not None else None,
            people=row.people,
            plant=row.plant_id,
            closed_on=row.closed_on,
        )
