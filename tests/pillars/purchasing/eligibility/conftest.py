"""A published plan whose first maker holds the award of a lot of three buyers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from tests.factories.plans import Scene, a_scene

from rakiza.pillars.purchasing.plans import jobs
from rakiza.pillars.purchasing.plans.actions import publish_plan, run_plan

OnCommit = Callable[..., object]
Publish = Callable[..., Scene]


@pytest.fixture(autouse=True)
def before_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the day be one before the plan's year: which months are still to come decides what is at stake."""
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit) -> Publish:
    """Return what makes a scene of so many buyers, runs its plan and publishes it."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})

    def make(buyers: int = 3, before: Callable[[Scene], None] = lambda _: None) -> Scene:
        scene = a_scene(buyers=buyers)
        before(scene)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            run_plan(scene.coordinator, scene.plan)
        scene.plan.refresh_from_db()
        publish_plan(scene.coordinator, scene.plan)
        return scene

    return make


@pytest.fixture
def published(db: None, publish: Publish) -> Scene:
    """Three members, 1 200 syringes at 1.20 taxes included, the first maker's, 300 a quarter."""
    return publish()
