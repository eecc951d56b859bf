"""A plan already run, and what computes its scenarios at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.factories.plans import Scene, a_scene

from rakiza.engine.planning.values import Rules
from rakiza.pillars.purchasing.plans import jobs
from rakiza.pillars.purchasing.plans.actions import run_plan
from rakiza.pillars.purchasing.plans.scenarios.actions import create_scenario, run_scenario
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario

Compute = Callable[..., Scenario]


@pytest.fixture
def ran(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> Scene:
    """Three members, two makers, a plan that was run without its documents."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})
    scene = a_scene()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run_plan(scene.coordinator, scene.plan)
    scene.plan.refresh_from_db()
    return scene


@pytest.fixture
def compute(ran: Scene, django_capture_on_commit_callbacks: Callable[..., object]) -> Compute:
    """Return what opens a scenario of the plan with some rules changed, and computes it."""

    def computed(name: str, **changes: object) -> Scenario:
        made = create_scenario(ran.coordinator, ran.plan, name=name, rules=replace(Rules(), **changes))
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            run_scenario(ran.coordinator, made)
        made.refresh_from_db()
        return made

    return computed
