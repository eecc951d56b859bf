"""A plan already run, with documents left out where a test isn't about them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.factories.plans import Scene, a_scene

from rakiza.pillars.purchasing.plans import jobs
from rakiza.pillars.purchasing.plans.actions import run_plan
from rakiza.pillars.purchasing.plans.models import PlanRun

RunScene = Callable[[Scene], PlanRun]


@pytest.fixture
def no_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the writing of documents."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})


@pytest.fixture
def run_scene(no_documents: None, django_capture_on_commit_callbacks: Callable[..., object]) -> RunScene:
    """Return what runs a scene's plan to its end."""

    def run(scene: Scene) -> PlanRun:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            found = run_plan(scene.coordinator, scene.plan)
        found.refresh_from_db()
        scene.plan.refresh_from_db()
        return found

    return run


@pytest.fixture
def scene(db: None) -> Scene:
    """Three members, two makers, a plan not yet run."""
    return a_scene()
