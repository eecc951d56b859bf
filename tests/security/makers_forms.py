"""What the forms of the makers' rooms are sent, and the row that each leaves in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.factories.pictures import a_png
from tests.security.house import House, a_file
from tests.security.makers import devices_file

from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.pillars.industry.devices.import_views import _read
from rakiza.pillars.industry.devices.queries import compare_devices, mark_of
from rakiza.pillars.industry.models import ContentAudit, Contest, ProductionLine

Form = tuple[str, Callable[[House], object], Callable[[House], Mapping[str, object]]]
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


def audit_begun(_house: House) -> None:
    ContentAudit.objects.update(state="open")


def reviewed(house: House) -> str:
    maker = house.people[Role.MAKER]
    return mark_of(compare_devices(maker, _read(maker, devices_file()).rows))


MAKERS_FORMS: dict[str, Form] = {
    "industry:device-edit": (
        "industry.change_device",
        nothing,
        lambda _: {"name": "Seringue nouvelle", "pack_size": "1", "a_volume": "10"},
    ),
    "industry:device-pictures": (
        "industry.add_pictures",
        nothing,
        lambda _: {"pictures": a_file(a_png(80), "dos.png")},
    ),
    "industry:picture-step": ("industry.change_picture", nothing, lambda _: {"fr": "De face"}),
    "industry:devices-upload": (
        "industry.upload_devices",
        nothing,
        lambda _: {"file": a_file(b"Reference;Famille;Designation\nA;urine_bag;Poche\n", "d.csv")},
    ),
    "industry:devices-review": (
        "industry.import_devices",
        nothing,
        lambda house: {"reviewed": reviewed(house)},
    ),
    "industry:content-describe": (
        "industry.describe_bill",
        nothing,
        lambda _: {"price": "2,5", "own_cost": "1", "method": "cost_share"},
    ),
    "industry:content-input": (
        "industry.add_input",
        nothing,
        lambda _: {"name": "Sachet", "quantity": "1", "unit_cost": "0,1", "origin": "imported"},
    ),
    "industry:content-remove": ("industry.remove_input", nothing, lambda _: {}),
    "industry:content-declare": (
        "industry.declare_content",
        lambda _: Contest.objects.update(state="dismissed"),
        lambda _: {},
    ),
    "industry:content-contest": ("industry.contest", nothing, lambda _: {"reason": "Doute"}),
    "industry:content-open-audit": ("industry.open_audit", nothing, lambda _: {"reason": "Doute"}),
    "industry:audit-step": (
        "industry.send_findings",
        audit_begun,
        lambda _: {"constats-remark": "Une facture manque.", "constats-consequence": "none"},
    ),
    "industry:contest-step": ("industry.answer_contest", nothing, lambda _: {"reason": "Facture"}),
    "industry:showcase-set": ("industry.set_showcase", nothing, lambda _: {"open": "1"}),
    "industry:device-show": ("industry.show_device", nothing, lambda _: {"public": "1"}),
    "industry:device-add": (
        "industry.add_device",
        nothing,
        lambda _: {"reference": "N-1", "name": "Poche", "pack_size": "1"},
    ),
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
