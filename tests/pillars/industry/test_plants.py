"""Plants and lines: declared, changed and closed by their maker, read by it and the cluster only."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import a_supply, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.industry.enums import CleanRoom, Sector
from rakiza.pillars.industry.models import Plant, ProductionLine
from rakiza.pillars.industry.plants.actions import (
    LineTerms,
    PlantTerms,
    add_line,
    change_line,
    close_line,
    close_plant,
    declare_plant,
)
from rakiza.pillars.industry.plants.queries import mastered

pytestmark = pytest.mark.django_db
PRESS = LineTerms("Presse", Decimal(54321), "injection_moulding", 3, 2, CleanRoom.ISO_8)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def a_site(actor: Actor, name: str = "Usine nord") -> Site:
    return Site.objects.create(
        organisation=actor.organisation, kind="plant", name=name, city="Tanger", region="MA-01"
    )


def a_plant(actor: Actor, name: str = "Usine nord", **terms: object) -> Plant:
    return declare_plant(actor, a_site(actor, name), PlantTerms(**terms))  # type: ignore[arg-type]


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def test_a_plant_masters_what_it_knows_and_what_its_lines_do(maker: Actor) -> None:
    plant = a_plant(maker, processes=("weaving",), materials=("cotton", "pvc"))
    line = add_line(maker, PRESS, plant)

    assert mastered(plant, [line]) == (
        frozenset({"weaving", "injection_moulding", "clean_room"}),
        frozenset({"cotton", "pvc"}),
    )


def test_words_outside_the_vocabulary_are_refused(maker: Actor) -> None:
    with pytest.raises(Refused, match="« sorcellerie » n'est pas du vocabulaire"):
        a_plant(maker, processes=("sorcellerie",))
    assert not Plant.objects.exists()


def test_a_plant_stands_on_ones_own_open_site_once(maker: Actor) -> None:
    foreign, site = a_site(an_actor(Role.MAKER)), a_site(maker)
    with pytest.raises(Refused, match="n'est pas celui de votre organisation"):
        declare_plant(maker, foreign, PlantTerms())
    declare_plant(maker, site, PlantTerms())
    with pytest.raises(Refused, match="déjà déclarée"):
        declare_plant(maker, site, PlantTerms())
    Site.objects.filter(pk=foreign.pk).update(
        organisation=maker.organisation, closed_on="2026-01-01", name="B"
    )
    foreign.refresh_from_db()
    with pytest.raises(Refused, match="Ce site est fermé"):
        declare_plant(maker, foreign, PlantTerms())
    assert Plant.objects.count() == 1


@pytest.mark.parametrize(
    "terms",
    [
        LineTerms("L", Decimal(0)),
        LineTerms("L", Decimal(1), machines=0),
        LineTerms("L", Decimal(1), shifts=5),
        LineTerms("L", Decimal(1), people=-1),
        LineTerms("L", Decimal(1), process="sorcellerie"),
    ],
)
def test_impossible_lines_are_refused(maker: Actor, terms: LineTerms) -> None:
    with pytest.raises(Refused):
        add_line(maker, terms)
    assert not ProductionLine.objects.exists()


def test_a_line_does_not_move_into_anothers_plant(maker: Actor) -> None:
    line, foreign = add_line(maker, PRESS), a_plant(an_actor(Role.MAKER))
    with pytest.raises(Refused, match="n'est pas la vôtre"):
        change_line(maker, line, PRESS, foreign)
    line.refresh_from_db()
    assert line.plant is None


def test_a_name_serves_one_line(maker: Actor) -> None:
    add_line(maker, PRESS)
    with pytest.raises(Refused, match="porte déjà ce nom"):
        add_line(maker, PRESS)
    assert ProductionLine.objects.count() == 1


def test_a_line_that_offers_count_on_stays_open(maker: Actor) -> None:
    line = add_line(maker, PRESS)
    offer = a_supply(maker.organisation, year=2099, line=line)
    with pytest.raises(Refused, match="1 offre compte sur cette ligne"):
        close_line(maker, line)
    line.refresh_from_db()
    assert line.closed_on is None
    offer.delete()
    close_line(maker, line)
    with pytest.raises(Refused, match="est fermée"):
        change_line(maker, line, PRESS, None)


def test_a_plant_closes_after_its_lines(maker: Actor) -> None:
    plant = a_plant(maker)
    line = add_line(maker, PRESS, plant)
    with pytest.raises(Refused, match="1 ligne tourne encore"):
        close_plant(maker, plant)
    close_line(maker, line)
    close_plant(maker, plant)
    with pytest.raises(Refused, match="Cette usine est fermée"):
        add_line(maker, LineTerms("Autre", Decimal(1)), plant)
    assert AuditEvent.objects.filter(action="industry.close_plant").count() == 1


@pytest.mark.parametrize("role", [Role.MAKER, Role.CLUSTER_STAFF, Role.COORDINATOR])
def test_only_its_maker_changes_a_line(maker: Actor, role: Role) -> None:
    line = add_line(maker, PRESS)
    before = AuditEvent.objects.count()
    with pytest.raises(NotAllowed):
        change_line(an_actor(role), line, LineTerms("Volée", Decimal(1)), None)
    line.refresh_from_db()
    assert (line.name, AuditEvent.objects.count()) == ("Presse", before)


def test_capacity_is_read_by_its_maker_and_the_cluster_only(maker: Actor) -> None:
    plant = a_plant(maker)
    line = add_line(maker, PRESS, plant)
    pages = [
        reverse("industry:plants"),
        reverse("industry:plants") + "?export=1",
        reverse("industry:plant", args=[plant.pk]),
        reverse("industry:line-edit", args=[line.pk]),
        reverse("organisations:organisation", args=[maker.organisation.pk]),
    ]
    for role in Role:
        client = signed_in(an_actor(role))
        for address in pages:
            answer = client.get(address)
            told = b"54\xe2\x80\xaf321" in answer.content
            sees = role in {Role.CLUSTER_STAFF, Role.ADMINISTRATOR} and address == pages[2]
            assert told == sees, (role, address)
    assert b"54\xe2\x80\xaf321" in signed_in(maker).get(pages[2]).content
    assert signed_in(an_actor(Role.MAKER)).get(pages[2]).status_code == 404


def test_the_export_of_a_maker_holds_its_own_lines(maker: Actor) -> None:
    add_line(maker, PRESS, a_plant(maker))
    other = an_actor(Role.MAKER)
    add_line(other, LineTerms("Ligne d'en face", Decimal(7)), a_plant(other))

    answer = signed_in(maker).get(reverse("industry:plants"), {"export": "1"})

    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()] == ["Usine", "Usine nord · Tanger"]
    assert [row[0] for row in book.get_sheet_by_index(1).to_python()] == ["Ligne", "Presse"]


def test_the_pages_declare_change_and_close(maker: Actor) -> None:
    site, client = a_site(maker), signed_in(maker)
    client.post(
        reverse("industry:plant-declare"),
        {"site": site.pk, "sector": "aeronautics", "processes": ["composite"], "materials": ["carbon_fibre"]},
    )
    plant = Plant.objects.get()
    line = {"name": "Drapage", "plant": plant.pk, "process": "composite", "machines": "4", "shifts": "2"}
    wrong = client.post(reverse("industry:line-declare"), {**line, "monthly_capacity": "beaucoup"})
    client.post(
        reverse("industry:line-declare"),
        {**line, "monthly_capacity": "1 200,5", "clean_room": "7", "people": "9"},
    )

    assert (wrong.status_code, "n&#x27;est pas un nombre" in wrong.content.decode()) == (422, True)
    assert (plant.sector, plant.processes, plant.materials) == (
        Sector.AERONAUTICS,
        ["composite"],
        ["carbon_fibre"],
    )
    made = ProductionLine.objects.get()
    assert (made.plant, made.monthly_capacity, made.clean_room, made.people) == (
        plant,
        Decimal("1200.5"),
        7,
        9,
    )
    client.post(reverse("industry:line-close", args=[made.pk]))
    client.post(reverse("industry:plant-close", args=[plant.pk]))
    plant.refresh_from_db()
    assert plant.closed_on is not None


def test_the_list_costs_the_same_however_long(maker: Actor, django_assert_num_queries: object) -> None:
    client, address = signed_in(an_actor(Role.CLUSTER_STAFF)), reverse("industry:plants")
    add_line(maker, PRESS, a_plant(maker))
    client.get(address)
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(address)
    for rank in range(12):
        a_plant(maker, name=f"Usine {rank}")
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(address)


def test_another_word_for_a_material_means_the_same(maker: Actor) -> None:
    plant = a_plant(maker, materials=("latex", "natural_rubber", "nylon"))
    assert plant.materials == ["natural_rubber", "polyamide"]


def test_the_migration_leaves_one_word_a_material(maker: Actor) -> None:
    twin, plain = a_plant(maker), a_plant(maker, "Usine sud", materials=("silicone",))
    Plant.objects.filter(pk=twin.pk).update(materials=["pvc", "nitrile", "nitrile_rubber", "latex"])
    migration = import_module("rakiza.pillars.industry.migrations.0009_one_word_a_material")

    migration.one_word(apps, SimpleNamespace(connection=connection))

    twin.refresh_from_db()
    plain.refresh_from_db()
    assert (twin.materials, plain.materials) == (["natural_rubber", "nitrile_rubber", "pvc"], ["silicone"])
