"""A correction made after a plan was published changes nothing of that plan."""

from __future__ import annotations

from collections.abc import Callable

from django.core import serializers
from tests.factories import NeedImportFactory, NeedLineFactory
from tests.factories.plans import Scene

from rakiza.engine.families import Kind
from rakiza.pillars.purchasing.needs.corrections import correct_reading, forget_correction, reopen_readings
from rakiza.pillars.purchasing.needs.models import NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.reread import read_as_kind
from rakiza.pillars.purchasing.plans.actions import publish_plan
from rakiza.pillars.purchasing.plans.models import (
    Award,
    Candidate,
    FamilyTotal,
    Lot,
    LotContribution,
    Plan,
    PlanRun,
    UncoveredNeed,
)

KEPT = (Plan, PlanRun, Lot, LotContribution, Candidate, Award, UncoveredNeed, FamilyTotal)


def everything_of_the_plan(lines: tuple[NeedLine, ...]) -> str:
    """Write every row of the plan, and the lines it was made from."""
    held = NeedLine.objects.filter(pk__in=[line.pk for line in lines])
    rows = [row for model in KEPT for row in model.objects.order_by("pk")]
    return serializers.serialize("json", [*rows, *held.order_by("pk")])


def test_corrections_never_change_a_published_plan(
    scene: Scene, run_scene: Callable[[Scene], PlanRun]
) -> None:
    run_scene(scene)
    publish_plan(scene.coordinator, scene.plan)
    before = everything_of_the_plan(scene.lines)
    for buyer in scene.buyers[:2]:
        later = NeedImportFactory(organisation=buyer.organisation, year=2027, reviewed=True)
        twin = NeedLineFactory(
            need_import=later, designation=scene.lines[0].designation, folded=scene.lines[0].folded
        )

        assert correct_reading(buyer, twin, read_as_kind(twin.designation, Kind.OTHER)) == 1

        twin.refresh_from_db()
        assert (twin.kind, twin.family) == ("other", "")
    assert everything_of_the_plan(scene.lines) == before

    twin.refresh_from_db()
    assert twin.confirmed_at is not None
    assert reopen_readings(scene.buyers[1], later, twin.confirmed_at) == 1
    forget_correction(scene.buyers[0], ReadingCorrection.objects.get())
    assert everything_of_the_plan(scene.lines) == before
