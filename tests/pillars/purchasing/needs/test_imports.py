from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.factories import NeedImportFactory, an_actor, csv_of

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.imports.column_map import ColumnMap, SheetColumns
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.needs import jobs
from rakiza.pillars.purchasing.needs.actions import (
    confirm_import,
    hold_imports,
    map_columns,
    release_imports,
    undo_import,
    upload_needs,
)
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import ImportProblem, NeedImport, NeedLine
from rakiza.pillars.purchasing.needs.queries import confirmed_needs, preview, refusal_of, sentence_of

pytestmark = pytest.mark.django_db
GOOD = csv_of("SERINGUE 10 ML;400;piece", "GANT EXAMEN NITRILE M;12;boite")
OnCommit = Callable[..., object]


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def reviewed(actor: Actor, on_commit: OnCommit, content: bytes = GOOD) -> NeedImport:
    """Upload, map and read a file."""
    need_import = upload_needs(actor, [content], name="besoins.csv", year=2027).need_import
    with on_commit(execute=True):  # type: ignore[attr-defined]
        map_columns(actor, need_import)
    need_import.refresh_from_db()
    return need_import


def test_a_file_is_read_into_lines(buyer: Actor, django_capture_on_commit_callbacks: OnCommit) -> None:
    found = reviewed(buyer, django_capture_on_commit_callbacks)

    assert (found.state, found.lines_count, found.rejected_count) == (ImportState.REVIEWED, 2, 0)
    first, second = NeedLine.objects.order_by("row")
    assert (first.sheet, first.row, first.designation, first.quantity, first.unit) == (
        "besoins", 2, "SERINGUE 10 ML", 400, "piece",
    )  # fmt: skip
    assert (first.q1, first.q2, first.q3, first.q4) == (100, 100, 100, 100)
    assert (first.family, first.kind, first.confirmed) == ("syringe_hypodermic", "device", False)
    assert second.row == 3
    assert Notification.objects.get().code == "needs.to_review"
    assert confirmed_needs(2027).needs == ()


def test_faulty_rows_are_kept_with_their_reason(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit
) -> None:
    found = reviewed(
        buyer, django_capture_on_commit_callbacks, csv_of("SERINGUE 10 ML;400;piece", "GANT;-3;boite")
    )

    problem = ImportProblem.objects.get(severity="error")
    assert (found.lines_count, found.rejected_count) == (1, 1)
    assert (problem.sheet, problem.row, problem.column, problem.value) == ("besoins", 3, "Quantité", "-3")
    assert sentence_of(problem) == problem.message


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit
) -> None:
    found = reviewed(
        buyer, django_capture_on_commit_callbacks, b"%PDF-1.7 \x00\x01\x02" + bytes(range(32)) * 20
    )

    assert found.state == ImportState.REFUSED
    assert "besoins.csv" in refusal_of(found)
    job = Job.objects.get()
    assert (job.state, job.message_code, job.message) == (
        JobState.FAILED,
        found.refusal_code,
        refusal_of(found),
    )


def test_a_column_map_is_heeded(buyer: Actor, django_capture_on_commit_callbacks: OnCommit) -> None:
    need_import = upload_needs(
        buyer, [b"Truc;Machin\nSERINGUE 10 ML;4\n"], name="x.csv", year=2027
    ).need_import
    said = ColumnMap(SheetColumns((("designation", "Truc"), ("quantity", "Machin"))))

    assert preview(buyer, need_import, said).proposals[0].header_row == 1
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, need_import, said)

    line = NeedLine.objects.get()
    assert (line.designation, line.quantity) == ("SERINGUE 10 ML", 4)


def test_the_same_file_twice_points_to_the_first(buyer: Actor) -> None:
    first = upload_needs(buyer, [GOOD], name="a.csv", year=2027)
    again = upload_needs(buyer, [GOOD], name="b.csv", year=2027)

    assert first.first is None
    assert again.first == first.need_import
    assert upload_needs(buyer, [GOOD], name="b.csv", year=2028).first is None
    assert upload_needs(an_actor(Role.BUYER), [GOOD], name="c.csv", year=2027).first is None


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_out_of_range_is_refused(buyer: Actor, year: int) -> None:
    with pytest.raises(Refused, match="hors limites"):
        upload_needs(buyer, [GOOD], name="a.csv", year=year)
    assert NeedImport.objects.count() == 0


def test_confirming_makes_the_lines_count_once(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit
) -> None:
    found = reviewed(buyer, django_capture_on_commit_callbacks)

    confirm_import(buyer, found)
    confirm_import(buyer, found)

    needs = confirmed_needs(2027)
    assert [need.designation for need in needs.needs] == ["SERINGUE 10 ML", "GANT EXAMEN NITRILE M"]
    assert needs.needs[0].member == buyer.organisation.name
    assert needs.needs[0].source.file == "besoins.csv"
    assert needs.files == (("besoins.csv", found.file.sha256),)
    assert AuditEvent.objects.filter(action="needs.confirm").count() == 1


