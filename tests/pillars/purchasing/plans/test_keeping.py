"""What a run made is kept whole: publication and other languages never depend on today's families."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.factories.plans import Scene, a_need, a_scene

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning import make_plan
from rakiza.kernel.files.actions import path_of
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.needs.knowledge import knowledge
from rakiza.pillars.purchasing.plans import documents, jobs
from rakiza.pillars.purchasing.plans.actions import publish_plan, request_documents, run_plan
from rakiza.pillars.purchasing.plans.enums import PlanFileKind
from rakiza.pillars.purchasing.plans.keeping import kept_plan
from rakiza.pillars.purchasing.plans.models import PlanFile, PlanRun
from rakiza.pillars.purchasing.plans.queries import plan_files

RunScene = Callable[[Scene], PlanRun]
NO_FAMILIES = KnowledgeBase(families=(), lexicon=knowledge().lexicon, version="another")


def test_what_is_kept_equals_what_was_made(
    scene: Scene, run_scene: RunScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_need(scene.buyers[0], text="SERINGUE 20 ML", volume=20.0)
    made = []

    def remember(*given: object) -> object:
        made.append(make_plan(*given))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(jobs, "make_plan", remember)
    run = run_scene(scene)

    assert len(made) == 1
    assert kept_plan(run) == made[0]
    assert len(made[0].uncovered) == 1
    assert len(made[0].eligibility) == 2


def test_the_same_plan_is_kept_in_the_same_bytes(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    run_scene(scene)
    hashes = set(PlanFile.objects.filter(kind=PlanFileKind.MADE).values_list("file__sha256", flat=True))
    assert len(hashes) == 1


@pytest.mark.django_db
def test_publication_and_other_languages_outlive_the_families(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    scene = a_scene()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run_plan(scene.coordinator, scene.plan)
    scene.plan.refresh_from_db()

    def never(*_given: object) -> None:
        raise AssertionError("a plan that was made is not made again")

    monkeypatch.setattr(jobs, "make_plan", never)
    monkeypatch.setattr(documents, "knowledge", lambda: NO_FAMILIES)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        publish_plan(scene.coordinator, scene.plan)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        request_documents(scene.coordinator, scene.plan, "ar")

    assert set(Job.objects.filter(kind="plans.documents").values_list("state", flat=True)) == {JobState.DONE}
    files = {(file.kind, file.language): file.file for file in plan_files(scene.coordinator, scene.plan)}
    assert set(files) == {
        (kind, language)
        for kind in (PlanFileKind.PLAN_XLSX, PlanFileKind.PLAN_PDF, PlanFileKind.PLAN_JSON)
        for language in ("fr", "ar", "en")
    }
    written = json.loads(path_of(files[PlanFileKind.PLAN_JSON, "ar"]).read_bytes())
    assert written["knowledge_version"] == knowledge().version
    assert [lot["family"] for lot in written["lots"]] == ["syringe_hypodermic"]


def test_what_is_kept_is_no_document(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    assert plan_files(scene.coordinator, scene.plan) == ()


def test_a_result_that_is_gone_says_so(scene: Scene, run_scene: RunScene) -> None:
    run = run_scene(scene)
    PlanFile.objects.all().delete()
    with pytest.raises(Refused, match="recalculez le plan"):
        kept_plan(run)
