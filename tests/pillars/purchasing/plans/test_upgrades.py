"""A maker's upgrades: what to add, counted once, and nothing of what fewer than three buyers need."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.factories import an_actor
from tests.factories.industry import a_supply
from tests.factories.plans import Scene, a_need, make_lawful

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.industry.actions import withdraw_device
from rakiza.pillars.industry.models import Device
from rakiza.pillars.purchasing.plans.actions import publish_plan
from rakiza.pillars.purchasing.plans.models import PlanRun
from rakiza.pillars.purchasing.plans.upgrade_queries import (
    MissedLot,
    Upgrade,
    UpgradeFilters,
    narrowed,
    upgrade_plans,
    upgrades,
)

ADDRESS = "/plans/ameliorations/"
RunScene = Callable[[Scene], PlanRun]


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def offer_of(maker: Actor, millilitres: float) -> None:
    """Have a maker offer a syringe of that volume, lawfully."""
    offer = a_supply(maker.organisation, price="0.90")
    offer.device.attributes = [dump(AttributeValue("volume", Op.EQ, millilitres, "mL"))]
    offer.device.save()
    make_lawful(offer)


@pytest.fixture
def misser(scene: Scene, run_scene: RunScene) -> Actor:
    """A maker of 5 mL syringes, in a published plan that asks for 10, 20 and, of one buyer, 50 mL."""
    maker = an_actor(Role.MAKER)
    offer_of(maker, 5.0)
    for buyer in scene.buyers:
        a_need(buyer, text="SERINGUE 20 ML", volume=20.0, quantity=1200)
    a_need(scene.buyers[0], text="SERINGUE 50 ML", volume=50.0, quantity=9876)
    run_scene(scene)
    publish_plan(scene.coordinator, scene.plan)
    return maker


def volume_of(lot: MissedLot) -> object:
    """Return the volume that a lot asks for."""
    return next(value.value for value in lot.requirement.attributes if value.name == "volume")


def found(actor: Actor, maker: Actor) -> tuple[Upgrade, ...]:
    return upgrades(actor, upgrade_plans(actor), maker.organisation.pk, language="fr")


def test_near_misses_become_what_to_add(misser: Actor) -> None:
    (one,) = found(misser, misser)

    assert one.attributes == ("volume",)
    assert [addition.values[0].value for addition in one.additions] == [20.0, 10.0, 50.0]
    assert [sum(lot.quantity or 0 for lot in addition.lots) for addition in one.additions] == [3600, 1200, 0]
    assert (one.quantity, len(one.lots), one.hidden) == (Decimal(4800), 3, 1)


def test_what_fewer_than_three_buyers_need_stays_hidden(misser: Actor) -> None:
    (one,) = found(misser, misser)
    page = client_of(misser).get(ADDRESS).content.decode()
    sheet = client_of(misser).get(ADDRESS, {"export": "1"}).content

    (secret,) = [lot for lot in one.lots if volume_of(lot) == 50.0]
    assert (secret.quantity, secret.uncovered) == (None, None)
    assert "volume réservé" in page
    assert "9 876" not in page.replace("\u202f", " ")
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_name("Améliorations").to_python()
    assert {row[5] for row in rows[1:]} == {"", 1200.0, 3600.0}


def test_each_maker_has_its_own_list(misser: Actor, scene: Scene) -> None:
    other = scene.makers[0]
    assert {volume_of(lot) for one in found(other, other) for lot in one.lots} == {
        20.0, 50.0,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        found(other, misser)
    with pytest.raises(NotAllowed):
        found(scene.buyers[0], misser)
    page = client_of(other).get(ADDRESS, {"fabricant": misser.organisation.pk})
    assert page.context["maker"] == other.organisation.pk


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.BUYER, 403),
        (Role.CERTIFICATION_OFFICER, 403),
        (Role.REGISTRATION_OFFICER, 403),
        (Role.COORDINATOR, 200),
        (Role.CLUSTER_STAFF, 200),
        (Role.MAKER, 200),
    ],
)
def test_makers_and_those_who_oversee_open_it(db: None, role: Role, status: int) -> None:
    assert client_of(an_actor(role)).get(ADDRESS).status_code == status


def test_who_oversees_chooses_a_maker_and_sees_every_volume(misser: Actor, scene: Scene) -> None:
    client = client_of(scene.coordinator)
    asked = client.get(ADDRESS)
    assert "Choisissez un fabricant" in asked.content.decode()
    assert misser.organisation.pk in {key for key, _name, _count in asked.context["makers"]}

    page = client.get(ADDRESS, {"fabricant": misser.organisation.pk})

    (row,) = page.context["rows"]
    assert row.upgrade.quantity == Decimal(4800 + 9876)


def test_filters_and_order(misser: Actor) -> None:
    every = found(misser, misser)
    assert narrowed(every, UpgradeFilters(family="glove_examination")) == ()
    assert narrowed(every, UpgradeFilters(attribute="volume")) == every
    assert narrowed(every, UpgradeFilters(attribute="length")) == ()
    assert narrowed(every, UpgradeFilters(open_only=True)) == every
    page = client_of(misser).get(ADDRESS, {"famille": "glove_examination", "tri": "n'importe"})
    assert "Rien ne répond à ces filtres" in page.content.decode()
    for sort in ("volume", "-ouvert", "lots", "-famille"):
        assert client_of(misser).get(ADDRESS, {"tri": sort}).status_code == 200


def test_the_page_says_what_to_add_and_leads_to_the_lots(misser: Actor) -> None:
    response = client_of(misser).get(ADDRESS)
    page = response.content.decode()
    (row,) = response.context["rows"]
    assert row.values.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "") == (
        "20 mL, 10 mL et 50 mL"
    )
    for lot in row.upgrade.lots:
        assert f'href="/plans/lots/{lot.lot_id}/"' in page
        assert client_of(misser).get(f"/plans/lots/{lot.lot_id}/").status_code == 200


def test_a_withdrawn_device_asks_for_nothing(misser: Actor) -> None:
    (one,) = found(misser, misser)

    withdraw_device(misser, Device.objects.get(pk=one.device_id))
    assert found(misser, misser) == ()
    assert "Aucun lot n'est manqué de peu" in client_of(misser).get(ADDRESS).content.decode().replace(
        "&#x27;", "'"
    )


def test_without_a_published_plan_the_page_says_so(db: None) -> None:
    page = client_of(an_actor(Role.MAKER)).get(ADDRESS).content.decode()
    assert "Aucun plan n'est encore publié" in page.replace("&#x27;", "'")


def test_a_plan_that_is_not_published_tells_a_maker_nothing(scene: Scene, run_scene: RunScene) -> None:
    maker = an_actor(Role.MAKER)
    offer_of(maker, 5.0)
    run_scene(scene)
    assert upgrade_plans(maker) == ()


def test_the_page_costs_the_same_however_many_lots(
    misser: Actor, django_assert_num_queries: Callable[..., object]
) -> None:
    client = client_of(misser)
    client.get(ADDRESS)
    with django_assert_num_queries(8):  # type: ignore[attr-defined]
        client.get(ADDRESS)