def test_of_two_people_confirming_one_wins_and_the_other_is_told(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit
) -> None:
    found = reviewed(buyer, django_capture_on_commit_callbacks)
    colleague = an_actor(Role.BUYER, buyer.organisation)
    stale = NeedImport.objects.get(pk=found.pk)

    confirm_import(buyer, found)
    assert stale.state == ImportState.REVIEWED  # what the colleague's page still shows
    with pytest.raises(Refused, match=buyer.user.name) as refusal:
        confirm_import(colleague, stale)

    assert refusal.value.code == "needs.already_confirmed"
    assert NeedImport.objects.get().confirmed_by == buyer.user
    assert AuditEvent.objects.filter(action="needs.confirm").count() == 1


def test_a_cut_in_the_middle_of_confirmation_leaves_nothing_confirmed(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = reviewed(buyer, django_capture_on_commit_callbacks)

    def cut(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("rakiza.pillars.purchasing.needs.actions.record", cut)
        with pytest.raises(KeyboardInterrupt):
            confirm_import(buyer, found)

    assert NeedImport.objects.get().state == ImportState.REVIEWED
    assert not NeedLine.objects.filter(confirmed=True).exists()
    confirm_import(buyer, NeedImport.objects.get())
    assert NeedLine.objects.filter(confirmed=True).count() == 2


def test_an_import_not_yet_read_is_not_confirmed(buyer: Actor) -> None:
    found = upload_needs(buyer, [GOOD], name="a.csv", year=2027).need_import
    with pytest.raises(Refused) as refusal:
        confirm_import(buyer, found)
    assert refusal.value.code == "needs.not_reviewed"


def test_undoing_takes_the_lines_out(buyer: Actor, django_capture_on_commit_callbacks: OnCommit) -> None:
    found = reviewed(buyer, django_capture_on_commit_callbacks)
    confirm_import(buyer, found)

    undo_import(buyer, found)
    undo_import(buyer, found)

    assert confirmed_needs(2027).needs == ()
    assert NeedLine.objects.count() == 2  # kept for lineage
    assert AuditEvent.objects.filter(action="needs.undo").count() == 1
    assert upload_needs(buyer, [GOOD], name="again.csv", year=2027).first is None


def test_lines_of_a_published_plan_are_not_undone(buyer: Actor) -> None:
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    assert hold_imports("Plan 2027", 2027) == 1

    with pytest.raises(Refused, match="Plan 2027"):
        undo_import(buyer, found)
    assert NeedImport.objects.get().state == ImportState.CONFIRMED

    assert release_imports("Plan 2027", 2027) == 1
    undo_import(buyer, found)
    assert NeedImport.objects.get().state == ImportState.UNDONE


def test_a_new_mapping_replaces_the_lines_until_confirmation(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit
) -> None:
    found = reviewed(buyer, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, found)
    assert NeedLine.objects.count() == 2

    confirm_import(buyer, NeedImport.objects.get())
    with pytest.raises(Refused) as refusal:
        map_columns(buyer, found)
    assert refusal.value.code == "needs.not_mappable"
    assert NeedImport.objects.get().state == ImportState.CONFIRMED


def test_a_cut_while_reading_leaves_the_lines_as_they_were(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = reviewed(buyer, django_capture_on_commit_callbacks)
    before = list(NeedLine.objects.values_list("pk", flat=True))

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(jobs, "notify", fail)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, found)

    assert list(NeedLine.objects.values_list("pk", flat=True)) == before
    assert Job.objects.order_by("-pk")[0].message_code == "jobs.unexpected"
    assert NeedImport.objects.get().state == ImportState.UPLOADED


ROLES = [role for role in Role if role != Role.BUYER]


@pytest.mark.parametrize("role", ROLES)
def test_only_buyers_hand_over_lists(role: Role) -> None:
    with pytest.raises(NotAllowed):
        upload_needs(an_actor(role), [GOOD], name="a.csv", year=2027)
    assert NeedImport.objects.count() == 0


@pytest.mark.parametrize("action", [confirm_import, undo_import, map_columns])
def test_nobody_touches_another_members_import(action: Callable[..., object]) -> None:
    found = NeedImportFactory(reviewed=True)
    for stranger in (an_actor(Role.BUYER), an_actor(Role.COORDINATOR), an_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            action(stranger, found)
    assert NeedImport.objects.get().state == ImportState.REVIEWED
    assert AuditEvent.objects.count() == 0
    assert Job.objects.count() == 0
