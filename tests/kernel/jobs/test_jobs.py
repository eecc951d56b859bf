from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from tests.factories import an_actor

from rakiza.engine.planning.progress import Cancelled
from rakiza.kernel.jobs import registry
from rakiza.kernel.jobs.actions import Recovery, enqueue, recover_stale, request_cancel, run
from rakiza.kernel.jobs.holders import this_process
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.jobs.progress import INTERVAL_SECONDS, JobProgress
from rakiza.kernel.jobs.queries import job_for, latest_job
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused

pytestmark = pytest.mark.django_db
Handler = Callable[[Job, JobProgress], Mapping[str, object]]
ENDED: list[str] = []


@pytest.fixture
def actor() -> Actor:
    return an_actor(Role.BUYER)


@pytest.fixture(autouse=True)
def _no_kind_left() -> Iterator[None]:
    ENDED.clear()
    yield
    registry._KINDS.pop("test", None)


def declare(run: Handler, *, restartable: bool = True) -> None:
    registry.register("test", run, restartable=restartable, on_failure=lambda job: ENDED.append(job.state))


def queued(actor: Actor) -> Job:
    return enqueue("test", actor.organisation, actor=actor, params={"n": 1})


def test_a_job_runs_once_committed(
    actor: Actor, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    declare(lambda job, _progress: {"twice": 2 * job.params["n"]})

    with django_capture_on_commit_callbacks(execute=False) as callbacks:  # type: ignore[attr-defined]
        job = queued(actor)
    assert Job.objects.get().state == JobState.QUEUED
    callbacks[0]()

    job.refresh_from_db()
    assert (job.state, job.result, job.attempt, job.ended) == (JobState.DONE, {"twice": 2}, 1, True)
    assert latest_job(actor.organisation) == job
    assert ENDED == []


def test_a_second_delivery_does_nothing(actor: Actor) -> None:
    calls: list[int] = []
    declare(lambda _job, _progress: calls.append(1) or {})  # type: ignore[func-returns-value]
    job = queued(actor)
    assert (run(job.pk), run(job.pk)) == (JobState.DONE, JobState.DONE)
    assert calls == [1]


def test_an_undeclared_kind_is_an_error(actor: Actor) -> None:
    with pytest.raises(KeyError):
        enqueue("unknown", actor.organisation, actor=actor)
    assert Job.objects.count() == 0


def test_a_refusal_ends_the_job_with_its_sentence(actor: Actor) -> None:
    def refuse(_job: Job, _progress: JobProgress) -> Mapping[str, object]:
        raise Refused("test.no", _("Non : %(why)s"), why="parce que")

    declare(refuse)
    job = queued(actor)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message_code, job.message) == (JobState.FAILED, "test.no", "Non : parce que")
    assert ENDED == ["failed"]


def test_a_fault_ends_the_job_without_a_trace_shown(actor: Actor) -> None:
    def fail(_job: Job, _progress: JobProgress) -> Mapping[str, object]:
        raise ZeroDivisionError("secret")

    declare(fail)
    job = queued(actor)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message_code) == (JobState.FAILED, "jobs.unexpected")
    assert str(job.pk) in job.message
    assert "secret" not in job.message


def test_a_waiting_job_is_cancelled_at_once(actor: Actor) -> None:
    declare(lambda _job, _progress: {})
    job = queued(actor)
    request_cancel(actor, job)
    assert (job.state, run(job.pk)) == (JobState.CANCELLED, JobState.CANCELLED)
    assert ENDED == ["cancelled"]
    with pytest.raises(Refused, match="déjà terminé"):
        request_cancel(actor, job)


def test_a_running_job_stops_at_its_next_sign_of_life(actor: Actor) -> None:
    def long(job: Job, progress: JobProgress) -> Mapping[str, object]:
        request_cancel(actor, job)
        progress("one", 1, 2)
        pytest.fail("went on")

    declare(long)
    job = queued(actor)
    assert run(job.pk) == JobState.CANCELLED
    job.refresh_from_db()
    assert (job.state, job.message_code) == (JobState.CANCELLED, "jobs.cancelled")


