"""No absence stops a case, a surveillance keeps its delay and has its non-conformities, and what ended awaits nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.factories import an_actor
from tests.pillars.certification.office import TODAY, Office, a_draft, an_agreed, an_audited

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.actions import withdraw_certificate
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.case_rows import next_date
from rakiza.pillars.certification.enums import CaseState, FindingState, Grade, Outcome, Stage
from rakiza.pillars.certification.models import Audit, Certificate, CertificationCase, Finding
from rakiza.pillars.certification.process import ends_on, years_after
from rakiza.pillars.certification.queries import cases_for
from rakiza.pillars.certification.reminders import remind
from rakiza.pillars.certification.replanning import replan_audit
from rakiza.pillars.certification.surveillance import hold_surveillance, plan_surveillance, watched

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def a_certified(office: Office, begun: date) -> CertificationCase:
    """Return a case certified since `begun`."""
    case = an_audited(office)
    made = actions.grant_case(office.decider, case, number="C-7", valid_from=TODAY())
    Certificate.objects.filter(pk=made.pk).update(valid_from=begun, valid_to=ends_on(begun))
    CertificationCase.objects.filter(pk=case.pk).update(decided_on=begun)
    return CertificationCase.objects.get(pk=case.pk)


def test_an_audit_passes_to_another_when_its_auditor_left(office: Office) -> None:
    case = an_agreed(office)
    actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    Membership.objects.filter(user=office.auditor.user).update(valid_to=TODAY() - TOMORROW)
    held = {"held_on": TODAY(), "outcome": Outcome.CONCLUSIVE, "note": "Vu."}
    with pytest.raises(Refused, match="auditeur désigné"):
        actions.hold_audit(office.decider, case, **held)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="chargé de certification"):
        replan_audit(office.decider, case, auditor=office.auditor.user, planned_on=TODAY())
    with pytest.raises(Refused, match="à partir d'aujourd'hui"):
        replan_audit(office.decider, case, auditor=office.decider.user, planned_on=TODAY() - TOMORROW)
    stranger = an_actor(Role.CERTIFICATION_OFFICER)
    for nobody in (stranger, office.maker):
        with pytest.raises(NotAllowed):
            replan_audit(nobody, case, auditor=office.decider.user, planned_on=TODAY())

    client = Client()
    client.force_login(office.decider.user, backend="django.contrib.auth.backends.ModelBackend")
    later = TODAY() + TOMORROW
    fields = {"replanifier-auditor": office.decider.user.pk, "replanifier-planned_on": later.isoformat()}
    told = Notification.objects.filter(code="certification.audit_planned").count()
    assert client.post(f"/certification/dossiers/{case.pk}/replanifier/", fields).status_code == 302

    audit = Audit.objects.get(case=case)
    assert (audit.auditor, audit.planned_on) == (office.decider.user, later)
    written = AuditEvent.objects.get(action="certification.replan_audit")
    assert written.before == {"on": TODAY().isoformat(), "auditor": office.auditor.user.pk}
    assert Notification.objects.filter(code="certification.audit_planned").count() == told + 1
    actions.hold_audit(office.decider, case, **held)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="changé entre-temps"):
        replan_audit(office.decider, case, auditor=office.decider.user, planned_on=TODAY())


def test_what_ended_before_it_was_filed_or_held_is_in_no_list_of_the_body(office: Office) -> None:
    draft, filed = a_draft(office), an_agreed(office)
    actions.plan_audit(office.auditor, filed, auditor=office.auditor.user, planned_on=TODAY())
    for case in (draft, filed):
        actions.cancel_case(office.maker, case)
    client = Client()
    client.force_login(office.auditor.user, backend="django.contrib.auth.backends.ModelBackend")

    assert list(cases_for(office.auditor)) == [filed]  # what was never filed stays the maker's own
    assert client.get(f"/certification/dossiers/{draft.pk}/").status_code == 404
    assert str(office.maker.organisation) not in client.get("/certification/calendrier/").content.decode()


def test_a_surveillance_is_planned_within_its_delay_while_the_certificate_stands(office: Office) -> None:
    case = a_certified(office, TODAY() - timedelta(days=300))
    person, due = office.auditor.user, years_after(TODAY() - timedelta(days=300), 1)
    with pytest.raises(Refused, match=due.isoformat()):
        plan_surveillance(office.auditor, case, auditor=person, planned_on=due + TOMORROW)
    plan_surveillance(office.auditor, case, auditor=person, planned_on=due)
    with pytest.raises(Refused, match=due.isoformat()):
        replan_audit(office.auditor, case, auditor=person, planned_on=due + TOMORROW)
    audit = replan_audit(office.auditor, case, auditor=person, planned_on=TODAY())
    assert watched(case, [audit])[0].audit == audit

    certificate = Certificate.objects.get()
    withdraw_certificate(office.decider, certificate, on=TODAY(), reason="R")
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert str(office.maker.organisation) not in client.get("/certification/calendrier/").content.decode()
    audit.delete()
    with pytest.raises(Refused, match="en vigueur"):
        plan_surveillance(office.auditor, case, auditor=person, planned_on=TODAY())


def test_a_late_surveillance_is_planned_all_the_same_but_not_after_the_certificates_end(
    office: Office,
) -> None:
    begun = TODAY() - timedelta(days=400)
    case = a_certified(office, begun)
    with pytest.raises(Refused, match="en vigueur"):
        plan_surveillance(
            office.auditor, case, auditor=office.auditor.user, planned_on=ends_on(begun) + TOMORROW
        )
    plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY() + TOMORROW)


def held_on(case: CertificationCase, office: Office, day: date) -> Audit:
    return Audit.objects.create(
        case=case, stage=Stage.SURVEILLANCE, auditor=office.auditor.user, planned_on=day, held_on=day,
        outcome=Outcome.CONCLUSIVE, note="Vu.",
    )  # fmt: skip


def dues(case: CertificationCase) -> list[tuple[date, Audit | None]]:
    return [(one.due.last, one.audit) for one in watched(case, case.audits.all())]


def test_a_surveillance_held_late_is_held_and_leaves_the_next_one_due(office: Office) -> None:
    case = a_certified(office, date(2026, 3, 1))
    assert dues(case) == [(date(2027, 3, 1), None), (date(2028, 12, 31), None)]

    late = held_on(case, office, date(2027, 4, 10))

    assert dues(case) == [(date(2027, 3, 1), late), (date(2028, 12, 31), None)]
    assert next_date(case) == date(2028, 12, 31)


def test_one_held_in_the_year_of_the_certificate_leaves_the_next_year_its_own(office: Office) -> None:
    case = a_certified(office, date(2026, 3, 1))
    first = held_on(case, office, date(2026, 11, 20))

    assert dues(case) == [(date(2027, 3, 1), first), (date(2027, 12, 31), None), (date(2028, 12, 31), None)]
    assert next_date(case) == date(2027, 12, 31)

    second = held_on(case, office, date(2027, 2, 3))
    assert [audit for _last, audit in dues(case)] == [first, second, None]


def test_one_that_was_never_held_is_closed_by_the_next_and_stays_late(office: Office) -> None:
    case = a_certified(office, date(2026, 3, 1))

    audit = held_on(case, office, date(2028, 2, 2))

    assert [one for _last, one in dues(case)] == [audit, audit]
    assert next_date(case) is None


def test_a_maker_that_took_leave_meanwhile_is_given_nothing(office: Office) -> None:
    case = an_audited(office)
    Organisation.objects.filter(pk=case.maker_id).update(active=False)
    events = AuditEvent.objects.count()

    with pytest.raises(Refused, match="ne participe plus") as refused:
        actions.grant_case(office.decider, case, number="C-7", valid_from=TODAY())

    case.refresh_from_db()
    assert (refused.value.code, case.state, case.certificate) == ("case.maker_left", CaseState.DECISION, None)
    assert (Certificate.objects.count(), AuditEvent.objects.count()) == (0, events)
    actions.refuse_case(office.decider, case, remark="Parti.")  # the case may still be ended


def test_the_first_surveillance_is_due_a_year_after_the_decision(office: Office) -> None:
    case = an_audited(office)
    start = TODAY() + timedelta(days=120)

    actions.grant_case(office.decider, case, number="C-7", valid_from=start)

    case.refresh_from_db()
    assert dues(case)[0][0] == years_after(TODAY(), 1)


def test_only_who_was_named_writes_the_account_of_a_surveillance_and_of_a_day_of_the_certificate(
    office: Office,
) -> None:
    case = a_certified(office, TODAY())
    audit = plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    events = AuditEvent.objects.count()

    for who, day, code in (
        (office.decider, TODAY(), "case.not_the_auditor"),
        (office.auditor, TODAY() - TOMORROW, "surveillance.before_start"),
        (office.auditor, TODAY() + TOMORROW, "case.future"),
    ):
        with pytest.raises(Refused) as refused:
            hold_surveillance(who, audit, held_on=day, outcome=Outcome.CONCLUSIVE, note="Vu.")
        assert refused.value.code == code

    audit.refresh_from_db()
    assert (audit.outcome, audit.note, AuditEvent.objects.count()) == ("", "", events)


def test_the_non_conformities_of_a_surveillance_are_answered_and_lifted(office: Office) -> None:
    case = a_certified(office, TODAY())
    audit = plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    hold_surveillance(
        office.auditor,
        audit,
        held_on=TODAY(),
        outcome=Outcome.CONCLUSIVE,
        note="Vu.",
        findings=[Remark(Grade.MINOR, "Lots sans étiquette.")],
    )
    finding = Finding.objects.get()
    reminded = Notification.objects.filter(code="certification.finding_due", organisation=case.maker)
    remind(finding.due_on - TOMORROW, lambda *_: None)
    remind(finding.due_on - TOMORROW, lambda *_: None)
    assert reminded.count() == 1

    actions.answer_finding(office.maker, finding, cause="C", plan="P")
    actions.settle_finding(office.auditor, finding, accepted=False, remark="Encore.")
    actions.answer_finding(office.maker, finding, cause="C", plan="P2")
    actions.settle_finding(office.auditor, finding, accepted=True)

    finding.refresh_from_db()
    case.refresh_from_db()
    assert (finding.state, finding.plan, case.state) == (FindingState.CLOSED, "P2", CaseState.CERTIFIED)
