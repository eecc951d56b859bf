"""Findings on what a line asks for: kept with a reason, relaxed in the draft, taken back, on the record."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from tests.factories import DeviceFactory, NeedImportFactory, NeedLineFactory, an_actor, csv_of
from tests.factories.plans import Scene, a_need, a_scene
from tests.factories.reading import a_reading

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.matching.lint import Severity
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.needs.actions import hold_imports, map_columns, upload_needs
from rakiza.pillars.purchasing.needs.corrections import correct_reading
from rakiza.pillars.purchasing.needs.enums import Choice
from rakiza.pillars.purchasing.needs.models import NeedLine, RequirementDecision
from rakiza.pillars.purchasing.needs.queries import confirmed_needs
from rakiza.pillars.purchasing.needs.requirements import (
    decide,
    decisions_on,
    standings,
    withdraw_decision,
)
from rakiza.pillars.purchasing.needs.reread import read_as_family
from rakiza.pillars.purchasing.needs.values import reading_of
from rakiza.pillars.purchasing.plans import jobs
from rakiza.pillars.purchasing.plans.actions import publish_plan, run_plan
from rakiza.pillars.purchasing.plans.models import Lot

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., object]
WHY = "Seule cette taille sert nos pousse-seringues."
MARK = "SERINGUE 10 ML MARQUAGE CE"


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


@pytest.fixture
def line(buyer: Actor) -> NeedLine:
    """A confirmed line that asks for 10 mL, where three makers have 20 mL and none 10 mL."""
    for _ in range(3):
        DeviceFactory(attributes=[dump(AttributeValue("volume", Op.EQ, 20.0, "mL"))])
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    return NeedLineFactory(need_import=found)


def volume(line: NeedLine) -> list[float | str | bool]:
    line.refresh_from_db()
    return [value.value for value in reading_of(line).attributes if value.name == "volume"]


def relax(actor: Actor, line: NeedLine, why: str = "") -> RequirementDecision:
    return decide(
        actor, line, code="lint.no_supplier", subject="volume", choice=Choice.RELAX, justification=why
    )


def test_a_clause_that_nobody_meets_is_found_with_who_would(line: NeedLine) -> None:
    (one,) = standings(line)
    assert (one.finding.code, one.about, one.finding.severity, len(one.finding.makers)) == (
        "lint.no_supplier", "volume", Severity.ERROR, 3,
    )  # fmt: skip
    assert one.must_justify


def test_withdrawn_devices_and_closed_makers_are_not_held_against_it(line: NeedLine) -> None:
    DeviceFactory(state="withdrawn", attributes=[dump(AttributeValue("volume", Op.EQ, 10.0, "mL"))])
    assert standings(line)[0].finding.code == "lint.no_supplier"


def test_relaxing_takes_the_clause_out_of_every_open_line_of_the_text(buyer: Actor, line: NeedLine) -> None:
    twin = NeedLineFactory(need_import=line.need_import, to_confirm=True)
    foreign = NeedLineFactory()

    decision = relax(buyer, line, "Toute taille voisine convient.")

    assert (volume(line), volume(twin), volume(foreign)) == ([], [], [10.0])
    assert [reason.code for reason in reading_of(twin).reasons][-1] == "reading.relaxed"
    assert (twin.to_confirm, twin.confirmed_by) == (False, buyer.user)
    assert decision.removed == [dump(AttributeValue("volume", Op.EQ, 10.0, "mL"))]
    needs = {need.id: need for need in confirmed_needs(2027).needs}
    assert needs[str(line.pk)].reading == reading_of(line)
    assert standings(line) == ()
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.object_id, event.after["justification"]) == (
        "needs.relax_requirement", str(line.pk), "Toute taille voisine convient.",
    )  # fmt: skip


def test_keeping_a_serious_finding_wants_a_written_reason(buyer: Actor, line: NeedLine) -> None:
    asked = {"code": "lint.no_supplier", "subject": "volume", "choice": Choice.KEEP}
    with pytest.raises(Refused) as refusal:
        decide(buyer, line, justification="  court ", **asked)
    assert refusal.value.code == "needs.justify"
    assert RequirementDecision.objects.count() == 0

    decision = decide(buyer, line, justification=WHY, **asked)

    assert volume(line) == [10.0]
    (one,) = standings(line)
    assert one.decision == decision
    assert decision.justification == WHY


def test_a_decision_is_taken_back_and_the_clause_is_back(buyer: Actor, line: NeedLine) -> None:
    before = reading_of(line)
    decision = relax(buyer, line)

    withdraw_decision(buyer, line, decision)

    assert volume(line) == [10.0]
    assert reading_of(line).reasons == before.reasons
    assert decisions_on(line) == ()
    decision.refresh_from_db()
    assert decision.withdrawn_by == buyer.user
    assert AuditEvent.objects.latest("pk").action == "needs.withdraw_decision"


def test_a_new_decision_replaces_the_one_before_and_both_stay_on_the_record(
    buyer: Actor, line: NeedLine
) -> None:
    asked = {"code": "lint.no_supplier", "subject": "volume"}
    decide(buyer, line, choice=Choice.KEEP, justification=WHY, **asked)
    relax(buyer, line)
    assert [one.choice for one in decisions_on(line)] == ["relax"]
    assert RequirementDecision.objects.count() == 2


def test_a_line_of_a_published_plan_is_neither_relaxed_nor_kept(buyer: Actor, line: NeedLine) -> None:
    hold_imports("Plan", 2027)
    with pytest.raises(Refused) as refusal:
        relax(buyer, line)
    assert refusal.value.code == "needs.line_held"
    assert volume(line) == [10.0]
    assert RequirementDecision.objects.count() == 0


def test_nobody_decides_for_another(line: NeedLine, buyer: Actor) -> None:
    decision = relax(buyer, line)
    events = AuditEvent.objects.count()
    for stranger, status in ((an_actor(Role.BUYER), 404), (an_actor(Role.COORDINATOR), 403)):
        with pytest.raises(NotAllowed):
            relax(stranger, line)
        with pytest.raises(NotAllowed):
            withdraw_decision(stranger, line, decision)
        address = f"/besoins/lignes/{line.pk}/exigences/"
        assert client_of(stranger).post(address, {"withdraw": decision.pk}).status_code == status
    assert AuditEvent.objects.count() == events
    assert len(decisions_on(line)) == 1


def test_a_decision_outlives_a_new_reading_and_a_correction(
    buyer: Actor, line: NeedLine, django_capture_on_commit_callbacks: OnCommit
) -> None:
    relax(buyer, line)
    taken = upload_needs(buyer, [csv_of("Seringue 10 mL;5;piece")], name="l.csv", year=2027).need_import
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, taken)
    again = taken.lines.get()
    assert volume(again) == []

    correct_reading(buyer, again, read_as_family(again.designation, "syringe_hypodermic"))

    assert volume(again) == []
    other_year = NeedLineFactory(
        need_import=NeedImportFactory(organisation=buyer.organisation, year=2028, reviewed=True)
    )
    assert decisions_on(other_year) == ()


def test_the_words_at_fault_are_counted_at_the_import_and_settled(
    buyer: Actor, django_capture_on_commit_callbacks: OnCommit
) -> None:
    taken = upload_needs(
        buyer, [csv_of(f"{MARK};5;piece", "SERINGUE 5 ML;5;piece")], name="l.csv", year=2027
    ).need_import
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, taken)
    client = client_of(buyer)
    review = client.get(f"/besoins/imports/{taken.pk}/?etape=verification")
    assert review.context["remarks"].words == 1
    listed = client.get(f"/besoins/?annee=2027&import={taken.pk}&etat=remarks")
    (shown,) = listed.context["lines"]
    assert shown.line.designation == MARK

    page = client.get(f"/besoins/lignes/{shown.line.pk}/").content.decode()
    assert "CE" in page
    assert "Accepter des équivalents" in page
    fields = {"code": "lint.foreign_mark", "about": "CE", "choice": "relax"}
    client.post(f"/besoins/lignes/{shown.line.pk}/exigences/", fields)

    assert not NeedLine.objects.filter(remarks__gt=0).exists()
    assert client.get(f"/besoins/imports/{taken.pk}/?etape=verification").context["remarks"].words == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "lint.no_supplier", "about": "volume"}, "gardée ou assouplie"),
        ({"code": "lint.brand", "about": "volume", "choice": "keep"}, "plus lieu d'être"),
        ({"code": "lint.no_supplier", "about": "volume", "choice": "keep"}, "Écrivez pourquoi"),
    ],
)
def test_the_page_says_why_it_refuses(
    buyer: Actor, line: NeedLine, fields: dict[str, str], said: str
) -> None:
    response = client_of(buyer).post(f"/besoins/lignes/{line.pk}/exigences/", fields, follow=True)
    assert said in response.content.decode().replace("&#x27;", "'")
    assert RequirementDecision.objects.count() == 0


def test_the_page_shows_decisions_with_their_reasons_and_offers_to_take_them_back(
    buyer: Actor, line: NeedLine
) -> None:
    client, address = client_of(buyer), f"/besoins/lignes/{line.pk}/"
    fields = {"code": "lint.no_supplier", "about": "volume", "choice": "keep", "justification": WHY}
    client.post(f"{address}exigences/", fields)

    page = client.get(address).content.decode()
    overseen = client_of(an_actor(Role.COORDINATOR)).get(address).content.decode()

    assert "exigence gardée" in page
    assert WHY in page
    assert "Exigence gardée" in page
    assert WHY in overseen
    assert 'name="withdraw"' not in overseen
    (decision,) = decisions_on(line)
    client.post(f"{address}exigences/", {"withdraw": decision.pk})
    assert decisions_on(line) == ()
    assert client.post(f"{address}exigences/", {"withdraw": decision.pk}).status_code == 404


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Three members who need 10 mL, makers who have it."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})
    return a_scene()


def test_the_lot_shows_what_held_when_the_plan_was_computed(
    planned: Scene, django_capture_on_commit_callbacks: OnCommit
) -> None:
    buyer = planned.buyers[0]
    lonely = a_need(buyer, text=MARK, volume=10.0)
    other = planned.buyers[1]
    asked = {"code": "lint.foreign_mark", "subject": "CE", "choice": Choice.KEEP}
    decide(buyer, lonely, justification=WHY, **asked)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run_plan(planned.coordinator, planned.plan)
    planned.plan.refresh_from_db()
    publish_plan(planned.coordinator, planned.plan)
    address = f"/plans/lots/{Lot.objects.get().pk}/"

    for actor, sees in (
        (planned.coordinator, True),
        (buyer, True),
        (other, False),
        (planned.makers[0], False),
    ):
        page = client_of(actor).get(address).content.decode()
        assert (WHY in page) is sees, actor.role

    later = NeedImportFactory(organisation=other.organisation, year=2027, reviewed=True)
    NeedLineFactory(need_import=later, designation=MARK, folded=MARK.lower(), reading=dump(a_reading(MARK)))
    decide(other, later.lines.get(), justification="Une raison écrite plus tard.", **asked)
    assert "écrite plus tard" not in client_of(planned.coordinator).get(address).content.decode()


def test_the_line_costs_the_same_however_many_devices(
    buyer: Actor, line: NeedLine, django_assert_num_queries: OnCommit
) -> None:
    client, address = client_of(buyer), f"/besoins/lignes/{line.pk}/"
    client.get(address)
    with django_assert_num_queries(14):  # type: ignore[attr-defined]
        client.get(address)
    DeviceFactory.create_batch(10, attributes=[dump(AttributeValue("volume", Op.EQ, 20.0, "mL"))])
    with django_assert_num_queries(14):  # type: ignore[attr-defined]
        client.get(address)


def test_quantities_are_never_touched(buyer: Actor, line: NeedLine) -> None:
    relax(buyer, line)
    line.refresh_from_db()
    assert (line.quantity, line.q1) == (Decimal(400), Decimal(100))
