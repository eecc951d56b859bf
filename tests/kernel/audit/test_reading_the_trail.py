"""The trail is filtered by the country's days, tells what it knew at a date, and is checked by a command."""

from __future__ import annotations

from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from tests.factories import OrganisationFactory, an_actor
from typer.testing import CliRunner

from rakiza.kernel.audit.actions import record
from rakiza.kernel.audit.commands import app
from rakiza.kernel.audit.models import AuditEvent, AuditHead
from rakiza.kernel.audit.origin import coming_from, current_origin
from rakiza.kernel.audit.queries import TrailFilter, as_of, sort_of, trail, verify_chain
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def at(moment: datetime, action: str, subject: Organisation, **after: object) -> AuditEvent:
    with patch("rakiza.kernel.audit.actions.timezone.now", return_value=moment):
        return record(None, action, subject, after=after)


@pytest.mark.parametrize(
    ("object_type", "language", "said"),
    [
        ("files.storedfile", "fr", "fichier"),
        ("organisations.organisation", "en", "organisation"),
        ("gone.model", "fr", "gone.model"),
        ("nothing", "fr", "nothing"),
    ],
)
def test_a_sort_of_object_is_named_in_the_readers_words(object_type: str, language: str, said: str) -> None:
    with translation.override(language):
        assert sort_of(object_type) == said


def test_days_are_the_countrys() -> None:
    party = OrganisationFactory()  # type: ignore[no-untyped-call]
    # Casablanca is an hour ahead of UTC: half past eleven in the evening UTC is already the next day.
    late = at(datetime(2026, 3, 31, 23, 30, tzinfo=UTC), "late", party)
    before = at(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "before", party)

    april = trail(TrailFilter(first=date(2026, 4, 1)))
    march = trail(TrailFilter(last=date(2026, 3, 31)))

    assert (list(april), list(march)) == ([late], [before])


def test_filters_join() -> None:
    buyer, maker = an_actor(Role.BUYER), an_actor(Role.MAKER)
    party = OrganisationFactory()  # type: ignore[no-untyped-call]
    first, second = record(buyer, "one", party), record(maker, "two", party)
    third = record(maker, "one", party)

    assert list(trail(TrailFilter(action="one"))) == [third, first]
    assert list(trail(TrailFilter(action="one", organisation=maker.organisation.pk))) == [third]
    assert list(trail(TrailFilter(text=buyer.user.email))) == [first]
    assert list(trail(TrailFilter(text=second.hash[:12]))) == [second]


def test_an_object_is_known_as_of_a_day() -> None:
    party = OrganisationFactory()  # type: ignore[no-untyped-call]
    kind, key = "organisations.organisation", str(party.pk)
    at(datetime(2026, 1, 10, 12, tzinfo=UTC), "create", party, region="MA-01", ice="1")
    at(datetime(2026, 2, 10, 12, tzinfo=UTC), "describe", party, region="MA-02")

    def known(day: date) -> dict[str, object]:
        return {field.name: field.value for field in as_of(kind, key, day)}

    assert known(date(2026, 1, 9)) == {}
    assert known(date(2026, 1, 10)) == {"ice": "1", "region": "MA-01"}
    assert known(date(2026, 2, 10)) == {"ice": "1", "region": "MA-02"}


def test_the_origin_is_part_of_the_link() -> None:
    party = OrganisationFactory()  # type: ignore[no-untyped-call]
    with coming_from("page 10.0.0.1"):
        event = record(None, "one", party)
    assert (event.origin, current_origin(), verify_chain().intact) == ("page 10.0.0.1", "", True)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET origin = 'page 10.0.0.2'")

    assert not verify_chain().intact


def test_the_command_says_whether_the_trail_holds() -> None:
    party = OrganisationFactory()  # type: ignore[no-untyped-call]
    record(None, "one", party)
    whole = CliRunner().invoke(app, ["verify"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET action = 'other'")
    broken = CliRunner().invoke(app, ["verify"])

    head = AuditHead.objects.get().last_hash
    assert (whole.exit_code, whole.stdout) == (
        0,
        f"Journal intact : 1 événements.\nDernière empreinte, à noter ailleurs : {head}\n",
    )
    assert broken.exit_code == 1
    assert "altéré" in broken.output


def test_a_trail_made_anew_is_found_by_the_hash_noted_before() -> None:
    party = OrganisationFactory()  # type: ignore[no-untyped-call]
    record(None, "one", party)
    record(None, "two", party)
    noted = AuditHead.objects.get().last_hash
    record(None, "three", party)

    assert CliRunner().invoke(app, ["verify", "--expect", noted]).exit_code == 0
    with connection.cursor() as cursor:  # whoever can write the tables can make a chain that holds
        cursor.execute("DELETE FROM audit_auditevent")
        cursor.execute("DELETE FROM audit_audithead")
    record(None, "one", party)

    assert verify_chain().intact
    answer = CliRunner().invoke(app, ["verify", "--expect", noted])
    assert (answer.exit_code, "ne sont plus ceux d'alors" in answer.output) == (1, True)


@pytest.mark.parametrize("noted", ["abc", "z" * 64, "0" * 63])
def test_what_is_no_hash_accuses_nobody(noted: str) -> None:
    record(None, "one", OrganisationFactory())  # type: ignore[no-untyped-call]

    answer = CliRunner().invoke(app, ["verify", "--expect", noted])

    assert (answer.exit_code, "64 chiffres" in answer.output, "altéré" in answer.output) == (2, True, False)


def test_the_page_of_an_object_that_nothing_touched_is_not_found() -> None:
    reader = Client()
    reader.force_login(an_actor(Role.ADMINISTRATOR).user)

    assert reader.get("/journal/plans.plan/999/").status_code == 404
    assert reader.get("/journal/?du=hier&organisation=abc&action=zzz").status_code == 200
    assert reader.get("/journal/?export=1").headers["Content-Disposition"].endswith('"journal.xlsx"')
