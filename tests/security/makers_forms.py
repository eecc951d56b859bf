"""What the forms of the makers' rooms are sent, and the row that each leaves in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.security.house import House

from rakiza.kernel.organisations.models import Site
from rakiza.pillars.industry.models import ProductionLine

Form = tuple[str, Callable[[House], None], Callable[[House], Mapping[str, object]]]
LINE = {
    "name": "Presse 2",
    "process": "injection_moulding",
    "machines": "2",
    "monthly_capacity": "12 000",
    "shifts": "2",
    "clean_room": "8",
}


def nothing(_house: House) -> None:
    """Need no preparation."""


def lines_closed(_house: House) -> None:
    ProductionLine.objects.update(closed_on="2026-01-01")


MAKERS_FORMS: dict[str, Form] = {
    "industry:plant-declare": (
        "industry.declare_plant",
        nothing,
        lambda _: {"site": Site.objects.get(name="Annexe").pk, "sector": "textile"},
    ),
    "industry:plant-edit": ("industry.change_plant", nothing, lambda _: {"sector": "plastics"}),
    "industry:plant-close": ("industry.close_plant", lines_closed, lambda _: {}),
    "industry:line-declare": ("industry.add_line", nothing, lambda _: LINE),
    "industry:line-edit": ("industry.change_line", nothing, lambda _: LINE),
    "industry:line-close": ("industry.close_line", nothing, lambda _: {}),
}
