"""Daily rounds: once a day of the country, by one worker, caught up, taken up again, seen by the cluster."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from tests.factories import an_actor
from typer.testing import CliRunner

from rakiza.kernel.jobs import daily as rounds
from rakiza.kernel.jobs.actions import recover_stale, run
from rakiza.kernel.jobs.commands import app
from rakiza.kernel.jobs.daily import AGAIN, MOST_TRIES, claim, daily, next_round, sweep_due, sweeps
from rakiza.kernel.jobs.models import DailyRun, Job, JobState
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.jobs.queries import all_rounds
from rakiza.kernel.jobs.queries import rounds as rounds_for
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import OVERSEERS, Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.web.supervision import keep_sweeping

pytestmark = pytest.mark.django_db
NOON = datetime(2031, 3, 10, 11, 0, tzinfo=UTC)
DONE: list[date] = []


def note(day: date, _progress: JobProgress) -> Mapping[str, object]:
    DONE.append(day)
    return {"counted": len(DONE)}


@pytest.fixture(autouse=True)
def _one_round_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(rounds, "_SWEEPS", {})
    DONE.clear()
    daily("test.round", "Ronde", note)
    yield
    DONE.clear()


def failing(_day: date, _progress: JobProgress) -> Mapping[str, object]:
    DONE.append(_day)
    raise Refused("test.no", "Non.")


def test_a_round_is_done_once_a_day() -> None:
    assert [job.state for job in sweep_due(NOON)] == [JobState.DONE]
    assert sweep_due(NOON) == ()
    assert sweep_due(NOON + timedelta(hours=10)) == ()

    assert [date(2031, 3, 10)] == DONE
    kept = DailyRun.objects.get()
    assert (kept.name, kept.day, kept.tries, kept.told) == ("test.round", date(2031, 3, 10), 1, False)
    assert kept.job is not None
    assert kept.job.result == {"counted": 1}


def test_the_day_turns_at_midnight_in_the_country() -> None:
    before, after = datetime(2031, 3, 10, 22, 59, tzinfo=UTC), datetime(2031, 3, 10, 23, 1, tzinfo=UTC)

    sweep_due(before)
    sweep_due(after)

    assert [date(2031, 3, 10), date(2031, 3, 11)] == DONE


def test_a_round_waits_for_its_hour_in_the_country() -> None:
    daily("test.round", "Ronde", note, hour=7)

    assert sweep_due(datetime(2031, 3, 10, 5, 59, tzinfo=UTC)) == ()
    assert DailyRun.objects.count() == 0
    assert len(sweep_due(datetime(2031, 3, 10, 6, 0, tzinfo=UTC))) == 1


def test_days_missed_are_caught_up_by_one_round() -> None:
    sweep_due(NOON)
    sweep_due(NOON + timedelta(days=4))

    assert [date(2031, 3, 10), date(2031, 3, 14)] == DONE


def test_what_a_site_does_not_do_is_left_out() -> None:
    daily("test.unwanted", "Ronde", note, wanted=lambda: False)

    assert [sweep.name for sweep in sweeps()] == ["test.round"]
    sweep_due(NOON)
    assert list(DailyRun.objects.values_list("name", flat=True)) == ["test.round"]


def test_what_another_worker_has_claimed_is_its_own() -> None:
    (sweep,) = sweeps()
    now = rounds.timezone.localtime()
    first = claim(sweep, now)

    assert first is not None
    assert claim(sweep, now) is None
    run(first.pk)
    assert claim(sweep, now) is None
    assert [rounds.timezone.localdate()] == DONE


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_the_same_moment_one_does_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers")
    barrier = threading.Barrier(2, timeout=20)
    # Jobs bear the clock's time: seen from years later, the one just made would be forgotten by its worker.
    now = rounds.timezone.localtime()

    def work(_worker: int) -> int:
        barrier.wait()
        try:
            return len(sweep_due(now))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(work, range(2)))

    assert done == [0, 1]
    assert [now.date()] == DONE
    assert (DailyRun.objects.count(), Job.objects.count()) == (1, 1)


def test_a_round_cut_off_half_way_is_taken_up_again() -> None:
    calls: list[str] = []

    def cut(_day: date, _progress: JobProgress) -> Mapping[str, object]:
        calls.append("cut")
        raise SystemExit  # the process ends here, as a power cut would end it

    daily("test.round", "Ronde", cut)
    with pytest.raises(SystemExit):
        sweep_due(NOON)
    assert Job.objects.get().state == JobState.RUNNING
    assert sweep_due(NOON + timedelta(hours=2)) == ()

    daily("test.round", "Ronde", note)
    found = recover_stale(datetime.now(UTC) + timedelta(days=1))
    (again,) = found.restarted
    run(again)

    assert (calls, len(DONE), DailyRun.objects.count()) == (["cut"], 1, 1)
    assert Job.objects.get().state == JobState.DONE


def test_a_round_whose_worker_died_before_beginning_is_claimed_again() -> None:
    (sweep,) = sweeps()
    lost = claim(sweep, NOON)
    assert lost is not None
    Job.objects.filter(pk=lost.pk).update(created_at=NOON)

    assert claim(sweep, NOON + timedelta(seconds=299)) is None
    again = claim(sweep, NOON + timedelta(seconds=301))

    assert again is not None
    assert run(lost.pk) == JobState.CANCELLED
    assert run(again.pk) == JobState.DONE
    assert len(DONE) == 1


def test_a_failure_is_told_once_and_tried_again_an_hour_later() -> None:
    daily("test.round", "Ronde", failing)
    (job,) = sweep_due(NOON)
    assert (job.state, job.message_code, job.message) == (JobState.FAILED, "test.no", "Non.")
    moment = NOON
    for tries in range(2, MOST_TRIES + 3):
        Job.objects.filter(state=JobState.FAILED).update(finished_at=moment)
        assert sweep_due(moment + AGAIN - timedelta(seconds=1)) == ()
        moment += AGAIN
        assert len(sweep_due(moment)) == (1 if tries <= MOST_TRIES else 0)

    assert len(DONE) == MOST_TRIES
    told = Notification.objects.get()
    assert (told.code, told.role, told.organisation) == ("jobs.sweep_failed", Role.CLUSTER_STAFF, None)


def test_a_fault_says_what_stays_done(capsys: pytest.CaptureFixture[str]) -> None:
    def fault(_day: date, _progress: JobProgress) -> Mapping[str, object]:
        raise ZeroDivisionError

    daily("test.round", "Ronde", fault)
    daily("test.second", "Ronde", note)

    first, second = sweep_due(NOON)

    assert (first.state, first.message_code) == (JobState.FAILED, "jobs.sweep_interrupted")
    assert "ce qui était fait reste fait" in first.message
    assert second.state == JobState.DONE


def test_when_a_round_is_next_due() -> None:
    daily("test.round", "Ronde", note, hour=7)
    (sweep,) = sweeps()
    morning = datetime(2031, 3, 10, 6, 0, tzinfo=UTC)
    assert next_round(sweep, None, rounds.timezone.localtime(morning - timedelta(hours=3))) == morning
    assert next_round(sweep, None, rounds.timezone.localtime(NOON)) == NOON

    sweep_due(NOON)

    assert all_rounds(NOON)[0].due == morning + timedelta(days=1)


def test_the_cluster_sees_rounds_and_failures_others_do_not() -> None:
    daily("test.round", "Ronde", failing)
    sweep_due(NOON)

    for role in Role:
        if role in OVERSEERS:
            (found,) = rounds_for(an_actor(role), NOON)
            assert (found.tone, [one.day for one in found.failures]) == ("attention", [date(2031, 3, 10)])
        else:
            with pytest.raises(NotAllowed):
                rounds_for(an_actor(role), NOON)


def test_the_page_says_what_was_done_and_what_failed(client) -> None:
    daily("test.second", "Autre ronde", failing)
    sweep_due()
    client.force_login(an_actor(Role.CLUSTER_STAFF).user)

    page = client.get("/taches-quotidiennes/").content.decode()

    assert "Ronde" in page
    assert "Autre ronde" in page
    assert "Non." in page
    assert page.count("échoué") == 1


def test_the_page_asks_the_database_a_constant_number_of_times(client, django_assert_num_queries) -> None:
    client.force_login(an_actor(Role.CLUSTER_STAFF).user)
    client.get("/taches-quotidiennes/")
    for number in range(5):
        daily(f"test.n{number}", "Ronde", note)
    sweep_due()
    with django_assert_num_queries(5):
        client.get("/taches-quotidiennes/")


def test_the_commands_do_and_list_them() -> None:
    daily("test.late", "Ronde", note, hour=23)

    done = CliRunner().invoke(app, ["run"])
    again = CliRunner().invoke(app, ["run", "test.late"])
    unknown = CliRunner().invoke(app, ["run", "test.unknown"])
    listed = CliRunner().invoke(app, ["list"])

    assert (done.exit_code, again.exit_code, unknown.exit_code, listed.exit_code) == (0, 0, 2, 0)
    assert len(DONE) == 2
    assert "Rien à faire" in again.output
    assert [line.split("\t")[0] for line in listed.output.splitlines()] == ["test.late", "test.round"]


def test_a_command_whose_round_fails_says_so() -> None:
    daily("test.round", "Ronde", failing)

    result = CliRunner().invoke(app, ["run"])

    assert (result.exit_code, "Non." in result.output) == (1, True)


def test_the_worker_does_them_again_and_again_even_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, calls = threading.Event(), []

    def sweep() -> tuple[Job, ...]:
        calls.append(len(calls))
        if len(calls) == 1:
            raise OperationalError("locked")
        stop.set()
        return ()

    monkeypatch.setattr("rakiza.kernel.jobs.daily.sweep_due", sweep)
    monkeypatch.setattr("rakiza.web.supervision.close_old_connections", lambda: None)
    monkeypatch.setattr("django.conf.settings.RAKIZA_STALE_JOB_SECONDS", 1)

    keep_sweeping(stop).join(timeout=30)

    assert calls == [0, 1]
