from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import OrganisationFactory, an_actor

from rakiza.kernel.audit.actions import GENESIS, Deed, record, record_all
from rakiza.kernel.audit.models import AppendOnlyError, AuditEvent
from rakiza.kernel.audit.queries import ChainCheck, history_of, verify_chain
from rakiza.kernel.organisations.enums import Role

pytestmark = pytest.mark.django_db


def test_events_are_chained_and_say_who_did_what() -> None:
    actor, subject = an_actor(Role.BUYER), OrganisationFactory()

    first = record(actor, "one", subject, after={"price": Decimal("1.50"), "on": date(2026, 1, 2)})
    second = record(None, "two", subject)

    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    assert (first.user, first.organisation, first.role) == (actor.user, actor.organisation, "buyer")
    assert first.after == {"price": "1.50", "on": "2026-01-02"}
    assert [event.action for event in history_of(subject)] == ["one", "two"]
    assert verify_chain() == ChainCheck(events=2, broken_at=None)


def test_acts_done_together_are_chained_one_by_one_and_read_the_head_once() -> None:
    actor, subject = an_actor(Role.BUYER), OrganisationFactory()
    first = record(actor, "zero", subject)

    with CaptureQueriesContext(connection) as queries:
        record_all(actor, (Deed(f"act{number}", subject, after={"n": number}) for number in range(5)))

    said = [one["sql"].split()[0] for one in queries.captured_queries]
    assert (said.count("SELECT"), said.count("INSERT"), said.count("UPDATE")) == (1, 5, 1)
    made = list(history_of(subject))[1:]
    assert [(one.action, one.after, one.user) for one in made] == [
        (f"act{number}", {"n": number}, actor.user) for number in range(5)
    ]
    assert [one.previous_hash for one in made] == [first.hash, *(one.hash for one in made[:-1])]
    assert verify_chain() == ChainCheck(events=6, broken_at=None)
    record_all(actor, ())
    assert AuditEvent.objects.count() == 6


def test_an_event_is_never_changed_nor_removed() -> None:
    event = record(None, "one", OrganisationFactory())

    for attempt in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(action="other"),
        lambda: AuditEvent.objects.bulk_create([AuditEvent()]),
        lambda: AuditEvent.objects.bulk_update([event], ["action"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()

    assert AuditEvent.objects.get().action == "one"


def test_a_change_behind_the_back_is_found() -> None:
    subject = OrganisationFactory()
    record(None, "one", subject)
    touched = record(None, "two", subject)
    record(None, "three", subject)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET action = 'other' WHERE id = %s", [touched.pk])

    assert verify_chain() == ChainCheck(events=2, broken_at=touched.pk)


def test_a_removed_last_event_is_found() -> None:
    subject = OrganisationFactory()
    record(None, "one", subject)
    last = record(None, "two", subject)

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [last.pk])

    assert verify_chain() == ChainCheck(events=1, broken_at=0)


def test_a_rolled_back_action_leaves_no_event_and_no_gap() -> None:
    subject = OrganisationFactory()
    record(None, "one", subject)

    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        record(None, "two", subject)
        raise RuntimeError  # the action fails after its event

    record(None, "three", subject)
    assert verify_chain() == ChainCheck(events=2, broken_at=None)


def test_an_empty_trail_is_intact() -> None:
    assert verify_chain().intact
