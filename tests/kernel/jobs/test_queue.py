"""A job and its place in the queue stand together or not at all, and nothing waits for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.factories import an_actor

from rakiza.kernel.jobs import registry
from rakiza.kernel.jobs.actions import Recovery, enqueue, recover_stale
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.jobs.queue import TAKING
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(settings: LazySettings) -> Iterator[Actor]:
    """Give someone whose jobs wait for a worker, of whom there is none."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    registry.register("test", lambda _job, _progress: {})
    yield an_actor(Role.BUYER)
    registry._KINDS.pop("test", None)


def waiting(actor: Actor, *, since: timedelta = TAKING * 2) -> tuple[Job, DBTaskResult]:
    job = enqueue("test", actor.organisation, actor=actor)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - since)
    return job, DBTaskResult.objects.get(args_kwargs={"args": [job.pk], "kwargs": {}})


def places(job: Job) -> list[str]:
    found = DBTaskResult.objects.filter(args_kwargs={"args": [job.pk], "kwargs": {}})
    return sorted(found.values_list("status", flat=True))


def test_a_job_is_queued_before_anything_is_committed(
    actor: Actor, django_capture_on_commit_callbacks
) -> None:
    """A cut between the two once left a job that nobody would ever do."""
    with django_capture_on_commit_callbacks() as later:
        job, _place = waiting(actor)
    assert (places(job), later) == ([TaskResultStatus.READY], [])


def test_a_job_undone_leaves_no_place_in_the_queue(actor: Actor) -> None:
    with transaction.atomic():
        waiting(actor)
        transaction.set_rollback(True)
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_job_that_no_place_could_be_made_for_does_not_stand(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_job_id: int) -> None:
        raise RuntimeError("full")

    monkeypatch.setattr("rakiza.kernel.jobs.actions.hand_over", full)
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue("test", actor.organisation, actor=actor)
    assert Job.objects.count() == 0


def test_a_job_whose_worker_died_while_taking_it_is_queued_again(actor: Actor) -> None:
    job, place = waiting(actor)
    now = timezone.now()
    DBTaskResult.objects.filter(pk=place.pk).update(
        status=TaskResultStatus.RUNNING, started_at=now - TAKING - timedelta(seconds=1)
    )

    assert recover_stale(now) == Recovery((job.pk,), ())
    assert places(job) == [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    assert recover_stale(now) == Recovery((), ())


def test_a_job_whose_delivery_failed_before_it_ran_is_queued_again(actor: Actor) -> None:
    job, place = waiting(actor)
    DBTaskResult.objects.filter(pk=place.pk).update(status=TaskResultStatus.FAILED)

    assert recover_stale() == Recovery((job.pk,), ())
    assert places(job) == [TaskResultStatus.FAILED, TaskResultStatus.READY]


@pytest.mark.parametrize("status", [TaskResultStatus.READY, TaskResultStatus.RUNNING])
def test_what_waits_its_turn_or_is_being_taken_is_left_alone(actor: Actor, status: str) -> None:
    job, place = waiting(actor)
    DBTaskResult.objects.filter(pk=place.pk).update(status=status, started_at=timezone.now())

    assert recover_stale() == Recovery((), ())
    assert places(job) == [status]


def test_a_round_about_to_be_done_where_it_was_claimed_is_left_alone(actor: Actor) -> None:
    """A daily round has no place in the queue: whoever claims it does it."""
    job, place = waiting(actor, since=timedelta(seconds=1))
    place.delete()

    assert recover_stale() == Recovery((), ())
    assert (places(job), Job.objects.get().state) == ([], JobState.QUEUED)