def test_progress_writes_at_most_twice_a_second(
    actor: Actor, django_assert_num_queries: Callable[[int], object]
) -> None:
    declare(lambda _job, _progress: {})
    job = queued(actor)
    Job.objects.update(state=JobState.RUNNING)
    now = [0.0]
    progress = JobProgress(job, clock=lambda: now[0])

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        for done in range(100):
            progress("one", done, 100)
    job.refresh_from_db()
    assert (job.stage, job.done, job.total, job.percent) == ("one", 0, 100, 0)

    now[0] += INTERVAL_SECONDS
    progress("one", 50, 100)
    job.refresh_from_db()
    assert (job.done, job.percent) == (50, 50)


def test_a_job_taken_up_elsewhere_stops_the_late_worker(actor: Actor) -> None:
    declare(lambda _job, _progress: {})
    job = queued(actor)
    Job.objects.update(state=JobState.RUNNING, attempt=2)
    progress = JobProgress(job)
    with pytest.raises(Cancelled):
        progress("one", 0, 1)
    with pytest.raises(Cancelled):
        progress.check()


def silent_job(actor: Actor, *, attempt: int = 1, **fields: object) -> Job:
    job = queued(actor)
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, heartbeat_at=long_ago, attempt=attempt, **fields
    )
    return job


def test_a_silent_job_is_taken_up_again(
    actor: Actor, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    declare(lambda _job, _progress: {})
    job = silent_job(actor)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert recover_stale() == Recovery((job.pk,), ())
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 2)
    assert recover_stale() == Recovery((), ())


@pytest.mark.parametrize(("restartable", "attempt"), [(False, 1), (True, registry.MAX_ATTEMPTS)])
def test_a_silent_job_that_may_not_restart_is_given_up(
    actor: Actor,
    django_capture_on_commit_callbacks: Callable[..., object],
    restartable: bool,
    attempt: int,
) -> None:
    declare(lambda _job, _progress: {}, restartable=restartable)
    job = silent_job(actor, attempt=attempt)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert recover_stale() == Recovery((), (job.pk,))
    job.refresh_from_db()
    assert (job.state, job.message_code) == (JobState.FAILED, "jobs.interrupted")
    assert ENDED == ["failed"]


def test_a_silent_job_whose_end_was_asked_is_cancelled(actor: Actor) -> None:
    declare(lambda _job, _progress: {})
    job = silent_job(actor, cancel_requested=True)
    recover_stale()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_job_whose_process_is_gone_is_taken_up_before_it_is_silent(
    actor: Actor,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    declare(lambda _job, _progress: {})
    held, left = queued(actor), queued(actor)
    now = timezone.now()
    for job, holder in ((held, "lives"), (left, "died")):
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING, heartbeat_at=now, attempt=1, holder=holder
        )
    monkeypatch.setattr("rakiza.kernel.jobs.actions.is_gone", lambda holder: holder == "died")

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert recover_stale(now) == Recovery((left.pk,), ())

    held.refresh_from_db()
    left.refresh_from_db()
    assert (held.state, held.attempt) == (JobState.RUNNING, 1)
    assert (left.state, left.attempt, left.holder) == (JobState.DONE, 2, this_process())


def test_a_lively_job_is_left_alone(actor: Actor) -> None:
    declare(lambda _job, _progress: {})
    job = queued(actor)
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=timezone.now())
    assert recover_stale() == Recovery((), ())
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_only_those_concerned_follow_and_stop_a_job(actor: Actor) -> None:
    declare(lambda _job, _progress: {})
    job = queued(actor)
    stranger = an_actor(Role.BUYER)
    with pytest.raises(NotAllowed):
        job_for(stranger, job.pk)
    with pytest.raises(NotAllowed):
        request_cancel(stranger, job)
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == (JobState.QUEUED, False)
    assert job_for(actor, job.pk) == job_for(an_actor(Role.CLUSTER_STAFF), job.pk) == job


@pytest.mark.parametrize(
    ("state", "seconds", "minutes"),
    [
        (JobState.RUNNING, 59, 0),
        (JobState.RUNNING, 61, 1),
        (JobState.RUNNING, 185, 3),
        (JobState.QUEUED, 185, 0),
        (JobState.DONE, 185, 0),
    ],
)
def test_a_running_job_says_for_how_long_it_has_been_silent(
    state: JobState, seconds: int, minutes: int, settings
) -> None:
    settings.RAKIZA_STALE_JOB_SECONDS = 90
    job = Job(kind="test", state=state, heartbeat_at=timezone.now() - timedelta(seconds=seconds))

    assert (job.silent_minutes, job.patience_minutes) == (minutes, 2)
    assert Job(kind="test", state=JobState.RUNNING).silent_minutes == 0
