"""What a plant could also make: its own words, the proofs it lacks, volumes of three buyers at least."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import DeviceFactory, an_actor
from tests.factories.plans import a_scene, make_lawful

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.industry.models import Device, Plant, ProductionLine
from rakiza.pillars.industry.reach.queries import Within, families_within_reach
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.models import Lot, Plan, PlanRun
from rakiza.pillars.registration.models import RegistrationCertificate
from rakiza.reference.families import load

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)
ADDRESS = "industry:reach"


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def a_plant(actor: Actor, *processes: str, materials: tuple[str, ...] = ()) -> Plant:
    site = Site.objects.create(
        organisation=actor.organisation, kind="plant", name="Usine", city="Tanger", region="MA-01"
    )
    return Plant.objects.create(
        maker=actor.organisation, site=site, processes=list(processes), materials=list(materials)
    )


def published(*lots: tuple[str, int, int]) -> None:
    """Publish a plan whose lots (family, buyers, uncovered quantity) lack a maker."""
    association = an_actor(Role.COORDINATOR).organisation
    plan = Plan.objects.create(association=association, year=2027, name="Plan", state=PlanState.PUBLISHED)
    plan.current_run = PlanRun.objects.create(plan=plan)
    plan.save()
    for rank, (family, buyers, quantity) in enumerate(lots):
        Lot.objects.create(
            run=plan.current_run,
            code=f"L{rank}",
            family=family,
            title=family,
            base_unit="piece",
            criticality="ordinary",
            quantity=quantity,
            uncovered_quantity=quantity,
            state="uncovered",
            buyers_count=buyers,
        )


def found_for(actor: Actor, plant: Plant) -> dict[str, Within]:
    return {one.family.id: one for one in families_within_reach(actor, plant, TODAY)}


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def test_volumes_of_fewer_than_three_buyers_are_in_no_sum(maker: Actor) -> None:
    plant = a_plant(maker, "extrusion_tube")
    published(("oxygen_tubing", 3, 500), ("oxygen_tubing", 2, 77_777), ("suction_tubing", 2, 66_666))

    found = found_for(maker, plant)
    page = signed_in(maker).get(reverse(ADDRESS), {"tri": "-volume"}).content.decode()
    sheet = signed_in(maker).get(reverse(ADDRESS), {"export": "1"}).content
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()

    tubing = found["oxygen_tubing"].unmet
    assert tubing is not None
    assert (tubing.quantity, tubing.lots, tubing.hidden) == (Decimal(500), 2, 1)
    assert "500 pièces" in page
    for hidden in ("77\u202f777", "78\u202f277", "66\u202f666"):
        assert hidden not in page
    assert "77" not in "".join(str(row[9]) for row in rows[1:])
    if "suction_tubing" in found:
        assert found["suction_tubing"].unmet.quantity is None  # type: ignore[union-attr]


def test_the_cluster_sees_whole_volumes_and_every_plant(maker: Actor) -> None:
    plant = a_plant(maker, "extrusion_tube")
    published(("oxygen_tubing", 2, 77_777))
    staff = an_actor(Role.CLUSTER_STAFF)

    assert found_for(staff, plant)["oxygen_tubing"].unmet.quantity == 77_777  # type: ignore[union-attr]
    assert signed_in(staff).get(reverse(ADDRESS), {"usine": plant.pk}).status_code == 200


def test_the_standards_and_tests_still_missing_are_named_each_once(maker: Actor) -> None:
    family = load().by_id()["syringe_hypodermic"]
    plant = a_plant(maker, *family.processes, materials=family.materials)

    found = found_for(maker, plant)[family.id]
    page = signed_in(maker).get(reverse(ADDRESS), {"part": "100"}).content.decode()

    assert set(found.reach.standards_missing) & set(found.reach.tests_missing) == {"ISO 7886-1"}
    assert found.proofs == ("ISO 7886-1", "ISO 10993-1", "ISO 11607-1")
    assert found.proofs_missing == 3
    row = page.partition(reverse("family", args=[family.id]))[2].partition("</tr>")[0]
    named = row.partition('data-label="Normes et essais à passer"')[2].partition("</td>")[0]
    assert [named.count(name) for name in found.proofs] == [1, 1, 1]


def test_what_is_made_already_is_left_out(maker: Actor) -> None:
    plant = a_plant(maker, "extrusion_tube", materials=("pvc",))
    assert "oxygen_tubing" in found_for(maker, plant)
    DeviceFactory(maker=maker.organisation, family="oxygen_tubing")
    assert "oxygen_tubing" not in found_for(maker, plant)


def test_a_registered_device_proves_its_familys_standards() -> None:
    scene = a_scene(buyers=1)
    maker = scene.makers[0]
    plant = a_plant(maker, "injection_moulding")
    Device.objects.filter(maker=maker.organisation).update(family="syringe_hypodermic")
    before = {word for one in found_for(maker, plant).values() for word in one.reach.standards_held}

    assert "ISO 7886-1" in before
    make_lawful(scene.offers[1])
    other = scene.makers[1]
    assert found_for(other, a_plant(other, "weaving"))


@pytest.mark.parametrize("lifted", ["2027-03-31", None])
def test_a_registration_suspended_today_proves_nothing(lifted: str | None) -> None:
    scene = a_scene(buyers=1)
    maker = scene.makers[0]
    plant = a_plant(maker, "injection_moulding")
    Device.objects.filter(maker=maker.organisation).update(family="syringe_hypodermic")
    held = RegistrationCertificate.objects.filter(device__maker=maker.organisation)

    def proven() -> bool:
        found = found_for(maker, plant).values()
        return "ISO 7886-1" in {word for one in found for word in one.reach.standards_held}

    held.update(suspensions=[["2027-02-01", "2027-02-28"]])
    assert proven()
    held.update(suspensions=[["2027-02-01", lifted]])
    assert not proven()


def test_a_certificate_proves_its_standard_while_it_holds_for_the_plant(maker: Actor) -> None:
    plant = a_plant(maker, "weaving")
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    elsewhere = Site.objects.create(
        organisation=maker.organisation, kind="plant", name="Usine 2", city="Fès", region="MA-03"
    )
    kept = issue_certificate(
        officer, maker=maker.organisation, standard="EN 14079:2003", number="C-1",
        valid_from=date(2026, 1, 1), valid_to=date(2028, 12, 31),
    )  # fmt: skip
    one = Certificate.objects.filter(pk=kept.pk)

    def proven() -> bool:
        found = found_for(maker, plant)["bandage_gauze"]
        assert found.reach.standards_missing == (() if found.reach.standards_held else ("EN 14079",))
        return found.reach.standards_held == ("EN 14079",)

    assert proven()
    for wrong, right in (
        ({"valid_to": date(2027, 2, 28)}, {"valid_to": date(2027, 3, 1)}),
        ({"valid_from": date(2027, 3, 2), "valid_to": date(2028, 12, 31)}, {"valid_from": date(2027, 3, 1)}),
        ({"state": "suspended"}, {"state": "valid"}),
        ({"state": "withdrawn"}, {"state": "valid"}),
        ({"site": elsewhere}, {"site": plant.site}),
        ({"maker": an_actor(Role.MAKER).organisation}, {"maker": maker.organisation}),
    ):
        one.update(**wrong)
        assert (wrong, proven()) == (wrong, False)
        one.update(**right)
        assert (right, proven()) == (right, True)


def test_a_closed_line_is_mastered_no_more(maker: Actor) -> None:
    plant = a_plant(maker)
    line = ProductionLine.objects.create(
        maker=maker.organisation,
        plant=plant,
        name="Tissage",
        process="weaving",
        monthly_capacity=Decimal(100),
    )
    assert "bandage_gauze" in found_for(maker, plant)

    ProductionLine.objects.filter(pk=line.pk).update(closed_on=date(2027, 2, 1))

    assert found_for(maker, plant) == {}


def test_the_list_is_ordered_as_it_is_asked(maker: Actor) -> None:
    a_plant(maker, "extrusion_tube", "weaving", "assembly_manual")
    published(("oxygen_tubing", 3, 500), ("bandage_gauze", 3, 90_000))
    client = signed_in(maker)

    def listed(order: str) -> list[Within]:
        answer = client.get(reverse(ADDRESS), {"tri": order})
        return list(answer.context["page"].paginator.object_list)

    for key, value in {
        "part": lambda one: one.reach.share,
        "volume": lambda one: one.volume,
        "preuves": lambda one: one.proofs_missing,
    }.items():
        up, down = ([value(one) for one in listed(order)] for order in (key, f"-{key}"))
        assert (key, up) == (key, sorted(up))
        assert (key, down) == (key, sorted(up, reverse=True))
        assert len(set(up)) > 1
    assert [one.family.id for one in listed("-volume")][:2] == ["bandage_gauze", "oxygen_tubing"]
    names = [one.family.labels.fr for one in listed("famille")]
    assert names == sorted(names, key=name_key)
    assert [one.family.labels.fr for one in listed("-famille")] == names[::-1]


def test_anothers_plant_is_as_if_it_were_not_there(maker: Actor) -> None:
    plant = a_plant(maker, "weaving")
    stranger = an_actor(Role.MAKER)

    assert signed_in(stranger).get(reverse(ADDRESS), {"usine": plant.pk}).status_code == 404
    with pytest.raises(NotAllowed):
        families_within_reach(stranger, plant, TODAY)
    with pytest.raises(NotAllowed):
        families_within_reach(an_actor(Role.BUYER), plant, TODAY)


def test_filters_are_in_the_address(maker: Actor) -> None:
    a_plant(maker, "extrusion_tube", "assembly_manual", materials=("pvc",))
    published(("oxygen_tubing", 3, 500))
    client = signed_in(maker)

    whole = client.get(reverse(ADDRESS), {"part": "100", "ouvert": "1"})
    none = client.get(reverse(ADDRESS), {"groupe": "zzzz"})

    assert [one.family.id for one in whole.context["page"]] == ["oxygen_tubing"]
    assert "au moins 100 %" in whole.content.decode()
    assert "Aucune famille à portée" in none.content.decode()


def test_the_page_costs_the_same_however_many_families(
    maker: Actor, django_assert_num_queries: object
) -> None:
    plant = a_plant(maker, "weaving")
    client = signed_in(maker)
    client.get(reverse(ADDRESS))
    with django_assert_num_queries(13):  # type: ignore[operator]
        client.get(reverse(ADDRESS))
    Plant.objects.filter(pk=plant.pk).update(processes=["assembly_manual", "injection_moulding"])
    with django_assert_num_queries(13):  # type: ignore[operator]
        client.get(reverse(ADDRESS))
