"""Every main object's page has its timeline, and for who oversees each entry leads to the object as of that day."""

from __future__ import annotations

from django.test import Client
from tests.security.house import House, finish

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import JoinRequest
from rakiza.pillars.certification.models import CertificationCase
from rakiza.pillars.industry.models import BillOfMaterials, Plant
from rakiza.pillars.purchasing.eligibility.models import TitleAlert
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario


def shown(house: House, role: Role, name: str) -> str:
    response = house.client(house.people[role]).get(house.address(name))
    assert response.status_code == 200, (name, role)
    return str(response.content.decode())


def test_each_object_has_its_timeline_and_its_state_at_a_day(house: House) -> None:
    staff: Actor = house.people[Role.CLUSTER_STAFF]
    objects = {
        "organisations:organisation": house.people[Role.MAKER].organisation,
        "organisations:request": JoinRequest.objects.get(),
        "industry:device": house.scene.offers[0].device,
        "industry:plant": Plant.objects.earliest("pk"),
        "industry:content": BillOfMaterials.objects.earliest("pk"),
        "certification:certificate": house.certificate,
        "certification:case": CertificationCase.objects.earliest("pk"),
        "plans:plan": house.scene.plan,
        "scenarios:scenario": Scenario.objects.get(),
        "eligibility:alert": TitleAlert.objects.earliest("pk"),
        "orders:order": Order.objects.get(),
        "files:file": house.offers_file,
    }
    for kept in objects.values():
        record(staff, "organisations.describe", kept, after={"mark": "noted"})

    for name, kept in objects.items():
        link = f"/journal/{kept._meta.label_lower}/{kept.pk}/?au="
        page = shown(house, Role.CLUSTER_STAFF, name)
        assert link in page, name
        day = page.split(link)[1][:10]
        response = house.client(staff).get(link + day)
        assert "mark" in response.content.decode(), name


def test_who_oversees_nothing_reads_the_timeline_without_the_way_into_the_trail(house: House) -> None:
    maker = house.people[Role.MAKER]
    record(maker, "industry.edit_device", house.scene.offers[0].device, after={"mark": "noted"})

    page = shown(house, Role.MAKER, "industry:device")

    assert "Historique" in page
    assert "/journal/" not in page
    response = Client().get("/journal/industry.device/1/")
    finish(response)
    assert response.status_code == 302
