"""Buyers are told when a file that they handed over gave no line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor, csv_of

from rakiza.kernel.imports.column_map import ColumnMap
from rakiza.kernel.jobs import actions as job_actions
from rakiza.kernel.jobs.actions import request_cancel
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.wording import sentence
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording import in_language
from rakiza.pillars.purchasing.needs import jobs
from rakiza.pillars.purchasing.needs.actions import confirm_import, map_columns, undo_import, upload_needs
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.needs.queries import refusal_of
from rakiza.web.pages.links import address_of

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., object]
GOOD = csv_of("SERINGUE 10 ML;400;piece")
NO_SPREADSHEET = b"%PDF-1.7 \x00\x01\x02" + bytes(range(32)) * 20


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: OnCommit) -> OnCommit:
    return django_capture_on_commit_callbacks


def read(
    actor: Actor, on_commit: OnCommit, need_import: NeedImport, said: ColumnMap | None = None
) -> NeedImport:
    with on_commit(execute=True):  # type: ignore[attr-defined]
        map_columns(actor, need_import, said)
    need_import.refresh_from_db()
    return need_import


def refused(actor: Actor, on_commit: OnCommit) -> NeedImport:
    found = upload_needs(actor, [NO_SPREADSHEET], name="besoins.csv", year=2027).need_import
    return read(actor, on_commit, found)


def told() -> list[Notification]:
    return list(Notification.objects.filter(code="needs.failed").order_by("pk"))


def test_a_refused_file_is_told_once_to_its_buyers_with_the_page_to_act_on(
    buyer: Actor, on_commit: OnCommit
) -> None:
    found = refused(buyer, on_commit)

    [message] = told()
    assert found.state == ImportState.REFUSED
    assert (message.organisation, message.role, message.person) == (buyer.organisation, Role.BUYER, None)
    assert message.link == f"needs.needimport:{found.pk}"
    assert message.deadline == timezone.localdate() + timedelta(days=7)
    assert sentence(message.code, message.params) == (
        f"Le fichier « besoins.csv » n'a pas pu être lu : {refusal_of(found)}"
    )
    assert Notification.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("en", "could not be read: besoins.csv"), ("ar", "تعذرت قراءة الملف")]
)
def test_the_cause_is_said_in_the_readers_language(
    buyer: Actor, on_commit: OnCommit, language: str, words: str
) -> None:
    refused(buyer, on_commit)

    with in_language(language):
        said = sentence(told()[0].code, told()[0].params)

    assert words in said
    assert "n'est pas un classeur" not in said


def test_the_message_leads_to_the_page_of_the_file(buyer: Actor, on_commit: OnCommit, client: Client) -> None:
    found = refused(buyer, on_commit)
    client.force_login(buyer.user)

    address = address_of(told()[0])

    assert address == reverse("needs:import", args=[found.pk])
    assert client.get(address).status_code == 200


def test_a_reading_that_breaks_off_is_told(
    buyer: Actor, on_commit: OnCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = upload_needs(buyer, [GOOD], name="besoins.csv", year=2027).need_import

    def fail(*_args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "parse", fail)
        read(buyer, on_commit, found)

    [message] = told()
    assert (found.state, Job.objects.get().state) == (ImportState.UPLOADED, JobState.FAILED)
    assert sentence(message.code, message.params) == (
        "Le fichier « besoins.csv » n'a pas pu être lu : "
        "la lecture s'est interrompue, rien n'a été modifié ; lancez-la de nouveau."
    )


def test_a_machine_that_stops_too_often_is_told_once(buyer: Actor) -> None:
    found = upload_needs(buyer, [GOOD], name="besoins.csv", year=2027).need_import
    job = map_columns(buyer, found)
    silent = timezone.now() - timedelta(days=1)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempt=3, heartbeat_at=silent, started_at=silent
    )

    assert job_actions.recover_stale().failed == (job.pk,)
    assert job_actions.recover_stale().failed == ()

    assert [message.link for message in told()] == [f"needs.needimport:{found.pk}"]


def test_who_stops_a_reading_is_told_nothing(buyer: Actor) -> None:
    found = upload_needs(buyer, [GOOD], name="besoins.csv", year=2027).need_import
    job = map_columns(buyer, found)

    request_cancel(buyer, job)

    found.refresh_from_db()
    assert found.state == ImportState.UPLOADED
    assert told() == []


def test_reading_it_again_puts_the_message_away_and_a_second_refusal_leaves_one(
    buyer: Actor, on_commit: OnCommit
) -> None:
    found = refused(buyer, on_commit)

    map_columns(buyer, found)
    assert [message.read_at is None for message in told()] == [False]

    read(buyer, on_commit, found)
    assert [message.read_at is None for message in told()] == [False, True]


def test_undoing_the_import_puts_the_message_away(buyer: Actor, on_commit: OnCommit) -> None:
    found = refused(buyer, on_commit)

    undo_import(buyer, found)

    assert [message.read_at is None for message in told()] == [False]


def test_no_message_is_put_away_by_an_act_that_was_refused(buyer: Actor, on_commit: OnCommit) -> None:
    found = refused(buyer, on_commit)

    with pytest.raises(Refused) as refusal:
        confirm_import(buyer, found)

    assert refusal.value.code == "needs.not_reviewed"
    assert [message.read_at is None for message in told()] == [True]


def test_a_file_that_was_readable_and_is_not_any_more_awaits_no_review(
    buyer: Actor, on_commit: OnCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = upload_needs(buyer, [GOOD], name="besoins.csv", year=2027).need_import
    read(buyer, on_commit, found)
    monkeypatch.setattr(jobs, "path_of", lambda _file: _Emptied())
    read(buyer, on_commit, found)

    unread = Notification.objects.unread().values_list("code", flat=True)
    assert found.state == ImportState.REFUSED
    assert list(unread) == ["needs.failed"]


class _Emptied:
    @staticmethod
    def read_bytes() -> bytes:
        return b""
