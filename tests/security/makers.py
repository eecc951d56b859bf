"""The makers' rooms in the house: one object of each kind, its addresses, and what each form is sent."""

from __future__ import annotations

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Site
from rakiza.pillars.industry.models import Plant, ProductionLine


def leave_industry(maker: Actor) -> None:
    """Leave a plant with a line on the maker's site, and a site where none is declared yet."""
    organisation = maker.organisation
    site = Site.objects.get(organisation=organisation)
    plant = Plant.objects.create(maker=organisation, site=site, materials=["pvc"])
    ProductionLine.objects.create(
        maker=organisation, plant=plant, name="Presse", process="injection_moulding", monthly_capacity=1000
    )
    Site.objects.create(organisation=organisation, kind="plant", name="Annexe", city="Safi", region="MA-07")


def industry_addresses() -> dict[str, tuple[object, ...]]:
    """Return what the addresses of the makers' rooms are about."""
    plant, line = Plant.objects.get().pk, ProductionLine.objects.get(name="Presse").pk
    return {
        **{f"industry:{page}": (plant,) for page in ("plant", "plant-edit", "plant-close")},
        **{f"industry:{page}": (line,) for page in ("line-edit", "line-close")},
    }
