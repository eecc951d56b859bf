from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.plans import Scene, a_need, a_scene

from rakiza.engine.families import Kind
from rakiza.engine.planning import canonical_inputs
from rakiza.engine.planning.values import Rules
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.codec import dump
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.jobs.actions import recover_stale
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.needs.actions import undo_import
from rakiza.pillars.purchasing.needs.corrections import correct_reading
from rakiza.pillars.purchasing.needs.values import CorrectedReading
from rakiza.pillars.purchasing.plans import jobs
from rakiza.pillars.purchasing.plans.actions import (
    cancel_run,
    create_plan,
    publish_plan,
    run_plan,
    set_rules,
    unpublish_plan,
)
from rakiza.pillars.purchasing.plans.enums import LotState, PlanState, RunState
from rakiza.pillars.purchasing.plans.inputs import build_inputs
from rakiza.pillars.purchasing.plans.keeping import kept_plan
from rakiza.pillars.purchasing.plans.models import Award, AwardShare, Lot, LotContribution, Plan, PlanRun
from rakiza.pillars.purchasing.plans.queries import plan_files

RunScene = Callable[[Scene], PlanRun]


def test_a_run_pools_needs_and_awards_the_cheaper_maker(scene: Scene, run_scene: RunScene) -> None:
    run = run_scene(scene)

    assert run.job is not None
    assert (run.state, run.job.message) == (RunState.DONE, "")
    lot = Lot.objects.get()
    assert (lot.run_id, lot.quantity, lot.state, lot.buyers_count) == (run.pk, 1200, LotState.COVERED, 3)
    assert (lot.reference_price, lot.value, lot.covered_value, lot.savings) == (
        Decimal("2"), Decimal("2400"), Decimal("1440"), Decimal("960"),
    )  # fmt: skip
    assert lot.maker_names == scene.makers[0].organisation.name
    award = Award.objects.get()
    assert (award.offer, award.quantity, award.unit_price, award.landed_price) == (
        scene.offers[0], 1200, Decimal("1"), Decimal("1.2"),
    )  # fmt: skip
    assert {share.organisation_id: share.q1 for share in AwardShare.objects.all()} == {
        buyer.organisation.pk: 100 for buyer in scene.buyers
    }
    assert set(LotContribution.objects.values_list("need_line_id", flat=True)) == {
        line.pk for line in scene.lines
    }
    assert (scene.plan.state, scene.plan.current_run) == (PlanState.ALLOCATED, run)
    assert Notification.objects.filter(code="plans.allocated").count() == 1


def test_the_same_inputs_give_the_same_hash_and_are_kept(scene: Scene, run_scene: RunScene) -> None:
    first, second = run_scene(scene), run_scene(scene)

    assert first.input_hash == second.input_hash != ""
    assert (first.figures, first.solve) == (second.figures, second.solve)
    assert kept_plan(second).inputs == build_inputs_in_order(second)


def build_inputs_in_order(run: PlanRun) -> object:
    return canonical_inputs(build_inputs(run))


