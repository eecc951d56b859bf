from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.factories import NeedImportFactory, NeedLineFactory, an_actor, csv_of

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.needs.actions import hold_imports, map_columns, upload_needs
from rakiza.pillars.purchasing.needs.corrections import accept_readings, correct_reading
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.queries import confirmed_needs, lines_for, members_for_year
from rakiza.pillars.purchasing.needs.values import CorrectedReading, reading_of

pytestmark = pytest.mark.django_db
GLOVE = CorrectedReading(Kind.DEVICE, "glove_examination", "T0101", (AttributeValue("size", Op.EQ, "M"),))


def test_a_correction_reaches_every_line_of_the_same_text() -> None:
    buyer = an_actor(Role.BUYER)
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True, to_confirm_count=2)
    line = NeedLineFactory(need_import=found, designation="Gant  M", folded="gant m", to_confirm=True)
    twin = NeedLineFactory(need_import=found, designation="GANT M", folded="gant m", to_confirm=True)
    other = NeedLineFactory(need_import=found, folded="autre", to_confirm=False)
    foreign = NeedLineFactory(folded="gant m")

    assert correct_reading(buyer, line, GLOVE) == 2

    for each in (line, twin):
        each.refresh_from_db()
        assert (each.family, each.emdn, each.to_confirm, each.confirmed_by) == (
            "glove_examination", "T0101", False, buyer.user,
        )  # fmt: skip
        reading = reading_of(each)
        assert (reading.text, reading.confidence, reading.attributes) == (
            each.designation,
            1.0,
            GLOVE.attributes,
        )
    for each in (other, foreign):
        each.refresh_from_db()
        assert each.family == "syringe_hypodermic"
    found.refresh_from_db()
    assert found.to_confirm_count == 0
    needs = {need.id: need for need in confirmed_needs(2027).needs}
    assert needs[str(line.pk)].reading == reading_of(line)
    assert needs[str(other.pk)].reading is None


def test_a_correction_is_remembered_at_the_next_import(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    buyer = an_actor(Role.BUYER)
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    line = NeedLineFactory(need_import=found, designation="ARTICLE MAISON", folded="article maison")
    correct_reading(buyer, line, GLOVE)

    again = upload_needs(buyer, [csv_of("Article  maison;5;piece")], name="b.csv", year=2028).need_import
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, again)

    read = NeedLine.objects.get(need_import=again)
    assert (read.family, read.to_confirm, reading_of(read).attributes) == (
        "glove_examination", False, GLOVE.attributes,
    )  # fmt: skip


def test_a_line_of_a_published_plan_keeps_its_reading() -> None:
    buyer = an_actor(Role.BUYER)
    line = NeedLineFactory(need_import=NeedImportFactory(organisation=buyer.organisation, confirmed=True))
    hold_imports("Plan", 2027)
    with pytest.raises(Refused) as refusal:
        correct_reading(buyer, line, GLOVE)
    assert refusal.value.code == "needs.line_held"
    line.refresh_from_db()
    assert line.family == "syringe_hypodermic"
    assert ReadingCorrection.objects.count() == 0


def test_a_reading_is_accepted_as_it_is() -> None:
    buyer = an_actor(Role.BUYER)
    found = NeedImportFactory(organisation=buyer.organisation, reviewed=True, to_confirm_count=2)
    lines = [NeedLineFactory(need_import=found, to_confirm=True) for _ in range(2)]

    assert accept_readings(buyer, found, [lines[0].pk]) == 1
    assert accept_readings(buyer, found, [lines[0].pk]) == 0

    assert NeedImport.objects.get().to_confirm_count == 1
    lines[0].refresh_from_db()
    assert (lines[0].confirmed_by, lines[0].family) == (buyer.user, "syringe_hypodermic")


def test_nobody_corrects_another_members_line() -> None:
    line = NeedLineFactory(to_confirm=True)
    for stranger in (an_actor(Role.BUYER), an_actor(Role.COORDINATOR)):
        with pytest.raises(NotAllowed):
            correct_reading(stranger, line, GLOVE)
        with pytest.raises(NotAllowed):
            accept_readings(stranger, line.need_import, [line.pk])
    line.refresh_from_db()
    assert (line.family, line.to_confirm) == ("syringe_hypodermic", True)
    assert (ReadingCorrection.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_lines_are_searched_and_filtered() -> None:
    coordinator = an_actor(Role.COORDINATOR)
    syringe = NeedLineFactory(to_confirm=True)
    glove = NeedLineFactory(designation="GANT", folded="gant", family="glove_examination", year=2028)
    assert list(lines_for(coordinator, search="Gànt")) == [glove]
    assert list(lines_for(coordinator, family="glove_examination")) == [glove]
    assert list(lines_for(coordinator, to_confirm=True)) == [syringe]
    assert list(lines_for(coordinator, year=2028)) == [glove]


def test_how_far_each_member_is() -> None:
    found = NeedImportFactory(confirmed=True, to_confirm_count=3)
    NeedImportFactory(organisation=found.organisation, reviewed=True)
    (row,) = members_for_year(an_actor(Role.COORDINATOR), 2027)
    assert (row.organisation, row.imports, row.confirmed_lines, row.to_confirm) == (
        found.organisation.name,
        2,
        1,
        3,
    )
    assert members_for_year(an_actor(Role.BUYER), 2027) == ()


def test_accepting_what_waits_for_nothing_leaves_no_trace() -> None:
    buyer = an_actor(Role.BUYER)
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    line = NeedLineFactory(need_import=found, to_confirm=False)

    assert accept_readings(buyer, found, [line.pk]) == 0

    assert not AuditEvent.objects.filter(action="needs.accept_readings").exists()
