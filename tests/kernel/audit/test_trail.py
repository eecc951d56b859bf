from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import OrganisationFactory, UserFactory, an_actor

from rakiza.kernel.audit.actions import GENESIS, Deed, link_hash, record, record_all
from rakiza.kernel.audit.models import AppendOnlyError, AuditEvent
from rakiza.kernel.audit.origin import coming_from
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


def three_events() -> list[AuditEvent]:
    actor, subject = an_actor(Role.BUYER), OrganisationFactory()
    with coming_from("page 10.0.0.1"):
        return [
            record(actor, name, subject, before={"was": name}, after={"is": name})
            for name in ("one", "two", "three")
        ]


def behind_the_back(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def another(event: AuditEvent, column: str) -> object:
    """Return a value of the column that isn't the event's, and that the database takes."""
    if column == "at":
        return event.at + timedelta(microseconds=1)
    if column == "user_id":
        return UserFactory().pk
    if column == "organisation_id":
        return OrganisationFactory().pk
    return {
        "before": '{"was": "else"}', "after": '{"is": "else"}', "hash": "f" * 64, "previous_hash": "f" * 64,
    }.get(column, "else")  # fmt: skip


COLUMNS = [field.column for field in AuditEvent._meta.concrete_fields if not field.primary_key]


@pytest.mark.parametrize("emptied", [False, True])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_is_found(column: str, *, emptied: bool) -> None:
    touched = three_events()[1]
    nothing = {
        "before": "{}",
        "after": "{}",
        "user_id": None,
        "organisation_id": None,
        "at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    value = nothing.get(column, "") if emptied else another(touched, column)

    behind_the_back(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", value, touched.pk)  # noqa: S608 - a column of ours

    assert verify_chain() == ChainCheck(events=2, broken_at=touched.pk)


def test_what_is_said_before_and_after_is_not_swapped() -> None:
    touched = three_events()[1]

    behind_the_back("UPDATE audit_auditevent SET before = after, after = before WHERE id = %s", touched.pk)

    assert verify_chain() == ChainCheck(events=2, broken_at=touched.pk)


def test_a_text_moved_from_one_column_to_the_next_is_found() -> None:
    """The columns are hashed apart: what is cut off one and put on another isn't the same."""
    touched = record(None, "one", OrganisationFactory())

    behind_the_back(
        "UPDATE audit_auditevent SET action = 'on', object_type = 'e' || object_type WHERE id = %s",
        touched.pk,
    )

    assert verify_chain() == ChainCheck(events=1, broken_at=touched.pk)


@pytest.mark.parametrize(("removed", "found_at"), [(0, 1), (1, 2)])
def test_a_removed_event_is_found_at_the_one_after(removed: int, found_at: int) -> None:
    events = three_events()

    behind_the_back("DELETE FROM audit_auditevent WHERE id = %s", events[removed].pk)

    assert verify_chain() == ChainCheck(events=removed + 1, broken_at=events[found_at].pk)


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (0, 2)])
def test_events_put_in_another_order_are_found(pair: tuple[int, int]) -> None:
    """Whole rows change places: each still fits its own hash, and no longer the one before it."""
    events = three_events()
    first, second = (events[place].pk for place in pair)

    for old, new in ((first, 9_999_999), (second, first), (9_999_999, second)):
        behind_the_back("UPDATE audit_auditevent SET id = %s WHERE id = %s", new, old)

    assert verify_chain().broken_at is not None


@pytest.mark.parametrize("last", [True, False])
def test_an_event_put_in_is_found(*, last: bool) -> None:
    """At the end it fits the one before, and the head knows nothing of it."""
    events = three_events()
    before = events[2] if last else events[0]
    made = AuditEvent(
        pk=events[2].pk + 7 if last else None, at=before.at, action="made", object_type="x.y", object_id="1",
        previous_hash=before.hash,
    )  # fmt: skip
    made.hash = link_hash(made)
    made.save()

    check = verify_chain()

    assert (check.intact, check.broken_at) == (False, 0 if last else made.pk)


@pytest.mark.parametrize("removed", [1, 2, 3])
def test_removed_last_events_are_found_however_many(removed: int) -> None:
    for event in three_events()[3 - removed :]:
        behind_the_back("DELETE FROM audit_auditevent WHERE id = %s", event.pk)

    assert verify_chain() == ChainCheck(events=3 - removed, broken_at=0)


@pytest.mark.parametrize("kept", [False, True])
def test_a_head_put_back_or_taken_away_is_found(*, kept: bool) -> None:
    first, *_others = three_events()

    if kept:
        behind_the_back("UPDATE audit_audithead SET last_hash = %s", first.hash)
    else:
        behind_the_back("DELETE FROM audit_audithead")

    assert verify_chain() == ChainCheck(events=3, broken_at=0)


def test_last_events_removed_with_the_head_put_back_are_found_by_the_hash_noted_before() -> None:
    _first, second, third = three_events()

    behind_the_back("DELETE FROM audit_auditevent WHERE id = %s", third.pk)
    behind_the_back("UPDATE audit_audithead SET last_hash = %s", second.hash)

    assert verify_chain() == ChainCheck(events=2, broken_at=None)
    assert verify_chain(third.hash) == ChainCheck(events=2, broken_at=0)
    assert verify_chain(second.hash).intact


def test_a_trail_emptied_with_its_head_is_found_by_the_hash_noted_before() -> None:
    noted = three_events()[2].hash

    behind_the_back("DELETE FROM audit_auditevent")
    behind_the_back("DELETE FROM audit_audithead")

    assert verify_chain(noted) == ChainCheck(events=0, broken_at=0)


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