def test_a_cut_in_the_middle_of_saving_leaves_the_last_run(
    scene: Scene, run_scene: RunScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = run_scene(scene)
    lots = list(Lot.objects.values_list("pk", flat=True))

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(jobs, "attach", fail)
    broken = run_scene(scene)

    assert (broken.state, broken.job and broken.job.message_code) == (RunState.FAILED, "jobs.unexpected")
    assert list(Lot.objects.values_list("pk", flat=True)) == lots
    assert Plan.objects.get().current_run == good
    assert Notification.objects.filter(code="plans.failed").count() == 1


def test_a_power_cut_on_the_way_is_recovered(
    scene: Scene,
    run_scene: RunScene,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def cut(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "attach", cut)
        with pytest.raises(KeyboardInterrupt):
            run_scene(scene)
    assert (Lot.objects.count(), Job.objects.get().state) == (0, JobState.RUNNING)

    later = timezone.now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert recover_stale(later).restarted == (Job.objects.get().pk,)

    assert (Job.objects.get().state, PlanRun.objects.get().state) == (JobState.DONE, RunState.DONE)
    assert Lot.objects.count() == 1


def test_a_run_taken_over_by_another_worker_saves_nothing(
    scene: Scene, run_scene: RunScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_takes_over(run: PlanRun, *_args: object) -> dict[object, object]:
        Job.objects.filter(pk=run.job_id).update(attempt=2)
        return {}

    monkeypatch.setattr(jobs, "write_documents", another_takes_over)
    run_scene(scene)

    assert Lot.objects.count() == 0
    assert Job.objects.get().state == JobState.RUNNING  # the other worker's


def test_a_run_cancelled_before_it_starts_changes_nothing(scene: Scene) -> None:
    run = run_plan(scene.coordinator, scene.plan)  # its job waits: nothing committed yet
    cancel_run(scene.coordinator, run)

    assert run.state == RunState.CANCELLED
    assert Plan.objects.get().current_run is None
    with pytest.raises(Refused) as refusal:
        cancel_run(scene.coordinator, run)
    assert refusal.value.code == "plans.not_running"


def test_a_run_cancelled_on_the_way_keeps_the_last_one(
    scene: Scene, run_scene: RunScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = run_scene(scene)

    def cancel(run: PlanRun, *_args: object) -> dict[object, object]:
        cancel_run(scene.coordinator, run)
        return {}

    monkeypatch.setattr(jobs, "write_documents", cancel)
    stopped = run_scene(scene)

    assert stopped.state == RunState.CANCELLED
    assert Lot.objects.exclude(run=good).count() == 0
    assert Plan.objects.get().current_run == good


def test_one_run_at_a_time(scene: Scene) -> None:
    run_plan(scene.coordinator, scene.plan)
    with pytest.raises(Refused) as refusal:
        run_plan(scene.coordinator, scene.plan)
    assert refusal.value.code == "plans.already_running"
    assert PlanRun.objects.count() == 1


def test_a_plan_without_confirmed_needs_does_not_run(db: None) -> None:
    scene = a_scene(buyers=0)
    with pytest.raises(Refused, match="Aucun besoin n'est confirmé"):
        run_plan(scene.coordinator, scene.plan)
    assert PlanRun.objects.count() == 0


def test_publishing_holds_the_needs_and_unpublishing_frees_them(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    publish_plan(scene.coordinator, scene.plan)

    assert scene.plan.state == PlanState.PUBLISHED
    with pytest.raises(Refused, match="Plan 2027"):
        undo_import(scene.buyers[0], scene.lines[0].need_import)
    with pytest.raises(Refused) as refusal:
        run_plan(scene.coordinator, scene.plan)
    assert refusal.value.code == "plans.published"
    with pytest.raises(Refused) as refusal:
        set_rules(scene.coordinator, scene.plan, Rules(maximum_share=Decimal("0.5")))
    assert refusal.value.code == "plans.published"

    with pytest.raises(Refused, match="motif"):
        unpublish_plan(scene.coordinator, scene.plan, reason="  ")
    assert Plan.objects.get().state == PlanState.PUBLISHED

    unpublish_plan(scene.coordinator, scene.plan, reason="Un membre corrige sa liste.")
    assert (scene.plan.state, scene.plan.unpublish_reason) == (
        PlanState.ALLOCATED,
        "Un membre corrige sa liste.",
    )
    undo_import(scene.buyers[0], scene.lines[0].need_import)


def test_of_two_people_publishing_one_wins(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    stale = Plan.objects.get()
    publish_plan(scene.coordinator, scene.plan)
    with pytest.raises(Refused) as refusal:
        publish_plan(scene.coordinator, stale)
    assert refusal.value.code == "plans.not_allocated"
    assert AuditEvent.objects.filter(action="plans.publish").count() == 1


def test_a_plan_not_yet_allocated_is_not_published(scene: Scene) -> None:
    with pytest.raises(Refused):
        publish_plan(scene.coordinator, scene.plan)
    assert Plan.objects.get().state == PlanState.DRAFT


def test_rules_hold_from_the_next_run(scene: Scene, run_scene: RunScene) -> None:
    rules = Rules(maximum_share=Decimal("0.5"))
    set_rules(scene.coordinator, scene.plan, rules)
    run = run_scene(scene)

    assert run.rules == dump(rules)
    assert {award.maker_id: award.quantity for award in Award.objects.all()} == {
        maker.organisation.pk: 600 for maker in scene.makers
    }


def test_a_changed_reading_never_changes_a_plan_already_run(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    before = list(Lot.objects.values())
    correct_reading(scene.buyers[0], scene.lines[0], CorrectedReading(Kind.OTHER))
    assert list(Lot.objects.values()) == before


def test_needs_that_differ_are_not_pooled(scene: Scene, run_scene: RunScene) -> None:
    a_need(scene.buyers[0], text="SERINGUE 20 ML", volume=20.0)
    run_scene(scene)
    assert [(lot.quantity, lot.state) for lot in Lot.objects.order_by("-quantity")] == [
        (1200, LotState.COVERED),
        (400, LotState.UNCOVERED),
    ]


OTHERS = [role for role in Role if role not in {Role.COORDINATOR, Role.CLUSTER_STAFF}]


@pytest.mark.parametrize("role", OTHERS)
def test_others_neither_run_nor_publish(scene: Scene, run_scene: RunScene, role: Role) -> None:
    run_scene(scene)
    stranger = an_actor(role)
    for attempt in (
        lambda: run_plan(stranger, scene.plan),
        lambda: publish_plan(stranger, scene.plan),
        lambda: set_rules(stranger, scene.plan, Rules()),
        lambda: cancel_run(stranger, PlanRun.objects.get()),
        lambda: create_plan(stranger, year=2027, name="Autre"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert (Plan.objects.get().state, PlanRun.objects.count()) == (PlanState.ALLOCATED, 1)


def test_another_association_does_not_publish(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    with pytest.raises(NotAllowed):
        publish_plan(an_actor(Role.COORDINATOR), scene.plan)
    assert Plan.objects.get().state == PlanState.ALLOCATED


@pytest.mark.django_db
def test_documents_are_written_and_rewritten_at_publication(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    scene = a_scene()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run_plan(scene.coordinator, scene.plan)
    scene.plan.refresh_from_db()
    drafts, *others = _documents(scene)
    assert (set(drafts), others) == ({"plan_xlsx", "plan_pdf", "plan_json"}, [{}, {}])
    assert drafts["plan_pdf"].media_type == "application/pdf"

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        publish_plan(scene.coordinator, scene.plan)
    published = _documents(scene)
    final = published[0]
    assert [set(group) for group in published] == [set(drafts)] * 3
    assert len({group["plan_pdf"].sha256 for group in published}) == 3
    assert final["plan_pdf"].sha256 != drafts["plan_pdf"].sha256
    assert {group["plan_json"].sha256 for group in published} == {drafts["plan_json"].sha256}

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        unpublish_plan(scene.coordinator, scene.plan, reason="Une offre fictive manquait.")
    for group, taken_back in zip(published, _documents(scene), strict=True):  # none still says "published"
        assert taken_back["plan_pdf"].sha256 != group["plan_pdf"].sha256


def _documents(scene: Scene) -> list[dict[str, StoredFile]]:
    """Return the documents of the plan's run by kind: in French, in Arabic, in English."""
    scene.plan.refresh_from_db()
    files = plan_files(scene.coordinator, scene.plan)
    return [{one.kind: one.file for one in files if one.language == code} for code in ("fr", "ar", "en")]


@pytest.mark.django_db
def test_a_draft_is_written_in_french_and_in_the_language_of_who_asked(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    scene = a_scene()
    scene.coordinator.user.language = "ar"
    scene.coordinator.user.save()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run_plan(scene.coordinator, scene.plan)
    assert [bool(group) for group in _documents(scene)] == [True, True, False]

    client = Client()
    client.force_login(scene.coordinator.user)
    page = client.get(reverse("plans:plan", args=[scene.plan.pk]), headers={"accept-language": "ar"})
    assert [code for code, _items in page.context["file_groups"]] == ["ar", "fr"]
